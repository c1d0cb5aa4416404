"""Texts as people write them: what they mean, and what is said of those that mean nothing."""

from dataclasses import replace

import pytest

from bangfu.kernel.conditions.checking import check
from bangfu.kernel.conditions.meaning import Comparison, Node, is_sensitive, tables_of, terms_of
from bangfu.kernel.conditions.reading import Faulty
from bangfu.kernel.conditions.tests.people import ON, WORDS


def meant(text: str, subject: str = "household") -> Node:
    return check(text, WORDS, subject, ON)


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("户类型 = “脱贫户”", 'standing = "lifted"'),
        ("户类型是“脱贫户”且房间数≥3", 'standing = "lifted" and rooms >= 3'),
        ("医疗费用.合计(自付, 今年) 不低于 5000元", "bill.sum(paid, this_year) >= 5000 yuan"),
        ("医疗费用的合计（自付，近3个月）＞0.5万元", "bill.sum(paid, last_3_months) > 0.5万元"),
        ("成员.任一(年龄 < 16岁 且 非 参保)", "person.any(age < 16 and not insured)"),
        ("成员.人数(健康状况 包含 “大病”) = 0人", 'person.count(health has "serious") = 0'),
        ("房间数 属于 (1, 2、3)", "rooms in (1, 2, 3)"),
        ("户类型 不属于 (“脱贫户”)", 'standing not in ("lifted")'),
        ("住房面积 为空 或 搬迁 = 否", "house unknown or moved = false"),
        ("医疗费用.最近(自付) ÷ 2 > 参数(“预警线”)", 'bill.latest(paid) / 2 > parameter("test.line")'),
        ("房间数 > 5000", "rooms > 5 * 1000"),
        ("1 + 2 * 3 = 房间数", "7 = rooms"),
        ("医疗费用.无(近2年)", "not bill.any(last_2_years)"),
    ],
)
def test_both_languages_mean_the_same(chinese: str, english: str) -> None:
    assert meant(chinese) == meant(english)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("户类形 = “脱贫户”", "户类型"),
        ("户类型 = “脱贫”", "脱贫户"),
        ("成员.任意(参保)", "任一"),
        ("医疗费.有()", "医疗费用"),
        ("参数(“预警”) > 房间数", "预警线"),
        ("健康状况 包含 “大病”", "没有名为“健康状况”"),
        ("房间数", "条件"),
        ("房间数 > “三”", "不能比较"),
        ("户类型 > “脱贫户”", "不分大小"),
        ("房间数 > 1 > 0", "连写"),
        ("房间数 > ", "没有写完"),
        ("(房间数 > 1", "右括号"),
        ("房间数 > 1 搬迁", "多余"),
        ("户类型 = “脱贫户", "引号"),
        ("医疗费用.合计(自付比例) > 1", "先相除"),
        ("医疗费用.合计(自付 × 总费用) > 1", "太大"),
        ("房间数 > 99999999999999999999", "太大"),
        ("房间数 > 9999999999 * 9999999999", "太大"),
        ("住房面积 > 99999999999999999", "太大"),
        ("房间数" + " * 房间数" * 20 + " > 1", "太大"),
        ("成员.合计(务工月数, 今年) > 1", "没有日期"),
        ("成员.全部()", "条件"),
        ("报销日期 = 2020-13-01", "没有“2020-13-01”"),
        ("户类型 = “a\\b”", "反斜杠"),
        ("房间数 > 1; drop table x", "看不懂“;”"),
        ("__import__(“os”)", "没有名为"),
        ("", "空"),
    ],
)
def test_a_fault_says_what_is_wrong_and_what_may_be_meant(text: str, told: str) -> None:
    with pytest.raises(Faulty) as fault:
        meant(text)
    assert told in fault.value.message
    assert 0 <= fault.value.start <= fault.value.end <= max(len(text), 1)


def test_a_product_is_whole_until_64_bits_may_not_hold_it() -> None:
    assert is_whole('成员.合计(务工月数 × 12.5) × 参数("预警线")')
    assert is_whole('参数("预警线") × 参数("预警线") × 12.5')
    assert is_whole("成员.合计(医疗费用.合计(自付) × 30%)")
    assert not is_whole("医疗费用.合计(自付) × 医疗费用.合计(总费用)")
    assert not is_whole("房间数 ÷ 3")


def is_whole(number: str) -> bool:
    compared = meant(f"{number} > 1")
    assert isinstance(compared, Comparison)
    return compared.left.type.exact


@pytest.mark.parametrize(
    "text", ["(" * 60 + "房间数 > 1" + ")" * 60, "房间数 > 1 或 " * 400 + "搬迁", "非 " * 80 + "搬迁"]
)
def test_what_is_too_deep_or_too_long_is_refused(text: str) -> None:
    with pytest.raises(Faulty):
        meant(text)


def test_a_code_keeps_its_quotes() -> None:
    """A text is a value, whatever it holds."""
    node = meant("成员.任一(医疗费用.有(医院 = “x' OR 1=1 --”))")
    assert tables_of(node) == {"person", "bill"}


def test_terms_are_the_values_that_were_compared() -> None:
    text = "医疗费用.合计(自付, 今年) ≥ 5000元 且 (户类型 = “脱贫户” 或 搬迁)"
    assert [text[t.start : t.end] for t in terms_of(meant(text))] == ["医疗费用.合计(自付, 今年)", "户类型", "搬迁"]


def test_what_reads_health_is_sensitive() -> None:
    assert is_sensitive(meant("成员.任一(健康状况 包含 “大病”)"))
    assert is_sensitive(meant("医疗费用.有()"))
    assert not is_sensitive(meant("成员.任一(参保)"))


def test_a_parameter_without_a_value_is_refused() -> None:
    line = replace(WORDS.parameters["预警线"], values=())
    with pytest.raises(Faulty, match="没有设置值"):
        check("房间数 > 参数(“预警线”)", replace(WORDS, parameters={"预警线": line}), "household", ON)
