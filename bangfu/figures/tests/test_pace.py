"""Pace is arithmetic on stated rules; completion and excess are told apart."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bangfu.figures.models import Bound
from bangfu.figures.pace import STATES, Rules, State, standing
from bangfu.kernel.calendars import Calendar
from bangfu.kernel.periods import Period, parse

YEAR = parse("2020")
NEW_YEAR = Calendar(off=frozenset({date(2020, 1, 1)}))


def rules(rule: str = "days", **changes: Any) -> Rules:
    given: dict[str, Any] = {"profiles": {}, "lag": Decimal(5), "lead": Decimal(5), "calendar": NEW_YEAR}
    return Rules(rule=rule, **{**given, **changes})


def held(actual: str | None, on: date, *, goal: str = "100", **changes: Any) -> Any:
    given: dict[str, Any] = {
        "bound": Bound.AT_LEAST, "unit": "CNY", "figure": "market.sales", "period": YEAR, "rules": rules(),
    }  # fmt: skip
    number = None if actual is None else Decimal(actual)
    return standing(actual=number, goal=Decimal(goal), on=on, **{**given, **changes})


def test_exceeding_by_136_percent_is_reaching_236() -> None:
    found = held("14182100", date(2020, 12, 31), goal="6000000")
    assert round(found.reached, 2) == Decimal("236.37")
    assert round(found.exceeded, 2) == Decimal("136.37")
    assert found.state is State.REACHED


@pytest.mark.parametrize(
    ("rule", "on", "expected"),
    [
        ("days", date(2019, 12, 31), "0"),
        ("days", date(2020, 6, 30), "49.73"),
        ("days", date(2021, 3, 1), "100"),
        ("months", date(2020, 4, 30), "33.33"),
        ("months", date(2020, 4, 15), "29.17"),
        ("working_days", date(2020, 1, 1), "0.00"),
        ("working_days", date(2020, 1, 2), "0.38"),
    ],
)
def test_what_is_expected_follows_the_rule(rule: str, on: date, expected: str) -> None:
    assert round(rules(rule).expected("market.sales", YEAR, on), 2) == Decimal(expected)


def test_a_rate_in_april_is_ahead_of_four_twelfths() -> None:
    found = held("42.02", date(2020, 4, 30), rules=rules("months"))
    assert round(found.gap, 2) == Decimal("8.69")
    assert found.state is State.AHEAD


def test_a_profile_goes_before_the_rule() -> None:
    late = rules(profiles={"market.sales": [0] * 9 + [20, 30, 50]})
    assert late.expected("market.sales", YEAR, date(2020, 9, 30)) == 0
    assert late.expected("market.sales", YEAR, date(2020, 11, 30)) == 50
    assert round(late.expected("market.other", YEAR, date(2020, 9, 30))) == 75
    quarter = parse("2020Q4")
    assert late.expected("market.sales", quarter, date(2020, 10, 31)) == 20


@pytest.mark.parametrize(
    ("actual", "state"),
    [
        ("100", State.REACHED),
        ("56", State.AHEAD),
        ("50", State.ON_PACE),
        ("44", State.BEHIND),
        ("39", State.FAR_BEHIND),
        (None, State.UNKNOWN),
    ],
)
def test_lag_and_lead_have_thresholds(actual: str | None, state: State) -> None:
    assert held(actual, date(2020, 6, 30)).state is state


def test_before_and_after_its_period() -> None:
    assert held("0", date(2019, 12, 1)).state is State.NOT_BEGUN
    assert held(None, date(2019, 12, 1)).state is State.NOT_BEGUN
    assert held("99.99", date(2020, 12, 31)).state is State.MISSED


def test_a_forecast_is_a_proportion_and_ends_with_the_period() -> None:
    whole = Period(date(2020, 1, 1), date(2020, 1, 10))
    found = held("30", date(2020, 1, 5), period=whole)
    assert (found.forecast, found.needed, found.expected) == (60, 70, 50)
    assert held("30", date(2020, 1, 10), period=whole).forecast is None
    assert held("30", date(2019, 12, 31), period=whole).forecast is None


def test_shares_are_held_against_the_target_not_the_calendar() -> None:
    found = held("96", date(2020, 2, 1), goal="95", unit="percent")
    assert (found.state, found.expected, found.forecast) == (State.REACHED, None, None)
    assert held("94", date(2020, 2, 1), goal="95", unit="percent").state is State.BEHIND


def test_an_upper_limit_is_kept_or_not() -> None:
    most = {"bound": Bound.AT_MOST, "unit": "percent"}
    assert held("0.2", date(2020, 2, 1), goal="0.5", **most).state is State.ON_PACE
    assert held("0.2", date(2020, 12, 31), goal="0.5", **most).state is State.REACHED
    assert held("0.6", date(2020, 2, 1), goal="0.5", **most).state is State.BEHIND
    assert held("0.6", date(2020, 12, 31), goal="0.5", **most).reached is None


def test_no_two_states_look_the_same() -> None:
    assert set(STATES) == set(State)
    assert len({words.mark for words in STATES.values()}) == len(State)
