"""Registering households and changing what is known of them."""

from datetime import date
from decimal import Decimal

import pytest

from bangfu.kernel.ciphers import decrypt
from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.history.models import Change
from bangfu.parties.actions import change_household, register_household, register_person
from bangfu.parties.models import Household, Person
from bangfu.parties.tests.conftest import (
    COUNTY,
    NEXT_VILLAGE,
    START,
    STRANGE_VILLAGE,
    VILLAGE,
    County,
    MakeHousehold,
)

ID_NUMBER = "420302197003071237"


def test_a_household_comes_with_its_head_and_numbers(county: County) -> None:
    row = register_household(
        county.village,
        area_code=VILLAGE,
        head_name=" 王建国 ",
        head_id_number=ID_NUMBER,
        opened_on=START,
        standing="registered",
        phone="13812345678",
    )
    row.refresh_from_db()
    head = Person.objects.get(household=row)
    assert (row.head_name, row.member_count, row.standing) == ("王建国", 1, "registered")
    assert (row.number, head.number) == (f"H{row.pk:08d}", f"P{head.pk:08d}")
    assert (head.relation, head.sex, head.birth_date) == ("head", "1", date(1970, 3, 7))
    assert head.area_code == VILLAGE
    assert row.statuses.get().valid_from == START
    assert head.memberships.get().valid_from == START
    assert decrypt(row.phone) == "13812345678"
    assert "13812345678" not in row.phone


def test_a_given_number_is_kept_and_not_given_twice(county: County, make_household: MakeHousehold) -> None:
    row = make_household(number="4203020001")
    assert row.number == "4203020001"
    with pytest.raises(Conflict, match="4203020001"):
        make_household(number="4203020001")


def test_a_household_lives_in_a_village_that_exists(county: County) -> None:
    with pytest.raises(Refused, match="村或村民小组"):
        register_household(county.clerk, area_code=COUNTY, head_name="王")
    with pytest.raises(Refused, match="没有区划代码"):
        register_household(county.clerk, area_code="420302100299", head_name="王")


def test_a_stranger_registers_and_changes_nothing(county: County, make_household: MakeHousehold) -> None:
    row = make_household()
    with pytest.raises(Denied):
        register_household(county.stranger, area_code=VILLAGE, head_name="王")
    with pytest.raises(Denied):
        register_household(county.village, area_code=NEXT_VILLAGE, head_name="王")
    with pytest.raises(Denied):
        change_household(county.stranger, row, address="一号")
    with pytest.raises(Denied):
        change_household(county.auditor, row, address="一号")
    assert Household.objects.get().address == ""


def test_two_editors_of_one_household(county: County, make_household: MakeHousehold) -> None:
    make_household()
    mine, theirs = Household.objects.get(), Household.objects.get()
    change_household(county.village, mine, address="一组 3 号")
    with pytest.raises(Conflict, match="没有保存"):
        change_household(county.township, theirs, address="二组 8 号")
    row = Household.objects.get()
    assert (row.address, row.version) == ("一组 3 号", mine.version + 1)


def test_saving_what_is_there_already_writes_nothing(county: County, make_household: MakeHousehold) -> None:
    row = make_household(address="一组", housing_area=Decimal("86.5"), longitude=Decimal("110.81"))
    before = Change.objects.count()
    same = change_household(
        county.village, row, address="一组", housing_area=Decimal("86.50"), longitude=Decimal("110.810")
    )
    assert same.version == row.version
    assert Change.objects.count() == before


def test_history_tells_what_changed_and_never_a_number(county: County, make_household: MakeHousehold) -> None:
    row = make_household(phone="13812345678")
    change_household(county.village, row, phone="13812995678", reason="换号")
    told = Change.objects.filter(action="change_household").get()
    assert told.before == {"phone": "138****5678"}
    assert told.after == {"phone": "138****5678（已更正）"}
    assert (told.reason, told.actor, told.area_code) == ("换号", county.village, VILLAGE)


def test_an_unknown_code_is_refused_and_a_stored_one_stays(county: County, make_household: MakeHousehold) -> None:
    row = make_household()
    with pytest.raises(Refused, match="住房结构"):
        change_household(county.village, row, housing_structure="gold")
    Household.objects.filter(pk=row.pk).update(water="no-longer-known")
    row.refresh_from_db()
    assert change_household(county.village, row, address="一组").water == "no-longer-known"


def test_an_unknown_field_is_an_error_of_the_program(county: County, make_household: MakeHousehold) -> None:
    with pytest.raises(TypeError, match="standing"):
        change_household(county.village, make_household(), standing="lifted")


def test_what_looks_wrong_is_recorded_not_refused(county: County, make_household: MakeHousehold) -> None:
    row = make_household()
    changed = change_household(
        county.village,
        row,
        main_cause="illness",
        other_causes=["illness", "skills", "labour"],
        phone="123",
        reason="户主口述",
    )
    assert {d.rule for d in changed.doubts} == {"phone.shape", "causes.main_again", "causes.too_many"}
    told = Change.objects.filter(action="change_household").get().reason
    assert told.startswith("户主口述〔")
    assert "超过 2 项" in told


def test_somebody_on_the_register_becomes_head(county: County) -> None:
    person = register_person(county.village, area_code=VILLAGE, name="张三", sex="1")
    row = register_household(county.village, area_code=VILLAGE, head=person, opened_on=START)
    assert (row.head_name, row.member_count) == ("张三", 1)
    with pytest.raises(Conflict, match="分户"):
        register_household(county.village, area_code=VILLAGE, head=person, opened_on=START)


def test_an_id_number_belongs_to_one_person(county: County, make_household: MakeHousehold) -> None:
    make_household(head="王建国", head_id_number=ID_NUMBER)
    with pytest.raises(Conflict, match="王建国") as seen:
        make_household(head="王二", head_id_number=ID_NUMBER.lower())
    assert seen.value.field == "id_number"
    with pytest.raises(Conflict) as unseen:
        register_household(county.stranger, area_code=STRANGE_VILLAGE, head_name="王二", head_id_number=ID_NUMBER)
    assert "王建国" not in unseen.value.message
    assert Household.objects.count() == 1


def test_a_day_to_come_is_refused(county: County) -> None:
    with pytest.raises(Refused, match="还没有到"):
        register_household(county.village, area_code=VILLAGE, head_name="王", opened_on=date(2999, 1, 1))
