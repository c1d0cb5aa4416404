"""Figures that cannot be read are told where they stand, and nothing is made of what is left of them."""

import pytest

from bangfu.reports.checker.check import check_text


@pytest.mark.parametrize(
    ("text", "slip", "why"),
    [
        ("投入资金1２。5万元。", "1２。5万", "句号"),
        ("今年完成3。5万元的投资。", "3。5万", "句号"),
        ("销售3..5万元。", "3..5万", "连在一起的标点"),
        ("产值3.5.2亿元。", "3.5.2亿", "两个小数点"),
        ("共12,34人。", "12,34", "千分位"),
        ("收入12,345,67元。", "12,345,67", "千分位"),
        ("惠及1，234.5万元。", "1，234.5万", "中文逗号"),
        ("共1O户。", "1O", "字母"),
        ("共１O0户。", "１O0", "字母"),
        ("共l2户。", "l2", "字母"),
        ("投入1二万元。", "1二万", "汉字数字"),
        ("收入5. 3万元。", "5. 3万", "空格"),
        ("增长.5%。", ".5", "小数点前"),
        ("增长0.5.%。", "0.5.", "小数点后"),
    ],
)
def test_a_slip_is_told_with_its_place_and_nothing_is_made_of_it(text: str, slip: str, why: str) -> None:
    result = check_text(text)
    [found] = result.as_json()["unreadable"]
    assert (found["text"], text[found["start"] : found["end"]]) == (slip, slip)
    assert why in found["message"]
    assert not result.claims


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("惠及１２，３４５人。", 12345),
        ("占3·5%。", 3.5),
        ("投入3．5万元。", 35000),
        ("共1 234人。", 1234),
        ("共二〇人。", 20),
    ],
)
def test_other_ways_of_writing_are_read(text: str, value: float) -> None:
    result = check_text(text)
    assert [float(claim.value) for claim in result.claims] == [value]
    assert not result.broken


@pytest.mark.parametrize(
    "text",
    [
        "第3.5.2节要求落实。",
        "版本3.5.2发布。",
        "2020.12.5完成验收。",
        "地址192.168.1.1。",
        "O2O平台上线。",
        "2.万众一心。",
        "5.元旦前完成。",
        "全年共12。其中大部分完成。",
        "“3·15”活动。",
        "纪念“九·一八”。",
        "见1.2、1.3节。",
    ],
)
def test_other_points_and_letters_are_no_slips(text: str) -> None:
    assert not check_text(text).broken


def test_a_cell_that_cannot_be_read_is_told() -> None:
    table = "乡镇\t户数（户）\t资金（万元）\n甲镇\t1O0\t35.6\n乙镇\t98\t28.1.5\n丙镇\t120\t30\n丁镇\t77\t12。5\n"
    result = check_text(table)
    assert [(slip.text, table[slip.start : slip.end]) for slip in result.broken] == [
        (slip, slip) for slip in ("1O0", "28.1.5", "12。5")
    ]
    assert sorted(float(claim.value) for claim in result.claims) == [77, 98, 120, 300_000, 356_000]


def test_dates_and_numbers_of_sections_in_cells_are_no_slips() -> None:
    assert not check_text("项目\t开工日期\t资金（万元）\n1.2.3\t2024.1.5\t35.6\n1.2.4\t2024.3.8\t28\n").broken
