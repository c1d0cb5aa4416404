"""Complaints, and what becomes of a need that was not true."""

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.flows.actions import advance, start
from bangfu.kernel.notices.actions import notify_role
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.kernel.saying import saying
from bangfu.workstreams.exchange.actions.claims import release_claim
from bangfu.workstreams.exchange.actions.rows import change, create, locked, refuse_unless
from bangfu.workstreams.exchange.flows import COMPLAINT, NEED
from bangfu.workstreams.exchange.models import Claim, Complaint, Need
from bangfu.workstreams.exchange.permissions import COMPLAINT_MAKE, COMPLAINT_SETTLE
from bangfu.workstreams.exchange.queries.board import may_see_need


@action(COMPLAINT_MAKE)
def complain(actor: User, need: Need, *, about: str, text: str, claim: Claim | None = None) -> Complaint:
    """Say that something is wrong with a need one may see. The need stays on the board until a reviewer looks."""
    if not may_see_need(actor, need):
        raise Denied(_("没有这个需求，或它不在榜上。"))
    if not text.strip():
        raise Refused(_("请写明情况。"), field="text")
    row = Complaint(
        need=need,
        claim=claim,
        area_code=need.area_code,
        about=about,
        text=text.strip(),
        made_by=actor,
        made_on=timezone.localdate(),
    )
    create(actor, "complain", row)
    start(actor, COMPLAINT.name, row)
    notify_role(
        "township",
        need.area_code[:9],
        title=saying("有对需求的投诉等待核查"),
        url=f"/exchange/complaint/{row.pk}/",
        key=f"exchange.complaint:{row.pk}",
        above=True,
    )
    return row


@action(COMPLAINT_SETTLE)
def uphold_complaint(actor: User, complaint: Complaint, *, reason: str) -> Complaint:
    """The complaint is right. A need that was not true leaves the board and its claims are released."""
    row = _settled(actor, complaint, "uphold", Complaint.State.UPHELD, reason)
    if row.about == Complaint.About.FALSE:
        _expose(actor, row.need, reason)
    return row


@action(COMPLAINT_SETTLE)
def dismiss_complaint(actor: User, complaint: Complaint, *, reason: str) -> Complaint:
    """The complaint is not right, saying what was found."""
    return _settled(actor, complaint, "dismiss", Complaint.State.DISMISSED, reason)


def _settled(actor: User, complaint: Complaint, transition: str, state: str, reason: str) -> Complaint:
    row = locked(complaint)
    require(actor, COMPLAINT_SETTLE, row.area_code)
    advance(actor, row, transition, reason, flow=COMPLAINT.name)
    fields = {"finding": reason.strip(), "settled_on": timezone.localdate()}
    return change(actor, f"{transition}_complaint", row, reason=reason, state=state, **fields)


def _expose(actor: User, need: Need, reason: str) -> None:
    row = locked(need)
    refuse_unless(row.met == 0, _("这个需求已有确认收到的帮扶，请先冲销有关记录。"))
    if row.state in ("draft", "checking", "reviewing", "closed", "refused", "withdrawn", "false"):
        raise Refused(_("这个需求不在办理中，不需要再认定。"))
    if row.state == "questioned":
        advance(actor, row, "clear", flow=NEED.name)
        row = change(actor, "clear_need", row, state="published")
    for claim in row.claims.filter(state__in=("claimed", "under_way", "delivered")).order_by("pk"):
        if claim.state == "delivered":
            raise Refused(_("有一笔已经送达，请先与认领方处理。"))
        release_claim(actor, claim, reason=_("需求经核查不实：%(why)s") % {"why": reason})
    row = locked(need)
    advance(actor, row, "expose", reason, flow=NEED.name)
    change(actor, "expose_need", row, reason=reason, state="false")
