"""From delivery to the book: the other side's word, one-time codes, thanks, and the right units."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.history.models import Change
from bangfu.ledger.models import Entry, EntryStanding
from bangfu.workstreams.exchange import actions
from bangfu.workstreams.exchange.actions.daily import close_unrated
from bangfu.workstreams.exchange.models import Claim, Need, ReceiptCode
from bangfu.workstreams.exchange.tests.conftest import VILLAGE, Place, employ


def posted(claim: Claim) -> Entry:
    """The entry a claim became."""
    return Entry.objects.get(source=f"exchange.claim:{claim.pk}")


def test_a_confirmed_gift_is_in_the_book_once_and_asks_nobody_again(place: Place) -> None:
    claim = place.delivered(place.published())
    assert not Entry.objects.exists()
    actions.confirm_receipt(place.village, claim)
    entry = posted(claim)
    assert (entry.kind, entry.amount, entry.quantity, entry.unit) == ("exchange.donation_goods", 450, 1, "item")
    assert (entry.giver_id, entry.receiver_id, entry.area_code) == (place.firm.pk, place.home.pk, VILLAGE)
    assert EntryStanding.objects.get(pk=entry.pk).state == "confirmed"
    assert entry.confirmations.get().note == "村信息点确认"
    with pytest.raises(Refused):
        actions.confirm_receipt(place.village, claim)
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("asked", "given", "wanted"),
    [
        ({"kind": "article", "value": None, "quantity": Decimal(3)}, {}, ("donation_goods_counted", None, 3, "item")),
        ({"kind": "money", "value": None, "quantity": Decimal(3000)}, {}, ("donation_money", 3000, None, "")),
        ({"kind": "service", "value": None}, {"person_times": 12}, ("service", None, 1, "service")),
        (
            {"kind": "sale", "quantity": Decimal(500), "unit": "kg"},
            {"value": Decimal(2000)},
            ("sale_helped", 2000, 500, "kg"),
        ),
        (
            {"kind": "skill", "value": None, "quantity": Decimal(2)},
            {"person_times": 10},
            ("skill_taught", None, None, ""),
        ),
        ({"kind": "job", "value": None, "quantity": Decimal(1)}, {}, ("job_found", None, None, "")),
        ({"kind": "adoption", "value": None}, {"value": Decimal(5000)}, ("adoption", 5000, None, "")),
    ],
)
def test_each_kind_posts_its_own_units(place: Place, asked: Any, given: Any, wanted: Any) -> None:
    claim = place.delivered(place.published(**asked), **given)
    actions.confirm_receipt(place.village, claim)
    entry = posted(claim)
    assert (entry.kind.removeprefix("exchange."), entry.amount, entry.quantity, entry.unit) == wanted
    if "person_times" in given:
        assert entry.person_times == given["person_times"]


def test_a_sale_needs_its_amount(place: Place) -> None:
    claim = actions.claim_need(place.donor, place.published(kind="sale", unit="kg", value=None))
    with pytest.raises(Refused) as refused:
        actions.deliver(place.donor, claim)
    assert refused.value.field == "value"


def test_nobody_confirms_what_they_gave_or_delivered(place: Place) -> None:
    claim = place.delivered(place.published())
    for who in (place.donor, place.other_donor, place.stranger):
        with pytest.raises(Denied):
            actions.confirm_receipt(who, claim)
    by_office = actions.claim_need(place.village, place.published(title="棉被"), donor=place.firm.pk)
    actions.deliver(place.village, by_office)
    with pytest.raises(Denied, match="自己登记"):
        actions.confirm_receipt(place.village, by_office)
    house = employ("home", "household", VILLAGE, place.home)
    assert actions.confirm_receipt(house, by_office).receipt == "own"


def test_a_signed_paper_confirms(place: Place) -> None:
    claim = place.delivered(place.published())
    paper = SimpleUploadedFile("签收单.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n", "application/pdf")
    assert actions.confirm_by_paper(place.village, claim, paper=paper).receipt == "paper"


def test_what_did_not_arrive_goes_back_to_work(place: Place) -> None:
    claim = place.delivered(place.published())
    actions.dispute_delivery(place.village, claim, reason="没有收到")
    claim.refresh_from_db()
    assert (claim.state, claim.delivered_on, Need.objects.get(pk=claim.need_id).state) == (
        "under_way",
        None,
        "under_way",
    )
    assert not Entry.objects.exists()


def test_contact_is_given_after_consent_only_and_remembered(place: Place) -> None:
    claim = actions.claim_need(place.donor, place.published())
    with pytest.raises(Refused, match="还没有同意"):
        actions.read_contact(place.donor, claim)
    for wrong in ("123", "", "1541234567"):
        with pytest.raises(Refused) as refused:
            actions.allow_contact(place.village, claim, contact_name="赵永福", contact=wrong)
        assert refused.value.field == "contact"
    actions.allow_contact(place.village, claim, contact_name="赵永福", contact="154 1234 5678")
    claim.refresh_from_db()
    assert "15412345678" not in claim.contact
    assert actions.read_contact(place.donor, claim) == "15412345678"
    assert Change.objects.filter(action="read_contact", actor=place.donor).count() == 1
    with pytest.raises(Denied):
        actions.read_contact(place.other_donor, claim)
    assert not [c for c in Change.objects.filter(action="allow_contact") if "15412345678" in str(c.after)]


def test_with_both_words_it_is_closed(place: Place) -> None:
    claim = place.delivered(place.published())
    actions.confirm_receipt(place.village, claim)
    assert actions.rate(place.donor, claim, rating=5).state == "confirmed"
    with pytest.raises(Refused):
        actions.rate(place.donor, claim, rating=4)
    closed = actions.rate(place.village, claim, rating=5, thanks="谢谢")
    assert (closed.state, closed.thanks, Need.objects.get(pk=claim.need_id).state) == ("closed", "谢谢", "closed")


def test_what_nobody_rates_is_closed_by_time(place: Place) -> None:
    claim = place.delivered(place.published())
    actions.confirm_receipt(place.village, claim)
    assert close_unrated(place.operator, timezone.localdate() + timedelta(days=14)) == 0
    assert close_unrated(place.operator, timezone.localdate() + timedelta(days=15)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_code_confirms_once_and_is_kept_as_a_digest(place: Place) -> None:
    claim = place.delivered(place.published())
    code = actions.issue_code(place.village, claim)
    assert code not in str(ReceiptCode.objects.values())
    assert code not in str(Change.objects.values())
    assert actions.confirm_by_code(place.donor, claim, code=f" {code} ").receipt == "code"
    with pytest.raises(Refused):
        actions.confirm_by_code(place.donor, claim, code=code)
    assert posted(claim).posted_by == place.donor


@pytest.mark.django_db(transaction=True)
def test_guessing_a_code_ends_after_some_attempts(place: Place) -> None:
    claim = place.delivered(place.published())
    code = actions.issue_code(place.village, claim)
    wrong = "000000" if code != "000000" else "111111"
    for _n in range(5):
        with pytest.raises(Refused, match="不对"):
            actions.confirm_by_code(place.donor, claim, code=wrong)
    with pytest.raises(Refused, match="次数过多"):
        actions.confirm_by_code(place.donor, claim, code=code)
    again = actions.issue_code(place.village, claim)
    assert actions.confirm_by_code(place.donor, claim, code=again).state == "confirmed"


@pytest.mark.django_db(transaction=True)
def test_codes_expire_and_are_for_one_claim(place: Place) -> None:
    claim = place.delivered(place.published())
    other = place.delivered(place.published(title="棉被"))
    code = actions.issue_code(place.village, claim)
    actions.issue_code(place.village, other)
    with pytest.raises(Refused):
        actions.confirm_by_code(place.donor, other, code=code)
    ReceiptCode.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(Refused):
        actions.confirm_by_code(place.donor, claim, code=code)
    with pytest.raises(Denied):
        actions.issue_code(place.stranger, claim)


def test_codes_are_not_taken_inside_a_transaction_that_would_forget_the_attempt(place: Place) -> None:
    claim = place.delivered(place.published())
    actions.issue_code(place.village, claim)
    with pytest.raises(RuntimeError):
        actions.confirm_by_code(place.donor, claim, code="000000")
