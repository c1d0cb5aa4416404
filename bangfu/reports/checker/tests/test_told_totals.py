"""A total in the running text beside the total of a table of the same name."""

import pytest

from bangfu.reports.checker.check import check_text

TABLE = """采购情况

| 单位 | 采购额（万元） |
| --- | --- |
| 甲 | 120 |
| 乙 | 180 |
| 合计 | 300 |

"""


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("全区采购额310万元。", True),
        ("全区采购额300万元。", False),
        ("甲单位采购额310万元。", False),
        ("全区销售额310万元。", False),
    ],
)
def test_another_total_is_pointed_out(sentence: str, found: bool) -> None:
    relations = check_text(TABLE + sentence).relations
    assert any(one.verdict == "ambiguous" and "表中合计为300万元" in one.note for one in relations) is found
