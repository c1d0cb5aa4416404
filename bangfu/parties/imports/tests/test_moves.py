"""Persons and households that an import puts elsewhere."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bangfu.parties.imports.tests.invented import VILLAGES, household
from bangfu.parties.models import FormerPlace, Household, HouseholdIncome, HouseholdStatus, Membership, Person


@pytest.fixture
def two_homes(take_in):
    """Two households of three, registered a year ago."""
    take_in(household(1, village=VILLAGES[0]) + household(2, village=VILLAGES[1]))
    Membership.objects.update(valid_from=timezone.localdate() - timedelta(days=365))


def member(name: str, home: str, relation: str, **cells: object) -> dict[str, object]:
    """Return the row of a known person in a household."""
    person = Person.objects.get(name=name)
    return {"户编号": home, "人编号": person.number, "姓名": name, "与户主关系": relation, **cells}


@pytest.mark.usefixtures("two_homes")
def test_a_member_moves_with_both_ends_dated(take_in):
    run = take_in([member("甲1三", "N000002", "之子")])
    person = Person.objects.get(name="甲1三")
    today = timezone.localdate()
    assert (run.updated, person.household.number, person.area_code) == (1, "N000002", VILLAGES[1])
    assert list(person.memberships.values_list("household__number", "valid_to")) == [
        ("N000001", today - timedelta(days=1)),
        ("N000002", None),
    ]
    assert FormerPlace.objects.get(party=person.pk).area_code == VILLAGES[0]
    assert dict(Household.objects.values_list("number", "member_count")) == {"N000001": 2, "N000002": 4}


@pytest.mark.usefixtures("two_homes")
def test_a_head_who_leaves_members_behind_is_refused(offer):
    [error] = offer([member("甲1一", "N000002", "之父")]).errors
    assert "没有户主" in error["message"]


@pytest.mark.usefixtures("two_homes")
def test_a_household_that_everybody_leaves_is_closed(take_in):
    take_in([member(f"甲1{n}", "N000002", "其他") for n in "一二三"])
    left = Household.objects.get(number="N000001")
    assert (left.member_count, left.standing, left.successor.number) == (0, "", "N000002")
    assert left.closed_on == timezone.localdate() - timedelta(days=1)  # its members are elsewhere from today on
    assert not HouseholdStatus.objects.filter(household=left, valid_to=None).exists()


@pytest.mark.usefixtures("two_homes")
def test_registered_here_and_living_there(take_in, offer, export):
    take_in([member("甲1三", "N000002", "之子", 户籍在本户="否", 共同生活="是")])
    person = Person.objects.get(name="甲1三")
    open_seats = person.memberships.filter(valid_to=None).order_by("registered")
    assert list(open_seats.values_list("household__number", "registered", "living")) == [
        ("N000002", False, True),
        ("N000001", True, False),
    ]
    assert person.household.number == "N000002"
    assert offer(export()).unchanged == 6


@pytest.mark.usefixtures("two_homes")
def test_a_household_moves_with_everything_that_repeats_its_place(take_in):
    row = member("甲1一", "N000001", "户主", 村代码=VILLAGES[2])
    run = take_in([row])
    assert run.updated == 1
    home = Household.objects.get(number="N000001")
    assert {home.area_code, *home.members.values_list("area_code", flat=True)} == {VILLAGES[2]}
    for model in (HouseholdStatus, HouseholdIncome):
        assert set(model.objects.filter(household=home).values_list("area_code", flat=True)) == {VILLAGES[2]}
    assert FormerPlace.objects.filter(area_code=VILLAGES[0]).count() == 4


@pytest.mark.usefixtures("two_homes")
def test_a_move_into_a_new_household_needs_no_number(take_in):
    rows = [
        {
            "村代码": VILLAGES[0],
            "人编号": Person.objects.get(name="甲2三").number,
            "姓名": "甲2三",
            "与户主关系": "户主",
        },
        {"姓名": "新人", "与户主关系": "配偶"},
    ]
    run = take_in(rows)
    assert (run.created, run.updated) == (1, 1)
    home = Household.objects.get(head_name="甲2三")
    assert (home.member_count, home.area_code) == (2, VILLAGES[0])
    assert Household.objects.get(number="N000002").member_count == 2
