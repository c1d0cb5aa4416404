"""Teams formed and dissolved; members who join, rotate and leave."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.areas_of import VILLAGE
from bangfu.kernel.calendars import months_later
from bangfu.kernel.codelists.queries import codes
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.actions import record_change
from bangfu.kernel.policy.queries import policy_or_none
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require, scope_of
from bangfu.pairing.actions.rows import change, create, unchanged
from bangfu.pairing.models import Team, TeamMember, TeamUnit
from bangfu.pairing.teams import CHANGE, EXCLUSIVE, ROLE_LIST, TERM, VIEW
from bangfu.parties.models import Area, Organisation, Person


@action(CHANGE)
def form_team(
    actor: User, *, village: int, starts_on: date, units: Sequence[int] = (), term_until: date | None = None
) -> Team:
    """Form the work team of a village; its term, where none is given, is that of the policy.

    Raises Refused for a place that is no village, Conflict when the village has a team.
    """
    place = Area.objects.filter(pk=village).first()
    if place is None or len(place.code) != VILLAGE:
        raise Refused(_("请选择一个村。"), field="village")
    require(actor, CHANGE, place.code)
    row = Team(village=place, area_code=place.code, starts_on=starts_on, term_until=term_until)
    row.term_until = term_until or _usual_end(place.code, starts_on)
    create(actor, "form_team", row, twice=_("%(village)s已有驻村工作队。") % {"village": place.name})
    for unit in dict.fromkeys(units):
        TeamUnit.objects.create(team=row, organisation=Organisation.objects.get(pk=unit))
    return row


@action(CHANGE)
def send_unit(actor: User, team: Team, *, unit: int) -> Team:
    """Note one more organisation that sends the team; raises Conflict when it does already."""
    row = _open_team(actor, team)
    organisation = Organisation.objects.filter(pk=unit).first()
    if organisation is None:
        raise Refused(_("请选择一个单位。"), field="unit")
    _unit, fresh = TeamUnit.objects.get_or_create(team=row, organisation=organisation)
    if not fresh:
        raise Conflict(_("“%(unit)s”已经是派出单位。") % {"unit": organisation})
    record_change(actor, "send_unit", row, after={"unit": str(organisation)})
    return row


@action(CHANGE)
def dissolve_team(actor: User, team: Team, *, ended_on: date, reason: str) -> Team:
    """Withdraw a team on a day, saying why; everybody in it leaves with it."""
    row = _open_team(actor, team)
    _require_reason(reason)
    for member in row.members.select_for_update().filter(ended_on=None):
        last = max(ended_on, member.starts_on)
        change(actor, "leave_team", member, reason=reason, ended_on=last, reason_out=reason.strip())
    return change(actor, "dissolve_team", row, reason=reason, ended_on=ended_on, reason_out=reason.strip())


@action(CHANGE)
def join_team(
    actor: User,
    team: Team,
    *,
    person: int,
    role: str,
    starts_on: date,
    unit: int | None = None,
    term_until: date | None = None,
) -> TeamMember:
    """Put a person into a team in a role from a day on.

    Raises Refused for an unknown role, a day before the team, or somebody who has left or died; Conflict when they
    have the role already, or hold one in another team that cannot be held twice.
    """
    row = _open_team(actor, team)
    someone = Person.objects.select_for_update().filter(pk=person).first()
    if someone is None or someone.died_on or someone.left_on:
        raise Refused(_("请选择在册的人。"), field="person")
    if role not in {code.code for code in codes(ROLE_LIST, starts_on)}:
        raise Refused(_("没有代码为“%(code)s”的角色。") % {"code": role}, field="role")
    if starts_on < row.starts_on:
        raise Refused(_("到任日期不能早于工作队进驻日期 %(day)s。") % {"day": row.starts_on}, field="starts_on")
    _refuse_second_team(actor, row, someone, role, starts_on)
    member = TeamMember(
        team=row,
        person=someone,
        role=role,
        unit_id=unit or someone.works_for_id,
        starts_on=starts_on,
        term_until=term_until or _usual_end(row.area_code, starts_on),
    )
    return create(actor, "join_team", member, twice=_("%(name)s已在队中担任这一角色。") % {"name": someone.name})


@action(CHANGE)
def leave_team(actor: User, member: TeamMember, *, ended_on: date, reason: str) -> TeamMember:
    """A member leaves on a day, saying why."""
    row = _open_member(actor, member)
    _require_reason(reason)
    return change(actor, "leave_team", row, reason=reason, ended_on=ended_on, reason_out=reason.strip())


@action(CHANGE)
def rotate_member(actor: User, member: TeamMember, *, person: int, on: date, reason: str) -> TeamMember:
    """Hand a role over to somebody else from a day on; the former member's last day is the day before."""
    row = _open_member(actor, member)
    if on <= row.starts_on:
        raise Refused(_("轮换日期应晚于前任到任日期 %(day)s。") % {"day": row.starts_on}, field="on")
    left = leave_team(actor, row, ended_on=on - timedelta(days=1), reason=reason)
    return join_team(actor, left.team, person=person, role=left.role, starts_on=on)


@action(CHANGE)
def extend_term(actor: User, member: TeamMember, *, term_until: date, reason: str) -> TeamMember:
    """Let a member stay until a later day, saying why."""
    row = _open_member(actor, member)
    _require_reason(reason)
    if row.term_until is not None and term_until <= row.term_until:
        raise Refused(_("应晚于现在的任期 %(day)s。") % {"day": row.term_until}, field="term_until")
    return change(actor, "extend_term", row, reason=reason, term_until=term_until)


def _open_team(actor: User, team: Team) -> Team:
    row = Team.objects.select_for_update().get(pk=team.pk)
    require(actor, CHANGE, row.area_code)
    if row.ended_on is not None:
        raise Conflict(_("工作队已于 %(day)s 撤出。") % {"day": row.ended_on})
    return row


def _open_member(actor: User, member: TeamMember) -> TeamMember:
    row = unchanged(member)
    require(actor, CHANGE, row.team.area_code)
    if row.ended_on is not None:
        raise Conflict(_("该队员已于 %(day)s 离任。") % {"day": row.ended_on})
    return row


def _refuse_second_team(actor: User, team: Team, person: Person, role: str, on: date) -> None:
    exclusive = policy_or_none(EXCLUSIVE, team.area_code, on) or []
    if role not in exclusive:
        return
    others = TeamMember.objects.filter(person=person, role__in=exclusive, ended_on=None).exclude(team=team)
    other = others.select_related("team__village").first()
    if other is None:
        return
    if scope_of(actor, VIEW).covers(other.team.area_code):
        raise Conflict(_("%(name)s已在%(team)s任职，请先离任。") % {"name": person.name, "team": other.team})
    raise Conflict(_("%(name)s已在其他地方的工作队任职，请先办理离任。") % {"name": person.name})


def _usual_end(area_code: str, starts_on: date) -> date | None:
    months = policy_or_none(TERM, area_code, starts_on)
    return None if months is None else months_later(starts_on, months) - timedelta(days=1)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("请写明原因。"), field="reason")
