"""The page of work teams: gaps by role and place, terms that are over, and only one's own places."""

from datetime import date

import pytest

from bangfu.figures.computing import Question, compute, find
from bangfu.kernel.rights.actions import operator
from bangfu.office.tests.conftest import COUNTY, NEXT_TOWN, NEXT_VILLAGE, STRANGE_COUNTY, VILLAGE
from bangfu.pairing.actions.teams import form_team, join_team
from bangfu.parties.actions import register_person
from bangfu.parties.models import Area

pytestmark = pytest.mark.django_db
SINCE = date(2018, 3, 1)


@pytest.fixture
def teams(office):
    """A team that lacks its members, and one whose leader's term is over."""
    actor = operator()
    made = [
        form_team(actor, village=Area.objects.get(code=code).pk, starts_on=SINCE) for code in (VILLAGE, NEXT_VILLAGE)
    ]
    join_team(actor, made[0], person=office.cadre.pk, role="team_leader", starts_on=SINCE)
    return made


def test_gaps_and_terms_are_shown(office, teams, visit):
    said = visit(office.county, "/pairing/teams/").said
    for words in ("缺员", "卡子村驻村工作队", "驻村工作队队员", "工作队长", "沈文静", "2020-02-29", "大川镇"):
        assert words in said


def test_a_filled_role_completes_the_team(office, teams, visit):
    assert "齐员 0 共 2 支" in visit(office.county, "/pairing/teams/").said
    member = register_person(operator(), area_code=COUNTY, name="何队员")
    join_team(operator(), teams[0], person=member.pk, role="team_member", starts_on=SINCE)
    said = visit(office.county, "/pairing/teams/").said
    assert "齐员 1 共 2 支" in said
    assert "卡子村驻村工作队 大川镇" not in said


def test_a_township_sees_its_own_only(office, teams, visit):
    said = visit(office.township, "/pairing/teams/").said
    assert "卡子村驻村工作队" in said
    assert "岩屋村驻村工作队" not in said
    assert visit(office.township, f"/pairing/teams/?place={NEXT_TOWN}").status_code == 403
    assert visit(office.nobody, "/pairing/teams/").status_code == 403
    assert "还没有驻村工作队" in visit(office.stranger, "/pairing/teams/").said


def test_a_helper_sees_the_own_team(office, teams, visit):
    said = visit(office.helper, "/pairing/teams/").said
    assert "卡子村驻村工作队" in said
    assert "岩屋村驻村工作队" not in said


def test_the_team_page_names_the_gap(office, teams, visit):
    said = visit(office.county, f"/pairing/team/{teams[0].pk}/").said
    assert "缺员：驻村工作队队员" in said
    assert "已满" in said
    assert "缺员" in visit(office.county, f"/parties/area/{teams[0].village_id}/").said


def test_figures_of_teams(office, teams, visit):
    for name, value in (("teams", 2), ("teams_complete", 0), ("teams_incomplete", 2), ("team_completeness", 0)):
        assert compute(find(f"pairing.{name}"), Question(area_code=COUNTY)).value == value
    assert compute(find("pairing.team_members"), Question(area_code=COUNTY)).value == 1
    assert compute(find("pairing.team_members_over_term"), Question(area_code=COUNTY)).value == 1
    assert compute(find("pairing.teams"), Question(area_code=STRANGE_COUNTY)).value == 0
    assert "卡子村驻村工作队" in visit(office.county, "/figures/pairing.teams_incomplete/?year=2026").said
    assert "沈文静" in visit(office.county, "/figures/pairing.team_members/?year=2026&by=role").said
    assert visit(office.stranger, f"/figures/pairing.teams/?place={COUNTY}").status_code == 403


def test_the_page_stands_in_every_language(office, teams, visit, speak):
    for language in ("zh-hans", "zh-hant", "en"):
        assert visit(speak(office.county, language), "/pairing/teams/").status_code == 200
