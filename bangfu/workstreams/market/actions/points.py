"""Places that sell: planned, determined, opened, closed."""

from datetime import date

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Refused
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.parties.models import Organisation
from bangfu.workstreams.market.actions.rows import change, create, locked, refuse_unless
from bangfu.workstreams.market.models import SalesPoint
from bangfu.workstreams.market.permissions import POINT_CHANGE

State = SalesPoint.State


@action(POINT_CHANGE)
def plan_point(
    actor: User,
    *,
    name: str,
    kind: str,
    area_code: str,
    planned_on: date,
    online: bool = False,
    host: int | None = None,
) -> SalesPoint:
    """Plan a sales point in a place. It is counted as open only when it has been opened."""
    require(actor, POINT_CHANGE, area_code)
    row = SalesPoint(
        name=name.strip(),
        kind=kind,
        online=online,
        area_code=area_code,
        planned_on=planned_on,
        host=Organisation.objects.get(pk=host) if host else None,
    )
    return create(actor, "plan_point", row, twice=_("该地区已有同名销售点“%(name)s”。") % {"name": name})


@action(POINT_CHANGE)
def determine_point(actor: User, point: SalesPoint, *, on: date) -> SalesPoint:
    """Its place and host are settled."""
    row = _locked(actor, point)
    refuse_unless(row.state == State.PLANNED, _("只有拟建设的销售点可以确定。"))
    return change(actor, "determine_point", row, state=State.DETERMINED, determined_on=_after(row, on))


@action(POINT_CHANGE)
def open_point(actor: User, point: SalesPoint, *, on: date) -> SalesPoint:
    """It has begun to sell."""
    row = _locked(actor, point)
    refuse_unless(row.state in (State.PLANNED, State.DETERMINED), _("该销售点已经开设或关闭。"))
    return change(actor, "open_point", row, state=State.OPEN, opened_on=_after(row, on))


@action(POINT_CHANGE)
def close_point(actor: User, point: SalesPoint, *, on: date, reason: str) -> SalesPoint:
    """It no longer sells, or the plan was given up."""
    row = _locked(actor, point)
    refuse_unless(row.state != State.CLOSED, _("该销售点已经关闭。"))
    return change(actor, "close_point", row, reason=reason, state=State.CLOSED, closed_on=_after(row, on))


def _locked(actor: User, point: SalesPoint) -> SalesPoint:
    row = locked(point)
    require(actor, POINT_CHANGE, row.area_code)
    return row


def _after(row: SalesPoint, on: date) -> date:
    if on < row.planned_on:
        raise Refused(_("日期不能早于计划日期 %(day)s。") % {"day": row.planned_on}, field="on")
    return on
