"""A report of this ledger that is read again: its appendix says which figure each of its numbers is."""

import pytest

from bangfu.ledger.models import Entry
from bangfu.reports.checker.compare import Comparison
from bangfu.reports.checker.readers.document import Document
from bangfu.reports.checking import checked
from bangfu.reports.listed_figures import Appendix
from bangfu.reports.tests.conftest import COUNTY

TITLES = {"market.sales": "认定产品销售额", "market.sales.online": "线上销售额", "market.sales.offline": "线下销售额"}
TABLE = """附：每个数字从哪里来
| 序号 | 指标 | 代码 | 数值 | 记录数 | 时期 | 文中写法 | 口径 |
| 1 | 认定产品销售额 | market.sales | 67,519,100.00元 | 2 | 2020-01-01 至 2020-12-31 | 6751.91万元（准确） | 金额之和 |
| 2 | 线上销售额 | market.sales.online | 13,401,300.00元 | 1 | 2020-01-01 至 2020-12-31 | 1340.13万元（准确） | 占比 × 100% |
| 3 | 线下销售额 | market.sales.offline | 54,117,800.00元 | 1 | 截至 2020-12-31 | 5411.78万元（准确） | 金额之和 |
"""  # noqa: E501 - rows as they are
PAGE = """1 认定产品销售额（产品：
油茶） market.sales 67,519,100.00元 2 2020-01-01 至
2020-12-31
6751.91万元（准确） 金额之和
2 线上销售额 market.sales.online 13,401,300.00元 1 2020-01-01 至
2020-12-31
1340.13万元（准确） 占比 × 100%
3 线下销售额 market.sales.offline 54,117,800.00元 1 截至 2020-12-31 5411.78万元（准确） 金额之和"""


def compared(text: str) -> dict[str, Comparison]:
    found = checked(Document(text, "text"), area_code=COUNTY, period="2020")
    claims = {claim.id: claim for claim in found.result.claims}
    return {claims[one.claim].text: one for one in found.ledger or ()}


@pytest.mark.parametrize(
    ("text", "condition"), [(TABLE, ""), (TABLE.replace("market.", "market\\."), ""), (PAGE, "（产品：油茶）")]
)
def test_rows_are_read_from_tables_and_from_pages(text: str, condition: str) -> None:
    rows = Appendix(text.replace("\\.", "."), TITLES).rows
    assert [row.code for row in rows] == list(TITLES)
    assert [row.condition for row in rows] == [condition, "", ""]
    assert [row.since for row in rows] == [False, False, True]
    assert [row.written for row in rows] == [("6751.91万元",), ("1340.13万元",), ("5411.78万元",)]


def test_a_text_that_names_a_code_in_passing_has_no_appendix() -> None:
    assert not Appendix("指标 market.sales 67,519,100.00元，2020-01-01 至 2020-12-31", TITLES).rows
    assert not Appendix(TABLE, {}).rows


def test_numbers_of_the_appendix_are_those_of_their_rows(sales: list[Entry]) -> None:
    found = compared(TABLE)
    assert [found[text].figure for text in ("6751.91万元", "1340.13万元", "5411.78万元")] == list(TITLES)
    assert {found[text].verdict for text in ("67,519,100.00元", "13,401,300.00元")} == {"equal"}
    assert found["100%"].verdict == "unknown"  # a formula says no share


def test_what_is_altered_in_a_row_is_told(sales: list[Entry]) -> None:
    found = compared(TABLE.replace("13,401,300", "13,501,300"))
    assert (found["13,501,300.00元"].verdict, found["13,501,300.00元"].figure) == ("different", "market.sales.online")


def test_a_number_of_the_text_is_the_figure_that_is_listed_as_written_so(sales: list[Entry]) -> None:
    text = "平台上一共卖出1340.13万元，门店5411.78万元。\n"
    assert compared(text + TABLE)["1340.13万元"].verdict == "equal"
    assert compared(text.replace("1340", "1350") + TABLE)["1350.13万元"].verdict != "equal"


def test_the_row_of_another_place_is_not_the_whole(sales: list[Entry]) -> None:
    assert compared("认定产品销售额按地区\n| 崆峒区 | 5300万元 |\n")["5300万元"].verdict == "unknown"
