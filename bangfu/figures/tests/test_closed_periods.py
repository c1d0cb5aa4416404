"""Figures of a closed period stay what they were, and what they were can be asked again after it was reopened."""

from datetime import date
from decimal import Decimal

import pytest

from bangfu.figures.computing import Question, compute, find
from bangfu.figures.tests.conftest import COUNTY, NEXT_TOWN, TOWN, Books
from bangfu.ledger.actions import close_period, record_entry, reopen_period, reverse_entry
from bangfu.ledger.drafts import Draft
from bangfu.ledger.models import Closing, Entry

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2020, 4, 1), date(2020, 6, 30)
SALES, BUYERS = "market.sales", "market.budget_units"


def value(name: str, to: date = LAST, **changes: object) -> object:
    return compute(find(name), Question(area_code=COUNTY, from_=FIRST, to=to, **changes)).value  # type: ignore[arg-type]


def close(books: Books) -> Closing:
    return close_period(books.county, area_code=COUNTY, starts_on=FIRST, ends_on=LAST)


def late(books: Books) -> Entry:
    """Record what happened in the quarter by hand, having read the warning."""
    draft = Draft(
        kind="market.purchase",
        happened_on=date(2020, 5, 5),
        area_code=TOWN,
        giver_id=books.unit.pk,
        receiver_id=books.seller.pk,
        amount=Decimal("99.50"),
        details={"channel": "online", "platform": "fupin832", "certified": True},
    )
    return record_entry(books.county, draft, accept_warnings=True)


def test_a_late_entry_counts_in_the_next_quarter(books: Books) -> None:
    close(books)
    late(books)
    assert value(SALES) == Decimal("1200.50")
    assert value(SALES, to=date(2020, 9, 30)) == Decimal("2100.00")


def test_sums_and_distinct_counts_outlive_a_reversal(books: Books) -> None:
    entry = Entry.objects.get(area_code=TOWN)
    reverse_entry(books.county, Entry.objects.get(area_code=NEXT_TOWN).pk, reason="不在本季")
    close(books)
    reverse_entry(books.county, entry.pk, reason="重复")
    assert (value(SALES), value(BUYERS)) == (Decimal("1200.50"), 1)
    assert (value(SALES, to=date(2020, 9, 30)), value(BUYERS, to=date(2020, 9, 30))) == (0, 0)


def test_then_and_now_stand_side_by_side(books: Books, visit) -> None:  # type: ignore[no-untyped-def]
    closing = close(books)
    reopen_period(books.county, closing, reason="补录")
    late(books)
    as_of = (("id", "lte", closing.last_entry),)
    assert (value(SALES, where=as_of), value(SALES)) == (Decimal("1200.50"), Decimal("1300.00"))
    said = visit(books.county, f"/figures/{SALES}/?place={COUNTY}&from=2020-04-01&to=2020-06-30").said
    assert "1,300.00元" in said
    assert "关账时 1,200.50元" in said
    detail = visit(books.county, f"/ledger/closing/{closing.pk}/").said
    assert "1,200.50元" in detail
    assert "1,300.00元" in detail
