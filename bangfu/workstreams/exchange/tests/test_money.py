"""Funds and appeals: money in, receipts, refunds as reversing entries, money out, and who may."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from bangfu.figures.computing import Question, compute, find
from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.ledger.actions import post_entry
from bangfu.ledger.drafts import Draft
from bangfu.ledger.models import Entry
from bangfu.parties.actions import register_organisation
from bangfu.workstreams.exchange.actions import appeals, donations, funds, payouts
from bangfu.workstreams.exchange.models import Appeal, Donation, Fund, Payout, Purse, Receipt, ReceiptBook
from bangfu.workstreams.exchange.queries.money import shown_donors
from bangfu.workstreams.exchange.tests.conftest import COUNTY, Place, employ


@pytest.fixture
def keeper(place: Place) -> Any:
    """The charity on whose account the money is."""
    return register_organisation(place.operator, area_code=COUNTY, name="慈善会", kind="foundation")


@pytest.fixture
def fund(place: Place, keeper: Any) -> Fund:
    """A fund of the county."""
    return funds.open_fund(place.county, name="助学基金", area_code=COUNTY, keeper=keeper.pk, purpose="资助学生")


@pytest.fixture
def appeal(place: Place, keeper: Any) -> Appeal:
    """An appeal of the school, open."""
    return published(place, keeper)


def published(place: Place, keeper: Any, mode: str = "keep", target: int = 10000) -> Appeal:
    """Return an appeal that the village drafted and the county published."""
    half = Decimal(target) / 2
    row = appeals.draft_appeal(
        place.village,
        title="小学阅览室",
        text="添置书架和图书。",
        beneficiary=place.school.pk,
        keeper=keeper.pk,
        target=Decimal(target),
        mode=mode,
        closes_on=timezone.localdate() + timedelta(days=30),
        plan=[("书架", half), ("图书", half)],
    )
    appeals.submit_appeal(place.village, row)
    return appeals.publish_appeal(place.county, row)


def give(place: Place, purse: Purse, amount: int, **given: Any) -> Donation:
    """Return a gift of the firm that came."""
    fields: dict[str, Any] = {"donor": place.firm.pk} | given
    return donations.record_donation(place.county, purse=purse.pk, amount=Decimal(amount), **fields)


def balance(purse: Purse) -> Decimal:
    """What the purse holds now."""
    return Purse.objects.get(pk=purse.pk).balance


def posted(kind: str) -> Decimal:
    """The sum of a kind in the ledger, reversals included."""
    return sum((e.amount or Decimal(0) for e in Entry.objects.filter(kind=kind)), Decimal(0))


def figure(name: str, **asked: Any) -> Any:
    """The value of a figure over the county."""
    return compute(find(f"exchange.{name}"), Question(area_code=COUNTY, **asked)).value


def test_the_ledger_tells_what_appeals_and_funds_raised_paid_and_hold(place: Place, appeal: Appeal, fund: Fund) -> None:
    give(place, appeal.purse, 3000)
    back = give(place, appeal.purse, 700, donor=None, donor_name="张三丰")
    give(place, fund.purses.get(), 2000)
    direct = Draft(
        kind="exchange.donation_money",
        happened_on=timezone.localdate(),
        area_code=COUNTY,
        giver_id=place.firm.pk,
        receiver_id=place.school.pk,
        amount=Decimal(90),
        source="test:direct",
    )
    post_entry(place.operator, direct)  # no purse: counted with the donations only
    donations.refund_donation(place.county, back, amount=Decimal(200), reason="多付")
    asked = payouts.ask_payout(
        place.village,
        purse=fund.purses.get().pk,
        beneficiary=place.home.pk,
        amount=Decimal(600),
        purpose="助学",
    )
    payouts.approve_payout(place.county, asked)
    payouts.pay_payout(place.county, asked, voucher="P1")
    assert (figure("appeals_raised"), figure("appeals_paid"), figure("appeals_balance")) == (3500, 0, 3500)
    assert (figure("funds_raised"), figure("funds_paid"), figure("funds_balance")) == (2000, 600, 1400)
    assert figure("donations.money") == 3500 + 2000 + 90
    assert figure("funds_balance") == balance(fund.purses.get())
    yesterday = timezone.localdate() - timedelta(days=1)
    assert not figure("funds_balance", to=yesterday)


def test_an_appeal_posts_what_it_asks_and_later_what_it_got(place: Place, appeal: Appeal) -> None:
    assert (appeal.state, posted("exchange.crowdfunding_posted")) == ("open", 10000)
    pledge = donations.pledge(place.donor, appeal.purse, amount=Decimal(3000), message="加油")
    assert (pledge.state, balance(appeal.purse), posted("exchange.donation_money")) == ("pledged", 0, 0)
    donations.receive_donation(place.county, pledge, voucher="B1")
    assert (balance(appeal.purse), posted("exchange.donation_money")) == (3000, 3000)
    with pytest.raises(Conflict):
        donations.receive_donation(place.county, pledge)
    give(place, appeal.purse, 500, donor=None, donor_name="张三丰")
    assert posted("exchange.donation_public") == 500
    assert posted("exchange.crowdfunding_posted") == 10000


def test_a_plan_must_add_up_and_reveal_nobody(place: Place, keeper: Any) -> None:
    fields: dict[str, Any] = {
        "text": "说明", "beneficiary": place.home.pk, "keeper": keeper.pk, "target": Decimal(100), "mode": "keep",
        "closes_on": timezone.localdate() + timedelta(days=9),
    }  # fmt: skip
    with pytest.raises(Refused, match="之和"):
        appeals.draft_appeal(place.village, title="书", plan=[("书", Decimal(90))], **fields)
    with pytest.raises(Refused, match="姓名"):
        appeals.draft_appeal(place.village, title="帮帮王建国", plan=[("书", Decimal(100))], **fields)
    with pytest.raises(Denied):
        appeals.draft_appeal(place.stranger, title="书", plan=[("书", Decimal(100))], **fields)


def test_whoever_drafts_does_not_publish(place: Place, keeper: Any) -> None:
    row = appeals.draft_appeal(
        place.county,
        title="水井",
        text="打一口井。",
        beneficiary=place.school.pk,
        keeper=keeper.pk,
        target=Decimal(100),
        mode="keep",
        closes_on=timezone.localdate() + timedelta(days=9),
        plan=[("井", Decimal(100))],
    )
    appeals.submit_appeal(place.county, row)
    with pytest.raises(Denied):
        appeals.publish_appeal(place.county, row)
    other = employ("county2", "county", COUNTY)
    assert appeals.publish_appeal(other, row).state == "open"
    with pytest.raises(Conflict):
        appeals.change_appeal(other, row, title="别的")


def test_all_or_nothing_goes_back_when_the_target_is_missed(place: Place, keeper: Any) -> None:
    appeal = published(place, keeper, mode="all_or_nothing")
    gift = give(place, appeal.purse, 4000)
    late = donations.pledge(place.other_donor, appeal.purse, amount=Decimal(100))
    asked = payouts.ask_payout(
        place.village,
        purse=appeal.purse.pk,
        line=appeal.purse.lines.first().pk,
        beneficiary=place.school.pk,
        amount=Decimal(10),
        purpose="书架",
    )
    with pytest.raises(Conflict, match="不能使用"):
        payouts.approve_payout(place.county, asked)
    assert appeals.end_appeals(place.operator, appeal.closes_on) == 0
    assert appeals.end_appeals(place.operator, appeal.closes_on + timedelta(days=1)) == 1
    appeal.refresh_from_db()
    gift.refresh_from_db()
    late.refresh_from_db()
    assert (appeal.state, gift.state, late.state) == ("failed", "returning", "cancelled")
    donations.refund_donations(place.county, [gift.pk], reason="未达目标")
    gift.refresh_from_db()
    assert (gift.state, posted("exchange.donation_money"), balance(appeal.purse)) == ("refunded", 0, 0)
    reversal = Entry.objects.get(reverses__isnull=False, kind="exchange.donation_money")
    assert (reversal.amount, reversal.reverses.amount) == (-4000, 4000)
    assert appeals.close_appeal(place.county, appeal, result="没有筹满，已全部退款。").state == "closed"


def test_all_or_nothing_is_used_when_the_target_is_reached(place: Place, keeper: Any) -> None:
    appeal = published(place, keeper, mode="all_or_nothing")
    give(place, appeal.purse, 10000)
    with pytest.raises(Conflict, match="筹满"):
        donations.pledge(place.donor, Purse.objects.get(pk=appeal.purse.pk), amount=Decimal(1))
    assert appeals.end_appeal(place.county, appeal).state == "reached"


def test_nobody_pledges_more_than_an_appeal_lacks_or_a_slip_of_the_keys(
    place: Place, appeal: Appeal, fund: Fund
) -> None:
    with pytest.raises(Refused, match="还差") as refused:
        donations.pledge(place.donor, appeal.purse, amount=appeal.target + 1)
    assert refused.value.field == "amount"
    with pytest.raises(Refused, match=r"最多认捐 200,000\.00"):
        donations.pledge(place.donor, Purse.objects.get(fund=fund), amount=Decimal(99_999_999_999))
    assert donations.pledge(place.donor, appeal.purse, amount=appeal.target).amount == appeal.target


def test_use_of_money_stays_within_the_published_plan(place: Place, appeal: Appeal) -> None:
    give(place, appeal.purse, 10000)
    line = appeal.purse.lines.get(title="书架")
    asking: dict[str, Any] = {"purse": appeal.purse.pk, "beneficiary": place.school.pk, "purpose": "书架两组"}
    with pytest.raises(Refused, match="计划项"):
        payouts.ask_payout(place.village, amount=Decimal(10), **asking)
    first = payouts.ask_payout(place.village, amount=Decimal(3000), line=line.pk, **asking)
    second = payouts.ask_payout(place.village, amount=Decimal(3000), line=line.pk, **asking)
    payouts.approve_payout(place.county, first)
    with pytest.raises(Conflict, match="计划"):
        payouts.approve_payout(place.county, second)
    assert balance(appeal.purse) == 7000
    with pytest.raises(Refused, match="凭证"):
        payouts.pay_payout(place.county, first, voucher=" ")
    payouts.pay_payout(place.county, first, voucher="P-1")
    assert posted("exchange.fund_aid") == 3000
    payouts.return_payout(place.county, first, reason="账号错误")
    assert (posted("exchange.fund_aid"), balance(appeal.purse)) == (0, 10000)
    line.refresh_from_db()
    assert line.used == 0
    assert payouts.approve_payout(place.county, second).state == "approved"
    assert payouts.cancel_payout(place.village, second, reason="改用库存").state == "cancelled"
    assert balance(appeal.purse) == 10000


def test_a_fund_counts_each_earmark_apart(place: Place, fund: Fund) -> None:
    medical = funds.add_earmark(place.county, fund, earmark="大病救助")
    with pytest.raises(Conflict):
        funds.add_earmark(place.county, fund, earmark="大病救助")
    give(place, fund.purses.get(earmark=""), 500)
    give(place, medical, 300)
    asked = payouts.ask_payout(
        place.village, purse=medical.pk, beneficiary=place.home.pk, amount=Decimal(400), purpose="医药费"
    )
    with pytest.raises(Conflict, match="余额"):
        payouts.approve_payout(place.county, asked)
    with pytest.raises(Denied):
        payouts.approve_payout(place.stranger, asked)
    with pytest.raises(Conflict, match="余额"):
        funds.close_fund(place.county, fund)


def test_who_asks_does_not_approve(place: Place, fund: Fund) -> None:
    purse = fund.purses.get()
    give(place, purse, 500)
    asked = payouts.ask_payout(
        place.county, purse=purse.pk, beneficiary=place.home.pk, amount=Decimal(100), purpose="学费"
    )
    with pytest.raises(Denied):
        payouts.approve_payout(place.county, asked)


def test_receipts_have_no_gaps_also_when_one_is_rolled_back(place: Place, fund: Fund) -> None:
    purse = fund.purses.get()
    give(place, purse, 1)
    with transaction.atomic():
        give(place, purse, 2)
        transaction.set_rollback(True)
    with pytest.raises(Refused):
        donations.record_donation(
            place.county, purse=purse.pk, amount=Decimal(3), donor=place.firm.pk,
            on=timezone.localdate() + timedelta(days=1),
        )  # fmt: skip
    give(place, purse, 4)
    assert list(Receipt.objects.order_by("number").values_list("number", "amount")) == [(1, 1), (2, 4)]
    assert ReceiptBook.objects.get().last == 2
    assert Receipt.objects.get(number=2).full_number == f"{COUNTY}-{timezone.localdate().year}-000002"


def test_a_part_goes_back_and_the_rest_has_a_new_receipt(place: Place, fund: Fund) -> None:
    purse = fund.purses.get()
    gift = give(place, purse, 1000)
    with pytest.raises(Refused, match="不超过"):
        donations.refund_donation(place.county, gift, reason="多付", amount=Decimal(1001))
    donations.refund_donation(place.county, gift, reason="多付", amount=Decimal(400))
    gift.refresh_from_db()
    assert (gift.state, gift.kept, posted("exchange.donation_money"), balance(purse)) == ("received", 600, 600, 600)
    numbers = Receipt.objects.order_by("number").values_list("number", "amount", "voided_on")
    assert [(n, a, bool(v)) for n, a, v in numbers] == [(1, 1000, True), (2, 600, False)]
    donations.refund_donation(place.county, gift, reason="撤回捐赠")
    assert (posted("exchange.donation_money"), balance(purse)) == (0, 0)


def test_money_that_is_promised_is_not_refunded(place: Place, fund: Fund) -> None:
    purse = fund.purses.get()
    gift = give(place, purse, 1000)
    asked = payouts.ask_payout(
        place.village, purse=purse.pk, beneficiary=place.home.pk, amount=Decimal(800), purpose="学费"
    )
    payouts.approve_payout(place.county, asked)
    with pytest.raises(Conflict, match="余额"):
        donations.refund_donation(place.county, gift, reason="撤回捐赠")
    assert Receipt.objects.filter(voided_on=None).count() == 1


def test_donors_give_for_themselves_only(place: Place, fund: Fund) -> None:
    purse = fund.purses.get()
    with pytest.raises(Denied):
        donations.pledge(place.donor, purse, amount=Decimal(10), donor=place.other_firm.pk)
    with pytest.raises(Denied):
        donations.pledge(place.donor, purse, amount=Decimal(10), donor_name="别人")
    pledge = donations.pledge(place.donor, purse, amount=Decimal(10))
    with pytest.raises(Denied):
        donations.receive_donation(place.donor, pledge)
    with pytest.raises(Denied):
        donations.cancel_pledge(place.other_donor, pledge, reason="x")
    assert donations.cancel_pledge(place.donor, pledge, reason="改捐物资").state == "cancelled"
    with pytest.raises(Conflict):
        donations.receive_donation(place.county, pledge)


def test_people_are_shown_by_their_surname_and_only_inside_in_full(place: Place, fund: Fund) -> None:
    purse = fund.purses.get()
    give(place, purse, 1, donor=None, donor_name="欧阳修")
    give(place, purse, 2)
    give(place, purse, 3, anonymous=True)
    assert {row["name"] for row in shown_donors([purse.pk])} == {"欧**", "爱心实业", "爱心人士"}
    assert "欧阳修" in {row["name"] for row in shown_donors([purse.pk], inside=True)}


def test_withdrawing_an_appeal_reverses_what_it_posted(place: Place, appeal: Appeal) -> None:
    gift = give(place, appeal.purse, 100)
    appeals.withdraw_appeal(place.county, appeal, reason="已另行解决")
    gift.refresh_from_db()
    assert (posted("exchange.crowdfunding_posted"), gift.state) == (0, "returning")
    assert Payout.objects.count() == 0
