"""Births, marriages, moves, deaths and heads."""

from datetime import date

import pytest

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.history.models import Change
from bangfu.parties.actions import (
    add_member,
    change_membership,
    make_head,
    move_member,
    record_death,
    register_person,
    remove_member,
)
from bangfu.parties.models import FormerPlace, Household, Person
from bangfu.parties.queries import memberships_on
from bangfu.parties.tests.conftest import (
    FAR_VILLAGE,
    NEXT_VILLAGE,
    START,
    STRANGE_VILLAGE,
    VILLAGE,
    County,
    MakeHousehold,
    member,
)
from bangfu.parties.tests.invariants import assert_registers_hold

DAY = date(2020, 6, 1)


def relations(household: Household) -> dict[str, str]:
    return dict(Person.objects.filter(household=household).values_list("name", "relation"))


def test_a_birth(county: County, make_household: MakeHousehold) -> None:
    row = make_household(family=True)
    child = add_member(
        county.village, row, name="王新", relation="grandchild", reason_in="birth", on=DAY, birth_date=DAY
    )
    row.refresh_from_db()
    assert (row.member_count, child.area_code) == (5, VILLAGE)
    assert child.memberships.get().reason_in == "birth"
    assert_registers_hold()


def test_nobody_joins_before_being_born(county: County, make_household: MakeHousehold) -> None:
    with pytest.raises(Refused, match="早于出生日期"):
        add_member(county.village, make_household(), name="王新", relation="son", on=START, birth_date=DAY)
    assert not Person.objects.filter(name="王新").exists()


def test_a_new_member_is_not_head(county: County, make_household: MakeHousehold) -> None:
    with pytest.raises(Refused, match="变更户主"):
        add_member(county.village, make_household(), name="王二", relation="head", on=DAY)


def test_somebody_already_a_member_moves_instead(county: County, make_household: MakeHousehold) -> None:
    first, second = make_household(family=True), make_household(head="张三")
    with pytest.raises(Conflict, match="迁入"):
        add_member(county.village, second, person=member(first, "王小明"), relation="other", on=DAY)


def test_registered_here_living_there(county: County, make_household: MakeHousehold) -> None:
    home, other = make_household(family=True), make_household(head="张三")
    son = member(home, "王小明")
    move_member(county.village, son, to=other, on=DAY, relation="other", registered=False, living=True)
    son.refresh_from_db()
    home.refresh_from_db()
    assert (son.household_id, home.member_count) == (other.pk, 3)
    held = {m.household_id: (m.registered, m.living) for m in son.memberships.filter(valid_to=None)}
    assert held == {home.pk: (True, False), other.pk: (False, True)}
    assert_registers_hold()
    move_member(county.village, son, to=other, on=date(2020, 7, 1), relation="other")
    assert son.memberships.get(valid_to=None).household_id == other.pk
    assert_registers_hold()


def test_the_death_of_the_head_demands_another(county: County, make_household: MakeHousehold) -> None:
    row = make_household(family=True)
    head, wife = member(row, "王建国"), member(row, "李秀英")
    with pytest.raises(Refused, match="新的户主") as refused:
        record_death(county.village, head, on=DAY)
    assert refused.value.field == "new_head"
    assert "李秀英" in refused.value.message
    head.refresh_from_db()
    assert head.died_on is None
    record_death(county.village, head, on=DAY, new_head=wife)
    row.refresh_from_db()
    assert (row.head_name, row.member_count) == ("李秀英", 3)
    assert relations(row) == {"李秀英": "head", "王小明": "son", "王大山": "husbands_parent"}
    assert_registers_hold()


def test_who_was_head_on_a_past_day_stays_readable(county: County, make_household: MakeHousehold) -> None:
    row = make_household(family=True)
    record_death(county.village, member(row, "王建国"), on=DAY, new_head=member(row, "李秀英"))
    for day, head in ((date(2020, 5, 31), "王建国"), (DAY, "李秀英"), (date(2021, 1, 1), "李秀英")):
        names = memberships_on(day).filter(household=row, relation="head").values_list("person__name", flat=True)
        assert list(names) == [head]


def test_nobody_dies_twice_or_before_birth(county: County, make_household: MakeHousehold) -> None:
    row = make_household(family=True)
    son = add_member(county.village, row, name="王新", relation="son", on=DAY, birth_date=DAY)
    with pytest.raises(Refused, match="早于出生日期"):
        record_death(county.village, son, on=START)
    record_death(county.village, son, on=DAY)
    with pytest.raises(Conflict, match="登记死亡"):
        record_death(county.village, son, on=DAY)
    lived = son.memberships.get()
    assert (lived.valid_from, lived.valid_to) == (DAY, DAY)
    assert_registers_hold()


def test_the_last_member_closes_the_household(county: County, make_household: MakeHousehold) -> None:
    row = make_household(standing="registered")
    record_death(county.village, member(row, "王建国"), on=DAY)
    row.refresh_from_db()
    assert (row.member_count, row.closed_on, row.standing) == (0, date(2020, 5, 31), "")
    assert row.statuses.get().valid_to == date(2020, 5, 31)
    with pytest.raises(Conflict, match="销户"):
        add_member(county.village, row, name="王新", relation="son", on=DAY)


def test_moving_to_another_household(county: County, make_household: MakeHousehold) -> None:
    old, new = make_household(family=True), make_household(area_code=FAR_VILLAGE, head="张三")
    wife = member(old, "李秀英")
    moved = move_member(county.clerk, wife, to=new, on=DAY, relation="spouse", reason_in="marriage_in")
    assert (moved.household_id, moved.area_code) == (new.pk, FAR_VILLAGE)
    past, present = wife.memberships.order_by("valid_from")
    assert (past.household_id, past.valid_to) == (old.pk, date(2020, 5, 31))
    assert (present.household_id, present.valid_from, present.reason_in) == (new.pk, DAY, "marriage_in")
    assert FormerPlace.objects.get(party=wife.pk).area_code == VILLAGE
    assert_registers_hold()
    with pytest.raises(Conflict, match="已在该户"):
        move_member(county.clerk, wife, to=new, on=DAY, relation="spouse")


def test_a_move_needs_the_right_over_both_places(county: County, make_household: MakeHousehold) -> None:
    old, new = make_household(family=True), make_household(area_code=NEXT_VILLAGE, head="张三")
    son = member(old, "王小明")
    for actor in (county.village, county.stranger, county.auditor):
        with pytest.raises(Denied):
            move_member(actor, son, to=new, on=DAY, relation="other")
    assert move_member(county.township, son, to=new, on=DAY, relation="other").household_id == new.pk
    with pytest.raises(Denied):
        remove_member(county.village, son, on=DAY, reason_out="moved_out")


def test_the_last_one_to_move_closes_the_old_household(county: County, make_household: MakeHousehold) -> None:
    old, new = make_household(), make_household(head="张三")
    move_member(county.village, member(old, "王建国"), to=new, on=DAY, relation="father")
    old.refresh_from_db()
    assert (old.closed_on, old.successor_id) == (date(2020, 5, 31), new.pk)
    assert_registers_hold()


def test_a_change_put_right_on_its_own_day(county: County, make_household: MakeHousehold) -> None:
    home, wrong, right = make_household(family=True), make_household(head="张三"), make_household(head="赵四")
    son = member(home, "王小明")
    move_member(county.village, son, to=wrong, on=DAY, relation="other")
    move_member(county.village, son, to=right, on=DAY, relation="son_in_law")
    past, present = son.memberships.order_by("valid_from")
    assert (past.household_id, present.household_id) == (home.pk, right.pk)
    assert Change.objects.filter(action="move_member", object_id=son.pk).count() == 2
    assert_registers_hold()


def test_no_change_before_the_last_one(county: County, make_household: MakeHousehold) -> None:
    home, other = make_household(family=True), make_household(head="张三")
    son = member(home, "王小明")
    move_member(county.village, son, to=other, on=DAY, relation="other")
    with pytest.raises(Refused, match="不能早于"):
        move_member(county.village, son, to=home, on=date(2020, 5, 1), relation="son")
    remove_member(county.village, son, on=date(2020, 9, 1), reason_out="moved_out")
    with pytest.raises(Refused, match="之后还有"):
        add_member(county.village, home, person=son, relation="son", on=date(2020, 7, 1))


def test_leaving_and_coming_back(county: County, make_household: MakeHousehold) -> None:
    row = make_household(family=True)
    son = member(row, "王小明")
    with pytest.raises(Refused, match="减少原因"):
        remove_member(county.village, son, on=DAY, reason_out="")
    gone = remove_member(county.village, son, on=DAY, reason_out="moved_out")
    assert (gone.household_id, gone.left_on) == (None, DAY)
    with pytest.raises(Conflict, match="不是任何户"):
        remove_member(county.village, son, on=DAY, reason_out="moved_out")
    back = add_member(county.village, row, person=son, relation="son", on=date(2020, 9, 1))
    assert (back.household_id, back.left_on, son.memberships.count()) == (row.pk, None, 2)
    assert_registers_hold()


def test_a_new_head_and_who_the_others_are_to_him(county: County, make_household: MakeHousehold) -> None:
    row = make_household(family=True)
    son = member(row, "王小明")
    add_member(county.village, row, name="周兰", sex="2", relation="daughter_in_law", on=START)
    crowned = make_head(county.village, row, person=son, on=DAY)
    assert crowned.head_name == "王小明"
    assert relations(row) == {
        "王建国": "father",
        "李秀英": "mother",
        "王大山": "grandparent",
        "王小明": "head",
        "周兰": "other",
    }
    [doubt] = crowned.doubts
    assert "周兰" in doubt.message
    change_membership(county.village, member(row, "周兰"), household=row, on=DAY, relation="spouse")
    assert relations(row)["周兰"] == "spouse"
    assert_registers_hold()


def test_given_relations_win_over_derived_ones(county: County, make_household: MakeHousehold) -> None:
    row = make_household(family=True)
    father = member(row, "王大山")
    make_head(county.village, row, person=member(row, "王小明"), on=DAY, relations={father.pk: "other"})
    assert relations(row)["王大山"] == "other"


def test_only_a_member_becomes_head_and_once(county: County, make_household: MakeHousehold) -> None:
    row, other = make_household(family=True), make_household(head="张三")
    with pytest.raises(Refused, match="本户成员"):
        make_head(county.village, row, person=member(other, "张三"), on=DAY)
    with pytest.raises(Conflict, match="已是户主"):
        make_head(county.village, row, person=member(row, "王建国"), on=DAY)


def test_the_dead_do_not_move(county: County, make_household: MakeHousehold) -> None:
    row, other = make_household(family=True), make_household(head="张三")
    father = member(row, "王大山")
    record_death(county.village, father, on=DAY)
    with pytest.raises(Conflict, match="死亡"):
        move_member(county.village, father, to=other, on=DAY, relation="other")


def test_a_helper_of_another_county_is_not_added_here(county: County, make_household: MakeHousehold) -> None:
    stranger = register_person(county.stranger, area_code=STRANGE_VILLAGE, name="外县人")
    with pytest.raises(Denied):
        add_member(county.village, make_household(), person=stranger, relation="other", on=DAY)
