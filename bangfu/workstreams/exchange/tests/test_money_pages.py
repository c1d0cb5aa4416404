"""The pages of money: a firm gives, the desk matches and pays, anybody checks a receipt, a stranger sees little."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from bangfu.kernel.errors import Denied, Refused
from bangfu.ledger.models import Entry
from bangfu.workstreams.exchange.actions import donations, funds, payouts, photos, statements
from bangfu.workstreams.exchange.actions.accounts import restate_accounts
from bangfu.workstreams.exchange.actions.donations import draft_of
from bangfu.workstreams.exchange.models import Appeal, Donation, Payout, Receipt, StatementLine
from bangfu.workstreams.exchange.receipts import capital_yuan
from bangfu.workstreams.exchange.tests.conftest import COUNTY, Place, employ
from bangfu.workstreams.exchange.tests.test_money import give, keeper, published  # noqa: F401


@pytest.fixture
def appeal(place: Place, keeper: Any) -> Appeal:  # noqa: F811
    """The school's appeal, open."""
    return published(place, keeper)


def test_a_firm_gives_and_prints_its_receipt(place: Place, appeal: Appeal, visit: Any, client: Any) -> None:
    address = f"/exchange/appeals/{appeal.pk}/"
    assert "小学阅览室" in visit(place.donor, "/exchange/appeals/").said
    assert "书架" in visit(place.donor, address).said
    gone = visit(place.donor, address, post={"amount": "2000", "way": "bank", "message": "加油", "_key": "k"})
    again = visit(place.donor, address, post={"amount": "2000", "way": "bank", "message": "加油", "_key": "k"})
    pledge = Donation.objects.get()
    assert gone["Location"] == again["Location"] == f"/exchange/donation/{pledge.pk}/pay/"
    assert pledge.reference in visit(place.donor, gone["Location"]).said
    assert "待到账" in visit(place.county, "/exchange/money/?show=pledged").said
    line = StatementLine(
        area_code=COUNTY, key="k", booked_on=timezone.localdate(), amount=Decimal(2000), payer="爱心实业", batch=1
    )
    statements.take_lines(place.county, [line])
    assert "户名相同" in visit(place.county, f"/exchange/money/line/{line.pk}/").said
    visit(place.county, f"/exchange/money/line/{line.pk}/match/", post={"donation": str(pledge.pk)})
    receipt = Receipt.objects.get()
    pdf = visit(place.donor, f"/exchange/receipt/{receipt.pk}/receipt.pdf")
    assert (pdf["Content-Type"], pdf.content[:4]) == ("application/pdf", b"%PDF")
    assert visit(place.other_donor, f"/exchange/receipt/{receipt.pk}/receipt.pdf").status_code == 404
    assert visit(place.stranger, f"/exchange/donation/{pledge.pk}/").status_code == 404
    assert "小学阅览室" in visit(place.donor, "/exchange/gifts/").said
    client.logout()
    said = client.get(f"/c/r/{receipt.code.lower()}/").content.decode()
    assert receipt.full_number in said
    assert "爱心实业" not in said
    assert client.get("/c/r/NONE/").status_code == 404


def test_the_public_sees_use_against_plan_and_nobody_helped(place: Place, appeal: Appeal, visit: Any) -> None:
    give(place, appeal.purse, 5000)
    line = appeal.purse.lines.get(title="图书")
    payout = payouts.ask_payout(
        place.village, purse=appeal.purse.pk, line=line.pk, beneficiary=place.school.pk, amount=Decimal(1200),
        purpose="图书一批", private_text="内部",
    )  # fmt: skip
    payouts.approve_payout(place.county, payout)
    payouts.pay_payout(place.county, Payout.objects.get(), voucher="P-77")
    said = visit(place.stranger, f"/exchange/appeals/{appeal.pk}/").said
    assert "P-77" not in said  # voucher numbers stay within the county
    assert "P-77" in visit(place.county, f"/exchange/appeals/{appeal.pk}/").said
    assert "图书一批" in said
    assert "内部" not in said
    assert "卡子" not in said
    assert visit(place.stranger, f"/exchange/payout/{payout.pk}/").status_code == 404


def test_a_draft_is_seen_by_its_place_only(place: Place, appeal: Appeal, visit: Any) -> None:
    Appeal.objects.filter(pk=appeal.pk).update(state="draft")
    address = f"/exchange/appeals/{appeal.pk}/"
    assert visit(place.village, address).status_code == 200
    for other in (place.donor, place.stranger):
        assert visit(other, address).status_code == 404


def test_the_sandbox_is_offered_in_a_demonstration_only(
    place: Place, appeal: Appeal, visit: Any, settings: Any
) -> None:
    address = f"/exchange/appeals/{appeal.pk}/"
    refused = visit(place.donor, address, post={"amount": "10", "way": "sandbox", "_key": "a"})
    assert refused.status_code == 422
    settings.DEMO = True
    there = visit(place.donor, address, post={"amount": "10", "way": "sandbox", "_key": "b"})["Location"]
    visit(place.donor, there, post={})
    gift = Donation.objects.get()
    assert (gift.state, gift.receipts.count()) == ("received", 1)


def test_a_bank_transfer_is_not_received_by_its_donor(place: Place, appeal: Appeal, visit: Any) -> None:
    pledge = donations.pledge(place.donor, appeal.purse, amount=Decimal(10))
    assert visit(place.donor, f"/exchange/donation/{pledge.pk}/pay/", post={}).status_code == 422
    assert not Receipt.objects.exists()


def test_the_desk_asks_as_often_however_much_waits(place: Place, appeal: Appeal, visit: Any) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            visit(place.county, "/exchange/money/?show=pledged")
        return len(queries)

    donations.pledge(place.donor, appeal.purse, amount=Decimal(10))
    asked()
    few = asked()
    for _n in range(12):
        donations.pledge(place.donor, appeal.purse, amount=Decimal(10))
    assert asked() == few


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"), ("0.05", "伍分"), ("3.05", "叁元零伍分"), ("10", "壹拾元整"), ("10500", "壹万零伍佰元整"),
        ("1409.50", "壹仟肆佰零玖元伍角整"), ("6007.14", "陆仟零柒元壹角肆分"), ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("100000000", "壹亿元整"), ("100000001", "壹亿零壹元整"), ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("20003000", "贰仟万叁仟元整"),
    ],
)  # fmt: skip
def test_amounts_in_words(amount: str, words: str) -> None:
    assert capital_yuan(Decimal(amount)) == words


def test_a_picture_is_shown_after_a_second_person_found_no_face(place: Place, appeal: Appeal, visit: Any) -> None:
    picture = BytesIO()
    Image.new("RGB", (64, 48), "white").save(picture, "JPEG")
    photo = photos.offer_photo(
        place.county, appeal, photo=ContentFile(picture.getvalue(), name="a.jpg"), caption="教室"
    )
    address = f"/exchange/appeals/photo/{photo.pk}/"
    assert visit(place.donor, address).status_code == 404
    with pytest.raises(Denied):
        photos.show_photo(place.county, photo, no_faces=True)
    other = employ("county2", "county", COUNTY)
    with pytest.raises(Refused, match="先确认"):
        photos.show_photo(other, photo, no_faces=False)
    photos.show_photo(other, photo, no_faces=True)
    assert visit(place.donor, address).status_code == 200
    assert "教室" in visit(place.stranger, f"/exchange/appeals/{appeal.pk}/").said
    photos.hide_photo(other, photo, reason="有人要求撤下")
    assert visit(place.donor, address).status_code == 404


def test_a_fund_is_seen_at_its_place_and_by_who_may_give_to_it(place: Place, keeper: Any, visit: Any) -> None:  # noqa: F811
    fund = funds.open_fund(place.county, name="助学基金", area_code=COUNTY, keeper=keeper.pk, purpose="资助学生")
    address = f"/exchange/money/fund/{fund.pk}/"
    for who in (place.county, place.township, place.donor):
        assert "助学基金" in visit(who, address).said
    elsewhere = employ("elsewhere", "township", "420303100")
    for who in (place.stranger, elsewhere):
        assert visit(who, address).status_code == 404


def test_gifts_posted_before_entries_named_their_account_are_restated(
    place: Place,
    keeper: Any,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fund = funds.open_fund(place.county, name="助学基金", area_code=COUNTY, keeper=keeper.pk, purpose="资助学生")
    with monkeypatch.context() as before:
        before.setattr(donations, "draft_of", lambda *given: replace(draft_of(*given), details={"use": "助学"}))
        gift = give(place, fund.purses.get(), 300)
    give(place, fund.purses.get(), 50)
    entry = Entry.objects.get(pk=gift.entry)
    assert restate_accounts(place.operator, timezone.localdate()) == 1
    assert restate_accounts(place.operator, timezone.localdate()) == 0
    gift.refresh_from_db()
    again = Entry.objects.get(pk=gift.entry)
    assert (again.details["account"], again.amount, again.happened_on) == ("fund", 300, entry.happened_on)
    assert sum(e.amount for e in Entry.objects.filter(kind="exchange.donation_money")) == 350
    donations.refund_donation(place.county, gift, reason="退")
    assert sum(e.amount for e in Entry.objects.filter(kind="exchange.donation_money")) == 50
