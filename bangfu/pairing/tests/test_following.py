"""Pairs follow the registers: they pass to a successor, and end with the need where the scheme says so."""

from datetime import date

import pytest
from django.utils import timezone

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.history.models import Change
from bangfu.kernel.rights.models import Grant, User
from bangfu.pairing.actions import end_exited, enrol, pair
from bangfu.pairing.models import Agreement, AgreementParty, Enrolment, Pairing, Scheme, Team, TeamMember, TeamUnit
from bangfu.pairing.queries import coverage
from bangfu.pairing.queries.affected import affected_count, unit_gone
from bangfu.pairing.queries.exits import no_longer_eligible
from bangfu.pairing.tests.conftest import COUNTY, NEXT_VILLAGE, START, STRANGE_COUNTY, VILLAGE, Villages
from bangfu.parties.actions import (
    end_area_class,
    let_act_for,
    register_organisation,
    register_person,
    set_area_class,
    set_household_status,
    succeed_organisation,
)
from bangfu.parties.models import Area, Organisation, Person, UserParty

ON = date(2020, 6, 1)
LAST = date(2020, 5, 31)


def leaving(v: Villages, *, keeps: bool) -> Pairing:
    """A registered household with its helper, under a scheme for the registered only."""
    v.scheme.keeps_on_exit, v.scheme.eligible = keeps, {"recipient_standing": ["registered"]}
    v.scheme.save()
    v.household(VILLAGE)
    v.helper(VILLAGE)
    helper, home = v.helpers[0].party, v.households[0].party
    return pair(v.county, scheme=v.scheme, helper=helper, recipient=home, valid_from=START)


def test_help_that_ends_with_the_need_ends_on_the_day_before(villages: Villages) -> None:
    row = leaving(villages, keeps=False)
    set_household_status(villages.operator, villages.households[0], value="lifted", on=ON)
    row.refresh_from_db()
    assert row.valid_to == LAST
    assert "不再保持" in row.reason_out
    assert Change.objects.filter(action="end_pairing", object_id=row.pk).count() == 1
    assert affected_count(villages.scheme, COUNTY) == 0  # it needs nobody any more


def test_lifting_the_cap_does_not_end_help_where_the_scheme_keeps_it(villages: Villages) -> None:
    row = leaving(villages, keeps=True)
    set_household_status(villages.operator, villages.households[0], value="lifted", on=ON)
    row.refresh_from_db()
    assert row.valid_to is None
    with pytest.raises(Refused, match="摘帽不摘帮扶"):
        end_exited(villages.county, scheme=villages.scheme, area_code=COUNTY)


def test_pairs_a_changed_scheme_no_longer_fits_are_ended_in_one_step(villages: Villages) -> None:
    row = leaving(villages, keeps=False)
    villages.scheme.eligible = {"recipient_standing": ["lifted"]}
    villages.scheme.save()
    assert list(no_longer_eligible(villages.scheme, COUNTY)) == [row]
    with pytest.raises(Denied):
        end_exited(villages.stranger, scheme=villages.scheme, area_code=COUNTY)
    assert end_exited(villages.county, scheme=villages.scheme, area_code=COUNTY) == 1
    assert end_exited(villages.county, scheme=villages.scheme, area_code=COUNTY) == 0


def test_a_village_that_loses_its_class_loses_what_hung_on_it(villages: Villages) -> None:
    scheme = Scheme.objects.get(name="unit-village")
    scheme.keeps_on_exit = False
    scheme.save()
    area = Area.objects.get(code=VILLAGE)
    set_area_class(villages.operator, area, value="task", valid_from=START)
    row = pair(villages.county, scheme=scheme, helper=villages.unit.party, recipient=area.party, valid_from=START)
    end_area_class(villages.operator, area, value="task", on=LAST)
    row.refresh_from_db()
    assert row.valid_to == LAST


def restructured(v: Villages) -> tuple[Organisation, Organisation]:
    """The unit with staff, a village, an agreement and a team; and the one that will take its place."""
    heir = register_organisation(v.operator, area_code=COUNTY, name="区教育和体育局", kind="authority")
    scheme, area = Scheme.objects.get(name="unit-village"), Area.objects.get(code=VILLAGE)
    set_area_class(v.operator, area, value="task", valid_from=START)
    enrol(v.operator, scheme=scheme, party=v.unit.party, county_code=COUNTY, area_code=VILLAGE, valid_from=START)
    pair(v.county, scheme=scheme, helper=v.unit.party, recipient=area.party, valid_from=START)
    v.household(VILLAGE)
    v.helper(VILLAGE)
    pair(v.county, scheme=v.scheme, helper=v.helpers[0].party, recipient=v.households[0].party, valid_from=START)
    agreement = Agreement.objects.create(kind="framework", title="帮扶协议", area_code=COUNTY, valid_from=START)
    AgreementParty.objects.create(agreement=agreement, party=v.unit.party, side="helper")
    team = Team.objects.create(village=area, area_code=VILLAGE, starts_on=START)
    TeamUnit.objects.create(team=team, organisation=v.unit)
    TeamMember.objects.create(team=team, person=v.helpers[0], role="member", unit=v.unit, starts_on=START)
    return v.unit, heir


def test_everything_of_a_restructured_unit_passes_to_its_successor(villages: Villages) -> None:
    unit, heir = restructured(villages)
    clerk = User.objects.create(username="clerk", name="clerk")
    Grant.objects.create(user=clerk, role="unit", area_code=COUNTY, valid_from=START)
    let_act_for(villages.operator, clerk, party=unit)
    succeed_organisation(villages.county, unit, successor=heir, on=ON, document="机构改革方案")
    unit.refresh_from_db()
    assert (unit.valid_to, unit.successor_id) == (LAST, heir.pk)
    was, now = Pairing.objects.filter(scheme__name="unit-village").order_by("pk")
    assert (was.helper_id, was.valid_to) == (unit.pk, LAST)
    assert (now.helper_id, now.valid_from, now.valid_to, now.area_code) == (heir.pk, ON, None, VILLAGE)
    assert Enrolment.objects.get(scheme__name="unit-village", valid_to=None).party_id == heir.pk
    assert Person.objects.get(pk=villages.helpers[0].pk).works_for_id == heir.pk
    assert not unit_gone(villages.scheme, COUNTY).exists()  # its staff keep their households
    assert set(AgreementParty.objects.values_list("party_id", flat=True)) == {unit.pk, heir.pk}
    assert TeamUnit.objects.get().organisation_id == heir.pk
    assert TeamMember.objects.get().unit_id == heir.pk
    assert UserParty.objects.get(user=clerk).party_id == heir.pk
    assert affected_count(Scheme.objects.get(name="unit-village"), COUNTY) == 0
    assert coverage(Scheme.objects.get(name="unit-village"), COUNTY).missing == 0


def test_a_successor_that_helps_the_village_already_is_not_paired_twice(villages: Villages) -> None:
    unit, heir = restructured(villages)
    scheme, area = Scheme.objects.get(name="unit-village"), Area.objects.get(code=VILLAGE)
    pair(villages.county, scheme=scheme, helper=heir.party, recipient=area.party, valid_from=START)
    succeed_organisation(villages.county, unit, successor=heir, on=ON)
    assert Pairing.objects.filter(scheme=scheme, valid_to=None).count() == 1


def test_only_an_existing_unit_of_ones_own_place_takes_over(villages: Villages) -> None:
    heir = register_organisation(villages.operator, area_code=COUNTY, name="区教育和体育局", kind="authority")
    foreign = register_organisation(villages.operator, area_code=STRANGE_COUNTY, name="张湾区教育局", kind="authority")
    with pytest.raises(Refused, match="另一个单位"):
        succeed_organisation(villages.county, villages.unit, successor=villages.unit, on=ON)
    for actor, new in ((villages.stranger, heir), (villages.county, foreign)):
        with pytest.raises(Denied):
            succeed_organisation(actor, villages.unit, successor=new, on=ON)
    succeed_organisation(villages.county, villages.unit, successor=heir, on=ON)
    with pytest.raises(Conflict, match="已于"):
        succeed_organisation(villages.county, villages.unit, successor=heir, on=ON)
    with pytest.raises(Refused):
        succeed_organisation(villages.county, heir, successor=villages.unit, on=timezone.localdate().replace(year=2999))
    assert not Pairing.objects.filter(area_code=NEXT_VILLAGE).exists()
    assert register_person(villages.operator, area_code=COUNTY, name="新人", works_for=heir).works_for_id == heir.pk
