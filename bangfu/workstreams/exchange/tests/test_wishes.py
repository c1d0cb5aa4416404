"""Rounds of wishes: the cap, one a household, and the unmet first in the next round."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.ledger.models import Entry
from bangfu.workstreams.exchange import actions
from bangfu.workstreams.exchange.models import Need, Wave
from bangfu.workstreams.exchange.queries.board import Wanted, open_needs
from bangfu.workstreams.exchange.tests.conftest import COUNTY, Place


def wave_of(place: Place, name: str = "第一轮", **given: Any) -> Wave:
    """A round of today."""
    today = timezone.localdate()
    days = {"opens_on": today, "closes_on": today + timedelta(days=30)} | given
    return actions.open_wave(place.county, name=name, area_code=COUNTY, **days)


def test_cap_and_number_are_the_policy_of_the_first_day(place: Place) -> None:
    wave = wave_of(place)
    assert (wave.cap, wave.per_household) == (500, 1)


def test_a_wish_above_the_cap_is_refused(place: Place) -> None:
    wave = wave_of(place)
    for value, field in ((Decimal("500.01"), "value"), (None, "value")):
        with pytest.raises(Refused) as refused:
            place.need(wave=wave.pk, value=value)
        assert refused.value.field == field
    wish = place.need(wave=wave.pk, value=Decimal(500))
    with pytest.raises(Refused):
        actions.change_need(place.township, wish, value=Decimal(501))


def test_a_household_wishes_once_a_round(place: Place) -> None:
    wave = wave_of(place)
    first = place.need(wave=wave.pk)
    with pytest.raises(Conflict, match="每户限 1 个"):
        place.need(wave=wave.pk, title="棉被")
    actions.withdraw_need(place.village, first, reason="换一个")
    second = place.need(wave=wave.pk, title="棉被")
    assert second.slot == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Need.objects.create(**{f: getattr(second, f) for f in ("asker_id", "area_code", "kind", "title", "unit")},
                            asker_kind="household", wave=wave, slot=1, entered_on=second.entered_on)  # fmt: skip


def test_a_round_has_its_days_and_place(place: Place) -> None:
    today = timezone.localdate()
    over = wave_of(place, opens_on=today - timedelta(days=9), closes_on=today - timedelta(days=1))
    with pytest.raises(Refused, match="不在征集时间内"):
        place.need(wave=over.pk)
    with pytest.raises(Denied):
        actions.open_wave(place.stranger, name="第一轮", area_code=COUNTY, opens_on=today, closes_on=today)


def test_unmet_wishes_come_first_in_the_next_round(place: Place) -> None:
    first = wave_of(place)
    met, unmet = place.published(wave=first.pk), place.need(wave=first.pk, asker=place.school.pk, title="图书")
    actions.claim_need(place.donor, met)
    actions.close_wave(place.county, first)
    second = wave_of(place, "第二轮")
    assert actions.carry_over(place.county, first, into=second.pk) == 1
    again = Need.objects.get(wave=second)
    assert (again.earlier, again.title, again.first, again.state) == (unmet, "图书", 1, "reviewing")
    assert Need.objects.get(pk=unmet.pk).state == "withdrawn"
    actions.publish_needs(place.township, [again.pk])
    place.published(wave=second.pk, asker=place.next_home.pk, actor=place.township)
    assert next(iter(open_needs(Wanted(order="urgent")))).pk == again.pk
    assert actions.carry_over(place.county, Wave.objects.get(pk=first.pk), into=second.pk) == 0


def test_a_met_wish_is_posted_as_a_wish(place: Place) -> None:
    wave = wave_of(place)
    claim = actions.claim_need(place.donor, place.published(wave=wave.pk))
    with pytest.raises(Refused, match="上限"):
        actions.deliver(place.donor, claim, value=Decimal(501))
    actions.deliver(place.donor, claim)
    actions.confirm_receipt(place.village, claim)
    entry = Entry.objects.get()
    assert (entry.kind, entry.amount, entry.households) == ("exchange.wish", 450, 1)
