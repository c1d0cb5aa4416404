"""What the registers declare holds together: samples, forms, acts, names and search."""

from datetime import date

import pytest

from bangfu.kernel.forms import bound_form, fields_of
from bangfu.kernel.resources import Resource, resolvers, resources
from bangfu.kernel.rights.roles import permissions, roles
from bangfu.kernel.rows.selection import select
from bangfu.parties.actions import make_head, record_death
from bangfu.parties.forms.areas import MergeAreasForm
from bangfu.parties.forms.households import HouseholdForm, SplitHouseholdForm
from bangfu.parties.forms.organisations import OrganisationForm
from bangfu.parties.forms.persons import LeavingForm, PersonForm
from bangfu.parties.models import Household, Person
from bangfu.parties.resources.acts import merge_into, said
from bangfu.parties.tests.conftest import (
    COUNTY,
    NEXT_VILLAGE,
    STRANGE_COUNTY,
    STRANGE_VILLAGE,
    TOWNSHIP,
    VILLAGE,
    County,
    MakeHousehold,
    employ,
    member,
)

OURS = [r for r in resources if r.name.startswith("parties.")]
ON = date(2020, 7, 1)


@pytest.mark.parametrize("resource", OURS, ids=lambda r: r.name)
def test_a_sample_is_listed_where_it_lies_and_only_there(county: County, resource: Resource) -> None:
    row = resource.sample(county.clerk, TOWNSHIP)
    assert row in select(county.clerk, resource, {}).rows
    assert row not in select(county.stranger, resource, {}).rows


@pytest.mark.django_db
def test_a_sample_makes_the_places_it_needs(operator_user) -> None:
    for resource in OURS:
        for code in ("420302", "430525"):
            assert resource.sample(operator_user, code).pk


def test_every_permission_names_declared_roles() -> None:
    for permission in permissions:
        assert set(permission.roles) <= set(roles.names()), permission.name
    for resource in OURS:
        assert resource.permission in permissions
        assert {act.permission for act in resource.acts} <= set(permissions.names())


def test_the_auditor_reads_everything_and_changes_nothing() -> None:
    ours = [p for p in permissions if p.name.startswith("parties.")]
    assert {p.name for p in ours if "auditor" not in p.roles and p.name.endswith(".view")} == set()
    assert not [p.name for p in ours if "auditor" in p.roles and p.name.endswith((".change", ".import"))]


def test_a_household_is_found_by_name_number_and_telephone(county: County, make_household: MakeHousehold) -> None:
    row = make_household(phone="13812345678")
    households = resources["parties.household"]
    for text in ("王建", row.number, "138 1234 5678"):
        assert select(county.village, households, {"q": [text]}).rows.get() == row
    assert not select(county.village, households, {"q": ["1381234"]}).rows.exists()
    assert not select(county.stranger, households, {"q": ["王建"]}).rows.exists()


def test_a_household_is_typed_and_registered(county: County) -> None:
    typed = {"area_code": VILLAGE, "head_name": "王建国", "other_causes": ["skills"], "electricity": "true"}
    form = bound_form(HouseholdForm, county.village, data=typed)
    assert form.is_valid(), form.errors
    row = resources["parties.household"].create(county.village, **fields_of(form))
    row.refresh_from_db()
    assert (row.head_name, row.other_causes, row.electricity, row.relocated) == ("王建国", ["skills"], True, None)


def test_a_form_takes_no_place_outside(county: County) -> None:
    form = bound_form(HouseholdForm, county.village, data={"area_code": STRANGE_VILLAGE, "head_name": "王"})
    assert "area_code" in form.errors
    form = bound_form(HouseholdForm, county.clerk, data={"area_code": TOWNSHIP, "head_name": "王"})
    assert "层级" in form.errors["area_code"][0]


def test_a_form_asks_for_the_reason_of_a_doubt(county: County) -> None:
    typed = {"name": "甲", "area_code": COUNTY, "kind": "authority", "credit_code": "91350211M0000XUF46"}
    form = bound_form(OrganisationForm, county.clerk, data=typed)
    assert "原因说明" in form.errors["credit_code"][0]
    form = bound_form(OrganisationForm, county.clerk, data=typed | {"reason": "执照如此"})
    assert form.is_valid(), form.errors
    assert resources["parties.organisation"].create(county.clerk, **fields_of(form)).doubts


def test_a_changed_person_keeps_what_the_form_does_not_show(county: County, make_household: MakeHousehold) -> None:
    person = member(make_household(head_id_number="420302197003071237"), "王建国")
    form = bound_form(PersonForm, county.village, person, data={"name": "王建军", "reason": "更正"})
    assert form.is_valid(), form.errors
    changed = resources["parties.person"].change(county.village, person, **fields_of(form))
    assert (changed.name, bool(changed.id_number), "area_code" in form.fields) == ("王建军", True, False)


def test_health_is_typed_only_by_those_who_may_see_it(county: County, make_household: MakeHousehold) -> None:
    person = member(make_household(), "王建国")
    lead = employ("lead", "lead", COUNTY)
    assert "health" in bound_form(PersonForm, county.village, person).fields
    assert {"health", "disability_number"}.isdisjoint(bound_form(PersonForm, lead, person).fields)


def test_forms_of_a_household_offer_its_members(county: County, make_household: MakeHousehold) -> None:
    row, other = make_household(family=True), make_household(head="张三")
    son, stranger = member(row, "王小明"), member(other, "张三")
    typed = {"head": son.pk, "members": [], "on": "2020-07-01"}
    assert bound_form(SplitHouseholdForm, county.village, row, data=typed).is_valid()
    assert "head" in bound_form(SplitHouseholdForm, county.village, row, data=typed | {"head": stranger.pk}).errors
    leaving = bound_form(LeavingForm, county.village, member(row, "王建国"))
    assert [p.name for p in leaving.fields["new_head"].queryset] == ["李秀英", "王小明", "王大山"]


def test_a_button_answers_with_what_looked_wrong(county: County, make_household: MakeHousehold) -> None:
    row = make_household(family=True)
    add = said(record_death, "已登记死亡。")
    assert add(county.village, member(row, "王大山"), on=ON) == "已登记死亡。"
    answer = said(make_head, "已变更户主。")(county.village, row, person=member(row, "李秀英"), on=ON)
    assert answer == "已变更户主。"
    assert add.permission == "parties.household.change"


def test_a_merger_typed_and_done(county: County) -> None:
    old = county.areas[NEXT_VILLAGE]
    form = bound_form(
        MergeAreasForm, county.clerk, old, data={"successor": f"{VILLAGE} 岩屋村", "on": "2020-07-01", "document": ""}
    )
    assert form.is_valid(), form.errors
    merge_into(county.clerk, old, **fields_of(form))
    old.refresh_from_db()
    assert old.valid_to == date(2020, 6, 30)


def test_areas_are_shown_and_found_by_name(county: County) -> None:
    area = resolvers["area"]
    assert area.names([VILLAGE, TOWNSHIP, COUNTY]) == {
        VILLAGE: "大川镇 / 岩屋村",
        TOWNSHIP: "大川镇",
        COUNTY: "茅箭区",
    }
    assert area.find(county.clerk, "岩屋", 5) == [(VILLAGE, "岩屋村")]
    assert area.find(county.clerk, TOWNSHIP, 1) == [(TOWNSHIP, "大川镇")]
    assert area.find(county.stranger, "岩屋", 5) == []
    assert area.below(county.clerk, TOWNSHIP) == [(VILLAGE, "岩屋村"), (NEXT_VILLAGE, "康家村")]
    assert [code for code, _name in area.below(county.stranger, "")] == [STRANGE_COUNTY]


def test_a_second_click_on_a_deed_is_refused(county: County, make_household: MakeHousehold) -> None:
    row = make_household(family=True)
    death = resources["parties.person"].act("death")
    father = member(row, "王大山")
    assert death.when(father)
    death.run(county.village, father, on=ON)
    assert not death.when(Person.objects.get(pk=father.pk))
    assert Household.objects.get(pk=row.pk).member_count == 3
