"""Work teams: how many are complete, which roles are missing where, whose term is over, who stands in two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bangfu.figures.computing import next_level
from bangfu.figures.pages.asking import figure_address
from bangfu.figures.pages.words import place_name
from bangfu.kernel import formats
from bangfu.kernel.codelists.queries import labels
from bangfu.kernel.pages.frame import show
from bangfu.kernel.resources import resources
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import Scope, may, require
from bangfu.kernel.rows.visibility import rows_visible_to
from bangfu.office.pages.pairing import checked_place, place_field_of
from bangfu.pairing.models import Team
from bangfu.pairing.queries.sides import below
from bangfu.pairing.queries.teams import in_two_teams, missing_in_all, missing_roles, teams_on, term_over
from bangfu.pairing.team_panels import missing_words
from bangfu.pairing.teams import CHANGE, ROLE_LIST, VIEW
from bangfu.parties.queries import area_names, area_paths

PER_PAGE, SHOWN, TOWNSHIP_UP = 50, 30, 9


def teams_page(request: HttpRequest) -> HttpResponse:
    """Show the teams of one place today."""
    user = request.user
    reach = require(user, VIEW)
    place = checked_place(request, reach) if reach.prefixes else ""
    teams = teams_of(user, reach, place)
    counted = teams.aggregate(all=Count("pk"), full=Count("pk", filter=Q(complete=True)))
    over, doubles = term_over(teams), in_two_teams(teams)[:SHOWN]
    shown = list(over[:SHOWN])
    opens = _opening(user, [*shown, *(roles[0] for _person, roles in doubles)])
    context = {
        "fields": place_field_of(user, reach, place),
        "place_name": place_name(user, reach, place),
        "all": counted["all"],
        "complete": counted["full"],
        "share": counted["full"] / counted["all"] if counted["all"] else None,
        "urls": {name: figure_address(f"pairing.{name}", {"place": place}) for name in ("teams", "teams_complete")},
        "over_count": over.count(),
        "over": [_over_row(member, opens) for member in shown],
        "doubles": [_double_row(roles, opens) for _person, roles in doubles],
        "roles": roles_missing(teams),
        "parts": parts(teams, place),
        "gaps": gaps(request, teams, place),
        "links": links(user),
    }
    return show(request, "office/teams.html", context, crumbs=[("", _("驻村工作队"))])


def teams_of(user: User, reach: Scope, place: str) -> QuerySet[Team]:
    """Return the teams that stand in a place today; for who reaches only their own, these."""
    rows = teams_on()
    if reach.prefixes:
        return rows.filter(below(place)) if place else rows
    mine = user.acts_for.party_id if getattr(user, "acts_for", None) is not None else 0
    own = Q(members__person=mine, members__ended_on=None) | Q(units__organisation=mine)
    return rows.filter(pk__in=Team.objects.filter(own).values("pk"))


def roles_missing(teams: QuerySet[Team]) -> list[tuple[str, str]]:
    """Return each missing role with the number of teams that lack it, the most first."""
    words = labels(ROLE_LIST)
    found = sorted(missing_in_all(teams).items(), key=lambda item: -item[1])
    return [(str(words.get(role, role)), formats.number(count)) for role, count in found]


def parts(teams: QuerySet[Team], place: str) -> list[tuple[Any, ...]]:
    """Return the places one level below with their teams, complete ones, and what is missing."""
    rows = list(
        teams.annotate(part=Substr("area_code", 1, next_level(place)))
        .order_by()
        .values("part")
        .annotate(all=Count("pk"), full=Count("pk", filter=Q(complete=True)))
        .order_by("part")
    )
    names = area_names([row["part"] for row in rows])
    return [
        (
            {
                "text": names.get(row["part"], row["part"]),
                "url": f"{reverse('teams')}?{urlencode({'place': row['part']})}",
            },
            formats.number(row["all"]),
            formats.number(row["full"]),
            formats.percent(row["full"] / row["all"]),
            formats.number(row["all"] - row["full"]),
        )
        for row in rows
    ]


def gaps(request: HttpRequest, teams: QuerySet[Team], place: str) -> dict[str, Any]:
    """Return one page of the teams in which a role is missing, with the roles."""
    pages = Paginator(teams.filter(complete=False).select_related("village").order_by("area_code", "pk"), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    rows = list(page.object_list)
    missing, paths = missing_roles(rows), area_paths({row.area_code for row in rows}, top=TOWNSHIP_UP)
    given = {"place": place} if place else {}
    return {
        "rows": [
            {
                "cells": (
                    {"text": str(row), "url": reverse("pairing.team.detail", args=[row.pk])},
                    paths.get(row.area_code, row.area_code),
                    {"text": "、".join(missing_words(missing[row.pk])), "tone": "bad"},
                ),
                "row_url": reverse("pairing.team.detail", args=[row.pk]),
                "row_tone": "bad",
            }
            for row in rows
        ],
        "total": pages.count,
        "page": page.number,
        "pages": pages.num_pages,
        "url_for": lambda number: f"{reverse('teams')}?{urlencode({**given, 'page': number})}#gaps",
    }


def _opening(user: User, members: Sequence[Any]) -> set[int]:
    """Return which of the members the user may open: in their own team others are named only."""
    visible = rows_visible_to(user, resources["pairing.member"])
    return set(visible.filter(pk__in=[member.pk for member in members]).values_list("pk", flat=True))


def _named(member: Any, opens: set[int]) -> Any:
    name, address = member.person.name, reverse("pairing.member.detail", args=[member.pk])
    return {"text": name, "url": address} if member.pk in opens else name


def _over_row(member: Any, opens: set[int]) -> dict[str, Any]:
    words = labels(ROLE_LIST)
    return {
        "cells": (
            _named(member, opens),
            str(words.get(member.role, member.role)),
            str(member.team),
            {"text": member.term_until.isoformat(), "tone": "warning"},
        )
    }


def _double_row(roles: Any, opens: set[int]) -> dict[str, Any]:
    words = labels(ROLE_LIST)
    where = "；".join(f"{role.team}（{words.get(role.role, role.role)}）" for role in roles)
    return {
        "cells": (
            _named(roles[0], opens),
            where,
        )
    }


def links(user: User) -> list[dict[str, Any]]:
    """Return the buttons: a new team."""
    found: list[dict[str, Any]] = []
    if may(user, CHANGE):
        found.append({"title": _("新增工作队"), "url": reverse("pairing.team.new"), "primary": True, "key": "n"})
    return found
