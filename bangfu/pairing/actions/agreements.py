"""Agreements: drafted, changed, signed, closed."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TypedDict, Unpack

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.flows.actions import advance, start
from bangfu.kernel.flows.queries import current_step
from bangfu.kernel.history.actions import record_change
from bangfu.kernel.notices.actions import notify
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require, scope_of
from bangfu.kernel.saying import Said, saying
from bangfu.pairing.actions.rows import change, create, unchanged
from bangfu.pairing.agreements import CHANGE, FLOW, SIGN
from bangfu.pairing.models import Agreement, AgreementParty, Pairing, Side, VillagePlan
from bangfu.pairing.queries.agreements import people_of
from bangfu.parties.models import Party
from bangfu.parties.queries import names_of, places_of


class AgreementFields(TypedDict, total=False):
    """What may be said of an agreement; the amount in CNY, the parent by its id."""

    kind: str
    title: str
    number: str
    valid_from: date
    valid_to: date | None
    amount: Decimal | None
    parent: int | None
    note: str


@action(CHANGE)
def draft_agreement(
    actor: User,
    *,
    helper: int,
    recipient: int,
    further_helpers: Sequence[int] = (),
    further_recipients: Sequence[int] = (),
    pairing: int | None = None,
    **fields: Unpack[AgreementFields],
) -> Agreement:
    """Draft an agreement between two sides; either side may. An open pairing of the first parties is linked.

    Raises Denied when neither side lies in the actor's area, Refused where places, term or parent do not fit,
    Conflict when the two places have an agreement of that number.
    """
    sides = {Side.HELPER: [helper, *further_helpers], Side.RECIPIENT: [recipient, *further_recipients]}
    places = places_of([helper, recipient])
    row = Agreement(area_code=places.get(recipient, ""), helper_area_code=places.get(helper, ""))
    _refuse_strange_sides(sides, row)
    require_side(actor, CHANGE, row)
    row.pairing = _pairing(pairing, sides)
    parent = fields.pop("parent", None)
    row.parent = _parent(parent, row, fields["kind"])
    for name, value in fields.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    create(actor, "draft_agreement", row, twice=_taken(row))
    AgreementParty.objects.bulk_create(
        AgreementParty(agreement=row, party_id=pk, side=side) for side, ids in sides.items() for pk in ids
    )
    start(actor, FLOW, row)
    return row


@action(CHANGE)
def change_agreement(actor: User, agreement: Agreement, **fields: Unpack[AgreementFields]) -> Agreement:
    """Change a draft. A signed agreement is first put back to draft, which says why."""
    row = open_draft(actor, agreement)
    if "parent" in fields:
        row.parent = _parent(fields.pop("parent"), row, fields.get("kind", row.kind))
    if fields.get("kind", row.kind) != Agreement.Kind.ENTERPRISE and VillagePlan.objects.filter(agreement=row).exists():
        raise Refused(_("协议已有村企帮扶计划，类型不能改。"), field="kind")
    cleaned = {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}
    return change(actor, "change_agreement", row, twice=_taken(row), **cleaned)


@action(CHANGE)
def add_party(actor: User, agreement: Agreement, *, party: int, side: str) -> Agreement:
    """Add a party to one side of a draft; raises Conflict when it is a party already."""
    row = open_draft(actor, agreement)
    if row.parties.filter(party_id=party).exists():
        raise Conflict(_("它已经是签约方。"))
    joined = AgreementParty.objects.create(agreement=row, party=Party.objects.get(pk=party), side=side)
    name = names_of([party]).get(party, "")
    record_change(actor, "add_party", row, after={"party": name, "side": joined.get_side_display()})
    return row


@action(CHANGE)
def remove_party(actor: User, agreement: Agreement, *, party: int) -> Agreement:
    """Take a party out of a draft; each side keeps at least one."""
    row = open_draft(actor, agreement)
    found = row.parties.filter(party_id=party).first()
    if found is None:
        raise Conflict(_("它不是签约方，可能别人已经移除。"))
    if row.parties.filter(side=found.side).count() == 1:
        raise Refused(_("每一方至少要有一个签约方。"), field="party")
    found.delete()
    name = names_of([party]).get(party, "")
    record_change(actor, "remove_party", row, before={"party": name, "side": found.get_side_display()})
    return row


@action(SIGN)
def sign_agreement(actor: User, agreement: Agreement, *, signed_on: date) -> Agreement:
    """Note that both sides have signed; both are told."""
    row = unchanged(agreement)
    require_side(actor, SIGN, row)
    if row.valid_to is not None and signed_on > row.valid_to:
        raise Refused(_("签署日期晚于有效期至 %(day)s。") % {"day": row.valid_to}, field="signed_on")
    _step(actor, row, "sign")
    row = change(actor, "sign_agreement", row, state=Agreement.State.SIGNED, signed_on=signed_on)
    _tell(actor, row, saying("协议已签署"))
    return row


@action(SIGN)
def reopen_agreement(actor: User, agreement: Agreement, *, reason: str) -> Agreement:
    """Put a signed agreement back to draft because it was recorded wrongly."""
    row = unchanged(agreement)
    require_side(actor, SIGN, row)
    _step(actor, row, "reopen", reason)
    return change(actor, "reopen_agreement", row, reason=reason, state=Agreement.State.DRAFT, signed_on=None)


@action(SIGN)
def end_agreement(actor: User, agreement: Agreement, *, ended_on: date, note: str = "") -> Agreement:
    """Close an agreement whose term is over or whose duties are done."""
    row = _closing(actor, agreement, ended_on)
    _step(actor, row, "end", note)
    closed = {"state": Agreement.State.ENDED, "ended_on": ended_on, "reason_out": note.strip()}
    return change(actor, "end_agreement", row, reason=note, **closed)


@action(SIGN)
def terminate_agreement(actor: User, agreement: Agreement, *, ended_on: date, reason: str) -> Agreement:
    """End an agreement before its time, saying why; both sides are told."""
    row = _closing(actor, agreement, ended_on)
    _step(actor, row, "terminate", reason)
    closed = {"state": Agreement.State.TERMINATED, "ended_on": ended_on, "reason_out": reason.strip()}
    row = change(actor, "terminate_agreement", row, reason=reason, **closed)
    _tell(actor, row, saying("协议已解除"))
    return row


@action(CHANGE)
def discard_agreement(actor: User, agreement: Agreement, *, reason: str) -> Agreement:
    """Give a draft up, saying why."""
    row = open_draft(actor, agreement)
    _step(actor, row, "discard", reason)
    return change(
        actor, "discard_agreement", row, reason=reason, state=Agreement.State.DISCARDED, reason_out=reason.strip()
    )


def require_side(actor: User, permission: str, row: Agreement) -> None:
    """Raise Denied unless one of the two places of an agreement lies in the actor's area."""
    scope = scope_of(actor, permission)
    if not (scope.covers(row.area_code) or (row.helper_area_code and scope.covers(row.helper_area_code))):
        require(actor, permission, row.area_code)
        raise Denied(_("对象不在您的管辖范围内。"))


def open_draft(actor: User, agreement: Agreement) -> Agreement:
    """Return the agreement locked, for a change that only a draft allows."""
    row = unchanged(agreement)
    require_side(actor, CHANGE, row)
    if row.state != Agreement.State.DRAFT:
        raise Conflict(_("协议“%(state)s”，不能再改；签错的请先“退回起草”。") % {"state": row.get_state_display()})
    return row


def _step(actor: User, row: Agreement, transition: str, reason: str = "") -> None:
    """Take a step of the flow. An imported agreement enters it with its first step, where its state says it stands."""
    if current_step(row, FLOW) is None:
        start(actor, FLOW, row)
        if row.state == Agreement.State.SIGNED:
            advance(actor, row, "sign", flow=FLOW)
    advance(actor, row, transition, reason, flow=FLOW)


def _closing(actor: User, agreement: Agreement, ended_on: date) -> Agreement:
    row = unchanged(agreement)
    require_side(actor, SIGN, row)
    if row.signed_on is not None and ended_on < row.signed_on:
        raise Refused(_("结束日期不能早于签署日期 %(day)s。") % {"day": row.signed_on}, field="ended_on")
    return row


def _refuse_strange_sides(sides: dict[Side, list[int]], row: Agreement) -> None:
    everybody = [pk for ids in sides.values() for pk in ids]
    if len(set(everybody)) < len(everybody):
        raise Refused(_("同一签约方不能出现两次。"), field="recipient")
    if not row.area_code:
        raise Refused(_("看不出受助方在哪个地区，请先在名册中登记。"), field="recipient")


def _pairing(pk: int | None, sides: dict[Side, list[int]]) -> Pairing | None:
    """Return the pairing the agreement is made under: the one named, else the only open one of the first parties."""
    between = Pairing.objects.filter(helper__in=sides[Side.HELPER], recipient__in=sides[Side.RECIPIENT])
    if pk is not None:
        found = between.filter(pk=pk).first()
        if found is None:
            raise Refused(_("这一结对的双方不是本协议的签约方。"), field="pairing")
        return found
    first = between.filter(helper=sides[Side.HELPER][0], recipient=sides[Side.RECIPIENT][0], valid_to=None)
    only = list(first[:2])
    return only[0] if len(only) == 1 else None


def _parent(pk: int | None, row: Agreement, kind: str) -> Agreement | None:
    if pk is None:
        return None
    parent = Agreement.objects.filter(pk=pk, kind=Agreement.Kind.FRAMEWORK).exclude(pk=row.pk).first()
    if parent is None or kind == Agreement.Kind.FRAMEWORK:
        raise Refused(_("只有框架协议之下可以有其他协议。"), field="parent")
    if not (row.area_code.startswith(parent.area_code) and row.helper_area_code.startswith(parent.helper_area_code)):
        raise Refused(_("框架协议的双方与本协议不是同一对地区。"), field="parent")
    return parent


def _taken(row: Agreement) -> str:
    return _("双方已有编号为“%(number)s”的协议。") % {"number": row.number}


def _tell(actor: User, row: Agreement, title: Said) -> None:
    notify(
        [user for user in people_of(row) if user.pk != actor.pk],
        title=title,
        text=row.title,
        url=f"/pairing/agreement/{row.pk}/",
        key=f"agreement:{row.pk}:{row.state}:{row.version}",
    )
