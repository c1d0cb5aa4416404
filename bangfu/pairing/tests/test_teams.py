"""Work teams: formed once a village, complete by the roles policy asks for, rotated with their history kept."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.policy.actions import set_policy
from bangfu.kernel.rights.actions import operator
from bangfu.kernel.rights.models import User
from bangfu.pairing.actions.teams import (
    dissolve_team,
    extend_term,
    form_team,
    join_team,
    leave_team,
    rotate_member,
    send_unit,
)
from bangfu.pairing.models import Team, TeamMember
from bangfu.pairing.queries.teams import (
    in_two_teams,
    missing_in_all,
    missing_roles,
    teams_on,
    teams_visible_to,
    term_over,
)
from bangfu.pairing.teams import ROLES
from bangfu.pairing.tests.conftest import COUNTY, STRANGE_COUNTY, employ
from bangfu.parties.actions import let_act_for, register_area, register_organisation, register_person
from bangfu.parties.models import Area, Organisation, Person

pytestmark = pytest.mark.django_db
TOWN, VILLAGES = "420302100", ("420302100201", "420302100202")
SINCE, DAY = date(2018, 3, 1), date(2020, 6, 1)


@dataclass(kw_only=True)
class Field:
    """Two villages, a unit, people who can be sent, and officers."""

    county: User
    stranger: User
    villages: list[Area]
    unit: Organisation

    def person(self, name: str = "王队长") -> Person:
        """Register somebody of the unit."""
        return register_person(operator(), area_code=COUNTY, name=name, works_for=self.unit)

    def team(self, number: int = 0) -> Team:
        """Form the team of a village."""
        return form_team(self.county, village=self.villages[number].pk, starts_on=SINCE, units=[self.unit.pk])

    def join(self, team: Team, role: str = "team_leader", **given: Any) -> TeamMember:
        """Put somebody new into a team."""
        person = given.pop("person", None) or self.person().pk
        return join_team(self.county, team, **{"person": person, "role": role, "starts_on": SINCE, **given})


@pytest.fixture
def field(db: None) -> Field:
    actor = operator()
    for code, name in ((COUNTY, "茅箭区"), (TOWN, "大川镇"), (STRANGE_COUNTY, "张湾区")):
        register_area(actor, code=code, name=name)
    villages = [register_area(actor, code=code, name=f"村{code[-1]}") for code in VILLAGES]
    return Field(
        county=employ("county", "county", COUNTY),
        stranger=employ("stranger", "county", STRANGE_COUNTY),
        villages=villages,
        unit=register_organisation(actor, area_code=COUNTY, name="区教育局", kind="authority"),
    )


def complete(on: date = DAY) -> list[bool]:
    return list(teams_on(on).order_by("pk").values_list("complete", flat=True))


def test_a_village_has_one_team_with_a_term_set_by_policy(field: Field) -> None:
    team = field.team()
    assert (team.term_until, team.units.get().organisation) == (date(2020, 2, 29), field.unit)
    with pytest.raises(Conflict, match="已有"):
        field.team()
    dissolve_team(field.county, team, ended_on=DAY, reason="任务完成")
    assert field.team().pk != team.pk
    with pytest.raises(Refused, match="一个村"):
        form_team(field.county, village=Area.objects.get(code=TOWN).pk, starts_on=SINCE)


def test_a_stranger_changes_and_sees_nothing(field: Field, client: Client) -> None:
    team = field.team()
    member = field.join(team)
    for deed in (
        lambda: form_team(field.stranger, village=field.villages[1].pk, starts_on=SINCE),
        lambda: join_team(field.stranger, team, person=member.person_id, role="team_member", starts_on=SINCE),
        lambda: leave_team(field.stranger, member, ended_on=DAY, reason="x"),
        lambda: rotate_member(field.stranger, member, person=member.person_id, on=DAY, reason="x"),
        lambda: dissolve_team(field.stranger, team, ended_on=DAY, reason="x"),
        lambda: send_unit(field.stranger, team, unit=field.unit.pk),
    ):
        with pytest.raises(Denied):
            deed()
    assert not teams_visible_to(field.stranger).exists()
    client.force_login(field.stranger)
    assert client.get(f"/pairing/team/{team.pk}/").status_code == 404
    assert client.get(f"/pairing/member/{member.pk}/").status_code == 404


def test_a_missing_role_is_a_visible_gap(field: Field) -> None:
    team = field.team()
    assert missing_roles([team], DAY)[team.pk] == {"team_leader": 1, "team_member": 1}
    field.join(team)
    assert complete() == [False]
    member = field.join(team, "team_member")
    assert complete() == [True]
    leave_team(field.county, member, ended_on=DAY, reason="调离")
    assert complete(DAY) == [True]
    assert complete(date(2020, 6, 2)) == [False]
    assert missing_in_all(teams_on(date(2020, 6, 2)), date(2020, 6, 2)) == {"team_member": 1}


def test_a_county_sets_its_own_roles_from_a_day(field: Field) -> None:
    team = field.team()
    field.join(team)
    field.join(team, "team_member")
    five = '{"county_leader": 1, "team_member": 2}'
    set_policy(operator(), ROLES, five, area_code=COUNTY, valid_from=date(2020, 1, 1))
    assert complete(date(2019, 12, 31)) == [True]
    assert complete(DAY) == [False]
    assert missing_roles([team], DAY)[team.pk] == {"county_leader": 1, "team_member": 1}


def test_nobody_stands_in_two_teams_where_that_is_excluded(field: Field) -> None:
    first, second = field.team(0), field.team(1)
    leader = field.join(first)
    with pytest.raises(Conflict, match="村1驻村工作队"):
        field.join(second, "team_member", person=leader.person_id)
    official = field.join(first, "county_leader")
    field.join(second, "county_leader", person=official.person_id)
    field.join(first, "first_secretary", person=leader.person_id)  # leader and first secretary of one village
    assert in_two_teams(teams_on()) == []
    TeamMember.objects.filter(pk=leader.pk).update(team=second)  # as an older record may have it
    [(person, roles)] = in_two_teams(teams_on())
    assert (person, len(roles)) == (leader.person_id, 2)


def test_a_role_is_held_once_and_from_the_teams_first_day(field: Field) -> None:
    team = field.team()
    leader = field.join(team)
    with pytest.raises(Conflict, match="已在队中"):
        field.join(team, person=leader.person_id)
    with pytest.raises(Refused, match="进驻日期"):
        field.join(team, "team_member", starts_on=date(2018, 2, 1))
    with pytest.raises(Refused, match="角色"):
        field.join(team, "captain")
    with pytest.raises(Conflict):
        send_unit(field.county, team, unit=field.unit.pk)


def test_rotation_keeps_who_was_there(field: Field) -> None:
    team = field.team()
    leader = field.join(team)
    with pytest.raises(Refused, match="晚于前任"):
        rotate_member(field.county, leader, person=field.person("李队长").pk, on=SINCE, reason="轮换")
    new = rotate_member(field.county, leader, person=field.person("李队长").pk, on=DAY, reason="轮换")
    leader.refresh_from_db()
    assert (leader.ended_on, leader.reason_out, new.role) == (date(2020, 5, 31), "轮换", "team_leader")
    with pytest.raises(Conflict):
        leave_team(field.county, leader, ended_on=DAY, reason="x")
    with pytest.raises(Conflict):  # the same page pressed twice
        leave_team(field.county, TeamMember(pk=new.pk, version=99), ended_on=DAY, reason="x")


def test_a_term_that_is_over_is_listed_until_extended(field: Field) -> None:
    member = field.join(field.team())
    assert member.term_until == date(2020, 2, 29)
    assert not term_over(teams_on(DAY), date(2020, 2, 29))
    assert list(term_over(teams_on(DAY), DAY)) == [member]
    with pytest.raises(Refused, match="晚于"):
        extend_term(field.county, member, term_until=date(2020, 1, 1), reason="x")
    with pytest.raises(Refused, match="原因"):
        extend_term(field.county, member, term_until=date(2021, 1, 1), reason="")
    extend_term(field.county, member, term_until=date(2021, 1, 1), reason="继续帮扶")
    assert not term_over(teams_on(DAY), DAY)


def test_all_leave_when_a_team_is_withdrawn(field: Field) -> None:
    team = field.team()
    field.join(team)
    with pytest.raises(Refused, match="原因"):
        dissolve_team(field.county, team, ended_on=DAY, reason=" ")
    dissolve_team(field.county, team, ended_on=DAY, reason="整村销号")
    assert not TeamMember.objects.filter(ended_on=None).exists()
    with pytest.raises(Conflict):
        dissolve_team(field.county, team, ended_on=DAY, reason="整村销号")


def test_a_member_sees_the_own_team_only(field: Field) -> None:
    mine, other = field.team(0), field.team(1)
    member = field.join(mine)
    user = employ("helper", "helper", COUNTY)
    let_act_for(operator(), user, party=member.person)
    seen = teams_visible_to(User.objects.get(pk=user.pk))
    assert mine in seen
    assert other not in seen


def test_gaps_of_many_teams_cost_no_more_queries(field: Field) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            missing_roles(list(teams_on(DAY)), DAY)
        return len(asked)

    field.join(field.team(0))
    before = queries()
    field.join(field.team(1))
    assert queries() == before


def test_a_members_page_is_titled_by_name_and_role_in_words(field: Field, client: Client) -> None:
    member = field.join(field.team(), "team_member")
    client.force_login(field.county)
    page = client.get(f"/pairing/member/{member.pk}/").content.decode()
    assert "team_member" not in page
    assert f"{member.person.name} 驻村工作队队员" in page
