"""Claiming, giving back, fair use, and parts of a need."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.flows.models import FlowStep
from bangfu.kernel.policy.actions import set_policy
from bangfu.workstreams.exchange import actions
from bangfu.workstreams.exchange.actions.daily import release_silent
from bangfu.workstreams.exchange.models import Claim, Need
from bangfu.workstreams.exchange.queries.results import median_days_to_match
from bangfu.workstreams.exchange.tests.conftest import COUNTY, Place


def fresh(need: Need) -> Need:
    """The need as it is stored."""
    return Need.objects.get(pk=need.pk)


def test_a_claim_locks_the_need(place: Place) -> None:
    need = place.published()
    claim = actions.claim_need(place.donor, need)
    assert (claim.state, fresh(need).state, fresh(need).left) == ("claimed", "claimed", 0)
    for again in (need, fresh(need)):
        with pytest.raises(Conflict):
            actions.claim_need(place.other_donor, again)
    assert Claim.objects.count() == 1


def test_a_group_claims_parts(place: Place) -> None:
    need = place.published(title="课桌", quantity=Decimal(10), unit="set", group=True, asker=place.school.pk)
    actions.claim_need(place.donor, need, quantity=Decimal(4))
    assert (fresh(need).state, fresh(need).left) == ("published", 6)
    with pytest.raises(Refused, match="最多还可认领 6"):
        actions.claim_need(place.other_donor, fresh(need), quantity=Decimal(7))
    actions.claim_need(place.other_donor, fresh(need), quantity=Decimal(6))
    assert fresh(need).state == "claimed"


def test_money_is_met_in_part_and_settled_for_less(place: Place) -> None:
    need = place.published(kind="money", title="学费", quantity=Decimal(3000), value=None, group=True)
    claim = actions.claim_need(place.donor, need, quantity=Decimal(2000))
    actions.settle_for_less(place.township, fresh(need), reason="其余由助学贷款解决")
    assert (fresh(need).quantity, fresh(need).state) == (2000, "claimed")
    actions.deliver(place.donor, claim)
    assert actions.confirm_receipt(place.village, claim).value == 2000
    assert fresh(need).met == 2000


def test_a_whole_need_is_not_split(place: Place) -> None:
    need = place.published(quantity=Decimal(2))
    with pytest.raises(Refused) as refused:
        actions.claim_need(place.donor, need, quantity=Decimal(1))
    assert refused.value.field == "quantity"


def test_a_donor_claims_a_need_once(place: Place) -> None:
    need = place.published(quantity=Decimal(5), group=True)
    actions.claim_need(place.donor, need, quantity=Decimal(1))
    with pytest.raises(Conflict, match="已经认领"):
        actions.claim_need(place.donor, fresh(need), quantity=Decimal(1))
    assert fresh(need).taken == 1


def test_a_silent_claimant_loses_the_need_after_the_days_of_the_policy(place: Place) -> None:
    need = place.published()
    claim = actions.claim_need(place.donor, need)
    step = FlowStep.objects.get(flow="exchange.claim", object_id=claim.pk, left_at=None)
    assert step.due_on == timezone.localdate() + timedelta(days=7)
    assert release_silent(place.operator, step.due_on) == 0
    assert release_silent(place.operator, step.due_on + timedelta(days=1)) == 1
    claim.refresh_from_db()
    assert (claim.state, fresh(need).state, fresh(need).taken) == ("released", "published", 0)
    assert place.donor.notices.filter(title="您的认领已结束").exists()
    assert actions.claim_need(place.other_donor, fresh(need)).state == "claimed"


def test_who_was_in_touch_keeps_the_need(place: Place) -> None:
    claim = actions.claim_need(place.donor, place.published())
    actions.record_contact(place.donor, claim)
    assert release_silent(place.operator, timezone.localdate() + timedelta(days=8)) == 0


def test_a_script_is_slowed_down_and_then_looked_at(place: Place) -> None:
    needs = [place.published(title=f"棉被{n}") for n in range(6)]
    for key, value in (("exchange.claims_a_minute", "5"), ("exchange.claims_a_day", "3")):
        set_policy(place.county, key, value, area_code=COUNTY, valid_from=timezone.localdate())
    made = [actions.claim_need(place.donor, need) for need in needs[:5]]
    assert [claim.state for claim in made] == ["claimed"] * 3 + ["held"] * 2
    assert fresh(needs[3]).state == "published"
    with pytest.raises(Refused, match="太快"):
        actions.claim_need(place.donor, needs[5])
    with pytest.raises(Denied):
        actions.approve_claim(place.stranger, made[3])
    assert actions.approve_claim(place.township, made[3]).state == "claimed"
    assert fresh(needs[3]).state == "claimed"
    actions.claim_need(place.other_donor, needs[4])
    with pytest.raises(Conflict):
        actions.approve_claim(place.township, made[4])
    assert actions.refuse_claim(place.township, made[4], reason="已被认领").state == "refused"


def test_nobody_claims_their_own_need_or_for_others(place: Place) -> None:
    need = place.published()
    with pytest.raises(Denied):
        actions.claim_need(place.donor, need, donor=place.other_firm.pk)
    with pytest.raises(Denied):
        actions.claim_need(place.stranger, need, donor=place.firm.pk)
    with pytest.raises(Refused):
        actions.claim_need(place.township, need, donor=place.home.pk)
    with pytest.raises(Refused, match="代表"):
        actions.claim_need(place.township, need)


def test_only_its_donor_or_office_gives_a_claim_back(place: Place) -> None:
    claim = actions.claim_need(place.donor, place.published())
    for who in (place.other_donor, place.stranger):
        with pytest.raises(Denied):
            actions.cancel_claim(who, claim, reason="不要了")
    assert actions.cancel_claim(place.donor, claim, reason="缺货").state == "cancelled"
    assert fresh(claim.need).state == "published"


def test_an_offers_quantity_follows_its_claims(place: Place) -> None:
    offer = actions.make_offer(
        place.township,
        donor=place.firm.pk,
        kind="article",
        title="轮椅",
        quantity=Decimal(1),
        valid_from=timezone.localdate(),
        area_code="420302100",
    )
    first, second = place.published(), place.published(title="轮椅", asker=place.school.pk)
    claim = actions.claim_need(place.township, first, donor=place.firm.pk, offer=offer.pk)
    with pytest.raises(Conflict, match="用完"):
        actions.claim_need(place.township, second, donor=place.firm.pk, offer=offer.pk)
    assert fresh(second).taken == 0
    actions.release_claim(place.township, claim, reason="改期")
    offer.refresh_from_db()
    assert offer.used == 0


def test_a_false_need_leaves_the_board(place: Place) -> None:
    need = place.published()
    claim = actions.claim_need(place.donor, need)
    complaint = actions.complain(place.other_donor, need, about="false", text="他家已有轮椅")
    assert fresh(need).state == "claimed"
    with pytest.raises(Denied):
        actions.uphold_complaint(place.stranger, complaint, reason="入户核实")
    actions.uphold_complaint(place.township, complaint, reason="入户核实")
    claim.refresh_from_db()
    assert (fresh(need).state, claim.state) == ("false", "released")


def test_a_need_under_question_is_not_claimed_and_comes_back(place: Place) -> None:
    need = place.published()
    actions.question_need(place.township, need)
    with pytest.raises(Conflict):
        actions.claim_need(place.donor, fresh(need))
    assert actions.clear_need(place.township, fresh(need)).state == "published"


def test_the_median_wait_counts_matched_needs_of_the_place(place: Place) -> None:
    today = timezone.localdate()
    for days in (2, 4, 9):
        need = place.published(title=f"棉被{days}")
        actions.claim_need(place.donor, need)
        Need.objects.filter(pk=need.pk).update(published_on=today - timedelta(days=days))
    place.published(title="没人认领")
    assert median_days_to_match(COUNTY, today, today) == 4.0
    assert median_days_to_match("420303", today, today) is None
