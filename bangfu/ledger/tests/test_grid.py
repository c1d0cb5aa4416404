"""A paper list in a grid: judged as a whole, every fault at its cell, posted once."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bangfu.ledger.grid.columns import grid_columns, sheet_of
from bangfu.ledger.grid.days import full_day
from bangfu.ledger.grid.finding import apart, parties_found
from bangfu.ledger.kinds import entry_kinds
from bangfu.ledger.models import AcceptedCaution, Entry, EntryStanding, SuspectedDouble
from bangfu.ledger.tests.conftest import COUNTY, STRANGE_COUNTY, Market
from bangfu.parties.actions import register_area, register_household, register_organisation

GIFTS = "exchange.donation_money"


@pytest.fixture
def clerk(client: Client, market: Market) -> Client:
    client.force_login(market.county)
    return client


def gift(market: Market, amount: str = "3000", **cells: str) -> dict[str, str]:
    """A row as a clerk types it."""
    return {
        "happened_on": "6.19",
        "giver": market.buyer.name,
        "receiver": market.supplier.name,
        "amount": amount,
    } | cells


def send(client: Client, rows: Iterable[dict[str, str]], do: str = "all", key: str = "k1", kind: str = GIFTS) -> Any:
    """Send rows as the script does; return status and answer."""
    answer = client.post(
        reverse("ledger-grid", args=[kind]),
        {"grid": json.dumps(list(rows)), "year": "2020", "do": do, "_key": key},
        headers={"accept": "application/json"},
    )
    return answer.status_code, answer.json()


def faults(told: Any) -> dict[str, list[str]]:
    """Row → fields at fault."""
    return {row: [one["field"] for one in found] for row, found in told["rows"].items() if found}


@pytest.mark.parametrize("kind", [kind.name for kind in entry_kinds])
def test_every_kind_has_a_grid(clerk: Client, kind: str) -> None:
    page = clerk.get(reverse("ledger-grid", args=[kind]))
    assert page.status_code == 200
    columns = grid_columns(entry_kinds[kind])
    assert len(sheet_of(columns).columns) == len(columns)
    assert all(f'name="{column.name}"' in page.content.decode() for column in columns)


def test_the_scripts_words_keep_the_place_of_what_it_fills_in(clerk: Client) -> None:
    page = clerk.get(reverse("ledger-grid", args=[GIFTS])).content.decode()
    words = json.loads(page.split("data-grid-words>")[1].split("</script>")[0])
    assert words["pasted"] == "粘贴了 %s 行。"
    assert all("%s" in words[name] for name in ("restored", "pasted", "unmatched"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3.5", "2020-3-5"),
        ("3-5", "2020-3-5"),
        ("3/5", "2020-3-5"),
        ("3月5日", "2020-3-5"),
        ("12月31号", "2020-12-31"),
        ("2019-3-5", "2019-3-5"),
        ("2020年3月5日", "2020年3月5日"),
        ("去年", "去年"),
    ],
)
def test_a_day_without_a_year_is_of_the_lists_year(typed: str, meant: str) -> None:
    assert full_day(typed, 2020) == meant


def test_thirty_rows_are_recorded_at_once(clerk: Client, market: Market, django_assert_max_num_queries: Any) -> None:
    rows = [gift(market, str(1000 + n), happened_on=f"6月{n + 1}日") for n in range(30)]
    with django_assert_max_num_queries(80):
        status, told = send(clerk, rows)
    assert (status, len(told["recorded"]), told["url"] != "") == (200, 30, True)
    assert Entry.objects.count() == 30
    assert {entry.happened_on.month for entry in Entry.objects.all()} == {6}


def test_a_second_click_posts_nothing_and_says_so(clerk: Client, market: Market) -> None:
    rows = [gift(market), gift(market, "0.3万")]
    rows[1]["reason"] = "分两次"
    send(clerk, rows)
    status, told = send(clerk, rows)
    assert (status, told["recorded"], Entry.objects.count()) == (200, [1, 2], 2)
    assert "没有重复" in told["message"]


def test_wan_is_understood_only_where_it_is_typed(clerk: Client, market: Market) -> None:
    send(clerk, [gift(market, "3"), gift(market, "3万"), gift(market, "￥1,234.5")])
    assert sorted(str(a) for a in Entry.objects.values_list("amount", flat=True)) == ["1234.50", "3.00", "30000.00"]


@pytest.mark.parametrize(
    ("cells", "field", "word"),
    [
        ({"happened_on": "9月32日"}, "happened_on", "没有这一天"),
        ({"happened_on": "1890-6-19"}, "happened_on", "1978"),
        ({"happened_on": "2199-6-19"}, "happened_on", "之后"),
        ({"happened_on": ""}, "happened_on", "请填写"),
        ({"amount": "-5"}, "amount", "大于零"),
        ({"amount": ""}, "amount", "请填写"),
        ({"amount": "$300"}, "amount", "外币"),
        ({"amount": "三百块钱"}, "amount", "金额"),
        ({"giver": "没有这家"}, "giver", "没有找到"),
        ({"receiver": ""}, "receiver", "请填写"),
        ({"persons": "5", "person_times": "3"}, "persons", "人次"),
        ({"persons": "五"}, "persons", "数字"),
        ({"area_code": "420303"}, "area_code", ""),
        ({"campaign": "没有的活动"}, "campaign", "活动"),
        ({"bound": "大概吧"}, "bound", ""),
    ],
)
def test_every_fault_is_at_its_cell(
    clerk: Client, market: Market, cells: dict[str, str], field: str, word: str
) -> None:
    status, told = send(clerk, [gift(market, "700"), gift(market, "900") | cells])
    assert status == 422
    assert faults(told) == {"2": [field]}
    assert word in told["rows"]["2"][0]["message"]
    assert not Entry.objects.exists(), "nothing is saved until all is good"


def test_the_good_rows_are_recorded_when_they_are_chosen(clerk: Client, market: Market) -> None:
    rows = [gift(market, "700"), gift(market, ""), gift(market, "900")]
    status, told = send(clerk, rows, do="good")
    assert (status, told["recorded"], faults(told)) == (200, [1, 3], {"2": ["amount"]})
    assert told["key"] != "k1"
    status, told = send(clerk, [{}, gift(market, "800"), {}], key=told["key"])
    assert (status, told["recorded"], Entry.objects.count()) == (200, [2], 3)


def test_checking_records_nothing(clerk: Client, market: Market) -> None:
    status, told = send(clerk, [gift(market)], do="check")
    assert (status, told["recorded"], Entry.objects.count()) == (200, [], 0)
    assert send(clerk, [gift(market)])[1]["recorded"] == [1], "the key is still free"


def test_a_double_needs_a_reason_in_its_row(clerk: Client, market: Market) -> None:
    rows = [gift(market), gift(market)]
    status, told = send(clerk, rows)
    assert (status, told["rows"]["2"][0]["level"], told["recorded"]) == (422, "warning", [])
    assert "第 1 行" in told["rows"]["2"][0]["message"]
    rows[1]["reason"] = "两张收据"
    assert send(clerk, rows)[0] == 200
    assert AcceptedCaution.objects.get().reason == "两张收据"
    assert SuspectedDouble.objects.get().verdict == "different"


def test_a_large_amount_is_told_as_people_read_it_and_the_message_names_where_the_reason_goes(
    clerk: Client, market: Market
) -> None:
    _status, told = send(clerk, [gift(market, "50000000"), gift(market, "8x")])
    assert told["message"].startswith("1 行有错误，请改正。1 行请核对；确实无误的，在这一行的“照记的理由”里写明。")
    assert "5,000.00万元" in told["rows"]["1"][0]["message"]
    assert "50000000" not in told["rows"]["1"][0]["message"]


def test_only_a_page_with_a_row_in_question_shows_the_column_of_reasons(clerk: Client, market: Market) -> None:
    address = reverse("ledger-grid", args=[GIFTS])
    assert "grid-asked" not in clerk.get(address).content.decode()
    page = clerk.post(address, gift(market, "50000000") | {"year": "2020", "do": "check"}).content.decode()
    assert "grid-asked" in page
    page = clerk.post(address, gift(market, "8x") | {"year": "2020", "do": "check"}).content.decode()
    assert "grid-asked" not in page, "a row that is wrong is corrected, not explained"


def test_a_receipt_number_is_posted_once(clerk: Client, market: Market) -> None:
    assert send(clerk, [gift(market, source="A1"), gift(market, "900", source="A1")])[1]["rows"]["2"]
    send(clerk, [gift(market, source="A1")])
    _status, told = send(clerk, [gift(market, "800", source="A1")], key="k2")
    assert faults(told) == {"1": ["source"]}


def test_what_is_picked_from_the_suggestions_is_that_party(clerk: Client, market: Market) -> None:
    twin = register_organisation(market.operator, area_code=COUNTY, name=market.supplier.name, kind="cooperative")
    _status, told = send(clerk, [gift(market)])
    assert "不止一个" in told["rows"]["1"][0]["message"]
    send(clerk, [gift(market, receiver=f"{twin.pk} {twin.name}")])
    assert Entry.objects.get().receiver_id == twin.pk


def test_a_name_means_the_household_of_its_head_and_the_head_where_persons_alone_fit(market: Market) -> None:
    register_area(market.operator, code=f"{COUNTY}100201", name="卡子村")
    home = register_household(
        market.operator, area_code=f"{COUNTY}100201", head_name="王建国", head_sex="1", opened_on=date(2019, 1, 1)
    )
    found = parties_found(market.operator, {"王建国", f"{home.pk} 王建国"})
    assert [one.party_id for one in apart(found["王建国"])] == [home.pk]
    [head] = apart([one for one in found["王建国"] if one.noun == "person"])
    assert (head.head_of, found[f"{home.pk} 王建国"][0].party_id) == (home.pk, home.pk)


def test_a_unit_reports_its_own_purchases_and_nobody_elses(client: Client, market: Market) -> None:
    client.force_login(market.buying_clerk)
    other = register_organisation(market.operator, area_code=COUNTY, name="区医院", kind="hospital")
    rows = [gift(market, "700", detail_channel="线上"), gift(market, "800", detail_channel="线上", giver=other.name)]
    status, told = send(client, rows, kind="market.purchase")
    assert (status, faults(told)) == (422, {"2": ["receiver"]})
    status, told = send(client, rows[:1], kind="market.purchase")
    assert (status, EntryStanding.objects.get().party_id) == (200, market.supplier.pk)


def test_strangers_and_auditors_record_nothing(client: Client, market: Market) -> None:
    client.force_login(market.stranger)
    _status, told = send(client, [gift(market)])
    assert set(faults(told)) == {"1"}
    client.force_login(market.auditor)
    assert client.get(reverse("ledger-grid", args=[GIFTS])).status_code == 403
    assert STRANGE_COUNTY not in json.dumps(told)


def test_a_browser_without_script_gets_the_same(clerk: Client, market: Market) -> None:
    rows = [gift(market, "700"), gift(market, "")]
    form = {name: [row.get(name, "") for row in rows] for name in gift(market)}
    address = reverse("ledger-grid", args=[GIFTS])
    answer = clerk.post(address, {**form, "year": "2020", "do": "all", "_key": "k1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请填写金额" in page
    assert 'value="700"' in page
    form["amount"][1] = "800"
    assert clerk.post(address, {**form, "year": "2020", "do": "all", "_key": "k1"}).status_code == 302
    assert Entry.objects.count() == 2


def test_too_many_rows_belong_into_a_workbook(clerk: Client, market: Market) -> None:
    answer = clerk.post(reverse("ledger-grid", args=[GIFTS]), {"grid": json.dumps([gift(market)] * 501)})
    assert answer.status_code == 422
    assert clerk.post(reverse("ledger-grid", args=[GIFTS]), {"grid": "[1"}).status_code == 422
