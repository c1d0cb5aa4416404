"""The figure that a number means is found by its words: what stands beside it decides before what it is a part of."""

from dataclasses import dataclass

import pytest

from bangfu.reports.checker.check import check_text
from bangfu.reports.checker.choosing import Titles


@dataclass(frozen=True)
class Title:
    code: str
    title: str
    unit: str = "CNY"


SALES = Titles([Title("all", "认定产品销售额"), Title("online", "线上销售额"), Title("offline", "线下销售额")])


@pytest.mark.parametrize("offline", ["3万元", "9万元"])
def test_a_part_is_the_figure_named_beside_it_whatever_its_value(offline: str) -> None:
    result = check_text(f"2020年，全区扶贫产品销售8万元，其中线上5万元，线下{offline}。")
    meant = [SALES.rank(result.said[claim.id], "CNY")[0].figure.code for claim in result.claims]
    assert meant == ["all", "online", "offline"]
