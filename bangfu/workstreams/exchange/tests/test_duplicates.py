"""A gift met on the board and recorded by hand as well: found, decided, taken back."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from bangfu.kernel.errors import Conflict, Denied
from bangfu.ledger.actions import decide_double, post_entry, reopen_double
from bangfu.ledger.drafts import Draft
from bangfu.ledger.models import Entry, SuspectedDouble
from bangfu.workstreams.exchange import actions
from bangfu.workstreams.exchange.actions.duplicates import find_duplicates
from bangfu.workstreams.exchange.tests.conftest import COUNTY, Place


def offline(place: Place, goods: str, *, days: int = 2, value: int = 123, giver: Any = None) -> Entry:
    """Somebody wrote down by hand that the first household got something."""
    with transaction.atomic():
        return post_entry(
            place.operator,
            Draft(
                kind="exchange.donation_goods",
                happened_on=timezone.localdate() - timedelta(days=days),
                area_code=place.home.area_code,
                giver_id=(giver or place.other_firm).pk,
                receiver_id=place.home.pk,
                amount=Decimal(value),
                details={"goods": goods},
            ),
        )


def met(place: Place) -> Entry:
    """The board's wheelchair was delivered and confirmed."""
    actions.confirm_receipt(place.village, place.delivered(place.published()))
    return Entry.objects.get(source__startswith="exchange.claim:")


def pairs() -> list[tuple[int, int]]:
    return list(SuspectedDouble.objects.order_by("pk").values_list("first_id", "second_id"))


def test_alike_words_near_in_time_are_suspected_once(place: Place) -> None:
    same, far = offline(place, "轮椅"), offline(place, "轮椅", days=40)
    other = offline(place, "大米")
    online = met(place)
    SuspectedDouble.objects.all().delete()
    assert find_duplicates(place.county, area_code=COUNTY) == 1
    assert pairs() == [(same.pk, online.pk)]
    assert find_duplicates(place.county, area_code=COUNTY) == 0
    assert {far.pk, other.pk}.isdisjoint({pk for pair in pairs() for pk in pair})
    with pytest.raises(Denied):
        find_duplicates(place.stranger, area_code=COUNTY)


def test_the_same_giver_is_enough(place: Place) -> None:
    offline(place, "代步工具", giver=place.firm)
    met(place)
    SuspectedDouble.objects.all().delete()
    assert find_duplicates(place.county, area_code=COUNTY) == 1


def test_a_decision_is_taken_back(place: Place) -> None:
    hand = offline(place, "轮椅")
    online = met(place)
    SuspectedDouble.objects.all().delete()
    find_duplicates(place.county, area_code=COUNTY)
    pair = SuspectedDouble.objects.get()
    with pytest.raises(Conflict):
        reopen_double(place.county, pair.pk, reason="看错")
    decide_double(place.county, pair.pk, same=True, reason="同一辆", reverse=hand.pk)
    assert sum(e.amount or 0 for e in Entry.objects.filter(kind="exchange.donation_goods", details__goods="轮椅")) == 0
    with pytest.raises(Denied):
        reopen_double(place.stranger, pair.pk, reason="看错")
    reopen_double(place.county, pair.pk, reason="不是同一辆")
    pair.refresh_from_db()
    again = Entry.objects.get(source=f"again:{hand.pk}")
    assert (pair.verdict, pair.first_id, pair.second_id) == ("open", online.pk, again.pk)
    assert (again.amount, again.details, again.receiver_id) == (hand.amount, hand.details, hand.receiver_id)
    decide_double(place.county, pair.pk, same=False, reason="两辆")
    assert find_duplicates(place.county, area_code=COUNTY) == 0
