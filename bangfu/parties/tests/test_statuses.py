"""Statuses one after another, and income year by year."""

from datetime import date
from decimal import Decimal

import pytest

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.history.models import Change
from bangfu.parties.actions import record_income, set_household_status
from bangfu.parties.models import Household
from bangfu.parties.queries import households_with_standing, with_standing_on
from bangfu.parties.tests.conftest import County, MakeHousehold

REGISTERED, LIFTED = date(2020, 1, 1), date(2020, 12, 1)


def test_one_status_follows_the_other(county: County, make_household: MakeHousehold) -> None:
    row = make_household(standing="registered")
    changed = set_household_status(county.village, row, value="lifted", on=LIFTED, document="退出公告")
    assert (changed.standing, changed.doubts) == ("lifted", ())
    first, second = row.statuses.order_by("valid_from")
    assert (first.value, first.valid_from, first.valid_to) == ("registered", REGISTERED, date(2020, 11, 30))
    assert (second.value, second.valid_from, second.valid_to) == ("lifted", LIFTED, None)


def test_what_it_was_on_a_day(county: County, make_household: MakeHousehold) -> None:
    row = make_household(standing="registered")
    set_household_status(county.village, row, value="lifted", on=LIFTED)
    for day, value in ((date(2019, 12, 31), None), (REGISTERED, "registered"), (LIFTED, "lifted")):
        assert with_standing_on(Household.objects.all(), day).get().standing_then == value
    assert households_with_standing("registered", date(2020, 11, 30)).get().household_id == row.pk
    assert not households_with_standing("registered", LIFTED).exists()


def test_the_second_click_and_days_out_of_order(county: County, make_household: MakeHousehold) -> None:
    row = make_household(standing="registered")
    set_household_status(county.village, row, value="lifted", on=LIFTED)
    with pytest.raises(Conflict, match="已是"):
        set_household_status(county.village, row, value="lifted", on=LIFTED)
    with pytest.raises(Refused, match="之后还有"):
        set_household_status(county.village, row, value="returned", on=date(2020, 6, 1))
    assert row.statuses.count() == 2


def test_a_status_of_the_same_day_corrects(county: County, make_household: MakeHousehold) -> None:
    row = make_household(standing="registered")
    set_household_status(county.village, row, value="ordinary", on=REGISTERED)
    assert row.statuses.get().value == "ordinary"
    told = Change.objects.filter(action="set_household_status").first()
    assert (told.before["standing"], told.after["standing"]) == ("registered", "ordinary")


def test_a_code_of_another_period_is_refused(county: County, make_household: MakeHousehold) -> None:
    row = make_household()
    with pytest.raises(Refused, match="2020-12-01"):
        set_household_status(county.village, row, value="sudden", on=LIFTED)
    assert set_household_status(county.village, row, value="sudden", on=date(2021, 1, 1)).standing == "sudden"


def test_an_unusual_order_is_doubted(county: County, make_household: MakeHousehold) -> None:
    row = make_household(standing="registered")
    changed = set_household_status(county.village, row, value="marginal", on=date(2021, 2, 1), reason="县级核定")
    [doubt] = changed.doubts
    assert doubt.message == "户类型由“建档立卡贫困户”变为“边缘易致贫户”不合常规"
    assert Change.objects.filter(action="set_household_status").first().reason.startswith("县级核定〔")


def test_only_those_of_the_place(county: County, make_household: MakeHousehold) -> None:
    row = make_household()
    for actor in (county.stranger, county.auditor, county.helper):
        with pytest.raises(Denied):
            set_household_status(actor, row, value="registered", on=LIFTED)
        with pytest.raises(Denied):
            record_income(actor, row, year=2020)


def test_income_is_derived_exactly(county: County, make_household: MakeHousehold) -> None:
    row = make_household(family=True)
    record_income(
        county.village,
        row,
        year=2020,
        wages=Decimal("10000.10"),
        business=Decimal("5000.20"),
        property=Decimal("0.30"),
        transfers=Decimal("999.40"),
        costs=Decimal("3000.00"),
    )
    income = row.incomes.get()
    assert (income.persons, income.total, income.net) == (4, Decimal("16000.00"), Decimal("13000.00"))
    assert income.net_per_head == Decimal("3250.00")
    assert income.transfer_share == Decimal("0.0625")


def test_a_year_recorded_again_is_replaced_with_history(county: County, make_household: MakeHousehold) -> None:
    row = make_household()
    record_income(county.village, row, year=2020, wages=Decimal(100))
    record_income(county.village, row, year=2020, wages=Decimal(200), reason="补记")
    assert row.incomes.get().wages == 200
    told = Change.objects.filter(action="record_income").first()
    assert (told.before, told.after, told.reason) == ({"wages": "100.00"}, {"wages": "200.00"}, "补记")


def test_a_jump_from_last_year_is_doubted(county: County, make_household: MakeHousehold) -> None:
    row = make_household()
    record_income(county.village, row, year=2019, wages=Decimal(4000))
    assert record_income(county.village, row, year=2020, wages=Decimal(6000)).doubts == ()
    [doubt] = record_income(county.village, row, year=2020, wages=Decimal(6001)).doubts
    assert doubt.message == "人均纯收入 6,001.00 元，比上年 4,000.00 元变动 +50%"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"year": 2999}, "year"),
        ({"year": 2020, "wages": Decimal(-1)}, "wages"),
        ({"year": 2020, "persons": 0}, "persons"),
    ],
)
def test_income_that_cannot_be(
    county: County, make_household: MakeHousehold, fields: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        record_income(county.village, make_household(), **fields)
    assert refused.value.field == field
