"""From a claim to a gift: consent and contact, delivery, the other side's word, thanks, and the entry in the book."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.base import File
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.ciphers import canonical, decrypt, encrypt
from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.evidence.actions import attach
from bangfu.kernel.flows.actions import advance
from bangfu.kernel.history.actions import record_change
from bangfu.kernel.notices.actions import notify
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import require_on
from bangfu.kernel.rights.scope import may, require
from bangfu.kernel.saying import Said, saying
from bangfu.ledger.actions import post_entry
from bangfu.parties.queries import party_id_of
from bangfu.parties.rules.identity import phone_doubts
from bangfu.workstreams.exchange.actions.claims import require_own_or_office
from bangfu.workstreams.exchange.actions.following import follow
from bangfu.workstreams.exchange.actions.rows import change, locked, refuse_unless
from bangfu.workstreams.exchange.actions.text_hits import look_at_words, refuse_telling
from bangfu.workstreams.exchange.flows import CLAIM
from bangfu.workstreams.exchange.models import Claim, Kind
from bangfu.workstreams.exchange.permissions import CLAIM_CONFIRM, CLAIM_DELIVER, CLAIM_VIEW
from bangfu.workstreams.exchange.posting import draft_of

FLOW = CLAIM.name
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is taken for another on paper


@action(CLAIM_CONFIRM)
def allow_contact(actor: User, claim: Claim, *, contact_name: str, contact: str) -> Claim:
    """The asker agrees that the donor calls: whom, and by which number. Without it the donor sees neither."""
    row = locked(claim)
    _require_asker_side(actor, row)
    refuse_unless(row.state in ("claimed", "under_way"), _("这条认领已不需要联系方式。"))
    if not contact.strip() or phone_doubts(canonical(contact)):
        raise Refused(_("请填写能打通的电话：手机 11 位，座机带区号。"), field="contact")
    fields = {"contact_name": contact_name.strip(), "contact": encrypt(canonical(contact))}
    change(actor, "allow_contact", row, consented_on=timezone.localdate(), **fields)
    _tell_donor(row, saying("求助方同意联系，联系方式见认领页"))
    return row


@action(CLAIM_VIEW)
def read_contact(actor: User, claim: Claim) -> str:
    """Return the number the donor may call, and remember who read it. Raises Refused before the asker agreed."""
    require_own_or_office(actor, claim, CLAIM_CONFIRM)
    if claim.consented_on is None or claim.state not in ("claimed", "under_way", "delivered"):
        raise Refused(_("求助方还没有同意联系；由村信息点转达。"))
    record_change(actor, "read_contact", claim)
    return decrypt(claim.contact)


@action(CLAIM_DELIVER)
def record_contact(actor: User, claim: Claim, *, on: date | None = None) -> Claim:
    """The donor and the asker's side have spoken: the clock of silence stops."""
    row = locked(claim)
    require_on(actor, CLAIM_DELIVER, row)
    need = locked(row.need)
    day = _day(on, row.claimed_on)
    advance(actor, row, "contact", flow=FLOW)
    change(actor, "record_contact", row, state="under_way", contacted_on=day)
    follow(actor, need, "record_contact")
    return row


@action(CLAIM_DELIVER)
def deliver(
    actor: User,
    claim: Claim,
    *,
    on: date | None = None,
    value: Decimal | None = None,
    person_times: int | None = None,
    proof: str = "",
    photo: File | None = None,
) -> Claim:
    """The gift was handed over or the service done. A photograph is welcome and never asked for.

    ``value`` (CNY) is what was given; by default the claimed part of the need's value. Raises Refused for a sale
    without an amount, and for a wish worth more than its round allows.
    """
    row = locked(claim)
    require_on(actor, CLAIM_DELIVER, row)
    need = locked(row.need)
    if row.state not in ("claimed", "under_way"):
        raise Refused(_("这条认领现在不能登记送达。"))
    worth = _worth(row, value)
    if need.kind == Kind.SALE and not worth:
        raise Refused(_("助销须填成交金额。"), field="value")
    if need.wave is not None and worth is not None and worth > need.wave.cap:
        raise Refused(_("微心愿不能超过本轮上限 %(cap)s 元。") % {"cap": need.wave.cap}, field="value")
    refuse_telling(0 if row.consented_on else need.asker_id, proof=proof)
    advance(actor, row, "deliver", flow=FLOW)
    day = _day(on, row.claimed_on)
    fields = {"delivered_on": day, "contacted_on": row.contacted_on or day, "delivered_by": actor}
    change(
        actor, "deliver", row, state="delivered", value=worth, person_times=person_times, proof=proof.strip(), **fields
    )
    look_at_words(row, "proof")
    if photo is not None:
        attach(actor, row, photo, "photo")
    follow(actor, need, "deliver")
    return row


def _worth(claim: Claim, value: Decimal | None) -> Decimal | None:
    need = claim.need
    if need.kind == Kind.MONEY:
        return claim.quantity
    if value is not None or need.value is None:
        return value
    return (need.value * claim.quantity / need.quantity).quantize(Decimal("0.01"))


def _day(on: date | None, earliest: date) -> date:
    day = on or timezone.localdate()
    if not earliest <= day <= timezone.localdate():
        raise Refused(_("日期应在认领之后、今天之前。"), field="on")
    return day


@action(CLAIM_CONFIRM)
def confirm_receipt(actor: User, claim: Claim) -> Claim:
    """The asker, or the village point for them, says that it arrived; never whoever delivered it."""
    row = locked(claim)
    own = _require_asker_side(actor, row)
    return confirmed(actor, row, "own" if own else "village")


@action(CLAIM_CONFIRM)
def confirm_by_paper(actor: User, claim: Claim, *, paper: File) -> Claim:
    """The asker signed for it on paper, of which this is the scan."""
    row = locked(claim)
    _require_asker_side(actor, row)
    attach(actor, row, paper, "document", note=_("签收单"))
    return confirmed(actor, row, "paper")


def confirmed(actor: User, row: Claim, receipt: str) -> Claim:
    """Take the other side's word for a delivered claim, locked by the caller, and post it to the ledger."""
    need = locked(row.need)
    advance(actor, row, "confirm", flow=FLOW)
    certificate = get_random_string(16, LETTERS)
    fields: dict[str, Any] = {"confirmed_on": timezone.localdate(), "receipt": receipt, "certificate": certificate}
    change(actor, "confirm_receipt", row, state="confirmed", **fields)
    follow(actor, need, "confirm_receipt")
    post_entry(actor, draft_of(row, need))
    _tell_donor(row, saying("您的爱心已送达并确认"))
    return row


@action(CLAIM_CONFIRM)
def dispute_delivery(actor: User, claim: Claim, *, reason: str) -> Claim:
    """The asker's side says that it did not arrive: back to work, saying what is wrong."""
    row = locked(claim)
    _require_asker_side(actor, row)
    need = locked(row.need)
    refuse_telling(need.asker_id, reason=reason)
    advance(actor, row, "dispute", reason, flow=FLOW)
    change(actor, "dispute_delivery", row, reason=reason, state="under_way", delivered_on=None)
    follow(actor, need, "dispute_delivery", reason)
    _tell_donor(row, saying("求助方表示没有收到，请核对"))
    return row


@action(CLAIM_VIEW)
def rate(actor: User, claim: Claim, *, rating: int, thanks: str = "") -> Claim:
    """Say how it went, one to five, each side once; the asker's side may add thanks. With both words it is closed."""
    row = locked(claim)
    refuse_unless(row.state == "confirmed", _("确认收到后才能评价。"))
    if party_id_of(actor) == row.donor_id:
        side = {"donor_rating": rating}
        refuse_unless(row.donor_rating is None, _("您已经评价过。"))
    else:
        _require_asker_side(actor, row)
        refuse_telling(row.need.asker_id, thanks=thanks)
        side = {"asker_rating": rating, "thanks": thanks.strip()}
        refuse_unless(row.asker_rating is None, _("求助方已经评价过。"))
    change(actor, "rate", row, **side)
    look_at_words(row, "thanks")
    return close_claim(actor, row) if row.asker_rating and row.donor_rating else row


def close_claim(actor: User, row: Claim) -> Claim:
    """End a confirmed claim, locked by the caller: both have spoken, or the time for it is over."""
    need = locked(row.need)
    advance(actor, row, "close", flow=FLOW)
    change(actor, "close_claim", row, state="closed", ended_on=timezone.localdate())
    follow(actor, need, "close_claim")
    return row


def _require_asker_side(actor: User, claim: Claim) -> bool:
    """The asker answers for themselves (True), their place's office for them (False); never who gave or delivered."""
    own = party_id_of(actor)
    if own is not None and own == claim.need.asker_id:
        return True
    require(actor, CLAIM_CONFIRM, claim.area_code)
    if claim.delivered_by_id == actor.pk and not actor.is_operator:
        raise Denied(_("不能确认自己登记的送达，请由求助方或另一位经办人确认。"))
    if own == claim.donor_id or not may(actor, CLAIM_CONFIRM, claim.area_code):
        raise Denied(_("认领方不能自己确认收到。"))
    return False


def _tell_donor(claim: Claim, title: Said) -> None:
    notify(
        User.objects.filter(acts_for__party_id=claim.donor_id),
        title=title,
        url=f"/exchange/claim/{claim.pk}/",
        key=f"exchange.{claim.state}:{claim.pk}:{claim.version}",
    )
