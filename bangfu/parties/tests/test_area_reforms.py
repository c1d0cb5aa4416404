"""Villages merged, split, renamed and recoded: everything follows, and the past stays readable."""

from datetime import date

import pytest

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.history.models import Change
from bangfu.kernel.rights.models import Grant, User
from bangfu.parties.actions import (
    Part,
    merge_areas,
    recode_area,
    record_income,
    register_area,
    register_organisation,
    rename_area,
    set_area_class,
    split_area,
)
from bangfu.parties.models import Area, AreaSuccession, Household, Person
from bangfu.parties.queries import (
    classes_on,
    household_page,
    households_visible_to,
    places_on,
    successors_of,
    with_standing_on,
)
from bangfu.parties.tests.conftest import (
    COUNTY,
    FAR_VILLAGE,
    NEXT_VILLAGE,
    OTHER_TOWNSHIP,
    STRANGE_VILLAGE,
    TOWNSHIP,
    VILLAGE,
    County,
    MakeHousehold,
)

ON = date(2020, 7, 1)
EVE = date(2020, 6, 30)


def merged(county: County, old: str = NEXT_VILLAGE, new: str = VILLAGE) -> None:
    merge_areas(county.clerk, [county.areas[old]], county.areas[new], on=ON, document="合村并组批复")


def test_everything_follows_a_merged_village(county: County, make_household: MakeHousehold) -> None:
    row = make_household(area_code=NEXT_VILLAGE, family=True, standing="registered")
    record_income(county.clerk, row, year=2019, wages=100)
    firm = register_organisation(county.clerk, area_code=NEXT_VILLAGE, name="康家合作社", kind="cooperative")
    stayed = make_household(area_code=VILLAGE)
    merged(county)
    row.refresh_from_db()
    firm.refresh_from_db()
    assert (row.area_code, firm.area_code) == (VILLAGE, VILLAGE)
    assert set(Person.objects.values_list("area_code", flat=True)) == {VILLAGE}
    assert (row.statuses.get().area_code, row.incomes.get().area_code) == (VILLAGE, VILLAGE)
    assert Area.objects.get(code=NEXT_VILLAGE).valid_to == EVE
    assert Household.objects.get(pk=stayed.pk).version == stayed.version


def test_where_a_household_was_before_stays_readable(county: County, make_household: MakeHousehold) -> None:
    row = make_household(area_code=NEXT_VILLAGE, standing="registered")
    merged(county)
    assert places_on([row.pk], EVE) == {row.pk: NEXT_VILLAGE}
    assert places_on([row.pk], ON) == {}
    then = with_standing_on(Household.objects.all(), EVE).get()
    assert (then.area_code_then, then.standing_then, then.area_code) == (NEXT_VILLAGE, "registered", VILLAGE)
    assert with_standing_on(Household.objects.all(), ON).get().area_code_then == VILLAGE
    places = household_page(county.clerk, row.pk).places
    assert [(p.area_code, p.until) for p in places] == [(NEXT_VILLAGE, EVE), (VILLAGE, None)]
    assert places[0].path == "茅箭区 / 大川镇 / 康家村"
    told = Change.objects.get(action="merge_areas", object_type="parties.household")
    assert (told.before, told.after) == ({"area_code": NEXT_VILLAGE}, {"area_code": VILLAGE})


def test_somebody_editing_meanwhile_is_told(county: County, make_household: MakeHousehold) -> None:
    row = make_household(area_code=NEXT_VILLAGE)
    merged(county)
    assert Household.objects.get(pk=row.pk).version == row.version + 1


def test_classes_pass_to_the_successor(county: County) -> None:
    for code, value in ((NEXT_VILLAGE, "task"), (NEXT_VILLAGE, "poor"), (VILLAGE, "task")):
        set_area_class(county.clerk, county.areas[code], value=value, valid_from=date(2014, 1, 1))
    merged(county)
    assert set(classes_on("task", EVE).values_list("area_code", flat=True)) == {VILLAGE, NEXT_VILLAGE}
    assert list(classes_on("task", ON).values_list("area_code", flat=True)) == [VILLAGE]
    assert list(classes_on("poor", ON).values_list("area_code", flat=True)) == [VILLAGE]


def test_groups_keep_their_digits_or_get_free_ones(county: County, make_household: MakeHousehold) -> None:
    for code in (f"{VILLAGE}001", f"{NEXT_VILLAGE}001", f"{NEXT_VILLAGE}002"):
        register_area(county.clerk, code=code, name="一组" if code.endswith("1") else "二组")
    first = make_household(area_code=f"{NEXT_VILLAGE}001")
    second = make_household(area_code=f"{NEXT_VILLAGE}002", head="张三")
    merged(county)
    places = {h.pk: h.area_code for h in Household.objects.all()}
    assert places == {first.pk: f"{VILLAGE}002", second.pk: f"{VILLAGE}003"}
    names = dict(Area.objects.filter(code__startswith=VILLAGE, level=15).values_list("code", "name"))
    assert names == {f"{VILLAGE}001": "一组", f"{VILLAGE}002": "康家村一组", f"{VILLAGE}003": "二组"}


def test_townships_merge_with_all_their_villages(county: County, make_household: MakeHousehold) -> None:
    row = make_household(area_code=FAR_VILLAGE)
    merge_areas(county.clerk, [county.areas[OTHER_TOWNSHIP]], county.areas[TOWNSHIP], on=ON)
    row.refresh_from_db()
    assert row.area_code == "420302100203"
    assert Area.objects.get(code=row.area_code).name == "大坪村"
    steps = AreaSuccession.objects.order_by("predecessor__level").values_list("predecessor__code", "successor__code")
    assert list(steps) == [(OTHER_TOWNSHIP, TOWNSHIP), (FAR_VILLAGE, row.area_code)]


def test_who_could_work_there_still_can(county: County, make_household: MakeHousehold) -> None:
    row = make_household(area_code=VILLAGE)
    merged(county, VILLAGE, NEXT_VILLAGE)
    grants = {(g.area_code, g.valid_to): g.valid_from for g in Grant.objects.filter(user=county.village)}
    assert grants == {(VILLAGE, EVE): date(2020, 1, 1), (NEXT_VILLAGE, None): ON}
    assert households_visible_to(User.objects.get(pk=county.village.pk)).get() == row


def test_reforms_in_a_row(county: County, make_household: MakeHousehold) -> None:
    row = make_household(area_code=NEXT_VILLAGE)
    merged(county)
    later = date(2021, 3, 1)
    new = recode_area(county.clerk, Area.objects.get(code=VILLAGE), code="420302100301", on=later)
    row.refresh_from_db()
    assert (row.area_code, new.name) == ("420302100301", "岩屋村")
    for day, code in ((EVE, NEXT_VILLAGE), (ON, VILLAGE), (date(2021, 2, 28), VILLAGE)):
        assert places_on([row.pk], day) == {row.pk: code}
    old = county.areas[NEXT_VILLAGE]
    assert successors_of([old])[old.pk] == [new]


def test_a_split_takes_what_it_names(county: County, make_household: MakeHousehold) -> None:
    group = register_area(county.clerk, code=f"{VILLAGE}001", name="一组")
    set_area_class(county.clerk, county.areas[VILLAGE], value="task", valid_from=date(2014, 1, 1))
    in_group = make_household(area_code=group.code, family=True)
    chosen, stays = make_household(head="张三"), make_household(head="赵四")
    part = Part(code="420302100205", name="新屋村", areas=[group.code], households=[chosen.pk])
    [new] = split_area(county.clerk, county.areas[VILLAGE], parts=[part], on=ON)
    places = dict(Household.objects.values_list("pk", "area_code"))
    assert places == {in_group.pk: "420302100205001", chosen.pk: "420302100205", stays.pk: VILLAGE}
    assert Person.objects.get(household=chosen.pk).area_code == "420302100205"
    assert Area.objects.get(code=VILLAGE).valid_to is None
    assert new.classes.get().value == "task"
    assert places_on([in_group.pk, chosen.pk], EVE) == {in_group.pk: group.code, chosen.pk: VILLAGE}


def test_a_split_that_leaves_nothing(county: County, make_household: MakeHousehold) -> None:
    chosen, other = make_household(head="张三"), make_household(head="赵四")
    parts = [
        Part(code="420302100205", name="东村", households=[chosen.pk]),
        Part(code="420302100206", name="西村"),
    ]
    split_area(county.clerk, county.areas[VILLAGE], parts=parts, rest="420302100206", on=ON)
    places = dict(Household.objects.values_list("pk", "area_code"))
    assert places == {chosen.pk: "420302100205", other.pk: "420302100206"}
    assert Area.objects.get(code=VILLAGE).valid_to == EVE
    old = county.areas[VILLAGE]
    assert {a.name for a in successors_of([old])[old.pk]} == {"东村", "西村"}


def test_a_split_takes_nothing_from_elsewhere(county: County, make_household: MakeHousehold) -> None:
    elsewhere = make_household(area_code=FAR_VILLAGE)
    part = Part(code="420302100205", name="新村", households=[elsewhere.pk])
    with pytest.raises(Refused, match="不在"):
        split_area(county.clerk, county.areas[VILLAGE], parts=[part], on=ON)
    assert not Area.objects.filter(code="420302100205").exists()


def test_a_new_name_keeps_the_old_one_findable(county: County) -> None:
    renamed = rename_area(county.clerk, county.areas[VILLAGE], name="岩屋新村", on=ON, document="批复")
    assert (renamed.name, renamed.former_names.get().name, renamed.former_names.get().until) == (
        "岩屋新村",
        "岩屋村",
        EVE,
    )
    with pytest.raises(Conflict, match="已名为"):
        rename_area(county.clerk, renamed, name="岩屋新村", on=ON)
    with pytest.raises(Refused, match="之后还有更名"):
        rename_area(county.clerk, renamed, name="又一村", on=ON)


def test_a_merger_is_done_once(county: County) -> None:
    merged(county)
    with pytest.raises(Conflict, match="已于 2020-06-30 撤销"):
        merged(county)
    assert AreaSuccession.objects.count() == 1


def test_an_abolished_code_takes_no_new_household(county: County, make_household: MakeHousehold) -> None:
    merged(county)
    with pytest.raises(Refused, match="撤销"):
        make_household(area_code=NEXT_VILLAGE)
    with pytest.raises(Conflict, match="不能再用"):
        recode_area(county.clerk, county.areas[VILLAGE], code=NEXT_VILLAGE, on=ON)


@pytest.mark.parametrize("role", ["township", "village", "auditor", "stranger"])
def test_only_the_county_reforms_areas(county: County, role: str) -> None:
    with pytest.raises(Denied):
        merge_areas(getattr(county, role), [county.areas[NEXT_VILLAGE]], county.areas[VILLAGE], on=ON)


def test_nothing_is_merged_across_the_border(county: County) -> None:
    with pytest.raises(Denied):
        merge_areas(county.clerk, [county.areas[VILLAGE]], county.areas[STRANGE_VILLAGE], on=ON)
    with pytest.raises(Denied):
        recode_area(county.clerk, county.areas[VILLAGE], code="420303100202", on=ON)
    assert not AreaSuccession.objects.exists()


def test_what_cannot_be_merged(county: County) -> None:
    village, township = county.areas[VILLAGE], county.areas[TOWNSHIP]
    with pytest.raises(Refused, match="同一层级"):
        merge_areas(county.clerk, [village], township, on=ON)
    with pytest.raises(Refused, match="不能同时"):
        merge_areas(county.clerk, [village], village, on=ON)
    with pytest.raises(Refused, match="请选择"):
        merge_areas(county.clerk, [], village, on=ON)
    with pytest.raises(Refused, match="还没有到"):
        merge_areas(county.clerk, [village], county.areas[NEXT_VILLAGE], on=date(2999, 1, 1))
    with pytest.raises(Refused, match="12 位"):
        recode_area(county.clerk, village, code=COUNTY, on=ON)
