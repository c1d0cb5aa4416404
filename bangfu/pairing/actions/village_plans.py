"""The plan of a village–enterprise agreement, written and changed."""

from collections.abc import Collection
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
from bangfu.pairing.models import Agreement, PlanHousehold, VillagePlan
from bangfu.pairing.queries.sides import below
from bangfu.pairing.village_plans import MODE_LIST, OPEN, SAID
from bangfu.parties.queries import households_visible_to

FEW = 50


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


@action(CHANGE)
def name_plan_households(actor: User, agreement: Agreement, *, numbers: Collection[str]) -> str:
    """Let the plan of an agreement name these households, by their numbers, and no others; return what was done.

    Only who may see the households can name them: a firm states how many. Raises Refused with every number that is no
    household of the village, Conflict for a plan that is closed or not written yet.
    """
    parent = Agreement.objects.select_for_update().get(pk=agreement.pk)
    require_side(actor, CHANGE, parent)
    plan = VillagePlan.objects.filter(agreement=parent).first()
    if plan is None or parent.state not in OPEN:
        raise Conflict(_("先填写帮扶计划；协议结束后名单不能再改。"))
    wanted = list(dict.fromkeys(number.strip() for number in numbers if number.strip()))
    there = households_visible_to(actor).filter(below(parent.area_code), closed_on=None)
    found = dict(there.filter(number__in=wanted).values_list("number", "pk"))
    if unknown := [number for number in wanted if number not in found]:
        told = tuple(_("“%(number)s”不是本村在册的户编号。") % {"number": number[:30]} for number in unknown[:FEW])
        raise Refused(_("有 %(n)d 个户编号不对，名单没有改动。") % {"n": len(unknown)}, field="numbers", problems=told)
    before = set(plan.households.values_list("household_id", flat=True))
    after = {found[number] for number in wanted}
    plan.households.filter(household_id__in=before - after).delete()
    PlanHousehold.objects.bulk_create(PlanHousehold(plan=plan, household_id=pk) for pk in sorted(after - before))
    record_change(
        actor,
        "name_plan_households",
        parent,
        before={"village_plan__households": sorted(before)},
        after={"village_plan__households": sorted(after)},
    )
    return _("名单现有 %(n)d 户，新列入 %(more)d 户，去掉 %(fewer)d 户。") % {
        "n": len(after),
        "more": len(after - before),
        "fewer": len(before - after),
    }


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
