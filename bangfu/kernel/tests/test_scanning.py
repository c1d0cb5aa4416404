"""What may not stand in public text is found however it is written, and ordinary numbers are left alone."""

import pytest

from bangfu.kernel.scanning import Sensitive, identifying_numbers, names_in


@pytest.mark.parametrize(
    "text",
    [
        "请打15412345678",
        "电话 154 1234 5678",
        "154-1234-5678",
        "１５４１２３４５６７８",
        "幺五四一二三四五六七八",
        "①⑤④①②③④⑤⑥⑦⑧",
        "1.5.4.1.2.3.4.5.6.7.8",
        "0739-7222222",
        "（0739）7222222",
        "联系方式：7222222",
        "154<b>1234</b>5678",
        "1\ufe0f\u20e35\ufe0f\u20e34\ufe0f\u20e312345678",
        "154\u200b1234\u200d5678",
        "154(1234)5678",
        "154o1234567",
        "壹伍肆壹貳參肆伍陸柒捌",
    ],
)
def test_telephones_are_found(text: str) -> None:
    assert [one.kind for one in identifying_numbers(text)] == [Sensitive.PHONE]


def test_id_numbers_are_found_with_and_without_spaces() -> None:
    for text in ("身份证420302197001011232", "420302 19700101 1232", "42030219700101123x", "420302700101123"):
        assert [one.kind for one in identifying_numbers(text)][:1] == [Sensitive.ID_NUMBER], text


def test_bank_numbers_are_found() -> None:
    for text in ("6228480402564890018", "6228 4804 0256 4890 018", "账号：201000123456"):
        assert [one.kind for one in identifying_numbers(text)] == [Sensitive.BANK_ACCOUNT], text


@pytest.mark.parametrize(
    "text",
    [
        "需要10床棉被、5袋大米，约1,200元",
        "2026年11月21日前送到",
        "房子100平方米，2020-2025年",
        "一年级学生三名，每人五百元",
        "年收入12345678.90元",
        "10套（5套大、5套小），3-5天内送到",
        "身高1米54，鞋码38",
        "2026-11-20 购书 13,000.00 / 5,000.00；2026-11-21 桌椅 1,200.50",
        "2026-11-01 2026-11-30",
        "",
    ],
)
def test_ordinary_numbers_are_left_alone(text: str) -> None:
    assert identifying_numbers(text) == []


def test_offsets_are_those_of_the_text_as_written() -> None:
    text = "请打１５４ １２３４ ５６７８联系"
    [found] = identifying_numbers(text)
    assert text[found.start : found.end] == "１５４ １２３４ ５６７８"


def test_names_are_found_across_spaces() -> None:
    assert names_in("王 建国家需要轮椅", {"王建国", "李", "王小明"}) == ["王建国"]
