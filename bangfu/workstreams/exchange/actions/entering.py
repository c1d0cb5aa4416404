"""Entering many needs at once, from a workbook or another board, and taking them back."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Refused
from bangfu.kernel.flows.actions import advance_many, start_many
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may, require
from bangfu.workstreams.exchange.actions.rows import change_many, create_many
from bangfu.workstreams.exchange.flows import NEED
from bangfu.workstreams.exchange.models import Need
from bangfu.workstreams.exchange.permissions import NEED_CHECK, NEED_ENTER

EARLY = ("draft", "checking", "reviewing", "published", "offline")


@action(NEED_ENTER)
def enter_needs(actor: User, rows: Sequence[Need], *, batch: int | None = None) -> list[Need]:
    """Enter needs already checked by the caller, all or none, in a few statements whatever their number.

    They wait for review where the actor may check needs, else for the village's check. Raises Denied when one of the
    places lies outside the actor's area.
    """
    places = {row.area_code for row in rows}
    for place in places:
        require(actor, NEED_ENTER, place)
    checked = all(may(actor, NEED_CHECK, place) for place in places)
    for row in rows:
        row.state, row.entered_by, row.batch = "reviewing" if checked else "checking", actor, batch
    made = create_many(actor, "enter_need", rows, batch=batch)
    start_many(actor, NEED.name, made)
    for transition in ("submit", "check") if checked else ("submit",):
        advance_many(actor, made, transition, flow=NEED.name)
    return made


@action(NEED_ENTER)
def withdraw_batch(actor: User, *, batch: int, reason: str) -> int:
    """Take back the needs of an import; return how many. Raises Refused when one of them was claimed or met since."""
    rows = list(Need.objects.select_for_update().filter(batch=batch).exclude(state="withdrawn").order_by("pk"))
    if any(row.state not in EARLY or row.taken for row in rows):
        raise Refused(_("其中有的需求已被认领或办结，不能整批撤销；请逐条办理。"))
    advance_many(actor, rows, "withdraw", reason or _("撤销导入。"), flow=NEED.name)
    for row in rows:
        row.state = "withdrawn"
    change_many(actor, "withdraw_need", rows, ["state"], reason=reason)
    return len(rows)
