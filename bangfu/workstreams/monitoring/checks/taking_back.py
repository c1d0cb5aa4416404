"""Taking back what a whole file recorded."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Refused
from bangfu.kernel.history.actions import record_changes, snapshot
from bangfu.kernel.history.models import Change
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.workstreams.monitoring.checks.models import CheckProblem, CheckSheet
from bangfu.workstreams.monitoring.checks.permissions import SHEET_IMPORT


@action(SHEET_IMPORT)
def take_back(actor: User, sheets: Sequence[int], reason: str, *, batch: int) -> int:
    """Make sheets unvisited again and withdraw their problems; return how many sheets.

    Raises Refused where a problem was assigned, mended or changed since: then nothing is taken back.
    """
    rows = list(CheckSheet.objects.select_for_update().filter(pk__in=sheets).order_by("pk"))
    for place in {row.area_code for row in rows}:
        require(actor, SHEET_IMPORT, place)
    problems = list(CheckProblem.objects.select_for_update().filter(sheet__in=rows).order_by("pk"))
    if any(problem.version > 1 for problem in problems):
        raise Refused(_("导入的问题已经有人办理，不能整批撤销。请逐个撤销。"))
    changes = []
    for problem in problems:
        before = snapshot(problem, ["state"])
        problem.state, problem.version = CheckProblem.State.WITHDRAWN, problem.version + 1
        changes.append(_change(actor, "withdraw_problem", problem, before, reason, batch))
    for sheet in rows:
        before = snapshot(sheet, ["state", "checked_on", "checked_by"])
        sheet.state, sheet.checked_on, sheet.checked_by = CheckSheet.State.PENDING, None, None
        changes.append(_change(actor, "reset_sheet", sheet, before, reason, batch))
    CheckProblem.objects.bulk_update(problems, ["state", "version"], batch_size=1000)
    CheckSheet.objects.bulk_update(rows, ["state", "checked_on", "checked_by"], batch_size=1000)
    record_changes(changes)
    return len(rows)


def _change(
    actor: User, deed: str, row: CheckSheet | CheckProblem, before: dict[str, object], reason: str, batch: int
) -> Change:
    return Change(
        actor=actor,
        action=deed,
        object_type=row._meta.label_lower,
        object_id=row.pk,
        area_code=row.area_code,
        before=before,
        after=snapshot(row, before),
        reason=reason,
        batch=batch,
    )
