"""One name for each condition of an address, and nothing that is not understood is passed over."""

from datetime import date

import pytest

from bangfu.kernel.asking import WAYS, Days, conditions, day_of, days_in, place_in
from bangfu.kernel.errors import Refused


def test_names_that_mean_the_same_are_one() -> None:
    assert conditions({"place": "420302", "year": "2020", "partner": "1201", "side": " giver "}, WAYS) == {
        "area": "420302",
        "period": "2020",
        "pair": "1201",
        "side": "giver",
    }
    assert conditions({"place": "420302", "area": "420302", "to": ""}, WAYS) == {"area": "420302"}


def test_a_name_that_is_known_is_itself() -> None:
    assert conditions({"place": "第一镇"}, ("place",)) == {"place": "第一镇"}


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"aera": "42"}, "aera", "没有名为“aera”的条件；可用：area、from、to、period、side、pair"),
        ({"area": "42", "place": "43"}, "place", "“area”写了两次，且不一样：42、43"),
        ({"period": "2020", "year": "2021"}, "year", "“period”写了两次"),
    ],
)
def test_what_is_not_understood_is_refused(given: dict[str, str], field: str, said: str) -> None:
    with pytest.raises(Refused, match=said) as refused:
        conditions(given, WAYS)
    assert refused.value.field == field


def test_a_place_is_read_by_either_name_without_its_filling_zeros() -> None:
    assert place_in({"place": "420302000000"}) == place_in({"area": " 420302 "}) == "420302"
    assert place_in({}) == ""
    assert place_in({"partner": "1201"}, "pair") == "1201"
    with pytest.raises(Refused, match="“茅箭”不是地区代码") as refused:
        place_in({"place": "茅箭"})
    assert refused.value.field == "place"


@pytest.mark.parametrize(
    ("given", "days"),
    [
        ({}, None),
        ({"from": "", "to": " "}, None),
        ({"from": "2020-02-01"}, Days(date(2020, 2, 1), None)),
        ({"to": "2020-02-29"}, Days(None, date(2020, 2, 29))),
        ({"from": "2020-01-01", "to": "2020-06-30"}, Days(date(2020, 1, 1), date(2020, 6, 30))),
        ({"year": "2020"}, Days(date(2020, 1, 1), date(2020, 12, 31), named=True)),
        ({"period": "2020Q3"}, Days(date(2020, 7, 1), date(2020, 9, 30), named=True)),
        ({"period": "2020-02"}, Days(date(2020, 2, 1), date(2020, 2, 29), named=True)),
    ],
)
def test_days_are_read_from_days_or_from_a_period(given: dict[str, str], days: Days | None) -> None:
    assert days_in(given) == days


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"from": "2020-09-32"}, "from"),
        ({"to": "九月"}, "to"),
        ({"from": "2020-06-30", "to": "2020-01-01"}, "to"),
        ({"from": "2020-06-30", "year": "2020"}, "year"),
        ({"to": "2020-06-30", "period": "2020"}, "period"),
        ({"year": "20"}, "year"),
        ({"year": "二〇二〇"}, "year"),
        ({"period": "去年"}, "period"),
    ],
)
def test_days_that_are_none_or_contradict_are_refused(given: dict[str, str], field: str) -> None:
    with pytest.raises(Refused) as refused:
        days_in(given)
    assert refused.value.field == field


def test_a_day_is_read_as_people_write_it_in_addresses() -> None:
    assert day_of("2020-06-19", "on") == date(2020, 6, 19)
    assert day_of("", "on") is None
    with pytest.raises(Refused, match="“2020-13-01”不是日期，请写成 2026-11-21 的样子"):
        day_of("2020-13-01", "on")
