"""Who sees whom: by place, by being one's own, by exact number; and numbers in full, on record."""

from collections.abc import Iterator
from datetime import date

import pytest

from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.history.models import Change
from bangfu.kernel.rights.models import User
from bangfu.parties.actions import (
    change_person,
    let_act_for,
    record_unmasking,
    register_organisation,
    register_person,
    unmask,
)
from bangfu.parties.models import Household, Person, Unmasking
from bangfu.parties.queries import (
    find_by_id_number,
    find_parties,
    household_page,
    households_visible_to,
    names_of,
    organisations_visible_to,
    persons_visible_to,
    unmasked_today,
    unmaskings_visible_to,
)
from bangfu.parties.queries.names import find_choices
from bangfu.parties.registries import OwnHouseholds, own_households
from bangfu.parties.tests.conftest import (
    COUNTY,
    FAR_VILLAGE,
    NEXT_VILLAGE,
    VILLAGE,
    County,
    MakeHousehold,
    employ,
    member,
)

ID_NUMBER = "420302197003071237"


@pytest.fixture
def paired(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[int]]:
    """The households that a higher layer says are the helper's own."""
    ids: set[int] = set()
    declared = OwnHouseholds(name="test", households=lambda user: Household.objects.filter(pk__in=ids).values("pk"))
    monkeypatch.setitem(own_households._items, "test", declared)
    return ids


def test_each_level_sees_what_lies_below(county: County, make_household: MakeHousehold) -> None:
    rows = {c: make_household(area_code=c, head=f"户{c[-4:]}") for c in (VILLAGE, NEXT_VILLAGE, FAR_VILLAGE)}
    seen = {
        name: set(households_visible_to(getattr(county, name)))
        for name in ("clerk", "township", "village", "stranger", "auditor", "helper")
    }
    everything = set(rows.values())
    assert seen["clerk"] == seen["auditor"] == everything
    assert seen["township"] == {rows[VILLAGE], rows[NEXT_VILLAGE]}
    assert seen["village"] == {rows[VILLAGE]}
    assert seen["stranger"] == seen["helper"] == set()
    assert persons_visible_to(county.village).count() == 1


def test_a_helper_sees_the_households_paired_with(
    county: County, make_household: MakeHousehold, paired: set[int]
) -> None:
    mine, _other = make_household(family=True, head_id_number=ID_NUMBER), make_household(head="张三")
    paired.add(mine.pk)
    assert list(households_visible_to(county.helper)) == [mine]
    assert persons_visible_to(county.helper).count() == 4
    page = household_page(county.helper, mine.pk)
    assert page.sensitive
    assert unmask(county.helper, member(mine, "王建国"), field="id_number", purpose="核对身份") == ID_NUMBER


def test_a_household_sees_itself(county: County, make_household: MakeHousehold) -> None:
    mine, other = make_household(), make_household(head="张三")
    user = employ("farmer", "household", COUNTY)
    let_act_for(county.clerk, user, party=member(mine, "王建国"))
    assert list(households_visible_to(user)) == [mine]
    with pytest.raises(Denied):
        household_page(user, other.pk)


def test_a_unit_sees_itself(county: County) -> None:
    mine = register_organisation(county.clerk, area_code=COUNTY, name="甲单位", kind="authority")
    register_organisation(county.clerk, area_code=COUNTY, name="乙单位", kind="authority")
    clerk = employ("unit-clerk", "unit", COUNTY)
    person = register_person(county.clerk, area_code=COUNTY, name="办事员", works_for=mine)
    let_act_for(county.clerk, clerk, party=mine)
    assert list(organisations_visible_to(clerk)) == [mine]
    let_act_for(county.clerk, clerk, party=person)
    assert list(organisations_visible_to(clerk)) == [mine]
    with pytest.raises(Denied):
        let_act_for(county.stranger, clerk, party=mine)


def test_finding_by_id_number_keeps_to_what_one_sees(county: County, make_household: MakeHousehold) -> None:
    make_household(head_id_number=ID_NUMBER)
    assert find_by_id_number(county.village, " 4203021970 03071237 ").get().name == "王建国"
    assert not find_by_id_number(county.stranger, ID_NUMBER).exists()
    assert not find_by_id_number(county.village, "").exists()


def test_a_number_in_full_is_on_record(county: County, make_household: MakeHousehold) -> None:
    head = member(make_household(head_id_number=ID_NUMBER), "王建国")
    assert unmask(county.village, head, field="id_number", purpose=" 核对身份证 ") == ID_NUMBER
    [log] = unmaskings_visible_to(county.clerk)
    assert (log.actor, log.party_id, log.field, log.purpose, log.area_code) == (
        county.village,
        head.pk,
        "id_number",
        "核对身份证",
        VILLAGE,
    )
    assert Change.objects.get(action="unmask").reason == "核对身份证"
    assert (unmasked_today(county.village), unmasked_today(county.clerk)) == (1, 0)
    assert not unmaskings_visible_to(county.stranger).exists()
    assert not unmaskings_visible_to(county.village).exists()


def test_what_is_not_unmasked(county: County, make_household: MakeHousehold) -> None:
    row = make_household(phone="13812345678")
    with pytest.raises(Refused, match="至少 4 个字"):
        unmask(county.village, row, field="phone", purpose=" 看看 ")
    with pytest.raises(Refused, match="没有填写"):
        unmask(county.village, row, field="bank_account", purpose="发放补贴")
    for field in ("address", "phone_index", "pk"):
        with pytest.raises(Denied):
            unmask(county.village, row, field=field, purpose="发放补贴")
    for actor in (county.stranger, county.helper):
        with pytest.raises(Denied):
            unmask(actor, row, field="phone", purpose="发放补贴")
    assert not Unmasking.objects.exists()


def test_taking_a_file_of_numbers_is_on_record(county: County) -> None:
    log = record_unmasking(county.township, field="id_number", area_code=VILLAGE, rows=35, purpose="参保核对")
    assert (log.rows, log.party_id) == (35, None)
    with pytest.raises(Denied):
        record_unmasking(county.township, field="id_number", area_code=COUNTY, rows=1, purpose="参保核对")


def test_who_looks_at_health(county: County, make_household: MakeHousehold) -> None:
    row = make_household()
    change_person(county.village, member(row, "王建国"), health=["chronic"], disability_number=f"{ID_NUMBER}43")
    lead = employ("lead", "lead", COUNTY)
    for user, health in ((county.auditor, ["chronic"]), (lead, None)):
        page = household_page(user, row.pk)
        assert page.members[0].health == health
        assert (page.members[0].disability_number is None) == (health is None)


def test_the_page_of_a_household_has_a_fixed_number_of_queries(
    county: County, make_household: MakeHousehold, django_assert_max_num_queries
) -> None:
    row = make_household(family=True, phone="13812345678", standing="registered")
    user = User.objects.get(pk=county.village.pk)
    with django_assert_max_num_queries(8):
        page = household_page(user, row.pk, on=date(2020, 6, 1))
    assert (page.area_path, page.phone) == ("茅箭区 / 大川镇 / 岩屋村", "138****5678")
    assert [m.person.name for m in page.members] == ["王建国", "李秀英", "王小明", "王大山"]
    assert page.head.person.name == "王建国"


def test_names_of_many_in_one_query_a_kind(
    county: County, make_household: MakeHousehold, django_assert_num_queries
) -> None:
    row = make_household()
    person = Person.objects.get()
    firm = register_organisation(county.clerk, area_code=COUNTY, name="甲单位", kind="authority")
    village = county.areas[VILLAGE]
    with django_assert_num_queries(4):
        names = names_of([row.pk, person.pk, firm.pk, village.pk, 10**9, None])
    assert names == {row.pk: "王建国", person.pk: "王建国", firm.pk: "甲单位", village.pk: "岩屋村"}
    Household.objects.update(head_name="")
    assert names_of([row.pk]) == {row.pk: row.number}


def test_autocomplete_offers_only_what_one_sees(county: County, make_household: MakeHousehold) -> None:
    row = make_household()
    person = Person.objects.get()
    assert find_parties(county.village, "王建") == [(row.pk, "王建国"), (person.pk, "王建国")]
    assert find_choices(county.village, "王建") == [(row.pk, "王建国")]  # the head stands for the household
    assert find_parties(county.village, "王建", kinds=("person",)) == [(person.pk, "王建国")]
    assert find_choices(county.village, "王建", kinds=("person",)) == [(person.pk, "王建国")]
    assert find_parties(county.village, "王建", kinds=("organisation",)) == []
    assert find_parties(county.village, str(person.pk)) == [(person.pk, "王建国")]
    assert find_parties(county.stranger, "王建") == []
    assert find_parties(county.village, " ") == []
