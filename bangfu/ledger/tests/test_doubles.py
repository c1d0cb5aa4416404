"""The same gift recorded twice: found, asked about, decided once and for all."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.history.models import Change
from bangfu.ledger.actions import (
    decide_double,
    find_doubles,
    keep_apart,
    post_entries,
    record_entries,
    record_entry,
    reverse_entry,
)
from bangfu.ledger.models import AcceptedCaution, Entry, EntryStanding, SuspectedDouble
from bangfu.ledger.queries.doubles import Double, doubles_of, suspicions_visible_to, unsettled
from bangfu.ledger.tests.conftest import COUNTY, STRANGE_COUNTY, TOWNSHIP, Market
from bangfu.parties.actions import register_organisation
from bangfu.parties.models import Area

DAY = date(2020, 6, 19)


def gift(market: Market, **changes: Any) -> Any:
    """3,000 yuan from the buyer to the supplier, as a donation."""
    values = {"kind": "exchange.donation_money", "details": {}, "amount": Decimal(3000)}
    return market.draft(**{**values, **changes})


def posted(market: Market, *drafts: Any) -> list[Entry]:
    """Entries posted together, without questions."""
    with transaction.atomic():
        return post_entries(market.operator, drafts)


def pairs() -> list[tuple[int, int]]:
    """Pairs that were written down."""
    return list(SuspectedDouble.objects.order_by("first_id", "second_id").values_list("first_id", "second_id"))


def township(market: Market) -> int:
    """The party that the township is."""
    return Area.objects.get(code=TOWNSHIP).party_id


def test_the_same_gift_of_two_groups_is_found(market: Market) -> None:
    """A donation and a purchase of the same amount, parties and week: one of them is the other."""
    first, second = posted(market, gift(market), market.draft(amount=Decimal(3000), happened_on=DAY + timedelta(7)))
    assert pairs() == [(first.pk, second.pk)]


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": Decimal("3000.01")},
        {"happened_on": DAY + timedelta(8)},
        {"happened_on": DAY - timedelta(8)},
        {"giver_id": "somebody else"},
    ],
)
def test_what_differs_is_no_double(market: Market, changes: dict[str, Any]) -> None:
    if "giver_id" in changes:
        changes["giver_id"] = township(market)
    posted(market, gift(market), gift(market, **changes))
    assert pairs() == []


def test_a_gift_to_a_place_may_be_the_gift_to_somebody_there(market: Market) -> None:
    vague = gift(market, receiver_id=township(market), area_code=TOWNSHIP)
    first, second = posted(market, vague, gift(market, area_code=TOWNSHIP + "001"))
    assert pairs() == [(first.pk, second.pk)]


def test_two_gifts_to_two_receivers_are_two(market: Market) -> None:
    other = register_organisation(market.operator, area_code=COUNTY, name="小学", kind="school")
    posted(market, gift(market), gift(market, receiver_id=other.pk))
    assert pairs() == []


def test_a_sale_that_the_buyer_recorded_too_is_found(market: Market) -> None:
    sale = market.draft(kind="market.sale", giver_id=None, amount=Decimal(3000))
    first, second = posted(market, market.draft(amount=Decimal(3000)), sale)
    assert pairs() == [(first.pk, second.pk)]


def test_an_order_and_its_purchase_are_two_stages(market: Market) -> None:
    order = market.draft(kind="market.order", amount=Decimal(3000), details={})
    posted(market, order, market.draft(amount=Decimal(3000)))
    assert pairs() == []


def test_goods_without_value_are_compared_by_what_they_are(market: Market) -> None:
    rice = {"kind": "exchange.donation_goods_counted", "amount": None, "quantity": Decimal(50), "unit": "box"}
    first, second, _other = posted(
        market,
        gift(market, **rice, details={"goods": "大米"}),
        gift(market, **rice, details={"goods": "大米"}),
        gift(market, **rice, details={"goods": "图书"}),
    )
    assert pairs() == [(first.pk, second.pk)]


def test_three_records_of_one_gift_are_two_pairs(market: Market) -> None:
    first, second, third = posted(market, *(gift(market) for _ in range(3)))
    assert pairs() == [(first.pk, second.pk), (first.pk, third.pk)]


def test_small_amounts_are_not_asked_about(market: Market) -> None:
    posted(market, *(gift(market, amount=Decimal(30)) for _ in range(3)))
    assert pairs() == []


def test_drafts_are_compared_with_the_book_and_with_each_other(market: Market) -> None:
    [entry] = posted(market, gift(market))
    drafts = [gift(market), market.draft(amount=Decimal(777)), market.draft(amount=Decimal(777))]
    assert doubles_of(drafts) == {0: Double(entry=entry.pk), 2: Double(draft=1)}


def test_a_double_is_recorded_only_for_a_reason_and_never_asked_about_again(market: Market) -> None:
    first = record_entry(market.county, gift(market))
    with pytest.raises(Refused, match=str(first.pk)) as refused:
        record_entry(market.county, gift(market))
    assert refused.value.field == "accept_warnings"
    with pytest.raises(Refused) as refused:
        record_entry(market.county, gift(market), accept_warnings=True)
    assert refused.value.field == "reason"
    second = record_entry(market.county, gift(market), accept_warnings=True, reason="两次捐款，收据不同")
    pair = SuspectedDouble.objects.get()
    assert (pair.first_id, pair.second_id, pair.verdict) == (first.pk, second.pk, "different")
    assert (pair.reason, pair.by) == ("两次捐款，收据不同", market.county)
    assert AcceptedCaution.objects.get(entry=second).code == "double"
    assert not unsettled(SuspectedDouble.objects.all()).exists()


def test_of_many_those_with_cautions_need_a_reason(market: Market) -> None:
    drafts = [gift(market), gift(market)]
    with pytest.raises(Refused, match="第 2 行"):
        record_entries(market.county, drafts, ["", ""])
    assert not Entry.objects.exists()
    assert len(record_entries(market.county, [gift(market), gift(market)], ["", "分两次送到"])) == 2


def test_the_same_reverses_the_later_one(market: Market) -> None:
    first, second = posted(market, gift(market), gift(market))
    pair = SuspectedDouble.objects.get()
    with pytest.raises(Refused):
        decide_double(market.county, pair.pk, same=True, reason=" ")
    decide_double(market.county, pair.pk, same=True, reason="收据号相同")
    assert EntryStanding.objects.get(pk=second.pk).state == "reversed"
    assert EntryStanding.objects.get(pk=first.pk).state != "reversed"
    assert "收据号相同" in Entry.objects.get(reverses=second).note
    assert Change.objects.filter(action="decide_double").exists()
    with pytest.raises(Conflict):
        decide_double(market.county, pair.pk, same=False, reason="再想想")


def test_the_earlier_one_may_be_the_wrong_one(market: Market) -> None:
    first, second = posted(market, gift(market), gift(market))
    decide_double(market.county, SuspectedDouble.objects.get().pk, same=True, reason="第一笔单位错", reverse=first.pk)
    assert EntryStanding.objects.get(pk=first.pk).state == "reversed"
    assert EntryStanding.objects.get(pk=second.pk).state != "reversed"


def test_not_the_same_is_remembered_when_the_book_is_looked_through_again(market: Market) -> None:
    posted(market, gift(market), gift(market))
    assert keep_apart(market.county, [SuspectedDouble.objects.get().pk], reason="两张收据") == 1
    assert find_doubles(market.county, area_code="420302") == 0
    assert SuspectedDouble.objects.get().verdict == "different"


def test_a_pair_with_a_reversed_entry_waits_for_nobody(market: Market) -> None:
    _first, second = posted(market, gift(market), gift(market))
    assert unsettled(suspicions_visible_to(market.county)).count() == 1
    reverse_entry(market.county, second.pk, reason="记错")
    assert not unsettled(suspicions_visible_to(market.county)).exists()
    posted(market, gift(market, source="again"))
    assert unsettled(SuspectedDouble.objects.all()).count() == 1, "the new one looks like the first, not the reversed"


def test_a_stranger_sees_and_decides_nothing(market: Market) -> None:
    posted(market, gift(market), gift(market))
    pair = SuspectedDouble.objects.get()
    assert not suspicions_visible_to(market.stranger).exists()
    for other in (market.stranger, market.auditor, market.buying_clerk):
        with pytest.raises(Denied):
            decide_double(other, pair.pk, same=True, reason="x")
        with pytest.raises(Denied):
            keep_apart(other, [pair.pk], reason="x")


def test_places_are_chosen_by_name(market: Market, client: Client) -> None:
    posted(market, gift(market), gift(market))
    client.force_login(market.county)
    page = client.get(reverse("ledger-doubles")).content.decode()
    assert "地区代码" not in page
    assert f'<option value="{TOWNSHIP}"' in page
    assert "第 " in page
    assert "没有疑似重复的记录" in client.get(reverse("ledger-doubles"), {"area": STRANGE_COUNTY}).content.decode()
    assert client.get(reverse("ledger-doubles"), {"area": "大川"}).status_code == 422


def test_a_thousand_are_compared_in_few_statements(market: Market, django_assert_max_num_queries: Any) -> None:
    drafts = [gift(market, amount=Decimal(1000 + n % 500), source=str(n)) for n in range(1000)]
    with django_assert_max_num_queries(10):
        found = doubles_of(drafts)
    assert len(found) == 500
