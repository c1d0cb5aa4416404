"""A round of checks in 茅箭区, invented: most villages visited, problems at every step of their way."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from random import Random

from django.utils import timezone

from bangfu.config.demo import maojian as plan
from bangfu.config.demo.staff import Staff
from bangfu.kernel.rights.models import User
from bangfu.workstreams.monitoring.checks.models import CheckProblem, CheckRound, CheckSheet, CheckType
from bangfu.workstreams.monitoring.checks.problems import assign_problems, fix_problem, pass_recheck
from bangfu.workstreams.monitoring.checks.recording import Failed, record_sheets
from bangfu.workstreams.monitoring.checks.rounds import open_round

SEEN = {
    "food": "断续吃不上肉蛋",
    "clothing": "冬季被褥不够",
    "education": "孩子开学后一直没有到校",
    "medical": "有一人没有参加今年的医保",
    "housing": "墙体开裂，雨天漏水",
    "water": "旱季要到沟里挑水",
}
LEFT, HALF = "420302200", "420302100201"  # where households are still to be visited, for whoever tries it
SHARE = 0.03


def build_checks(staff: Staff) -> CheckRound:
    """Open a round four weeks ago and record what was found; half of the village point's own are left to it."""
    random, today = Random(17), timezone.localdate()  # noqa: S311 - the same findings at every build
    kind = CheckType.objects.get(code="two_assurances")
    row = open_round(
        staff.office,
        check_type=kind,
        title=f"{today.year}年“两不愁三保障”集中排查",
        area_code=plan.COUNTY,
        opened_on=today - timedelta(days=28),
        due_on=today + timedelta(days=2),
    )
    sheets = [s for s in row.sheets.order_by("area_code", "id") if _visited(s)]
    failed = {sheet.pk: found for sheet in sheets if (found := _failed(random, sheet))}
    theirs: dict[User, list[int]] = defaultdict(list)
    for sheet in sheets:
        theirs[staff.point(sheet.area_code)].append(sheet.pk)
    for user, ids in theirs.items():
        wrong = {pk: failed[pk] for pk in ids if pk in failed}
        record_sheets(user, row, sheets=ids, failed=wrong, checked_on=today - timedelta(days=20))
    _work_on(staff, row)
    return row


def _visited(sheet: CheckSheet) -> bool:
    if sheet.area_code.startswith(HALF):
        return sheet.pk % 2 == 0
    return not sheet.area_code.startswith(LEFT)


def _failed(random: Random, sheet: CheckSheet) -> list[Failed]:
    items = [item for item in sheet.doubts if random.random() < 0.5]
    if random.random() < SHARE:
        items.append(random.choice(list(SEEN)))
    return [Failed(item, SEEN[item]) for item in dict.fromkeys(items)]


def _work_on(staff: Staff, row: CheckRound) -> None:
    """Take a third of the problems through mending, half of those through the second look."""
    problems = list(CheckProblem.objects.filter(check_round=row).order_by("pk"))
    for number, problem in enumerate(problems):
        if number % 3 == 0:
            fixer, fixed_on = staff.point(problem.area_code), problem.found_on + timedelta(days=6)
            done = fix_problem(fixer, problem, remedy="已按台账整改", fixed_on=fixed_on)
            if number % 2 == 0 and done.area_code.startswith("420302100"):
                pass_recheck(staff.station(done.area_code), done)
    mine = [p.pk for p in problems if p.area_code == HALF]
    if mine:
        assign_problems(staff.station(HALF), mine, owner=staff.point(HALF).pk)
