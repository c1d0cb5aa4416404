"""Targets keep every value, fit together by what they cover, and are shared out without becoming more."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from bangfu.figures.actions import change_target, share_out_target, state_target, withdraw_target
from bangfu.figures.computing import Question, compute
from bangfu.figures.covering import direct_parts, topmost
from bangfu.figures.declared import Figure
from bangfu.figures.goals import goal
from bangfu.figures.models import Target, value_on
from bangfu.figures.resources import targets_visible_to
from bangfu.figures.tests.conftest import COUNTY, NEXT_TOWN, STRANGE_COUNTY, TOWN, VILLAGE, Books, employ
from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.notices.models import Notice

pytestmark = pytest.mark.django_db
SALES = "market.sales"
YEAR = {"starts_on": date(2020, 1, 1), "ends_on": date(2020, 12, 31)}


def state(books: Books, value: str = "1000", **changes: Any) -> Target:
    given = {"figure": SALES, "area_code": COUNTY, "value": Decimal(value), "document": "责任书", **YEAR}
    return state_target(books.county, **{**given, **changes})


def stated(place: str = COUNTY, by: str = "", from_: date = YEAR["starts_on"], to: date = YEAR["ends_on"]) -> Any:
    figure = Figure(name="x", title="x", unit="CNY", workstream="x", expression=goal(SALES))
    found = compute(figure, Question(area_code=place, from_=from_, to=to, by=by))
    return {part.key: part.value for part in found.parts} if by else found.value


def test_every_value_stays_readable_and_was_in_force_when(books: Books) -> None:
    target = state(books)
    change_target(
        books.county,
        target,
        value=Decimal(1500),
        document="调整通知",
        reason="上级追加",
        in_force_from=date(2020, 7, 1),
    )
    target.refresh_from_db()
    assert (target.value, target.document) == (1500, "调整通知")
    days = (date(2019, 12, 31), date(2020, 6, 30), date(2020, 7, 1))
    assert [value_on(target, day) for day in days] == [None, 1000, 1500]
    assert [r.reason for r in target.revisions.all()] == ["", "上级追加"]


def test_an_adjustment_needs_a_reason_and_its_turn(books: Books) -> None:
    target = state(books)
    given: dict[str, Any] = {"value": Decimal(5), "document": "x", "reason": "y"}
    with pytest.raises(Refused, match="原因"):
        change_target(books.county, target, **{**given, "reason": " "})
    with pytest.raises(Refused, match="今天之后"):
        change_target(books.county, target, **given, in_force_from=timezone.localdate() + timedelta(days=1))
    change_target(books.county, target, **given, in_force_from=date(2020, 7, 1))
    with pytest.raises(Refused, match="不能更早"):
        change_target(books.county, target, **given, in_force_from=date(2020, 6, 30))
    withdraw_target(books.county, target, reason="取消")
    with pytest.raises(Conflict):
        change_target(books.county, target, **given)
    assert value_on(target, timezone.localdate()) == 5 or Target.objects.get().withdrawn_on
    assert state(books).pk != target.pk  # what was withdrawn may be stated anew


@pytest.mark.parametrize(
    ("figure", "value", "fault"),
    [
        (SALES, "10.123", "两位小数"),
        (SALES, "0", "大于零"),
        (SALES, "-5", "大于零"),
        ("market.budget_units", "2.5", "整数"),
        ("market.nothing", "1", "没有名为"),
    ],
)
def test_a_value_must_fit_the_figure(books: Books, figure: str, value: str, fault: str) -> None:
    with pytest.raises(Refused, match=fault):
        state(books, value, figure=figure)


def test_a_whole_is_not_counted_beside_its_parts(books: Books) -> None:
    state(books, "1000")
    state(books, "600", area_code=TOWN)
    state(books, "100", area_code=TOWN, starts_on=date(2020, 6, 1), ends_on=date(2020, 6, 30))
    state(books, "300", area_code=NEXT_TOWN)
    state(books, "50", area_code=VILLAGE, organisation=books.seller.pk)
    assert (stated(), stated(TOWN), stated(VILLAGE)) == (1000, 600, 50)
    assert stated(by="area") == {TOWN: 600, NEXT_TOWN: 300}
    june = date(2020, 6, 1), date(2020, 6, 30)
    assert stated(COUNTY, "", *june) == 100
    assert len(topmost(Target.objects.all())) == 1
    withdraw_target(books.county, Target.objects.get(area_code=COUNTY), reason="取消")
    assert stated() == 900


def test_shares_in_percent_are_never_added(books: Books) -> None:
    share = {"figure": "market.sales.online_share"}
    for place in (TOWN, NEXT_TOWN):
        state(books, "90", area_code=place, **share)
    figure = Figure(name="x", title="x", unit="percent", workstream="x", expression=goal(share["figure"]))
    asked = {"from_": YEAR["starts_on"], "to": YEAR["ends_on"]}
    assert compute(figure, Question(area_code=COUNTY, **asked)).value == 0
    assert compute(figure, Question(area_code=TOWN, **asked)).value == 90


def test_shared_out_it_is_no_more_than_it_was(books: Books) -> None:
    target = state(books, "1000")
    with pytest.raises(Refused, match="多 200"):
        share_out_target(books.county, target, by="area", values={TOWN: Decimal(700), NEXT_TOWN: Decimal(500)})
    assert Target.objects.count() == 1
    shared = share_out_target(books.county, target, by="area", values={TOWN: Decimal(700)})
    assert (shared.total, shared.remaining) == (700, 300)
    shared = share_out_target(books.county, target, by="area", values={NEXT_TOWN: Decimal(300)})
    assert (shared.total, shared.remaining) == (1000, 0)
    with pytest.raises(Refused, match="多"):
        share_out_target(books.county, target, by="area", values={TOWN: Decimal(701)}, reason="多分一元")
    share_out_target(books.county, target, by="area", values={TOWN: Decimal(600)}, reason="减")
    assert [part.value for part in direct_parts(target, "area")] == [600, 300]


def test_a_target_falls_into_months_and_units(books: Books) -> None:
    target = state(books, "1000")
    share_out_target(books.county, target, by="period", values={"2020Q1": Decimal(400), "2020Q2": Decimal(600)})
    share_out_target(books.county, target, by="organisation", values={str(books.unit.pk): Decimal(1000)})
    assert [part.period.code for part in direct_parts(target, "period")] == ["2020Q1", "2020Q2"]
    [unit] = direct_parts(target, "organisation")
    assert unit.organisation_id == books.unit.pk
    assert Notice.objects.filter(user=books.buyer).count() == 1
    for by, key in (("area", STRANGE_COUNTY), ("area", "x"), ("period", "2021Q1"), ("period", "x"), ("colour", "1")):
        with pytest.raises(Refused):
            share_out_target(books.county, target, by=by, values={key: Decimal(1)})
    with pytest.raises(Refused):
        share_out_target(books.county, unit, by="organisation", values={str(books.seller.pk): Decimal(1)})


def test_a_township_shares_out_its_own_and_sets_none(books: Books) -> None:
    county, town = state(books, "1000"), state(books, "600", area_code=TOWN)
    share_out_target(books.township, town, by="area", values={VILLAGE: Decimal(600)})
    for forbidden in (
        lambda: share_out_target(books.township, county, by="area", values={TOWN: Decimal(1)}),
        lambda: change_target(books.township, town, value=Decimal(1), document="x", reason="y"),
        lambda: withdraw_target(books.township, town, reason="y"),
        lambda: change_target(books.stranger, county, value=Decimal(1), document="x", reason="y"),
        lambda: withdraw_target(books.stranger, county, reason="y"),
        lambda: share_out_target(books.stranger, county, by="area", values={TOWN: Decimal(1)}),
    ):
        with pytest.raises(Denied):
            forbidden()


def test_each_sees_the_targets_of_their_places_and_of_their_own(books: Books) -> None:
    county, town = state(books), state(books, "600", area_code=TOWN)
    pair = state(books, "70", area_code=TOWN, giver_area_code=STRANGE_COUNTY)
    own = state(books, "80", organisation=books.unit.pk)
    seen = {
        "county": {county, town, pair, own}, "township": {town, pair}, "partner": {pair}, "buyer": {own},
        "stranger": {pair},
    }  # fmt: skip
    for name, wanted in seen.items():
        assert set(targets_visible_to(getattr(books, name))) == wanted, name
    assert not targets_visible_to(employ("far", "county", "430525")).exists()
