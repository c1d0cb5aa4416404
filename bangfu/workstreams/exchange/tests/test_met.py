"""Needs met elsewhere, written up afterwards: claims, entries and figures as if each had been claimed here."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bangfu.figures.computing import Question, compute, find
from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.flows.queries import current_state_of
from bangfu.ledger.models import Entry
from bangfu.parties.actions import register_household
from bangfu.workstreams.exchange import actions
from bangfu.workstreams.exchange.actions.met import Met, record_met
from bangfu.workstreams.exchange.models import Need, Wave
from bangfu.workstreams.exchange.tests.conftest import COUNTY, START, VILLAGE, Place

TODAY = timezone.localdate()
PUBLISHED = TODAY - timedelta(days=20)


def wishes(place: Place, count: int) -> list[Need]:
    """Published wishes of so many households."""
    wave = Wave.objects.first() or actions.open_wave(
        place.county, name="微心愿", area_code=COUNTY, opens_on=PUBLISHED, closes_on=TODAY
    )
    needs = []
    for number in range(count):
        home = register_household(
            place.operator, area_code=VILLAGE, head_name=f"赵{number}", opened_on=START, standing="registered"
        )
        needs.append(place.need(asker=home.pk, title="棉被", value=Decimal(500), wave=wave.pk))
    actions.publish_needs(place.county, [need.pk for need in needs], on=PUBLISHED)
    return needs


def test_what_was_met_elsewhere_counts_on_its_day(place: Place) -> None:
    needs, on = wishes(place, 3), TODAY - timedelta(days=9)
    donors = (place.firm, place.other_firm, place.firm)
    claims = record_met(place.county, [Met(n.pk, d.pk, on) for n, d in zip(needs, donors, strict=True)])
    assert {current_state_of(claim, "exchange.claim") for claim in claims} == {"closed"}
    for need in Need.objects.filter(pk__in=[n.pk for n in needs]):
        assert (need.state, need.met, need.completed_on) == ("closed", 1, on)
        assert current_state_of(need, "exchange.need") == "closed"
    entries = Entry.objects.filter(kind="exchange.wish")
    assert [(e.amount, e.households, e.happened_on) for e in entries] == [(500, 1, on)] * 3
    for name, value in (("wishes", 3), ("wish_money", 1500), ("wish_givers", 2), ("board.wishes_met", 3)):
        assert compute(find(f"exchange.{name}"), Question(area_code=COUNTY, from_=on, to=on)).value == value, name
    assert len({claim.certificate for claim in claims}) == 3


def test_what_is_not_free_is_not_written_up(place: Place) -> None:
    free, taken = wishes(place, 2)
    actions.claim_need(place.donor, Need.objects.get(pk=taken.pk))
    with pytest.raises(Conflict):
        record_met(place.county, [Met(free.pk, place.firm.pk, TODAY), Met(taken.pk, place.firm.pk, TODAY)])
    with pytest.raises(Conflict):  # written twice
        record_met(place.county, [Met(free.pk, place.firm.pk, TODAY), Met(free.pk, place.other_firm.pk, TODAY)])
    assert Need.objects.get(pk=free.pk).state == "published"
    assert not Entry.objects.filter(kind="exchange.wish").exists()


@pytest.mark.parametrize(
    ("on", "value"), [(TODAY + timedelta(days=1), None), (date(2020, 1, 1), None), (TODAY, Decimal(501))]
)
def test_a_wrong_day_or_a_wish_above_its_cap_is_refused(place: Place, on: date, value: Decimal | None) -> None:
    [need] = wishes(place, 1)
    with pytest.raises(Refused):
        record_met(place.county, [Met(need.pk, place.firm.pk, on, value)])


def test_neither_a_donor_nor_a_stranger_writes_it_up(place: Place) -> None:
    [need] = wishes(place, 1)
    for who in (place.donor, place.stranger):
        with pytest.raises(Denied):
            record_met(who, [Met(need.pk, place.firm.pk, TODAY)])


def test_many_cost_no_more_statements_than_few(place: Place) -> None:
    few, many = wishes(place, 2), wishes(place, 12)

    def cost(needs: list[Need]) -> int:
        with CaptureQueriesContext(connection) as queries:
            record_met(place.county, [Met(need.pk, place.firm.pk, TODAY) for need in needs])
        return len(queries)

    assert cost(many) <= cost(few) + 5  # ten more needs
