"""Teams as they stand on a day: which roles are missing, whose term is over, who stands in two teams."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Substr
from django.utils import timezone

from bangfu.kernel.areas_of import COUNTY
from bangfu.kernel.policy.queries import PolicyMissing, policy_lookup
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import scoped
from bangfu.pairing.models import Team, TeamMember
from bangfu.pairing.teams import EXCLUSIVE, ROLES, VIEW
from bangfu.parties.models import UserParty


def standing(on: date | None = None) -> Q:
    """Return the condition that a team, or a member, is there on a day (default today)."""
    day = on or timezone.localdate()
    return Q(starts_on__lte=day) & (Q(ended_on=None) | Q(ended_on__gte=day))


def own_teams(user: User) -> Q:
    """Teams in which the user's own party is, or that it sends."""
    mine = UserParty.objects.filter(user=user).values("party")
    in_it = TeamMember.objects.filter(Q(person__in=mine) | Q(unit__in=mine), ended_on=None)
    return Q(pk__in=in_it.values("team")) | Q(units__organisation__in=mine)


def own_members(user: User) -> Q:
    """The user's own roles, and those of whom the user's own unit sends."""
    mine = UserParty.objects.filter(user=user).values("party")
    return Q(person__in=mine) | Q(unit__in=mine)


def teams_visible_to(user: User) -> QuerySet[Team]:
    """Return the teams of places below the user's grants, and the user's own."""
    return scoped(Team.objects.all(), user, VIEW, own=own_teams)


def required_roles(on: date | None = None) -> Callable[[str], dict[str, int]]:
    """Return ``roles_at(area_code)``: role → how many a team there needs on a day; empty where nothing is set."""
    value_at = policy_lookup(ROLES, on)

    def roles_at(area_code: str) -> dict[str, int]:
        try:
            return {role: int(least) for role, least in value_at(area_code).items()}
        except PolicyMissing:
            return {}

    return roles_at


def teams_on(on: date | None = None) -> QuerySet[Team]:
    """Return the teams that stand on a day, with what ``with_completeness`` adds."""
    return with_completeness(Team.objects.filter(standing(on)), on)


def with_completeness(teams: QuerySet[Team], on: date | None = None) -> QuerySet[Team]:
    """Add ``members_now``, ``complete`` (no role is missing) and ``standing``: dissolved, complete or incomplete.

    What a team needs is looked up once for each county that has one, not for each team.
    """
    day = on or timezone.localdate()
    rows = teams.annotate(county=Substr("area_code", 1, COUNTY))
    needs = _counties_by_need(rows, day)
    counts = {f"n_{role}": _members(role, day) for table, _codes in needs for role in table}
    lacking = [
        When(Q(county__in=codes) & Q(**{f"n_{role}__lt": least}), then=Value(False))
        for table, codes in needs
        for role, least in table.items()
    ]
    complete = Case(*lacking, default=Value(True), output_field=BooleanField())
    word = Case(
        When(ended_on__lt=day, then=Value("dissolved")),
        When(complete=True, then=Value("complete")),
        default=Value("incomplete"),
        output_field=CharField(),
    )
    rows = rows.annotate(members_now=_members("", day)).alias(**counts)
    return rows.annotate(complete=complete).annotate(standing=word)


def _counties_by_need(rows: QuerySet[Team], day: date) -> list[tuple[dict[str, int], list[str]]]:
    roles_at = required_roles(day)
    found: dict[str, list[str]] = defaultdict(list)
    for county in rows.order_by().values_list("county", flat=True).distinct():
        found[json.dumps(roles_at(county), sort_keys=True)].append(county)
    return [(json.loads(table), codes) for table, codes in found.items()]


def _members(role: str, day: date) -> Coalesce:
    here = TeamMember.objects.filter(standing(day), team=OuterRef("pk"))
    here = here.filter(role=role) if role else here
    people = here.order_by().values("team").annotate(n=Count("person", distinct=True)).values("n")
    return Coalesce(Subquery(people, output_field=IntegerField()), 0)


def missing_roles(teams: Iterable[Team], on: date | None = None) -> dict[int, dict[str, int]]:
    """Return team → role → how many are missing on a day; one query for all teams."""
    listed, roles_at = list(teams), required_roles(on)
    there: Counter[tuple[int, str]] = Counter()
    members = TeamMember.objects.filter(standing(on), team__in=[team.pk for team in listed])
    for team, role, people in members.values_list("team", "role").annotate(Count("person", distinct=True)).order_by():
        there[team, role] = people
    return {
        team.pk: {
            role: least - there[team.pk, role]
            for role, least in roles_at(team.area_code[:COUNTY]).items()
            if there[team.pk, role] < least
        }
        for team in listed
    }


def missing_in_all(teams: QuerySet[Team], on: date | None = None) -> Mapping[str, int]:
    """Return role → in how many teams it is missing on a day."""
    found: Counter[str] = Counter()
    incomplete = list(teams.filter(complete=False).only("area_code"))
    for roles in missing_roles(incomplete, on).values():
        found.update(roles.keys())
    return found


def term_over(teams: QuerySet[Team], on: date | None = None) -> QuerySet[TeamMember]:
    """Return the members who are still there though their term is over, the longest first."""
    day = on or timezone.localdate()
    rows = TeamMember.objects.filter(team__in=teams.values("pk"), ended_on=None, term_until__lt=day)
    return rows.select_related("person", "team__village", "unit").order_by("term_until", "pk")


def in_two_teams(teams: QuerySet[Team]) -> list[tuple[int, Sequence[TeamMember]]]:
    """Return persons who hold roles in several of these teams that cannot be held twice, with those roles."""
    codes = teams.order_by().values_list("area_code", flat=True)[:1]
    try:
        exclusive: list[str] = policy_lookup(EXCLUSIVE)(next(iter(codes), "")[:COUNTY])
    except PolicyMissing:
        return []
    here = TeamMember.objects.filter(team__in=teams.values("pk"), ended_on=None, role__in=exclusive).order_by()
    twice = here.values("person").annotate(n=Count("team", distinct=True)).filter(n__gt=1).values("person")
    found: dict[int, list[Any]] = defaultdict(list)
    for member in here.filter(person__in=twice).select_related("person", "team__village").order_by("person", "pk"):
        found[member.person_id].append(member)
    return list(found.items())
