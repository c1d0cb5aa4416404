"""How a round stands: progress and gaps by place, the sheets of one village, problems as a user may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.areas_of import LEVELS, VILLAGE
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import scope_of, scoped
from bangfu.kernel.rows.visibility import Absent
from bangfu.parties.models import Household, Person
from bangfu.parties.queries import area_names
from bangfu.parties.queries.visible import own_household_rows
from bangfu.workstreams.monitoring.checks.models import CheckProblem, CheckRound, CheckSheet
from bangfu.workstreams.monitoring.checks.permissions import FINDING_VIEW, PROBLEM_VIEW, ROUND_VIEW, SHEET_VIEW


@dataclass
class PlaceStanding:
    """A place in a round: households to visit, visited, with problems; its problems, those open, late, by item."""

    code: str
    name: str
    households: int = 0
    visited: int = 0
    with_problems: int = 0
    problems: int = 0
    standing: int = 0
    late: int = 0
    items: dict[str, int] = field(default_factory=dict)

    @property
    def share(self) -> float:
        """The part that was visited, 0 to 1."""
        return self.visited / self.households if self.households else 0.0


def own_problems(user: User) -> Q:
    """Problems that are the user's to mend, or of their own households."""
    return Q(owner=user) | Q(household__in=Household.objects.filter(own_household_rows(user)).values("pk"))


def problems_visible_to(user: User) -> QuerySet[CheckProblem]:
    """Problems at the user's places, and those that are their own."""
    return scoped(CheckProblem.objects.all(), user, PROBLEM_VIEW, own=own_problems)


def sheets_visible_to(user: User) -> QuerySet[CheckSheet]:
    """Sheets at the user's places."""
    return scoped(CheckSheet.objects.all(), user, SHEET_VIEW)


def round_visible_to(user: User, pk: int) -> CheckRound:
    """Return a round of the user's places, or of one around them; raise Absent otherwise."""
    row = CheckRound.objects.select_related("check_type", "opened_by").filter(pk=pk).first()
    scope = scope_of(user, ROUND_VIEW)
    if row is None or not any(row.area_code.startswith(p) or p.startswith(row.area_code) for p in scope.prefixes):
        raise Absent(_("没有这一轮排查，或它不在您的管辖范围内。"))
    return row


def rounds_concerning(user: User) -> Q:
    """Return the condition on rounds the user may see: of their places, within them, or around them."""
    condition = Q(pk__in=[])
    for prefix in scope_of(user, ROUND_VIEW).prefixes:
        above = [prefix[:length] for length in LEVELS if length <= len(prefix)]
        condition |= Q(area_code__startswith=prefix) | Q(area_code__in=above)
    return condition


def standing_by_place(user: User, check_round: CheckRound, below: str) -> list[PlaceStanding]:
    """Return how the places one level below ``below`` stand, as far as the user sees them; three statements."""
    level = next((length for length in LEVELS if length > len(below)), VILLAGE)
    sheets = sheets_visible_to(user).filter(check_round=check_round, area_code__startswith=below)
    problems = problems_visible_to(user).filter(check_round=check_round, area_code__startswith=below)
    found = _counted_sheets(sheets, level)
    _count_problems(found, problems.exclude(state=CheckProblem.State.WITHDRAWN), level)
    names = area_names(list(found))
    for row in found.values():
        row.name = names.get(row.code, row.code)
    return [found[code] for code in sorted(found)]


def _counted_sheets(sheets: QuerySet[CheckSheet], level: int) -> dict[str, PlaceStanding]:
    rows = (
        sheets.order_by()
        .annotate(place=Substr("area_code", 1, level))
        .values_list("place")
        .annotate(
            Count("pk"),
            visited=Count("pk", filter=~Q(state=CheckSheet.State.PENDING)),
            bad=Count("pk", filter=Q(state=CheckSheet.State.PROBLEM)),
        )
    )
    return {place: PlaceStanding(place, "", count, visited, bad) for place, count, visited, bad in rows}


def _count_problems(found: dict[str, PlaceStanding], problems: QuerySet[CheckProblem], level: int) -> None:
    open_now = Q(state__in=CheckProblem.STANDING)
    rows = (
        problems.order_by()
        .annotate(place=Substr("area_code", 1, level))
        .values_list("place", "item")
        .annotate(
            Count("pk"),
            standing=Count("pk", filter=open_now),
            late=Count("pk", filter=Q(state=CheckProblem.State.OPEN, due_on__lt=timezone.localdate())),
        )
    )
    for place, item, count, standing, late in rows:
        row = found.setdefault(place, PlaceStanding(place, ""))
        row.problems, row.standing, row.late = row.problems + count, row.standing + standing, row.late + late
        row.items[item] = row.items.get(item, 0) + standing


def total_of(rows: Sequence[PlaceStanding]) -> PlaceStanding:
    """Return the sum of places that have nothing in common."""
    total = PlaceStanding("", "")
    for row in rows:
        for name in ("households", "visited", "with_problems", "problems", "standing", "late"):
            setattr(total, name, getattr(total, name) + getattr(row, name))
        for item, count in row.items.items():
            total.items[item] = total.items.get(item, 0) + count
    return total


def village_sheets(user: User, check_round: CheckRound, village: str) -> list[CheckSheet]:
    """Return the sheets of a village with their households, the unvisited first; raise Absent where there is none."""
    rows = sheets_visible_to(user).filter(check_round=check_round, area_code__startswith=village)
    found = list(rows.select_related("household").order_by("area_code", "household__number"))
    if not found:
        raise Absent(_("这一轮里没有这个村，或它不在您的管辖范围内。"))
    return sorted(found, key=lambda sheet: sheet.state != CheckSheet.State.PENDING)


def problems_by_sheet(user: User, sheets: Sequence[CheckSheet]) -> dict[int, list[CheckProblem]]:
    """Return the problems of sheets that the user may see, withdrawn ones left out."""
    rows = problems_visible_to(user).filter(sheet__in=[s.pk for s in sheets])
    found: dict[int, list[CheckProblem]] = {}
    for problem in rows.exclude(state=CheckProblem.State.WITHDRAWN).order_by("id"):
        found.setdefault(problem.sheet_id, []).append(problem)
    return found


def members_of(households: Sequence[int]) -> dict[int, list[Person]]:
    """Return the members of households, heads first; for sheets the caller may show."""
    found: dict[int, list[Person]] = {}
    rows = Person.objects.filter(household__in=households).only(
        "name", "household_id", "relation", "sex", "birth_date", "schooling", "medical_insured"
    )
    for person in rows.order_by("pk"):
        found.setdefault(person.household_id or 0, []).append(person)
    for people in found.values():
        people.sort(key=lambda person: person.relation != "head")
    return found


def may_read_finding(user: User, problem: CheckProblem, items: dict[str, dict[str, Any]]) -> bool:
    """Tell whether the words of a finding may be shown: of a sensitive item only to who may see such facts."""
    if not items.get(problem.item, {}).get("sensitive"):
        return True
    scope = scope_of(user, FINDING_VIEW)
    return scope.covers(problem.area_code) or scope.own
