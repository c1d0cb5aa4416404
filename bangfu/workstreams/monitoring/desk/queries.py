"""The county's cases at a glance: counts by stage and clock, causes and kinds, channels, repeats, and the unseen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, Q, QuerySet

from bangfu.kernel.areas_of import VILLAGE
from bangfu.kernel.policy.queries import policy
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import scope_of, scoped
from bangfu.ledger.queries.helped import helped_since
from bangfu.parties.models import Area
from bangfu.workstreams.monitoring.cases.models import Case
from bangfu.workstreams.monitoring.cases.permissions import CASE_DESK, CASE_SENSITIVE
from bangfu.workstreams.monitoring.cases.policy_keys import UNSEEN_DAYS

VISITS = ("fieldwork.visit",)
SEEN = (*Case.MONITORED, *Case.LEAVING, Case.State.CLEARED)
LATE_FIRST = ("stage_due_on", "id")
MOST_VILLAGES = 1500


@dataclass(frozen=True)
class Heap:
    """Some of the cases: how many, and which."""

    name: str
    rows: QuerySet[Case]

    @property
    def count(self) -> int:
        """How many there are."""
        return self.rows.order_by().count()


def desk_cases(user: User) -> QuerySet[Case]:
    """Return the cases of the user's desk."""
    return scoped(Case.objects.all(), user, CASE_DESK)


def heaps(user: User, on: date) -> list[Heap]:
    """Return the heaps of the desk: by clock first, then what lies open, then whom nobody has seen."""
    rows = desk_cases(user).select_related("household")
    clocked = rows.exclude(state__in=Case.ENDED).exclude(stage_due_on=None)
    soon = {"stage_due_on__gte": on, "stage_due_on__lte": on + timedelta(days=1)}
    return [
        Heap("late", clocked.filter(stage_due_on__lt=on).order_by(*LATE_FIRST)),
        Heap("soon", clocked.filter(**soon).order_by(*LATE_FIRST)),
        Heap("whole", rows.filter(state__in=Case.DECIDING, due_on__lt=on).order_by("due_on", "id")),
        Heap("papers", rows.filter(state__in=Case.DECIDING).exclude(emergency_on=None).order_by("due_on", "id")),
        Heap("unseen", unseen(user, on).select_related("household").order_by("seen_on", "id")),
        Heap("unhelped", rows.filter(state="helping", helped_on=None).order_by("planned_on", "id")),
        Heap("repeat", rows.exclude(previous=None).exclude(state__in=Case.ENDED).order_by("-raised_on", "id")),
    ]


def unseen(user: User, on: date) -> QuerySet[Case]:
    """Return the watched households that nobody has seen for the days of the policy: neither a case's visit nor a
    visit in the book of help. A case that was followed by another one is not asked for."""
    scope = scope_of(user, CASE_DESK)
    place = scope.prefixes[0] if len(scope.prefixes) == 1 else ""
    since = on - timedelta(days=policy(UNSEEN_DAYS, place, on))
    rows = desk_cases(user).filter(state__in=SEEN, later=None)
    late = rows.filter(Q(seen_on=None) | Q(seen_on__lt=since))
    return late.exclude(household__in=helped_since(VISITS, since))


def by_stage(user: User, on: date) -> list[tuple[str, int, int]]:
    """Return state, how many are in it, how many of them are late; in the order of the procedure."""
    late = Count("pk", filter=Q(stage_due_on__lt=on))
    found = desk_cases(user).order_by().values_list("state").annotate(number=Count("pk"), late=late)
    counts = {state: (number, overdue) for state, number, overdue in found}
    return [(state, *counts[state]) for state in Case.State.values if state in counts]


def causes_by_kind(user: User) -> dict[tuple[str, str], int]:
    """Return (main risk, kind) → households on watch, within what the user may read of risks."""
    rows = desk_cases(user).filter(state__in=(*Case.MONITORED, *Case.LEAVING))
    rows = rows.filter(scope_of(user, CASE_SENSITIVE).q())
    found = rows.order_by().values_list("main_risk", "kind").annotate(number=Count("pk"))
    return {(risk, kind): number for risk, kind, number in found}


def by_channel(user: User, since: date) -> list[tuple[str, int, int]]:
    """Return channel, cases opened since a day, how many of them were taken in."""
    rows = desk_cases(user).filter(raised_on__gte=since).order_by()
    taken = Count("pk", filter=~Q(decided_on=None))
    return list(rows.values_list("channel").annotate(number=Count("pk"), taken=taken).order_by("channel"))


def pace(user: User, since: date) -> dict[str, Any]:
    """Return how fast it went for cases discovered since a day: medians in days, and how many were decided in time."""
    rows = desk_cases(user).filter(raised_on__gte=since)
    decided = list(rows.exclude(decided_on=None).values_list("raised_on", "decided_on", "due_on"))
    helped = list(rows.exclude(helped_on=None).values_list("raised_on", "helped_on"))
    return {
        "decided": len(decided),
        "in_time": sum(day <= due for _raised, day, due in decided),
        "to_decision": median((day - raised).days for raised, day, _due in decided) if decided else None,
        "helped": len(helped),
        "to_help": median((day - raised).days for raised, day in helped) if helped else None,
    }


def places(user: User, on: date, level: int) -> list[tuple[str, int, int]]:
    """Return place code of a level, open cases, late ones."""
    rows = desk_cases(user).exclude(state__in=Case.ENDED)
    found: dict[str, list[int]] = {}
    for code, due, number in rows.order_by().values_list("area_code", "stage_due_on").annotate(number=Count("pk")):
        place = found.setdefault(code[:level], [0, 0])
        place[0] += number
        place[1] += number if due is not None and due < on else 0
    return sorted((code, opened, late) for code, (opened, late) in found.items())


def villages(user: User) -> list[str]:
    """Return the villages of the user's desk, for the map; those of no more than a few counties."""
    rows = Area.objects.filter(scope_of(user, CASE_DESK).q("code"), level=VILLAGE, valid_to=None)
    return list(rows.order_by("code").values_list("code", flat=True)[:MOST_VILLAGES])
