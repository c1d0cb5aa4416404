"""Single pairings: numbers of the scheme, dates, hand-over, and who may."""

from datetime import date

import pytest

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.pairing.actions import end_enrolment, end_pairing, pair, replace_helper
from bangfu.pairing.models import Enrolment, Pairing
from bangfu.pairing.queries import helpers_of, unpaired
from bangfu.pairing.tests.conftest import COUNTY, START, VILLAGE, Villages

LATER = date(2020, 6, 1)


def join(v: Villages, helper: int = 0, home: int = 0, on: date = START) -> Pairing:
    """Pair one of the helpers with one of the households."""
    return pair(
        v.county, scheme=v.scheme, helper=v.helpers[helper].party, recipient=v.households[home].party, valid_from=on
    )


def test_a_household_has_one_helper_and_a_helper_at_most_five(villages: Villages) -> None:
    villages.helper(VILLAGE)
    villages.helper(VILLAGE)
    for _n in range(6):
        villages.household(VILLAGE)
    for home in range(5):
        join(villages, 0, home)
    with pytest.raises(Refused, match="至多帮扶 5"):
        join(villages, 0, 5)
    with pytest.raises(Refused, match="至多 1"):
        join(villages, 1, 0)
    with pytest.raises(Conflict):
        join(villages, 0, 0)


def test_a_stranger_pairs_nobody_here(villages: Villages) -> None:
    villages.helper(VILLAGE)
    villages.household(VILLAGE)
    with pytest.raises(Denied):
        pair(
            villages.stranger,
            scheme=villages.scheme,
            helper=villages.helpers[0].party,
            recipient=villages.households[0].party,
            valid_from=START,
        )


def test_both_sides_must_be_what_the_scheme_says(villages: Villages) -> None:
    villages.household(VILLAGE)
    with pytest.raises(Refused, match="不适用"):
        pair(
            villages.county,
            scheme=villages.scheme,
            helper=villages.unit.party,
            recipient=villages.households[0].party,
            valid_from=START,
        )


def test_a_hand_over_keeps_who_helped_before(villages: Villages) -> None:
    villages.helper(VILLAGE)
    villages.helper(VILLAGE)
    home = villages.household(VILLAGE)
    first = join(villages)
    replace_helper(villages.county, first, helper=villages.helpers[1].party, on=LATER, reason="工作调动")
    assert helpers_of(home.pk, date(2020, 5, 31)).get().helper_id == villages.helpers[0].pk
    assert helpers_of(home.pk, LATER).get().helper_id == villages.helpers[1].pk
    first.refresh_from_db()
    assert (first.valid_to, first.reason_out) == (date(2020, 5, 31), "工作调动")


def test_ending_needs_a_reason_and_happens_once(villages: Villages) -> None:
    villages.helper(VILLAGE)
    villages.household(VILLAGE)
    row = join(villages)
    with pytest.raises(Refused, match="原因"):
        end_pairing(villages.county, row, on=LATER, reason=" ")
    with pytest.raises(Refused, match="早于"):
        end_pairing(villages.county, row, on=date(2019, 1, 1), reason="x")
    end_pairing(villages.county, row, on=LATER, reason="搬迁")
    with pytest.raises(Conflict):
        end_pairing(villages.county, row, on=LATER, reason="搬迁")


def test_a_helper_who_leaves_leaves_the_households_to_be_found(villages: Villages) -> None:
    villages.helper(VILLAGE)
    villages.household(VILLAGE)
    villages.household(VILLAGE)
    join(villages, 0, 0)
    join(villages, 0, 1)
    enrolment = Enrolment.objects.get(party_id=villages.helpers[0].pk)
    assert end_enrolment(villages.county, enrolment, on=LATER, reason="退休") == 2
    gaps = unpaired(villages.scheme, COUNTY, date(2020, 6, 2))
    assert set(gaps.values_list("pk", flat=True)) == {h.pk for h in villages.households}
    assert unpaired(villages.scheme, COUNTY, date(2020, 5, 1)).count() == 0
