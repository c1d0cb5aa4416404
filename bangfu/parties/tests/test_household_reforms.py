"""Households that split, merge, move and close."""

from datetime import date

import pytest

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.parties.actions import (
    close_household,
    merge_households,
    move_household,
    split_household,
)
from bangfu.parties.models import Household, Person
from bangfu.parties.queries import household_page, places_on
from bangfu.parties.tests.conftest import (
    FAR_VILLAGE,
    NEXT_VILLAGE,
    STRANGE_VILLAGE,
    VILLAGE,
    County,
    MakeHousehold,
    member,
)
from bangfu.parties.tests.invariants import assert_registers_hold

DAY, EVE = date(2020, 6, 1), date(2020, 5, 31)


def relations(household: Household) -> dict[str, str]:
    return dict(Person.objects.filter(household=household).values_list("name", "relation"))


def test_a_son_founds_his_own_household(county: County, make_household: MakeHousehold) -> None:
    old = make_household(family=True, standing="registered", main_cause="skills")
    new = split_household(county.village, old, head=member(old, "王小明"), members=[member(old, "王大山")], on=DAY)
    old.refresh_from_db()
    assert (new.head_name, new.member_count, new.split_from_id) == ("王小明", 2, old.pk)
    assert (old.member_count, relations(new)) == (2, {"王小明": "head", "王大山": "grandparent"})
    assert (new.standing, new.main_cause, new.statuses.get().valid_from) == ("registered", "skills", DAY)
    assert household_page(county.village, old.pk).offshoots == [new]
    assert_registers_hold()


def test_the_old_head_who_leaves_names_another(county: County, make_household: MakeHousehold) -> None:
    old = make_household(family=True)
    with pytest.raises(Refused, match="新的户主"):
        split_household(county.village, old, head=member(old, "王建国"), on=DAY)
    assert Household.objects.count() == 1
    split_household(county.village, old, head=member(old, "王建国"), on=DAY, remaining_head=member(old, "李秀英"))
    old.refresh_from_db()
    assert old.head_name == "李秀英"
    assert_registers_hold()


def test_a_split_leaves_somebody_behind(county: County, make_household: MakeHousehold) -> None:
    old, other = make_household(), make_household(head="张三")
    with pytest.raises(Refused, match="全部成员"):
        split_household(county.village, old, head=member(old, "王建国"), on=DAY)
    with pytest.raises(Refused, match="本户成员"):
        split_household(county.village, old, head=member(other, "张三"), on=DAY)


def test_a_split_to_another_village_needs_the_right_there(county: County, make_household: MakeHousehold) -> None:
    old = make_household(family=True)
    son = member(old, "王小明")
    with pytest.raises(Denied):
        split_household(county.village, old, head=son, on=DAY, area_code=NEXT_VILLAGE)
    new = split_household(county.township, old, head=son, on=DAY, area_code=NEXT_VILLAGE)
    assert (new.area_code, Person.objects.get(pk=son.pk).area_code) == (NEXT_VILLAGE, NEXT_VILLAGE)
    assert places_on([son.pk], EVE) == {son.pk: VILLAGE}


def test_a_merger_loses_nobody(county: County, make_household: MakeHousehold) -> None:
    into, old = make_household(head="张三"), make_household(family=True, standing="registered")
    wife = member(old, "李秀英")
    merged = merge_households(county.village, into, others=[old], on=DAY, relations={wife.pk: "mother"})
    old.refresh_from_db()
    assert (merged.member_count, merged.head_name) == (5, "张三")
    assert relations(into)["李秀英"] == "mother"
    assert relations(into)["王小明"] == "other"
    assert "王小明" in merged.doubts[0].message
    assert "李秀英" not in merged.doubts[0].message
    assert (old.closed_on, old.successor_id, old.member_count, old.standing) == (EVE, into.pk, 0, "")
    page = household_page(county.village, old.pk)
    assert len(page.past_members) == 4
    assert household_page(county.village, into.pk).merged_from == [old]
    assert_registers_hold()


def test_a_merger_is_done_once(county: County, make_household: MakeHousehold) -> None:
    into, old = make_household(head="张三"), make_household()
    merge_households(county.village, into, others=[old], on=DAY)
    with pytest.raises(Conflict, match="销户"):
        merge_households(county.village, into, others=[old], on=DAY)
    with pytest.raises(Refused, match="其他农户"):
        merge_households(county.village, into, others=[into], on=DAY)


def test_a_household_moves_with_its_members(county: County, make_household: MakeHousehold) -> None:
    row = make_household(family=True, standing="registered")
    moved = move_household(county.clerk, row, area_code=FAR_VILLAGE, on=DAY, address="安置点 2 栋")
    assert (moved.area_code, moved.address) == (FAR_VILLAGE, "安置点 2 栋")
    assert set(Person.objects.values_list("area_code", flat=True)) == {FAR_VILLAGE}
    assert row.statuses.get().area_code == FAR_VILLAGE
    assert set(places_on([row.pk, member(row, "王小明").pk], EVE).values()) == {VILLAGE}
    with pytest.raises(Conflict, match="已在此地"):
        move_household(county.clerk, row, area_code=FAR_VILLAGE, on=DAY)
    with pytest.raises(Refused, match="之后还有迁移"):
        move_household(county.clerk, row, area_code=VILLAGE, on=date(2020, 5, 1))


def test_a_move_needs_the_right_over_both_places(county: County, make_household: MakeHousehold) -> None:
    row = make_household()
    for actor, code in (
        (county.village, NEXT_VILLAGE),
        (county.township, FAR_VILLAGE),
        (county.clerk, STRANGE_VILLAGE),
        (county.stranger, STRANGE_VILLAGE),
    ):
        with pytest.raises(Denied):
            move_household(actor, row, area_code=code, on=DAY)
    row.refresh_from_db()
    assert row.area_code == VILLAGE


def test_closing_a_household(county: County, make_household: MakeHousehold) -> None:
    row = make_household(family=True, standing="registered")
    closed = close_household(county.village, row, on=DAY, reason_out="moved_out", closed_reason="整户迁出")
    assert (closed.closed_on, closed.closed_reason, closed.member_count) == (EVE, "整户迁出", 0)
    assert set(Person.objects.values_list("left_on", flat=True)) == {DAY}
    with pytest.raises(Conflict, match="销户"):
        close_household(county.village, row, on=DAY, reason_out="moved_out", closed_reason="整户迁出")
    assert_registers_hold()
