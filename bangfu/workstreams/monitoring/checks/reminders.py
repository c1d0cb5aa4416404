"""What is told once a day: problems that are late or nearly due to their owners, rounds nearly due to their offices."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from bangfu.kernel.areas_of import TOWNSHIP
from bangfu.kernel.declared import TOWNSHIP as TOWNSHIP_ROLE
from bangfu.kernel.declared import VILLAGE as VILLAGE_ROLE
from bangfu.kernel.jobs.progress import Progress
from bangfu.kernel.notices.actions import notify, notify_role
from bangfu.kernel.policy.queries import policy_or_none
from bangfu.kernel.rights.models import User
from bangfu.kernel.saying import Said, saying
from bangfu.workstreams.monitoring.checks.models import CheckProblem, CheckRound, CheckSheet
from bangfu.workstreams.monitoring.checks.policy_keys import REMIND_DAYS
from bangfu.workstreams.monitoring.checks.problems import PROBLEMS

JOB = "monitoring.check_reminders"


def run_daily(progress: Progress) -> dict[str, int]:
    """Remind of everything due; a second time on the same day tells nobody anything twice."""
    today = timezone.localdate()
    with transaction.atomic():
        told = {"problems": remind_of_problems(today), "rounds": remind_of_rounds(today)}
        progress.checkpoint(sum(told.values()))
    return told


def remind_of_problems(on: date) -> int:
    """Tell owners what is late or due within the days of the policy, townships what nobody owns; return notices."""
    rows = CheckProblem.objects.filter(state=CheckProblem.State.OPEN, due_on__isnull=False, due_on__lte=_horizon(on))
    owned: dict[int, list[date]] = defaultdict(list)
    lost: dict[str, list[date]] = defaultdict(list)
    for owner, place, due_on in rows.values_list("owner_id", "area_code", "due_on"):
        if _within(place, due_on, on):
            (lost[place[:TOWNSHIP]] if owner is None else owned[owner]).append(due_on)
    users = User.objects.in_bulk(owned)
    told = 0
    for pk, days in owned.items():
        key = f"check_problems:{pk}:{on}"
        told += notify([users[pk]], key=key, **_words(saying("排查问题整改"), days, on))
    for place, days in lost.items():
        key = f"check_problems:{place}:{on}"
        told += notify_role(TOWNSHIP_ROLE, place, key=key, **_words(saying("排查问题整改（未指定责任人）"), days, on))
    return told


def _words(title: Said, days: list[date], on: date) -> dict[str, Any]:
    late = sum(day < on for day in days)
    text = saying("已逾期 %(late)s 个，即将到期 %(soon)s 个。", late=late, soon=len(days) - late)
    level = "danger" if late else "warning"
    return {"title": title, "text": text, "url": f"{PROBLEMS}?state=open", "level": level}


def remind_of_rounds(on: date) -> int:
    """Tell villages that still have households to visit in a round that is late or nearly due. Returns notices."""
    told = 0
    for row in CheckRound.objects.filter(state=CheckRound.State.OPEN, due_on__lte=_horizon(on)):
        if not _within(row.area_code, row.due_on, on):
            continue
        left = row.sheets.filter(state=CheckSheet.State.PENDING).order_by().values_list("area_code")
        for place, count in left.annotate(left=Count("pk")):
            told += notify_role(
                VILLAGE_ROLE,
                place,
                key=f"check_round:{row.pk}:{place}:{on}",
                title=saying("排查还有农户未入户"),
                text=saying("“%(round)s”还有 %(left)s 户，%(day)s 到期。", round=row.title, left=count, day=row.due_on),
                url=reverse("check-village", args=[row.pk, place]),
                level="danger" if row.due_on < on else "warning",
            )
    return told


def _horizon(on: date) -> date:
    """Return the last due day that any place could want to hear of today."""
    return on + timedelta(days=366)


def _within(place: str, due_on: date, on: date) -> bool:
    days = policy_or_none(REMIND_DAYS, place, on)
    return due_on <= on + timedelta(days=int(days or 0))
