"""Work teams as sources of figures, and what is measured about them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bangfu.figures.declared import Figure
from bangfu.figures.expressions import count, distinct, share
from bangfu.figures.sources import Dimension, Source
from bangfu.kernel.codelists.queries import labels
from bangfu.pairing.models import TeamMember
from bangfu.pairing.queries.teams import own_members, standing, teams_on, teams_visible_to
from bangfu.pairing.teams import ROLE_LIST, VIEW

ALL = count(source="teams")
COMPLETE = count(source="teams", complete=True)
MEMBERS = distinct("person", source="team_members")


def _members(on: date | None) -> QuerySet[Any]:
    """Members on a day, and whether their term was over then."""
    day = on or timezone.localdate()
    over = Case(When(term_until__lt=day, then=Value(True)), default=Value(False), output_field=BooleanField())
    return TeamMember.objects.filter(standing(day)).annotate(over=over)


def _roles(codes: Iterable[str]) -> dict[str, str]:
    words = labels(ROLE_LIST)
    return {code: str(words.get(code, code)) for code in codes}


TEAM_SOURCES = (
    Source(
        name="teams",
        title=_("驻村工作队"),
        rows=teams_on,
        fields={"team": "pk", "village": "village_id", "complete": "complete"},
        permission=VIEW,
        words={"complete": _("成员齐全")},
        visible_to=teams_visible_to,
    ),
    Source(
        name="team_members",
        title=_("工作队成员"),
        rows=_members,
        place="team__area_code",
        fields={"person": "person_id", "team": "team_id", "role": "role", "unit": "unit_id", "over": "over"},
        dimensions=(Dimension(name="role", title=_("角色"), path="role", labels=_roles),),
        permission=VIEW,
        words={"over": _("任期已满")},
        visible_to=lambda user: TeamMember.objects.filter(
            Q(team__in=teams_visible_to(user).values("pk")) | own_members(user)
        ),
    ),
)

TEAM_FIGURES = (
    Figure(
        name="pairing.teams",
        title=_("在册驻村工作队"),
        unit="team",
        workstream="pairing",
        expression=ALL,
        definition=_("截至当天在村的工作队。"),
    ),
    Figure(
        name="pairing.teams_complete",
        title=_("齐员的驻村工作队"),
        unit="team",
        workstream="pairing",
        expression=COMPLETE,
        definition=_("应有的角色都有人；应有哪些角色见政策参数“驻村工作队应有的角色”。"),
    ),
    Figure(
        name="pairing.teams_incomplete",
        title=_("缺员的驻村工作队"),
        unit="team",
        workstream="pairing",
        expression=count(source="teams", complete=False),
        definition=_("至少一个应有的角色没有人或人数不足。"),
    ),
    Figure(
        name="pairing.team_completeness",
        title=_("驻村工作队齐员率"),
        unit="percent",
        workstream="pairing",
        expression=share(COMPLETE, ALL),
    ),
    Figure(
        name="pairing.team_members",
        title=_("驻村工作队成员"),
        unit="person",
        workstream="pairing",
        expression=MEMBERS,
        by=("role",),
        definition=_("一人担任几个角色只算一次；各角色人数不能相加。"),
    ),
    Figure(
        name="pairing.team_members_over_term",
        title=_("任期已满仍在任的队员"),
        unit="person",
        workstream="pairing",
        expression=MEMBERS.over(over=True),
        by=("role",),
    ),
)
TEAMS = (*TEAM_SOURCES, *TEAM_FIGURES)
