"""Figures: sums exact to the fen, counts that know reversals, splits that add up, places and periods."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from bangfu.figures.computing import Question, combine, compute, find, rows_of
from bangfu.figures.declared import figures
from bangfu.figures.expressions import measures, parse, total
from bangfu.figures.sources import sources
from bangfu.kernel.errors import Refused
from bangfu.kernel.fields import MoneyField
from bangfu.ledger.actions import post_entries, reverse_entry
from bangfu.ledger.tests.conftest import COUNTY, STRANGE_COUNTY, TOWNSHIP, Market, market

__all__ = ["market"]


def ask(name: str, **question: object) -> object:
    """The value of a figure."""
    return compute(find(name), Question(**question)).value  # type: ignore[arg-type]


def sell(market: Market, *amounts: str, **changes: object) -> list:  # type: ignore[type-arg]
    """Post purchases of these amounts."""
    with transaction.atomic():
        return post_entries(market.operator, [market.draft(amount=Decimal(a), **changes) for a in amounts])


def test_a_sum_is_exact_and_opens_to_its_entries(market: Market) -> None:
    entries = sell(market, "0.10", "0.20", "1200.07")
    answer = compute(find("market.sales"), Question(area_code=COUNTY))
    assert answer.value == Decimal("1200.37")
    assert answer.entries == 3
    [(source, rows)] = rows_of(answer.figure, answer.question)
    assert source.name == "entries"
    assert set(rows.values_list("pk", flat=True)) == {e.pk for e in entries}


def test_only_the_place_and_the_period_asked_for(market: Market) -> None:
    sell(market, "100", area_code=TOWNSHIP, happened_on=date(2020, 3, 1))
    sell(market, "10", area_code=COUNTY, happened_on=date(2020, 4, 1))
    sell(market, "1", area_code=STRANGE_COUNTY, happened_on=date(2020, 4, 1))
    assert ask("market.sales", area_code=COUNTY) == 110
    assert ask("market.sales", area_code=TOWNSHIP) == 100
    assert ask("market.sales", area_code="42") == 111
    assert ask("market.sales", area_code=COUNTY, from_=date(2020, 4, 1)) == 10
    assert ask("market.sales", area_code=COUNTY, to=date(2020, 3, 31)) == 100
    assert ask("market.sales", area_code="420304") == 0


def test_the_giver_s_side_counts_by_where_help_came_from(market: Market) -> None:
    sell(market, "7", area_code=STRANGE_COUNTY)
    assert ask("market.sales", area_code=COUNTY) == 0
    assert ask("market.sales", area_code=COUNTY, side="giver") == 7


def test_conditions_on_details_keep_apart_what_must_be_apart(market: Market) -> None:
    sell(market, "5")
    sell(market, "3", details={"channel": "offline", "certified": True})
    sell(market, "1", details={"channel": "offline", "certified": False})
    assert ask("market.sales") == 8
    assert ask("market.sales.online") + ask("market.sales.offline") == ask("market.sales")  # type: ignore[operator]
    assert ask("market.sales.online_share") == Decimal(5) / 8 * 100


def test_every_operator_reads_details_alike_on_both_databases(market: Market) -> None:
    sell(market, "1")
    sell(market, "2", details={"channel": "offline", "platform": "counter", "certified": False})
    sell(market, "4", details={"channel": "offline"})

    figure = find("market.designated_purchases")
    every = replace(figure, expression=total("amount", kind="market.purchase"))

    def sums(name: str, operator: str, value: object) -> object:
        return compute(every, Question(where=((name, operator, value),))).value

    assert sums("channel", "is", "offline") == 6
    assert sums("channel", "not", "offline") == 1
    assert sums("channel", "in", ("online", "by post")) == 1
    assert sums("certified", "is", True) == 1
    assert sums("certified", "is", False) == 2
    assert sums("certified", "not", True) == 6
    assert sums("platform", "isnull", True) == 4
    assert sums("channel", "gt", "offline") == 1


def test_an_entry_and_its_reversal_count_nothing(market: Market) -> None:
    [kept, taken] = sell(market, "5", "9")
    reverse_entry(market.operator, taken.pk, reason="重复")
    assert ask("market.sales") == 5
    assert ask("market.budget_units") == 1
    reverse_entry(market.operator, kept.pk, reason="重复")
    assert ask("market.sales") == 0
    assert ask("market.budget_units") == 0


def test_a_split_adds_up_and_names_its_parts(market: Market) -> None:
    sell(market, "5", "6", area_code=TOWNSHIP)
    sell(market, "3", details={"channel": "offline", "certified": True}, happened_on=date(2020, 8, 1))
    for by in ("area", "month", "year", "channel", "giver"):
        answer = compute(find("market.sales"), Question(area_code=COUNTY, by=by))
        assert sum(p.value for p in answer.parts) == answer.value == 14, by  # type: ignore[misc]
        assert sum(p.entries for p in answer.parts) == answer.entries == 3
    by_giver = compute(find("market.sales"), Question(by="giver"))
    assert [p.label for p in by_giver.parts] == ["区教育局"]
    by_month = compute(find("market.sales"), Question(by="month"))
    assert [(p.label, p.value) for p in by_month.parts] == [("2020-06", 11), ("2020-08", 3)]


def test_a_split_that_was_not_declared_is_refused_with_what_there_is(market: Market) -> None:
    with pytest.raises(Refused, match="area"):
        compute(find("market.sales"), Question(by="colour"))


def test_an_unknown_figure_is_refused() -> None:
    with pytest.raises(Refused, match="“指标”页面"):
        find("market.nonsense")


def test_a_share_of_nothing_has_no_value(market: Market) -> None:
    assert ask("market.sales.online_share", area_code=COUNTY) is None


def test_every_declared_figure_computes_on_an_empty_book(market: Market) -> None:
    for figure in figures:
        answer = compute(figure, Question(area_code=COUNTY, to=date(2020, 12, 31)))
        of = {m.source for m in measures(figure.expression)}
        assert of <= set(sources.names()), figure.name
        if of == {"entries"}:
            assert answer.value in (0, None), figure.name


@pytest.mark.parametrize("name", ["sales__contains", "note__startswith"])
def test_an_unknown_operator_is_an_error(name: str) -> None:
    with pytest.raises(ValueError, match="operator"):
        parse({name: 1})


def test_conditions_are_data() -> None:
    measure = total("amount", kind="x", channel__in=["a", "b"]).over(certified=True)
    assert measure.where == (("kind", "is", "x"), ("channel", "in", ("a", "b")), ("certified", "is", True))


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_a_part_and_its_whole(part: int, whole: int) -> None:
    percent = combine("%", Decimal(part), Decimal(whole))
    if whole == 0:
        assert percent is None
    else:
        assert percent is not None
        assert abs(percent * whole - 100 * part) < whole


@given(st.lists(st.decimals("0.01", "99999.99", places=2), min_size=1, max_size=8))
def test_sums_never_lose_a_fen(amounts: list[Decimal]) -> None:
    field = MoneyField()
    stored = [field.get_prep_value(a) for a in amounts]
    assert field.from_db_value(sum(stored), None, None) == sum(amounts)  # type: ignore[type-var]
