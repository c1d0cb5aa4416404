"""Propose, accept as one step, take it back; the books stay right whatever two officers do."""

from datetime import date

import pytest

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.pairing.actions import accept, adjust, end_enrolment, pair, propose, undo_acceptance, withdraw
from bangfu.pairing.actions.schemes import change_scheme
from bangfu.pairing.models import Pairing, Proposal
from bangfu.pairing.queries import coverage, coverage_by_area, helpers_of
from bangfu.pairing.tests.conftest import COUNTY, NEXT_VILLAGE, START, VILLAGE, Villages

DAY = date(2020, 3, 1)


def settle(v: Villages, here: int, there: int, helpers_here: int, helpers_there: int) -> None:
    """Households and helpers in both villages."""
    for village, homes, helpers in ((VILLAGE, here, helpers_here), (NEXT_VILLAGE, there, helpers_there)):
        for _n in range(homes):
            v.household(village)
        for _n in range(helpers):
            v.helper(village)


def propose_all(v: Villages) -> Proposal:
    return propose(v.county, scheme=v.scheme, area_code=COUNTY, on=DAY)


def test_everybody_is_covered_by_helpers_of_the_own_village_evenly(villages: Villages) -> None:
    settle(villages, here=6, there=4, helpers_here=3, helpers_there=2)
    proposal = propose_all(villages)
    assert proposal.summary["optimal"]
    assert (proposal.summary["recipients"], proposal.summary["paired"]) == (10, 10)
    assert proposal.summary["load"] == {"2": 5}
    assert accept(villages.county, proposal, on=DAY) == 10
    assert coverage(villages.scheme, COUNTY, DAY).percent == 100
    for row in Pairing.objects.select_related("helper"):
        assert row.helper.enrolments.get().area_code == row.area_code


@pytest.mark.parametrize("last_day", [DAY, date(2020, 3, 31)])
def test_nobody_who_leaves_is_given_new_households(villages: Villages, last_day: date) -> None:
    settle(villages, here=2, there=0, helpers_here=2, helpers_there=0)
    leaving, staying = villages.helpers
    end_enrolment(villages.county, leaving.party.enrolments.get(), on=last_day, reason="退休")
    proposal = propose_all(villages)
    assert set(proposal.rows.values_list("helper_id", flat=True)) == {staying.pk}


def test_the_weakest_come_first_when_helpers_are_short(villages: Villages) -> None:
    for attribute in ("general_poor", "minimum_living", "general_poor", "five_guarantees"):
        villages.household(VILLAGE, attribute=attribute)
    villages.helper(VILLAGE, capacity=2)
    proposal = propose_all(villages)
    paired = proposal.rows.filter(helper__isnull=False).values_list("recipient_id", flat=True)
    assert set(paired) == {villages.households[1].pk, villages.households[3].pk}
    left = proposal.rows.filter(helper=None)
    assert left.count() == 2
    assert all(row.reason for row in left)


def test_a_new_proposal_moves_nobody_without_need(villages: Villages) -> None:
    settle(villages, 6, 4, 3, 2)
    accept(villages.county, propose_all(villages), on=DAY)
    before = set(Pairing.objects.filter(valid_to=None).values_list("helper_id", "recipient_id"))
    assert accept(villages.county, propose_all(villages), on=date(2020, 4, 1)) == 0
    assert set(Pairing.objects.filter(valid_to=None).values_list("helper_id", "recipient_id")) == before


def test_a_frozen_pair_stays_even_far_away(villages: Villages) -> None:
    settle(villages, 1, 0, 1, 1)
    pair(
        villages.county,
        scheme=villages.scheme,
        helper=villages.helpers[1].party,
        recipient=villages.households[0].party,
        valid_from=START,
        frozen=True,
    )
    proposal = propose_all(villages)
    assert proposal.rows.get().helper_id == villages.helpers[1].pk


def test_nobody_eligible_is_explained(villages: Villages) -> None:
    villages.household(VILLAGE)
    with pytest.raises(Refused, match="帮扶人"):
        propose_all(villages)
    villages.helper(VILLAGE, capacity=0)
    with pytest.raises(Refused, match="上限"):
        propose_all(villages)


def test_accepting_twice_or_after_another_is_a_conflict(villages: Villages) -> None:
    settle(villages, 2, 0, 2, 0)
    first, second = propose_all(villages), propose_all(villages)
    accept(villages.county, second, on=DAY)
    with pytest.raises(Conflict):
        accept(villages.county, second, on=DAY)
    with pytest.raises(Conflict, match="重新提出"):
        accept(villages.county, first, on=DAY)


def test_a_scheme_changed_meanwhile_makes_the_proposal_stale(villages: Villages) -> None:
    settle(villages, 2, 0, 2, 0)
    proposal = propose_all(villages)
    change_scheme(villages.county, villages.scheme, per_helper_max=1)
    with pytest.raises(Conflict, match=r"现在：.*每个帮扶干部帮至多 1 个农户；原来：.*每个帮扶干部帮至多 5 个农户"):
        accept(villages.county, proposal, on=DAY)


def test_an_acceptance_is_taken_back_whole(villages: Villages) -> None:
    settle(villages, 3, 0, 1, 1)
    old = pair(
        villages.county,
        scheme=villages.scheme,
        helper=villages.helpers[1].party,
        recipient=villages.households[0].party,
        valid_from=START,
    )
    proposal = propose_all(villages)
    accept(villages.county, proposal, on=DAY)
    assert helpers_of(villages.households[0].pk, DAY).get().helper_id == villages.helpers[0].pk
    with pytest.raises(Refused):
        undo_acceptance(villages.county, proposal, reason="")
    undo_acceptance(villages.county, proposal, reason="名单有误")
    assert list(Pairing.objects.values_list("pk", "valid_to")) == [(old.pk, None)]
    with pytest.raises(Conflict):
        undo_acceptance(villages.county, proposal, reason="再来")


def test_adjusting_by_hand_respects_capacity(villages: Villages) -> None:
    settle(villages, 3, 0, 1, 0)
    spare = villages.helper(NEXT_VILLAGE, capacity=1)
    proposal = propose_all(villages)
    rows = list(proposal.rows.order_by("pk"))
    moved = adjust(villages.county, rows[0], helper=spare.party)
    assert (moved.helper_id, moved.by_hand) == (spare.pk, True)
    with pytest.raises(Refused, match="上限"):
        adjust(villages.county, rows[1], helper=spare.party)
    accept(villages.county, proposal, on=DAY)
    assert Pairing.objects.filter(helper_id=spare.pk).count() == 1


def test_a_withdrawn_proposal_is_closed(villages: Villages) -> None:
    settle(villages, 1, 0, 1, 0)
    proposal = propose_all(villages)
    withdraw(villages.county, proposal)
    with pytest.raises(Conflict):
        accept(villages.county, proposal, on=DAY)
    with pytest.raises(Conflict):
        withdraw(villages.county, proposal)


def test_a_stranger_neither_proposes_nor_accepts(villages: Villages) -> None:
    settle(villages, 1, 0, 1, 0)
    proposal = propose_all(villages)
    with pytest.raises(Denied):
        propose(villages.stranger, scheme=villages.scheme, area_code=COUNTY)
    with pytest.raises(Denied):
        accept(villages.stranger, proposal, on=DAY)


def test_coverage_by_village_names_the_gap(villages: Villages) -> None:
    settle(villages, 2, 1, 1, 0)
    pair(
        villages.county,
        scheme=villages.scheme,
        helper=villages.helpers[0].party,
        recipient=villages.households[0].party,
        valid_from=START,
    )
    found = {c.area_code: (c.recipients, c.paired, c.missing) for c in coverage_by_area(villages.scheme, COUNTY, 12)}
    assert found == {VILLAGE: (2, 1, 1), NEXT_VILLAGE: (1, 0, 1)}
