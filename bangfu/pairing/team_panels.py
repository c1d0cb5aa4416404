"""The blocks about work teams: on a team's page, and on the page of its village."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.codelists.queries import labels
from bangfu.kernel.rights.models import User
from bangfu.pairing.models import Team, TeamMember
from bangfu.pairing.queries.teams import missing_roles
from bangfu.pairing.teams import ROLE_LIST
from bangfu.parties.models import Area

SHOWN = 100


def team_panel(_user: User, team: Team) -> str:
    """Return the gaps of a team, who is in it, who was, and who sends it."""
    rows = list(team.members.select_related("person", "unit").order_by("ended_on", "-starts_on", "pk")[:SHOWN])
    present = [row for row in rows if row.ended_on is None]
    context = {
        "missing": missing_words(missing_roles([team])[team.pk]) if team.ended_on is None else [],
        "present": _table(present),
        "past": _table([row for row in rows if row.ended_on is not None]),
        "units": [str(unit.organisation) for unit in team.units.select_related("organisation")],
    }
    return render_to_string("pairing/team.html", context)


def village_team_panel(_user: User, area: Area) -> str:
    """Return the team of a village today; empty text for a place without one."""
    team = Team.objects.filter(village=area, ended_on=None).first()
    if team is None:
        return ""
    members = list(team.members.filter(ended_on=None).select_related("person", "unit").order_by("role", "pk"))
    context = {
        "missing": missing_words(missing_roles([team])[team.pk]),
        "present": _table(members),
        "past": None,
        "units": [],
        "page_url": reverse("pairing.team.detail", args=[team.pk]),
    }
    return render_to_string("pairing/team.html", context)


def missing_words(missing: dict[str, int]) -> list[str]:
    """Return missing roles in words, with the number where more than one is."""
    words = labels(ROLE_LIST)
    return [
        str(words.get(role, role))
        if count == 1
        else _("%(role)s %(n)s 人") % {"role": words.get(role, role), "n": count}
        for role, count in missing.items()
    ]


def _table(members: list[TeamMember]) -> dict[str, Any] | None:
    if not members:
        return None
    words, today = labels(ROLE_LIST), timezone.localdate()
    return {
        "columns": [
            {"key": "name", "title": _("姓名")},
            {"key": "role", "title": _("角色")},
            {"key": "term", "title": _("任期至")},
            {"key": "unit", "title": _("派出单位")},
            {"key": "starts_on", "title": _("到任日期")},
            {"key": "end", "title": _("离任")},
        ],
        "rows": [
            {
                "row_url": reverse("pairing.member.detail", args=[row.pk]),
                "name": {"text": row.person.name, "url": reverse("pairing.member.detail", args=[row.pk])},
                "role": str(words.get(row.role, row.role)),
                "unit": str(row.unit) if row.unit else None,
                "starts_on": row.starts_on.isoformat(),
                "term": _term(row, today),
                "end": f"{row.ended_on.isoformat()} {row.reason_out}" if row.ended_on else None,
            }
            for row in members
        ],
    }


def _term(row: TeamMember, today: Any) -> Any:
    if row.term_until is None:
        return None
    if row.ended_on is None and row.term_until < today:
        return {"text": _("%(day)s 已满") % {"day": row.term_until}, "tone": "warning"}
    return row.term_until.isoformat()
