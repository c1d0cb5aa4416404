"""Shares of which the text names the base, and which fit another one."""

import pytest

from bangfu.reports.checker.annotate import reading_values
from bangfu.reports.checker.check import check_text


def verdicts(text: str) -> list[str]:
    return [found.verdict for found in check_text(text).relations if found.kind == "ratio"]


def test_both_readings_are_listed_with_what_each_would_imply() -> None:
    result = check_text("全年下达帮扶资金1000万元，到位资金1250万元，已支出728万元，占到位资金的72.8%。")
    [found] = [one for one in result.relations if one.kind == "ratio"]
    assert (found.verdict, found.computed) == ("ambiguous", None)
    assert reading_values(found, {claim.id: claim for claim in result.claims}) == [
        ("以写明的“到位资金”（1250万元）为基数", "58.24%"),
        ("以1000万元为基数", "72.8%"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "计划投资1000万元，到位资金800万元。全年支出600万元，占到位资金的60%。",
        "全县劳动力5000人，脱贫劳动力2000人，外出务工1500人，占脱贫劳动力的30%。",
    ],
)
def test_the_name_may_stand_a_sentence_before(text: str) -> None:
    assert verdicts(text) == ["ambiguous"]


@pytest.mark.parametrize(
    "text",
    [
        "全年下达帮扶资金1250万元，到位资金1000万元，已支出728万元，占到位资金的72.8%。",
        "全年下达帮扶资金1000万元，到位资金1250万元，已支出728万元，占下达资金的72.8%。",
        "全年下达帮扶资金1000万元，到位资金1250万元，已支出728万元，占总额的72.8%。",
        "全年下达帮扶资金1000万元，到位资金700万元，已支出728万元，占到位资金的72.8%。",  # more than all of it
        "到位资金800万元，到位资金另有900万元待拨，全年下达1000万元，已支出600万元，占到位资金的60%。",
        "计划投资1000万元，上年到位资金800万元，支出600万元，占到位资金的60%。",
        "全年下达帮扶资金1000万元，到位资金1250万元，支出910万元，其中产业728万元，占到位资金的72.8%。",
    ],
)
def test_what_fits_the_base_named_or_names_none_is_not_doubted(text: str) -> None:
    assert "ambiguous" not in verdicts(text)
