"""The plan of a village–enterprise agreement, written and changed."""

from typing import Any, TypedDict, Unpack

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.codelists.queries import labels
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.rights.models import User
from bangfu.pairing.actions.agreements import require_side
from bangfu.pairing.actions.rows import unchanged, validate
from bangfu.pairing.agreements import CHANGE
from bangfu.pairing.models import Agreement, VillagePlan
from bangfu.pairing.village_plans import MODE_LIST, OPEN, SAID


class PlanFields(TypedDict, total=False):
    """What may be said of a plan; modes are codes of ``assistance_mode``."""

    modes: list[str]
    goals: str
    households_planned: int | None
    persons_planned: int | None
    note: str


@action(CHANGE)
def set_village_plan(
    actor: User, agreement: Agreement, *, version: int | None = None, **fields: Unpack[PlanFields]
) -> VillagePlan:
    """Write the plan of a village–enterprise agreement, or change it; what it was stays in the agreement's history.

    ``version`` is that of the plan as it was read, 0 where there was none; None asks for no comparison. Raises Denied
    to who holds neither side, Refused for another kind of agreement or an unknown mode, Conflict for an agreement
    that is closed and for a plan that somebody else has changed.
    """
    parent = unchanged(agreement)
    require_side(actor, CHANGE, parent)
    if parent.kind != Agreement.Kind.ENTERPRISE:
        raise Refused(_("只有村企协议可以有帮扶计划。"))
    if parent.state not in OPEN:
        raise Conflict(_("协议“%(state)s”，帮扶计划不能再改。") % {"state": parent.get_state_display()})
    row = VillagePlan.objects.filter(agreement=parent).first()
    if version is not None and version != (row.version if row else 0):
        raise Conflict(_("帮扶计划刚刚已被他人修改，您的修改没有保存。请刷新后重新填写。"))
    return _write(actor, parent, row, dict(fields))


def _write(actor: User, agreement: Agreement, found: VillagePlan | None, given: dict[str, Any]) -> VillagePlan:
    row = found or VillagePlan(agreement=agreement, version=0)
    before = _told(row) if found else None
    for name, value in given.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    _refuse_modes(row.modes)
    if before == _told(row):
        return row
    row.version += 1
    validate(row, twice=_("这份协议已有帮扶计划。"))
    row.save()
    record_change(actor, "set_village_plan", agreement, before=before, after=_told(row))
    return row


def _told(row: VillagePlan) -> dict[str, Any]:
    """Return the plan as the agreement's history keeps it: by the paths of its columns."""
    return {f"village_plan__{name}": value for name, value in snapshot(row, SAID).items()}


def _refuse_modes(modes: list[str]) -> None:
    if not modes:
        raise Refused(_("请至少选一种帮扶方式。"), field="modes")
    if unknown := [mode for mode in modes if mode not in labels(MODE_LIST)]:
        raise Refused(_("没有名为“%(name)s”的帮扶方式。") % {"name": unknown[0]}, field="modes")
