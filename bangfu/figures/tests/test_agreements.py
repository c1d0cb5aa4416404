"""Signed is not delivered: performance counts settled entries between the sides, each side sees it, no stranger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from bangfu.figures.agreements.performance import entries_of, performance
from bangfu.figures.computing import Question, compute, find, rows_of
from bangfu.figures.tables.asking import usual_side
from bangfu.figures.tests.conftest import COUNTY, STRANGE_COUNTY, TOWN, Books, employ
from bangfu.kernel.rights.actions import operator
from bangfu.kernel.rights.models import User
from bangfu.ledger.actions import confirm_entry, reverse_entry
from bangfu.ledger.models import Entry
from bangfu.pairing.actions.agreements import draft_agreement, sign_agreement
from bangfu.pairing.actions.duties import add_duty
from bangfu.pairing.actions.pairs import pair
from bangfu.pairing.models import Agreement, Scheme
from bangfu.parties.actions import register_area, register_organisation
from bangfu.parties.models import Area

pytestmark = pytest.mark.django_db
EAST, JULY = "120115", date(2020, 7, 15)


@pytest.fixture
def agreement(books: Books) -> Agreement:
    """宝坻区 promises 茅箭区 purchases, people and sales of the year 2020."""
    actor = operator()
    helper = register_area(actor, code=EAST, name="宝坻区")
    row = draft_agreement(
        actor,
        kind="annual",
        title="2020年度帮扶协议",
        helper=helper.pk,
        recipient=Area.objects.get(code=COUNTY).pk,
        valid_from=date(2020, 1, 1),
        amount=Decimal(5000),
    )
    buys = {"year": 2020, "measured_by": "entry_kind:market.purchase", "text": "采购"}
    add_duty(actor, row, amount=Decimal(4000), **buys)
    add_duty(actor, row, quantity=Decimal(2), unit="entry", **buys)
    add_duty(actor, row, year=2020, text="销售额", measured_by="figure:market.sales", amount=Decimal(1000))
    add_duty(actor, row, year=2020, text="互访一次")
    return sign_agreement(actor, row, signed_on=date(2020, 1, 10))


@pytest.fixture
def bought(books: Books, agreement: Agreement) -> Callable[..., Entry]:
    """A unit of 宝坻区 buys, and the seller confirms unless told otherwise."""
    unit = register_organisation(operator(), name="宝坻区医院", kind="hospital", area_code=EAST)

    def buy(amount: str, *, day: date = JULY, confirmed: bool = True, **changes: Any) -> Entry:
        entry = books.purchase(amount, TOWN, day, giver_id=unit.pk, **changes)
        if confirmed:
            confirm_entry(books.county, entry.pk)
        return entry

    return buy


def test_only_settled_entries_between_the_sides_and_in_the_year_count(
    books: Books, agreement: Agreement, bought: Callable[..., Entry]
) -> None:
    bought("1000.00")
    bought("500.00", confirmed=False)
    bought("70.00", day=date(2021, 1, 1))
    reverse_entry(operator(), bought("9.00").pk, reason="重复")
    books.purchase("30.00", TOWN, JULY)  # given by the county itself
    money, times, sales, words = performance(books.county, agreement)
    assert (money.amount, money.amount_percent, money.entries, money.pending) == (1000, 25, 1, 1)
    assert (times.quantity, times.quantity_percent) == (1, 50)
    assert (sales.amount, sales.amount_percent, sales.pending) == (1000, 100, 1)
    assert (words.measured, words.amount_percent, words.entries) == (False, None, 0)
    assert [e.amount for e in entries_of(books.county, money.duty).order_by("amount")] == [500, 1000]
    assert [e.amount for e in entries_of(books.county, sales.duty).order_by("amount")] == [500, 1000]


def test_each_number_is_the_askers(books: Books, agreement: Agreement, bought: Callable[..., Entry]) -> None:
    """The helper's county sees what it gave; nobody is told of entries they may not see."""
    bought("1000.00")
    east, town = employ("east", "county", EAST), employ("town", "township", "420302200")
    assert performance(east, agreement)[0].amount == 1000
    assert performance(books.county, agreement)[0].amount == 1000
    assert not performance(town, agreement)[0].amount
    assert not performance(books.stranger, agreement)[0].amount


def test_what_is_recorded_under_the_pairing_counts(books: Books, bought: Callable[..., Entry]) -> None:
    from_pairing = Agreement.objects.get()
    assert from_pairing.pairing is None
    outside = books.purchase("5.00", TOWN, JULY)
    confirm_entry(books.county, outside.pk)
    assert not performance(books.county, from_pairing)[0].amount


def test_many_duties_cost_one_query_more(books: Books, agreement: Agreement) -> None:
    def queries() -> int:
        fresh = User.objects.get(pk=books.county.pk)
        with CaptureQueriesContext(connection) as asked:
            performance(fresh, Agreement.objects.get(pk=agreement.pk), list(agreement.duties.exclude(entry_kind="")))
        return len(asked)

    before = queries()
    Agreement.objects.filter(pk=agreement.pk).update(state="draft")
    for number in range(10):
        add_duty(
            operator(),
            Agreement.objects.get(pk=agreement.pk),
            year=2020,
            text=f"任务{number}",
            measured_by="entry_kind:market.purchase",
        )
    assert queries() == before


def test_figures_of_agreements(books: Books, agreement: Agreement, bought: Callable[..., Entry]) -> None:
    bought("1000.00")
    bought("500.00", confirmed=False)
    confirm_entry(books.county, books.purchase("77.00", TOWN, JULY).pk)

    def value(name: str, **question: Any) -> Any:
        asked = {"area_code": COUNTY, "from_": date(2020, 1, 1), "to": date(2020, 12, 31), **question}
        return compute(find(f"pairing.agreements.{name}"), Question(**asked)).value

    assert (value("signed"), value("signed_amount"), value("in_force")) == (1, 5000, 1)
    assert (value("promised"), value("delivered"), value("completion")) == (5000, 1000, 25)
    assert value("fulfilled") == 1
    assert value("signed", area_code=EAST) == 0
    assert value("signed", area_code=EAST, side="giver") == value("delivered", area_code=EAST, side="giver") / 1000
    for by, key in (("kind", "annual"), ("regions", f"{EAST}>{COUNTY}")):
        asked = Question(area_code=COUNTY, from_=date(2020, 1, 1), to=date(2020, 12, 31), by=by)
        for name, wanted in (("signed", 1), ("promised", 5000), ("delivered", 1000)):
            [part] = compute(find(f"pairing.agreements.{name}"), asked).parts
            assert (part.key, part.value) == (key, wanted)
    assert part.label == "宝坻区 → 茅箭区"
    [(_source, rows)] = rows_of(find("pairing.agreements.delivered"), Question(area_code=COUNTY, to=date(2020, 12, 31)))
    assert [row.amount for row in rows] == [1000]


def test_the_pages_show_promise_and_delivery(
    books: Books, agreement: Agreement, bought: Callable[..., Entry], visit: Callable[..., HttpResponse]
) -> None:
    entry = bought("1000.00")
    page = visit(books.county, f"/pairing/agreement/{agreement.pk}/")
    for words in ("宝坻区", "1,000.00元", "25.0%", "签字盖章的扫描件", "未设对账口径"):
        assert words in page.said
    duty = agreement.duties.first()
    opened = visit(books.county, f"/pairing/duty/{duty.pk}/entries/")
    assert f"/ledger/entry/{entry.pk}/" in opened.content.decode()
    assert visit(books.stranger, f"/pairing/duty/{duty.pk}/entries/").status_code == 404
    assert visit(books.nobody, f"/pairing/duty/{duty.pk}/entries/").status_code == 403
    empty = agreement.duties.last()
    assert "还没有记录计入这项任务" in visit(books.county, f"/pairing/duty/{empty.pk}/entries/").said


def test_every_figure_of_agreements_opens(
    books: Books, agreement: Agreement, bought: Callable[..., Entry], visit: Callable[..., HttpResponse]
) -> None:
    bought("1000.00")
    for name in ("signed", "signed_amount", "in_force", "promised", "delivered", "completion", "fulfilled"):
        page = visit(books.county, f"/figures/pairing.agreements.{name}/?year=2020")
        assert page.status_code == 200, name
        assert "2020年度帮扶协议" in page.said or "宝坻区医院" in page.said, name
        place = f"/figures/pairing.agreements.{name}/?place={COUNTY}"
        assert visit(books.stranger, place).status_code == 403
        assert STRANGE_COUNTY not in page.said


def test_a_city_is_on_the_side_of_its_counties_that_help_others(books: Books) -> None:
    actor = operator()
    helper = register_area(actor, code=EAST, name="宝坻区")
    assert usual_side(EAST) == "receiver"
    recipient, scheme = Area.objects.get(code=COUNTY), Scheme.objects.get(name="east-west")
    pair(actor, scheme=scheme, helper=helper.party, recipient=recipient.party, valid_from=date(2020, 1, 1))
    assert [usual_side(place) for place in (EAST, EAST[:4], COUNTY, COUNTY[:4], "", STRANGE_COUNTY)] == [
        "giver",
        "giver",
        "receiver",
        "receiver",
        "receiver",
        "receiver",
    ]
