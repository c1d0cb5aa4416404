"""Proposals and their rows as resources: lists, export, and the same steps through the API as on their own pages."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.resources import Act, Column, Filter, Resource
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import scoped
from bangfu.pairing.actions import (
    accept,
    adjust,
    enrol,
    propose,
    propose_districts,
    restore,
    undo_acceptance,
    withdraw,
)
from bangfu.pairing.forms.pairs import ReasonForm
from bangfu.pairing.forms.proposals import AdjustForm, ProposeForm
from bangfu.pairing.models import Proposal, ProposalRow, Scheme
from bangfu.pairing.resources.schemes import sample_scheme
from bangfu.pairing.titles import proposal_row_title
from bangfu.parties.models import Area, Organisation, Party

VIEW, MAKE, ACCEPT = "pairing.proposal.view", "pairing.proposal.make", "pairing.proposal.accept"
STATES = {
    "open": (_("待确认"), "waiting"),
    "accepted": (_("已采用"), "good"),
    "withdrawn": (_("已撤回"), "neutral"),
    "undone": (_("已撤销"), "neutral"),
}


def _propose(
    actor: User, *, scheme: str, area_code: str, steady: bool = False, connected: bool = False, **given: Any
) -> Proposal:
    row = Scheme.objects.get(name=scheme)
    if connected:
        return propose_districts(actor, scheme=row, area_code=area_code)
    return propose(actor, scheme=row, area_code=area_code, steady=steady, **given)


def _accept(actor: User, row: Proposal) -> str:
    return _now("已采用，新结对 %(n)s 对；需要时可以整批撤销。") % {"n": f"{accept(actor, row):,}"}


def _undo(actor: User, row: Proposal, *, reason: str) -> str:
    count = undo_acceptance(actor, row, reason=reason)
    return _now("已撤销，退回 %(n)s 对，结对恢复到采用之前。") % {"n": f"{count:,}"}


def _adjust(actor: User, row: ProposalRow, *, helper: int | None, nobody: bool = False) -> ProposalRow:
    return adjust(actor, row, helper=None if nobody or helper is None else Party.objects.get(pk=helper))


_propose.permission = MAKE  # type: ignore[attr-defined]


def _open(row: Proposal) -> bool:
    return row.state == Proposal.State.OPEN


def sample_proposal(actor: User, area_code: str) -> Proposal:
    """One unit for one area, proposed."""
    scheme = sample_scheme(actor, area_code)
    unit = Organisation.objects.create(
        party=Party.objects.create(kind="organisation"), name=str(_("示例单位")), kind="enterprise", area_code=area_code
    )
    enrol(actor, scheme=scheme, party=unit.party, county_code=area_code[:6])
    if not Area.objects.filter(code=area_code).exists():
        place = Party.objects.create(kind="area")
        Area.objects.create(party=place, code=area_code, name=str(_("示例村")), level=len(area_code))
    return propose(actor, scheme=scheme, area_code=area_code)


def sample_row(actor: User, area_code: str) -> ProposalRow:
    """The row of such a proposal."""
    return sample_proposal(actor, area_code).rows.get()


def _offered(user: User) -> list[tuple[str, str]]:
    rows = scoped(Proposal.objects.select_related("scheme"), user, VIEW).order_by("-pk")[:100]
    return [(str(row.pk), f"{row.pk} {row.scheme.words}") for row in rows]


PROPOSALS = Resource(
    name="pairing.proposal",
    title=_("结对建议"),
    model=Proposal,
    order=("-id",),
    columns=(
        Column(name="id", title=_("编号"), kind="number"),
        Column(name="scheme", title=_("方案"), path="scheme__title"),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="state", title=_("状态"), kind="state", states=STATES),
        Column(name="made_by", title=_("提出人"), path="made_by_id", kind="user"),
        Column(name="made_at", title=_("提出时间"), kind="datetime"),
        Column(name="accepted_by", title=_("采用人"), path="accepted_by_id", kind="user", in_list=False),
        Column(name="accepted_at", title=_("采用时间"), kind="datetime"),
    ),
    filters=(
        Filter(name="state", title=_("状态"), choices=lambda _user: list(Proposal.State.choices)),
        Filter(name="area_code", title=_("地区"), kind="area"),
    ),
    form=ProposeForm,
    create=_propose,
    acts=(
        Act(name="accept", title=_("采用"), run=_accept, permission=ACCEPT, when=_open),
        Act(name="withdraw", title=_("撤回"), run=withdraw, permission=MAKE, when=_open),
        Act(
            name="undo",
            title=_("整批撤销"),
            run=_undo,
            permission=ACCEPT,
            form=ReasonForm,
            when=lambda row: row.state == Proposal.State.ACCEPTED,
            tone="bad",
        ),
    ),
    page=lambda row: reverse("proposal", args=[row.pk]),
    empty=_("还没有结对建议。"),
    sample=sample_proposal,
)

PROPOSAL_ROWS = Resource(
    name="pairing.proposal_row",
    title_of=proposal_row_title,
    title=_("结对建议的各行"),
    model=ProposalRow,
    view_permission=VIEW,
    scope_field="proposal__area_code",
    order=("-proposal", "id"),
    version="",
    columns=(
        Column(name="proposal", title=_("建议"), path="proposal__id", kind="number"),
        Column(name="recipient", title=_("受助方"), path="recipient_id", kind="party"),
        Column(name="current", title=_("现帮扶方"), path="current_id", kind="party"),
        Column(name="helper", title=_("拟安排的帮扶方"), path="helper_id", kind="party"),
        Column(name="cost", title=_("代价"), kind="number"),
        Column(name="by_hand", title=_("人工调整"), kind="boolean"),
        Column(name="reason", title=_("未结对原因")),
    ),
    filters=(
        Filter(name="proposal", title=_("建议"), path="proposal_id", choices=_offered),
        Filter(name="by_hand", title=_("人工调整"), kind="boolean"),
    ),
    acts=(
        Act(
            name="adjust",
            title=_("改帮扶方"),
            run=_adjust,
            permission=MAKE,
            form=AdjustForm,
            when=lambda row: _open(row.proposal),
        ),
        Act(
            name="restore",
            title=_("恢复系统建议"),
            run=restore,
            permission=MAKE,
            when=lambda row: row.by_hand and _open(row.proposal),
        ),
    ),
    empty=_("没有这样的行。"),
    sample=sample_row,
)
