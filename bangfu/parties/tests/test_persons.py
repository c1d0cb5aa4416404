"""Persons outside households, and changing what is known of anybody."""

from datetime import date

import pytest

from bangfu.kernel.ciphers import decrypt
from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.parties.actions import change_person, record_death, register_organisation, register_person
from bangfu.parties.models import Person
from bangfu.parties.tests.conftest import COUNTY, TOWNSHIP, VILLAGE, County, MakeHousehold, member

ID_NUMBER = "420302197003071237"


def test_a_helper_on_the_register(county: County) -> None:
    bureau = register_organisation(county.clerk, area_code=COUNTY, name="财政局", kind="authority")
    helper = register_person(
        county.clerk,
        area_code=COUNTY,
        name="张干部",
        id_number=ID_NUMBER.lower(),
        phone="138 1234 5678",
        works_for=bureau,
        post="科员",
    )
    helper.refresh_from_db()
    assert (helper.household_id, helper.works_for, helper.sex) == (None, bureau, "1")
    assert (helper.birth_date, decrypt(helper.phone)) == (date(1970, 3, 7), "13812345678")


def test_a_number_left_out_stays_and_an_empty_one_goes(county: County, make_household: MakeHousehold) -> None:
    person = member(make_household(head_id_number=ID_NUMBER), "王建国")
    changed = change_person(county.village, person, education="junior")
    assert decrypt(changed.id_number) == ID_NUMBER
    cleared = change_person(county.village, changed, id_number="", reason="登记有误")
    assert (cleared.id_number, cleared.id_number_index) == ("", "")


def test_two_editors_and_strangers(county: County, make_household: MakeHousehold) -> None:
    person = member(make_household(), "王建国")
    with pytest.raises(Denied):
        change_person(county.stranger, person, name="张三")
    change_person(county.village, person, name="王建军")
    with pytest.raises(Conflict):
        change_person(county.township, person, name="王建民")
    assert Person.objects.get().name == "王建军"


def test_what_cannot_be_said_of_a_person(county: County, make_household: MakeHousehold) -> None:
    person = member(make_household(), "王建国")
    with pytest.raises(Refused, match="还没有到"):
        change_person(county.village, person, birth_date=date(2999, 1, 1))
    with pytest.raises(Refused, match="健康状况"):
        change_person(county.village, person, health=["chronic", "tired"])
    with pytest.raises(Refused, match="姓名"):
        change_person(county.village, person, name=" ")
    with pytest.raises(TypeError, match="household"):
        change_person(county.village, person, household=None)


def test_doubts_about_the_id_number_are_kept(county: County, make_household: MakeHousehold) -> None:
    person = member(make_household(), "王建国")
    changed = change_person(county.village, person, id_number="420302197003071230", sex="2", reason="身份证如此")
    assert {d.rule for d in changed.doubts} == {"id_number.checksum", "sex.id_number"}


def test_a_helper_dies_where_he_is_registered(county: County) -> None:
    helper = register_person(county.clerk, area_code=TOWNSHIP, name="张干部")
    with pytest.raises(Denied):
        record_death(county.village, helper, on=date(2020, 6, 1))
    assert record_death(county.township, helper, on=date(2020, 6, 1)).died_on == date(2020, 6, 1)


def test_a_number_is_given_once(county: County) -> None:
    register_person(county.village, area_code=VILLAGE, name="甲", number="42030200001")
    with pytest.raises(Conflict, match="42030200001"):
        register_person(county.village, area_code=VILLAGE, name="乙", number="42030200001")
