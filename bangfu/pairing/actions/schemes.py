"""Schemes are data: a county makes, copies, changes and ends them in the pages."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.pairing.models import Enrolment, Pairing, Proposal, Scheme, SchemeVersion
from bangfu.pairing.scheme_files import read_file
from bangfu.pairing.scheme_rules import check_scheme

CHANGE = "pairing.scheme.change"
RULES = (
    "title", "helper_kind", "recipient_kind", "helper_title", "recipient_title", "per_recipient_min",
    "per_recipient_max", "per_helper_min", "per_helper_max", "full_coverage", "keeps_on_exit", "automatic",
    "by_hand_reason", "subject_title", "subjects", "eligible", "weights", "capacity_classes", "side_rules", "source",
    "source_year", "meaning", "valid_from", "valid_to",
)  # fmt: skip
"""What a version keeps, and what is taken over by a copy and by a file."""


@action(CHANGE)
def make_scheme(actor: User, *, reason: str = "", **fields: Any) -> Scheme:
    """Add a scheme; raises Refused for a name that is taken and for rules that contradict each other."""
    if Scheme.objects.filter(name=fields.get("name")).exists():
        raise Refused(_("已有代号为“%(name)s”的方案。") % {"name": fields["name"]}, field="name")
    scheme = Scheme(**fields)
    scheme.area_code = scheme.area_code or _own_place(actor)
    require(actor, CHANGE, scheme.area_code)
    scheme.full_clean()
    check_scheme(scheme)
    scheme.save()
    _keep_version(actor, scheme, reason)
    record_change(actor, "make_scheme", scheme, after=snapshot(scheme), reason=reason)
    return scheme


def _own_place(actor: User) -> str:
    """The only place of somebody who has one: a county officer's scheme is that county's."""
    reach = require(actor, CHANGE)
    if reach.everywhere:
        return ""
    if len(reach.prefixes) > 1:
        raise Refused(_("您管辖几个地区：请写明方案属于哪个县（区）。"), field="area_code")
    return reach.prefixes[0]


@action(CHANGE)
def copy_scheme(actor: User, scheme: Scheme, *, name: str, title: str, area_code: str = "") -> Scheme:
    """Copy a scheme as the county's own: the same rules under another name, to be changed there."""
    values = {field: getattr(scheme, field) for field in RULES}
    values |= {"title": title.strip() or scheme.title, "valid_from": None, "valid_to": None}
    copied = scheme.copied_from or scheme
    made = make_scheme(actor, name=name, number=scheme.number, area_code=area_code, copied_from=copied, **values)
    return made


@action(CHANGE)
def take_over_scheme(actor: User, *, content: bytes, name: str = "", area_code: str = "") -> Scheme:
    """Take over a scheme from a file, under its own name or another; refused like one that is typed."""
    fields = read_file(content)
    fields["name"] = name.strip() or fields["name"]
    return make_scheme(actor, area_code=area_code, **fields)


@action(CHANGE)
def change_scheme(actor: User, scheme: Scheme, *, reason: str = "", **fields: Any) -> Scheme:
    """Change a scheme's rules; open proposals made under the old ones can no longer be accepted.

    Raises Conflict when somebody else changed it, Denied for one that other counties use too, Refused when kinds change
    while pairings exist or when the rules contradict each other.
    """
    fresh = Scheme.objects.select_for_update().get(pk=scheme.pk)
    require_own(actor, fresh)
    if fresh.version != scheme.version:
        raise Conflict(_("“%(row)s”刚刚已被他人修改，您的修改没有保存。请刷新后重新填写。") % {"row": fresh})
    before = snapshot(fresh)
    _keep_first_version(fresh)
    fields.pop("name", None)
    for name, value in fields.items():
        setattr(fresh, name, value)
    kinds = {"helper_kind", "recipient_kind"}
    if any(before[k] != getattr(fresh, k) for k in kinds) and fresh.pairings.exists():
        raise Refused(_("已有结对记录，不能改变双方的类别。"))
    fresh.version += 1
    fresh.full_clean()
    check_scheme(fresh)
    fresh.save()
    _keep_version(actor, fresh, reason)
    record_change(actor, "change_scheme", fresh, before=before, after=snapshot(fresh), reason=reason)
    return fresh


@action(CHANGE)
def end_scheme(actor: User, scheme: Scheme, *, on: date, reason: str) -> Scheme:
    """End a scheme on a day: nothing is proposed or paired under it afterwards. Pairings in force stay until they are
    ended themselves; open proposals are withdrawn.
    """
    if not reason.strip():
        raise Refused(_("请写明停用原因。"), field="reason")
    if scheme.valid_to is not None:
        raise Conflict(_("该方案已于 %(day)s 停用。") % {"day": scheme.valid_to})
    ended = change_scheme(actor, scheme, valid_to=on, reason=reason.strip())
    for proposal in ended.proposals.select_for_update().filter(state=Proposal.State.OPEN):
        proposal.state = Proposal.State.WITHDRAWN
        proposal.version += 1
        proposal.save()
        record_change(actor, "withdraw", proposal, after={"state": proposal.state}, reason=reason)
    return ended


def require_own(actor: User, scheme: Scheme) -> None:
    """Raise Denied unless the actor may change the scheme: their county's own, or one that no other county uses."""
    reach = require(actor, CHANGE, scheme.area_code or None)
    if scheme.area_code or reach.everywhere:
        return
    for field, model in (("area_code", Pairing), ("county_code", Enrolment)):
        if model.objects.filter(scheme=scheme).exclude(reach.q(field)).exists():
            raise Denied(_("“%(scheme)s”别的县（区）也在用：请复制一份，改成本县的方案。") % {"scheme": scheme.words})


def _keep_version(actor: User | None, scheme: Scheme, reason: str) -> None:
    SchemeVersion.objects.create(
        scheme=scheme,
        version=scheme.version,
        valid_from=timezone.localdate(),
        rules={name: getattr(scheme, name) for name in RULES},
        made_by=actor,
        reason=reason.strip(),
    )


def _keep_first_version(scheme: Scheme) -> None:
    """A scheme that shipped has no version of its own until somebody changes it."""
    if not scheme.versions.exists():
        _keep_version(None, scheme, "")
