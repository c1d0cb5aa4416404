"""What time does by itself, once a day: reminders before a limit, escalation after it, proofs looked up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy

from bangfu.kernel.jobs.kinds import JobKind
from bangfu.kernel.jobs.progress import Progress
from bangfu.kernel.notices.actions import notify_role
from bangfu.kernel.notices.models import Level
from bangfu.kernel.policy.queries import policy_lookup
from bangfu.kernel.saying import saying
from bangfu.workstreams.monitoring.cases.models import Case
from bangfu.workstreams.monitoring.cases.policy_keys import ESCALATE_DAYS
from bangfu.workstreams.monitoring.cases.telling import CHARGED, COUNTY, TOWNSHIP
from bangfu.workstreams.monitoring.measures.proving import refresh, watched

DESK = "/monitoring/desk/"
CHUNK = 500


def run_daily(progress: Progress) -> dict[str, Any]:
    """Remind, escalate, and look proofs up in chunks; doing it twice on a day changes nothing more."""
    today = timezone.localdate()
    with transaction.atomic():
        told = remind(today)
        progress.checkpoint(told)
    proved, last = 0, 0
    while cases := list(watched().filter(pk__gt=last)[:CHUNK]):
        with transaction.atomic():
            proved += refresh(cases)
            last = cases[-1].pk
            progress.checkpoint(told + proved)
    return {"told": told, "proved": proved}


def remind(today: date) -> int:
    """Tell villages, townships and counties what falls due tomorrow or today, and what is late; counts, not names."""
    rows = Case.objects.exclude(state__in=Case.ENDED).exclude(stage_due_on=None)
    due = rows.filter(stage_due_on__gte=today, stage_due_on__lte=today + timedelta(days=1))
    late = rows.filter(stage_due_on__lt=today)
    told = _tell(due, today, "soon", Level.WARNING)
    told += _tell(late, today, "late", Level.DANGER)
    return told + _escalate(late, today)


def _tell(rows: Any, today: date, key: str, level: str) -> int:
    """Tell those charged with each state, one notice a place."""
    counts: dict[tuple[str, str], int] = {}
    for state, area_code, number in rows.values_list("state", "area_code").annotate(number=Count("pk")).order_by():
        if state in CHARGED:
            role, length = CHARGED[state]
            place = (role, area_code[:length])
            counts[place] = counts.get(place, 0) + number
    for (role, place), number in counts.items():
        late = saying("监测对象办理：%(n)s 户已逾期", n=number)
        title = late if key == "late" else saying("监测对象办理：%(n)s 户今明两天到期", n=number)
        notify_role(role, place, title=title, url=DESK, level=level, key=f"cases:{key}:{role}:{place}:{today}")
    return len(counts)


def _escalate(late: Any, today: date) -> int:
    """What is late is told one level up; after the days of the policy, the county."""
    days_at = policy_lookup(ESCALATE_DAYS)
    counts: dict[tuple[str, str], int] = {}
    for area_code, due in late.values_list("area_code", "stage_due_on"):
        role, length = COUNTY if (today - due).days >= days_at(area_code) else TOWNSHIP
        counts[role, area_code[:length]] = counts.get((role, area_code[:length]), 0) + 1
    for (role, place), number in counts.items():
        title = saying("辖区监测对象办理逾期 %(n)s 户，请督促", n=number)
        key = f"cases:above:{role}:{place}:{today}"
        notify_role(role, place, title=title, url=DESK, level=Level.DANGER, key=key)
    return len(counts)


DAILY = JobKind(name="monitoring.cases", title=gettext_lazy("监测对象时限提醒和措施核对"), run=run_daily, daily=True)
