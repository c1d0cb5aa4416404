"""Recording what a round found: only what differs is typed, all else is confirmed in one act."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.actions import record_change, record_changes, snapshot
from bangfu.kernel.history.models import Change
from bangfu.kernel.policy.queries import policy_or_none
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import require_on
from bangfu.kernel.rights.scope import require
from bangfu.workstreams.monitoring.checks.items import titles_of
from bangfu.workstreams.monitoring.checks.models import CheckProblem, CheckRound, CheckSheet
from bangfu.workstreams.monitoring.checks.permissions import SHEET_RECORD
from bangfu.workstreams.monitoring.checks.policy_keys import PROBLEM_DAYS

BATCH = 1000


@dataclass(frozen=True)
class Failed:
    """An item that a household did not pass, and what was seen."""

    item: str
    finding: str = ""


@dataclass(frozen=True)
class Recorded:
    """What one act of recording did; ``before_us`` are sheets that somebody else had recorded meanwhile."""

    passed: int
    with_problems: int
    problems: int
    before_us: int

    def __str__(self) -> str:
        words = {"passed": self.passed, "homes": self.with_problems, "problems": self.problems}
        told = _("达标 %(passed)s 户，有问题 %(homes)s 户，问题 %(problems)s 个。") % words
        if self.before_us:
            told += _("%(count)s 户此前已由别人登记，没有改动。") % {"count": self.before_us}
        return told


@action(SHEET_RECORD)
def record_sheets(
    actor: User,
    check_round: CheckRound,
    *,
    sheets: Collection[int],
    failed: Mapping[int, Sequence[Failed]],
    checked_on: date,
    batch: int | None = None,
) -> Recorded:
    """Record visited households: those in ``failed`` with their problems, the others of ``sheets`` as passed.

    Sheets that were recorded before stay as they are. Raises Denied for a household out of reach, Refused for an item
    the round does not have or a day outside it, Conflict for a round that is over.
    """
    row = CheckRound.objects.select_for_update().get(pk=check_round.pk)
    _require_open(row, checked_on)
    found = _locked(row, {*sheets, *failed})
    for place in sorted({sheet.area_code for sheet in found}):
        require(actor, SHEET_RECORD, place)
    titles = titles_of(row.items)
    fresh = [sheet for sheet in found if sheet.state == CheckSheet.State.PENDING]
    problems = [
        _problem(row, sheet, one, checked_on) for sheet in fresh for one in _known(failed.get(sheet.pk, ()), titles)
    ]
    bad = {problem.sheet_id for problem in problems}
    for sheet in fresh:
        sheet.state = CheckSheet.State.PROBLEM if sheet.pk in bad else CheckSheet.State.PASSED
        sheet.checked_on, sheet.checked_by = checked_on, actor
    CheckSheet.objects.bulk_update(fresh, ["state", "checked_on", "checked_by"], batch_size=BATCH)
    CheckProblem.objects.bulk_create(problems, batch_size=BATCH)
    record_changes([*_told(actor, "record_sheets", fresh, batch), *_told(actor, "find_problem", problems, batch)])
    return Recorded(len(fresh) - len(bad), len(bad), len(problems), len(found) - len(fresh))


def _require_open(row: CheckRound, on: date) -> None:
    if row.state != CheckRound.State.OPEN:
        raise Conflict(_("这一轮排查已经结束，不能再登记。"))
    if not row.opened_on <= on <= timezone.localdate():
        words = {"first": row.opened_on, "last": timezone.localdate()}
        raise Refused(_("入户日期应在 %(first)s 与 %(last)s 之间。") % words, field="checked_on")


def _locked(row: CheckRound, ids: set[int]) -> list[CheckSheet]:
    wanted, found = sorted(ids), []
    for start in range(0, len(wanted), BATCH):
        part = CheckSheet.objects.select_for_update().filter(check_round=row, pk__in=wanted[start : start + BATCH])
        found += list(part.order_by("pk"))
    if len(found) < len(wanted):
        raise Refused(_("有的排查表不属于这一轮。"))
    return found


def _known(failed: Sequence[Failed], titles: Mapping[str, str]) -> Iterable[Failed]:
    """Return what failed, each item once; raise Refused for an item the round does not have."""
    once = {one.item: one for one in failed}
    for one in once.values():
        if one.item not in titles:
            raise Refused(_("这一轮没有“%(item)s”这个项目。") % {"item": one.item}, field="item")
    return once.values()


def _problem(row: CheckRound, sheet: CheckSheet, failed: Failed, on: date) -> CheckProblem:
    return CheckProblem(
        sheet=sheet,
        check_round=row,
        household_id=sheet.household_id,
        area_code=sheet.area_code,
        item=failed.item,
        finding=failed.finding.strip()[:200],
        found_on=on,
        due_on=due_day(sheet.area_code, on),
    )


def due_day(area_code: str, on: date) -> date | None:
    """Return until when a problem found on a day is to be mended; None where the place has set no term."""
    days = policy_or_none(PROBLEM_DAYS, area_code, on)
    return None if days is None else on + timedelta(days=int(days))


def _told(actor: User, deed: str, rows: Sequence[CheckSheet | CheckProblem], batch: int | None) -> list[Change]:
    return [
        Change(
            actor=actor,
            action=deed,
            object_type=row._meta.label_lower,
            object_id=row.pk,
            area_code=row.area_code,
            after=snapshot(row),
            batch=batch,
        )
        for row in rows
    ]


@action(SHEET_RECORD)
def add_problem(actor: User, sheet: CheckSheet, *, item: str, finding: str = "") -> CheckProblem:
    """Add a problem to a household that was recorded before: seen later, or forgotten."""
    row = CheckSheet.objects.select_for_update().select_related("check_round").get(pk=sheet.pk)
    require_on(actor, SHEET_RECORD, row)
    today = timezone.localdate()
    _require_open(row.check_round, today)
    [one] = _known([Failed(item, finding)], titles_of(row.check_round.items))
    if row.problems.filter(item=item).exclude(state=CheckProblem.State.WITHDRAWN).exists():
        raise Conflict(_("这一户的这个问题已经登记过。"), field="item")
    before = snapshot(row)
    problem = _problem(row.check_round, row, one, today)
    problem.save()
    row.state, row.checked_on, row.checked_by = CheckSheet.State.PROBLEM, row.checked_on or today, actor
    row.save()
    record_change(actor, "find_problem", problem, after=snapshot(problem))
    record_change(actor, "record_sheets", row, before=before, after=snapshot(row))
    return problem


@action(SHEET_RECORD)
def reset_sheet(actor: User, sheet: CheckSheet, *, reason: str) -> CheckSheet:
    """Take back that a household was visited, recorded by mistake. One with standing problems keeps its record."""
    row = CheckSheet.objects.select_for_update().select_related("check_round").get(pk=sheet.pk)
    require_on(actor, SHEET_RECORD, row)
    if row.state == CheckSheet.State.PENDING:
        raise Conflict(_("这一户还没有登记。"))
    if row.check_round.state != CheckRound.State.OPEN:
        raise Conflict(_("这一轮排查已经结束，不能再登记。"))
    if row.problems.exclude(state=CheckProblem.State.WITHDRAWN).exists():
        raise Conflict(_("这一户登记了问题，请先撤销问题。"))
    before = snapshot(row)
    row.state, row.checked_on, row.checked_by = CheckSheet.State.PENDING, None, None
    row.save()
    record_change(actor, "reset_sheet", row, before=before, after=snapshot(row), reason=reason)
    return row
