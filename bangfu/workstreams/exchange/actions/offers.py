"""Offers: registered, reviewed, withdrawn, renewed, expired."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Refused
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import require_on
from bangfu.kernel.rights.scope import may, require
from bangfu.parties.queries import noun_of, party_id_of
from bangfu.workstreams.exchange.actions.needs import UNITS
from bangfu.workstreams.exchange.actions.rows import change, change_many, create, locked, refuse_unless
from bangfu.workstreams.exchange.models import Kind, Offer
from bangfu.workstreams.exchange.permissions import OFFER_CHANGE, OFFER_REVIEW
from bangfu.workstreams.exchange.wording import NOBODY, refuse_revealing

State = Offer.State


@action(OFFER_CHANGE)
def make_offer(
    actor: User,
    *,
    kind: str,
    title: str,
    quantity: Decimal,
    valid_from: date,
    unit: str = "",
    donor: int | None = None,
    area_code: str = "",
    **details: Any,
) -> Offer:
    """Register an offer of the actor's own party, or of another in the actor's area.

    ``area_code`` is the place it is meant for (default: where the donor is); ``details`` are further fields of
    ``Offer``. What an office registers is open at once, what a donor registers waits for review.
    """
    own = party_id_of(actor)
    giver = donor or own
    if giver is None:
        raise Refused(_("请填写提供方。"), field="donor")
    place = area_code or noun_of(giver).area_code
    if giver != own:
        require(actor, OFFER_CHANGE, place)
    row = Offer(
        donor_id=giver,
        area_code=place,
        kind=kind,
        title=title.strip(),
        quantity=quantity,
        unit=unit or UNITS[Kind(kind)][0],
        valid_from=valid_from,
        renewed_on=valid_from if details.get("renews") else None,
        state=State.OPEN if may(actor, OFFER_REVIEW, place) else State.WAITING,
        **details,
    )
    _check(row)
    return create(actor, "make_offer", row)


def _check(row: Offer) -> None:
    if row.unit not in UNITS[Kind(row.kind)]:
        words = "、".join(str(unit.label) for unit in UNITS[Kind(row.kind)])
        raise Refused(_("“%(kind)s”按%(units)s计。") % {"kind": Kind(row.kind).label, "units": words}, field="unit")
    if row.quantity <= 0:
        raise Refused(_("数量必须大于零。"), field="quantity")
    if row.valid_to and row.valid_to < row.valid_from:
        raise Refused(_("截止日期不能早于开始日期。"), field="valid_to")
    if row.used > row.quantity:
        raise Refused(_("已经安排了 %(used)s，数量不能再少。") % {"used": row.used.normalize()}, field="quantity")
    refuse_revealing(NOBODY, title=row.title)


@action(OFFER_CHANGE)
def change_offer(actor: User, offer: Offer, **fields: Any) -> Offer:
    """Change an offer; what already stands in claims stays. A donor's change is reviewed again."""
    row = locked(offer)
    require_on(actor, OFFER_CHANGE, row)
    refuse_unless(row.state in (State.WAITING, State.OPEN), _("已结束的供给不能修改。"))
    fields.pop("donor", None)
    fields.pop("area_code", None)
    for name, value in fields.items():
        setattr(row, name, value)
    _check(row)
    row = locked(offer)
    state = row.state if may(actor, OFFER_REVIEW, row.area_code) else State.WAITING
    return change(actor, "change_offer", row, state=state, **fields)


@action(OFFER_REVIEW)
def approve_offers(actor: User, ids: Iterable[int]) -> int:
    """Let offers stand, all of them or none; return how many."""
    rows = list(Offer.objects.select_for_update().filter(pk__in=list(ids)).order_by("pk"))
    for row in rows:
        require(actor, OFFER_REVIEW, row.area_code)
        refuse_unless(row.state == State.WAITING, _("“%(what)s”不在待审核状态。") % {"what": row})
        row.state = State.OPEN
    change_many(actor, "approve_offer", rows, ["state"])
    return len(rows)


@action(OFFER_REVIEW)
def refuse_offer(actor: User, offer: Offer, *, reason: str) -> Offer:
    """Do not let an offer stand, saying why."""
    row = locked(offer)
    require(actor, OFFER_REVIEW, row.area_code)
    refuse_unless(row.state == State.WAITING, _("“%(what)s”不在待审核状态。") % {"what": row})
    return change(actor, "refuse_offer", row, reason=reason, state=State.REFUSED)


@action(OFFER_CHANGE)
def withdraw_offer(actor: User, offer: Offer, *, reason: str) -> Offer:
    """Take an offer back, saying why. What is claimed from it stands."""
    row = locked(offer)
    require_on(actor, OFFER_CHANGE, row)
    refuse_unless(row.state in (State.WAITING, State.OPEN), _("这项供给已经结束。"))
    return change(actor, "withdraw_offer", row, reason=reason, state=State.WITHDRAWN)


def expire_offers(actor: User, on: date) -> int:
    """End the offers whose last day is over; return how many. For the daily job."""
    rows = list(Offer.objects.select_for_update().filter(state__in=(State.OPEN, State.WAITING), valid_to__lt=on))
    for row in rows:
        row.state = State.EXPIRED
    change_many(actor, "expire_offer", rows, ["state"])
    return len(rows)


def renew_offers(actor: User, on: date) -> int:
    """Give standing offers their quantity anew at the beginning of their month or year; return how many."""
    due = Offer.objects.select_for_update().filter(state=State.OPEN).exclude(renews="").filter(renewed_on__lt=on)
    rows = [row for row in due if _period(row, on) != _period(row, row.renewed_on or on)]
    for row in rows:
        row.used, row.renewed_on = Decimal(0), on
    change_many(actor, "renew_offer", rows, ["used", "renewed_on"])
    return len(rows)


def _period(row: Offer, day: date) -> tuple[int, int]:
    return (day.year, day.month if row.renews == Offer.Renewal.MONTH else 0)
