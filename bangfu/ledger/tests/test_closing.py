"""A closed period does not move: late entries and reversals count in the next, or it is opened again with a reason."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.history.models import Change
from bangfu.kernel.notices.models import Notice
from bangfu.ledger.actions import close_period, post_entries, record_entry, reopen_period, reverse_entry
from bangfu.ledger.chains import link_hash
from bangfu.ledger.models import Closing, Entry
from bangfu.ledger.queries import verify_chains
from bangfu.ledger.queries.closings import late_for
from bangfu.ledger.tests.conftest import COUNTY, STRANGE_COUNTY, TOWNSHIP, Market, employ

QUARTER = {"starts_on": date(2020, 4, 1), "ends_on": date(2020, 6, 30)}
NEXT = date(2020, 7, 1)


def close(market: Market, **changes: Any) -> Closing:
    return close_period(market.county, **{"area_code": COUNTY, **QUARTER, **changes})


def test_what_comes_late_counts_in_the_next_period(market: Market) -> None:
    record_entry(market.county, market.draft(amount=Decimal(700)))
    close(market)
    with pytest.raises(Refused, match=r"已关账.*2020-07-01") as refused:
        record_entry(market.county, market.draft())
    assert refused.value.field == "accept_warnings"
    late = record_entry(market.county, market.draft(), accept_warnings=True)
    assert (late.happened_on, late.counted_on) == (date(2020, 6, 19), NEXT)
    assert verify_chains()["broken"] == []


def test_a_run_of_closed_periods_is_passed_over(market: Market) -> None:
    close(market)
    close(market, starts_on=NEXT, ends_on=date(2020, 9, 30))
    late = record_entry(market.county, market.draft(), accept_warnings=True)
    assert late.counted_on == date(2020, 10, 1)


def test_a_reversal_counts_in_the_next_period(market: Market) -> None:
    entry = record_entry(market.county, market.draft())
    close(market)
    reversal = reverse_entry(market.county, entry.pk, reason="重复")
    assert (reversal.happened_on, reversal.counted_on) == (entry.happened_on, NEXT)


def test_only_the_place_and_working_group_are_closed(market: Market) -> None:
    close(market, area_code=TOWNSHIP)
    close(market, workstream="exchange")
    assert record_entry(market.county, market.draft()).counted_on == date(2020, 6, 19)
    with pytest.raises(Refused, match="已关账"):
        record_entry(market.county, market.draft(area_code=TOWNSHIP))
    gift = market.draft(kind="exchange.donation_money", details={})
    with pytest.raises(Refused, match="已关账"):
        record_entry(market.county, gift)


def test_what_a_process_posts_is_not_refused_but_counts_later(market: Market) -> None:
    close(market)
    with transaction.atomic():
        [entry] = post_entries(market.operator, [market.draft(source="process:1")])
    assert entry.counted_on == NEXT


def test_opened_again_it_takes_entries_and_says_so(market: Market) -> None:
    clerk = employ("clerk", "township", TOWNSHIP)
    closing = close(market)
    with pytest.raises(Refused):
        reopen_period(market.county, closing, reason=" ")
    reopen_period(market.county, closing, reason="审计补录")
    with pytest.raises(Conflict):
        reopen_period(market.county, closing, reason="再开一次")
    entry = record_entry(market.county, market.draft())
    assert entry.counted_on == entry.happened_on
    assert list(late_for(closing)) == [entry]
    assert Change.objects.get(action="reopen_period").reason == "审计补录"
    told = list(Notice.objects.filter(user=clerk).order_by("pk").values_list("text", flat=True))
    assert len(told) == 2
    assert told[-1] == "审计补录"
    again = close(market)
    assert (again.entries, Closing.objects.count()) == (1, 2)


def test_a_period_is_closed_once_and_only_when_over(market: Market) -> None:
    close(market)
    with pytest.raises(Conflict):
        close(market)
    with pytest.raises(Conflict):
        close(market, starts_on=date(2020, 6, 1), ends_on=NEXT)
    today = timezone.localdate()
    with pytest.raises(Refused, match="没有结束"):
        close(market, starts_on=today - timedelta(days=5), ends_on=today)
    with pytest.raises(Refused, match="早于"):
        close(market, ends_on=date(2020, 3, 1))
    with pytest.raises(Refused, match="工作组"):
        close(market, workstream="nothing")


def test_a_stranger_closes_and_opens_nothing_here(market: Market) -> None:
    closing = close(market)
    with pytest.raises(Denied):
        close_period(market.stranger, area_code=COUNTY, **QUARTER)
    with pytest.raises(Denied):
        reopen_period(market.stranger, closing, reason="x")
    with pytest.raises(Denied):
        close_period(market.auditor, area_code=COUNTY, **QUARTER)
    close_period(market.stranger, area_code=STRANGE_COUNTY, **QUARTER)


def test_a_late_day_is_part_of_the_hash(market: Market) -> None:
    close(market)
    entry = record_entry(market.county, market.draft(), accept_warnings=True)
    [row] = Entry.objects.filter(pk=entry.pk).values()
    assert link_hash(row["previous_hash"], row) == entry.hash
    assert link_hash(row["previous_hash"], row | {"counted_on": entry.happened_on}) != entry.hash


def test_the_page_lists_the_quarters_and_closes_one(market: Market, client: Any) -> None:
    record_entry(market.county, market.draft(amount=Decimal(700)))
    client.force_login(market.county)
    page = client.get("/ledger/periods/?year=2020").content.decode()
    assert page.count("未关账") == 4
    answer = client.post("/ledger/periods/?year=2020", {"period": "2020Q2"}, follow=True)
    assert "已关账" in answer.content.decode()
    closing = Closing.objects.get()
    record_entry(market.county, market.draft(), accept_warnings=True)
    assert "之后又记 1 条" in client.get("/ledger/periods/?year=2020").content.decode()
    detail = client.get(f"/ledger/closing/{closing.pk}/").content.decode()
    assert "茶叶合作社" in detail
    assert client.post("/ledger/periods/?year=2020", {"period": "x"}).status_code == 422
    assert client.get("/ledger/periods/?year=abc").status_code == 422
    client.force_login(market.stranger)
    assert client.get(f"/ledger/periods/?place={COUNTY}").status_code == 403
    assert client.post(f"/ledger/periods/?place={COUNTY}", {"period": "2020Q1"}).status_code == 403
    assert client.get(f"/ledger/closing/{closing.pk}/").status_code == 404


def test_the_form_warns_and_records_when_told_to(market: Market, client: Any) -> None:
    close(market)
    client.force_login(market.county)
    given = {
        "happened_on": "2020-06-19",
        "giver": str(market.buyer.pk),
        "receiver": str(market.supplier.pk),
        "amount": "5",
        "detail_channel": "online",
        "detail_platform": "fupin832",
        "detail_certified": "true",
    }
    first = client.post("/ledger/record/market.purchase/", given)
    assert first.status_code == 422
    assert "已关账" in first.content.decode()
    client.post("/ledger/record/market.purchase/", {**given, "accept_warnings": "1"})
    assert Entry.objects.get().counted_on == NEXT


def test_the_years_to_close_are_those_of_the_book(market: Market, client: Client) -> None:
    record_entry(market.county, market.draft())
    record_entry(market.county, market.draft(happened_on=date(2018, 3, 1)))
    client.force_login(market.county)
    page = client.get(reverse("ledger-periods")).content.decode()
    years = [int(year) for year in re.findall(r"year=(\d{4})&amp;kind=quarter", page)]
    assert years[:3] == [timezone.localdate().year, 2020, 2018]
    client.force_login(market.stranger)
    page = client.get(reverse("ledger-periods")).content.decode()
    assert "year=2018&amp;" not in page, "another county's book is its own"
