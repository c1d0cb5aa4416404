"""Texts with tags: what is read, and what is refused with its place."""

import pytest

from bangfu.reports.template.nodes import FigureTag, NamesTag, Passage, TemplateError
from bangfu.reports.template.parsing import parse, tags_of


def test_tags_and_passages() -> None:
    [paragraph] = parse("销售{{market.sales 万元}}[[，占{{market.sales.online 占 market.sales 1位}}||，未分渠道]]。")
    tag, passage = paragraph[1], paragraph[2]
    assert isinstance(tag, FigureTag)
    assert (tag.code, tag.wording.unit) == ("market.sales", "万元")
    assert isinstance(passage, Passage)
    assert len(passage.alternatives) == 2
    share = passage.alternatives[0][1]
    assert isinstance(share, FigureTag)
    assert (share.kind, share.other, share.wording.places) == ("share", "market.sales", 1)


def test_a_list_of_names() -> None:
    [tag] = tags_of(parse("{{market.sales 名单 giver 前3 带数 等 万元}}"))
    assert isinstance(tag, NamesTag)
    assert (tag.by, tag.most, tag.with_values, tag.and_others, tag.wording.unit) == ("giver", 3, True, True, "万元")


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("一\n销售{{market.sales 万园}}", 2, 3, "不认识“万园”"),
        ("{{销售额}}", 1, 1, "不是指标代码"),
        ("甲{{}}", 1, 2, "标签是空的"),
        ("甲{{market.sales", 1, 2, "没有用“}}”收尾"),
        ("甲{{market.sales {{x}}", 1, 2, "没有用“}}”收尾"),
        ("甲[[乙", 1, 2, "没有用“]]”收尾"),
        ("甲]]乙", 1, 2, "多出“]]”"),
        ("甲}}乙", 1, 2, "多出“}}”"),
        ("  甲||乙", 1, 4, "多出“||”"),
        ("甲{{图 份额 a.b c.d}}", 1, 2, "图要独占一行"),
        ("{{图 份额}}", 1, 1, "写一个指标加“按”"),
        ("{{图 份额 a.b}}", 1, 1, "写一个指标加“按”"),
        ("{{图 份额 a.b c.d 按 area}}", 1, 1, "写一个指标加“按”"),
        ("{{图 进度 a.b 完成 0}}", 1, 1, "不是“0”"),
        ("{{图 进度 a.b c.d 完成 5}}", 1, 1, "每个指标后面都要写"),
        ("{{图 进度 a.b 饼}}", 1, 1, "不认识“饼”"),
        ("{{market.sales 占}}", 1, 1, "后面要写"),
        ("{{market.sales 占 100}}", 1, 1, "应是指标代码"),
        ("{{market.sales 恰为 很多}}", 1, 1, "应是数"),
        ("{{market.sales 恰为 1}}", 1, 1, "只能写在"),
        ("[[{{market.sales 写 好}}]]", 1, 3, "要跟在"),
        ("{{market.sales 上年 同比}}", 1, 1, "不能再用上年"),
        ("见{{表 销售 market.sales}}", 1, 2, "表要独占一行"),
        ("{{表 销售}}", 1, 1, "至少要有一个指标"),
        ("{{地区 县}}", 1, 1, "多出“县”"),
        ("[[" * 20 + "]]" * 20, 1, 17, "套得太深"),
    ],
)
def test_faults_are_located(text: str, line: int, column: int, message: str) -> None:
    with pytest.raises(TemplateError) as fault:
        parse(text)
    assert (fault.value.at.line, fault.value.at.column) == (line, column)
    assert message in fault.value.message


def test_braces_of_other_languages_do_nothing() -> None:
    """A writer's text is data: there is nothing in it that runs."""
    for text in ("{{ ''.__class__ }}", "{{ market.sales.__class__ }}", "{% for i in range(9) %}"):
        try:
            read = parse(text)
        except TemplateError:
            continue
        assert all(isinstance(node, str) for node in read[0])
