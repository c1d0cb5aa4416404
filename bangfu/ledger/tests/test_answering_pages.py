"""Answering many at once: the list of what waits, and the page of suspected doubles."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from bangfu.ledger.actions import post_entries, record_entry
from bangfu.ledger.models import Confirmation, EntryStanding, SuspectedDouble
from bangfu.ledger.tests.conftest import Market
from bangfu.ledger.tests.test_doubles import gift, posted
from bangfu.parties.actions import register_organisation

WAITING, DOUBLES = "/ledger/waiting/", "/ledger/doubles/"


@pytest.fixture
def supplier(client: Client, market: Market) -> Client:
    client.force_login(market.selling_clerk)
    return client


def bought(market: Market, count: int, **changes: Any) -> list[int]:
    """Purchases recorded by the buyer."""
    drafts = [market.draft(amount=Decimal(600 + n), **changes) for n in range(count)]
    with transaction.atomic():
        return [entry.pk for entry in post_entries(market.buying_clerk, drafts)]


def states() -> dict[str, int]:
    """How many entries stand where."""
    found: dict[str, int] = {}
    for state in EntryStanding.objects.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def test_what_is_ticked_is_confirmed(supplier: Client, market: Market) -> None:
    ids = bought(market, 3)
    page = supplier.get(WAITING).content.decode()
    assert "1,803.00" in page or "1803" in page, "the total of 600, 601 and 602"
    answer = supplier.post(WAITING, {"ids": ids[:2], "do": "confirm"}, follow=True)
    assert "已确认 2 条" in answer.content.decode()
    assert states() == {"confirmed": 2, "waiting": 1}
    assert "没有可以处理" in supplier.post(WAITING, {"ids": ids[:2], "do": "confirm"}, follow=True).content.decode()


def test_a_dispute_of_many_needs_words(supplier: Client, market: Market) -> None:
    ids = bought(market, 2)
    assert "请写明" in supplier.post(WAITING, {"ids": ids, "do": "dispute", "note": " "}, follow=True).content.decode()
    supplier.post(WAITING, {"ids": ids, "do": "dispute", "note": "没有这两笔"})
    assert states() == {"disputed": 2}
    page = supplier.get(WAITING, {"state": "disputed"}).content.decode()
    assert market.buyer.name in page
    supplier.post(WAITING, {"ids": ids, "do": "confirm", "state": "disputed"})
    assert states() == {"confirmed": 2}


def test_all_that_fits_the_filters_is_confirmed_beyond_the_page(supplier: Client, market: Market) -> None:
    bought(market, 60)
    bought(market, 2, happened_on=date(2019, 3, 5))
    page = supplier.get(WAITING, {"from": "2020-01-01"}).content.decode()
    assert "60" in page
    supplier.post(WAITING, {"everything": "1", "do": "confirm", "from": "2020-01-01"})
    assert states() == {"confirmed": 60, "waiting": 2}


def test_the_list_is_narrowed_by_kind_giver_and_day(supplier: Client, market: Market) -> None:
    other = register_organisation(market.operator, area_code=market.buyer.area_code, name="区医院", kind="hospital")
    bought(market, 1)
    bought(market, 1, giver_id=other.pk)
    shown = supplier.get(WAITING, {"giver": "区医"}).content.decode()
    assert other.name in shown
    assert f">{market.buyer.name}<" not in shown
    assert "没有符合条件" in supplier.get(WAITING, {"kind": "market.order"}).content.decode()
    assert supplier.get(WAITING, {"from": "2020-13-01"}).status_code == 422
    assert supplier.get(WAITING, {"state": "recorded"}).status_code == 422


def test_nobody_answers_for_somebody_else(client: Client, market: Market) -> None:
    ids = bought(market, 2)
    for user in (market.stranger, market.buying_clerk):
        client.force_login(user)
        client.post(WAITING, {"ids": ids, "do": "confirm"})
        client.post(WAITING, {"everything": "1", "do": "confirm"})
    client.force_login(market.auditor)
    assert client.post(WAITING, {"ids": ids, "do": "confirm"}).status_code == 403
    assert not Confirmation.objects.exists()


def test_what_an_office_recorded_itself_is_not_in_its_list(client: Client, market: Market) -> None:
    record_entry(market.county, market.draft())
    client.force_login(market.county)
    assert "没有等您确认" in client.get(WAITING).content.decode()


def test_a_pair_is_settled_on_its_page(client: Client, market: Market) -> None:
    first, second = posted(market, gift(market), gift(market))
    pair = SuspectedDouble.objects.get()
    client.force_login(market.county)
    page = client.get(DOUBLES).content.decode()
    assert reverse("ledger.entry.detail", args=[first.pk]) in page
    assert market.supplier.name in page
    client.post(DOUBLES, {"do": "same", "pair": pair.pk, "reverse": second.pk, "reason": "收据相同"})
    assert EntryStanding.objects.get(pk=second.pk).state == "reversed"
    assert "没有疑似重复" in client.get(DOUBLES).content.decode()
    assert "收据相同" in client.get(DOUBLES, {"tab": "settled"}).content.decode()
    again = client.post(DOUBLES, {"do": "different", "pair": pair.pk, "reason": "x"}, follow=True)
    assert "已经判断" in again.content.decode()


def test_many_pairs_are_kept_apart_at_once(client: Client, market: Market) -> None:
    posted(market, *(gift(market) for _ in range(3)))
    client.force_login(market.county)
    ids = list(SuspectedDouble.objects.values_list("pk", flat=True))
    assert "请写明" in client.post(DOUBLES, {"do": "apart", "ids": ids, "reason": ""}, follow=True).content.decode()
    client.post(DOUBLES, {"do": "apart", "ids": ids, "reason": "每周一次"})
    assert set(SuspectedDouble.objects.values_list("verdict", flat=True)) == {"different"}
    assert "新发现 0 对" in client.post(DOUBLES, {"do": "find"}, follow=True).content.decode()


def test_strangers_see_no_pair(client: Client, market: Market) -> None:
    posted(market, gift(market), gift(market))
    pair = SuspectedDouble.objects.get()
    client.force_login(market.stranger)
    assert market.supplier.name not in client.get(DOUBLES).content.decode()
    assert client.post(DOUBLES, {"do": "different", "pair": pair.pk, "reason": "x"}).status_code in (302, 403)
    assert SuspectedDouble.objects.get().verdict == "open"


def test_an_entrys_page_says_what_the_other_side_said(client: Client, market: Market) -> None:
    record_entry(market.county, gift(market))
    entry = record_entry(market.county, gift(market), accept_warnings=True, reason="两张收据")
    client.force_login(market.selling_clerk)
    client.post(WAITING, {"ids": [entry.pk], "do": "dispute", "note": "只收到一次"})
    page = client.get(reverse("ledger.entry.detail", args=[entry.pk])).content.decode()
    assert "只收到一次" in page
    assert "两张收据" in page
    assert "捐款 2020-06-19" in page
