"""Figures asked together are what each is alone, whatever shares a statement; and they are few statements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, Q, Sum
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bangfu.figures.answers import answer, answer_all
from bangfu.figures.computing import Answer, Question, combine, compute, compute_all, dimensions_of
from bangfu.figures.declared import Figure, figures
from bangfu.figures.expressions import Expression, Measure, count, distinct, measures, plus, total
from bangfu.figures.gathering import pieces_of
from bangfu.figures.questions import PARTNER
from bangfu.figures.selecting import asked_of, counted, demanded, field_of, key_of, part_of, rows_at
from bangfu.figures.sharing import number
from bangfu.figures.tests.conftest import COUNTY, NEXT_TOWN, NEXT_VILLAGE, STRANGE_COUNTY, TOWN, VILLAGE, Books
from bangfu.kernel.remembered import forget_everything
from bangfu.kernel.rights.actions import operator
from bangfu.ledger.kinds import Detail, EntryKind, entry_kinds
from bangfu.ledger.models import Entry, EntryHousehold, EntryPerson, EntryStanding
from bangfu.parties.models import Household, Organisation, Person

pytestmark = pytest.mark.django_db
PLACES = (COUNTY, TOWN, NEXT_TOWN, VILLAGE, NEXT_VILLAGE, STRANGE_COUNTY)
YEARS = {"from_": date(2019, 1, 1), "to": date(2020, 6, 30)}
Values = dict[Any, tuple[Any, int, int]]


def random_book(seed: int, units: list[int], each: int = 4) -> None:
    """Entries of every declared kind, some taken back, some with persons and households listed."""
    random, now, actor = Random(seed), timezone.now(), operator()
    entries = [
        random_entry(kind, random, units, posted_at=now, posted_by=actor, source=f"{seed}:{n}", sequence=1000 + n)
        for n, kind in enumerate(kind for kind in entry_kinds for _each in range(each))
    ]
    made = Entry.objects.bulk_create(entries)
    back = [
        Entry(**{**fields_of(one), "source": f"back:{one.pk}", "sequence": one.sequence + 5000, "reverses_id": one.pk})
        for one in random.sample(made, len(made) // 10)
    ]
    for one in back:
        one.counted_on += timedelta(days=random.choice((0, 200)))
        one.amount, one.quantity = (None if value is None else -value for value in (one.amount, one.quantity))
    made += Entry.objects.bulk_create(back)
    states = [EntryStanding.State.RECORDED, EntryStanding.State.CONFIRMED]
    EntryStanding.objects.bulk_create(
        EntryStanding(entry=one, state=random.choice(states), area_code=one.area_code) for one in made
    )
    persons, households = list(Person.objects.all()), list(Household.objects.all())
    for one in random.sample(made, len(made) // 4):
        EntryPerson.objects.bulk_create(
            EntryPerson(entry=one, person=person) for person in random.sample(persons, min(2, len(persons)))
        )
        EntryHousehold.objects.bulk_create(
            EntryHousehold(entry=one, household=household) for household in random.sample(households, 2)
        )


def fields_of(entry: Entry) -> dict[str, Any]:
    return {field.attname: getattr(entry, field.attname) for field in Entry._meta.concrete_fields if field.name != "id"}


def random_entry(kind: EntryKind, random: Random, units: list[int], **given: Any) -> Entry:
    day = date(2018, 10, 1) + timedelta(days=random.randrange(900))
    return Entry(
        kind=kind.name,
        workstream=kind.workstream,
        area_code=random.choice(PLACES),
        giver_area_code=random.choice((*PLACES, "")),
        giver_id=random.choice(units) if kind.giver and random.random() < 0.9 else None,
        receiver_id=random.choice(units) if kind.receiver and random.random() < 0.9 else None,
        happened_on=day,
        counted_on=day,
        amount=random.choice((None, random.randrange(1, 10**6) / 100)) if kind.amount != "none" else None,
        quantity=random.randrange(1, 900) if kind.quantity != "none" else None,
        unit=kind.unit,
        persons=random.choice((None, random.randrange(40))),
        person_times=random.choice((None, random.randrange(40))),
        households=random.choice((None, random.randrange(40))),
        details={one.name: random_value(one, random) for one in kind.details if random.random() < 0.8},
        chain=COUNTY,
        **given,
    )


def random_value(detail: Detail, random: Random) -> Any:
    match detail.kind:
        case "choice":
            return random.choice(detail.choices)[0]
        case "integer":
            return random.randint(1, 30)
        case "boolean":
            return random.random() < 0.6
        case _:
            return f"第{random.randint(1, 3)}项"


def alone(figure: Figure, question: Question) -> tuple[Any, Values]:
    """The whole and the parts of a figure, each measure by one plain statement."""
    whole = _plain(figure.expression, replace(question, by=""))[None]
    return whole, _plain(figure.expression, question) if question.by else {}


def _plain(expression: Expression, question: Question) -> Values:
    if isinstance(expression, Measure):
        found: Values = {} if question.by else {None: (0, 0, 0)}
        for source in pieces_of(expression, question):
            for key, values in _plain_piece(expression, source, question).items():
                found[key] = tuple(a + b for a, b in zip(found.get(key, (0, 0, 0)), values, strict=True))
        return found
    left, right = _plain(expression.left, question), _plain(expression.right, question)
    none = (None, 0, 0)
    return {
        key: (combine(expression.operator, a[0], b[0]), a[1] + b[1], a[2] + b[2])
        for key in left.keys() | right.keys()
        for a, b in [(left.get(key, none), right.get(key, none))]
    }


def _plain_piece(measure: Measure, source: Any, question: Question) -> Values:
    summed = measure.how == "sum"
    made: dict[str, Any] = {
        "plain_rows": Count("pk"),
        "plain_told": Count(field_of(source, measure.of)) if summed else Count("pk"),
    }
    if summed:
        made["plain_value"] = Sum(field_of(source, measure.of, whole=True))
    else:
        made["plain_value"] = Count(field_of(source, measure.of), distinct=True) if measure.of else counted(source)
    rows = rows_at(source, question, distinct=measure.how == "distinct").order_by()
    rows = rows.filter(asked_of(source, question) & demanded(source, (*measure.where, *question.where)))
    if not question.by:
        lines = [rows.aggregate(**made)]
    else:
        lines = list(
            rows.annotate(plain_part=part_of(source, question)).values("plain_part").annotate(**made).order_by()
        )
    return {
        key_of(question, row.get("plain_part")): (
            number(measure, row["plain_value"]),
            row["plain_rows"],
            row["plain_told"],
        )
        for row in lines
        if row["plain_rows"]
    }


def as_values(found: Answer) -> tuple[Any, Values]:
    return (found.value, found.entries, found.told), {p.key: (p.value, p.entries, p.told) for p in found.parts}


@pytest.fixture
def units(books: Books) -> list[int]:
    unit, seller = books.unit, books.seller
    return [unit.pk, seller.pk, *Organisation.objects.exclude(pk__in=[unit.pk, seller.pk]).values_list("pk", flat=True)]


@pytest.mark.parametrize(
    ("seed", "asked"),
    [
        (1, {"area_code": COUNTY, **YEARS}),
        (2, {**YEARS, "by": "area"}),
        (3, {"area_code": COUNTY, "to": date(2020, 12, 31), "by": "month"}),
        (4, {"area_code": TOWN, **YEARS, "by": "village", "exact": False}),
        (5, {"area_code": STRANGE_COUNTY, **YEARS, "side": "giver", "by": PARTNER}),
        (6, {"area_code": COUNTY, "partner": STRANGE_COUNTY, **YEARS}),
        (7, {"area_code": COUNTY, **YEARS, "within": {"entries": Q(giver_area_code__startswith="42")}}),
    ],
)
def test_all_shipped_figures_together_are_what_each_is_alone(
    units: list[int], seed: int, asked: Mapping[str, Any]
) -> None:
    random_book(seed, units)
    question = Question(**asked)
    chosen = [f for f in figures if question.by in ("", "village", PARTNER, *dimensions_of(f))]
    found = compute_all([(figure, question) for figure in chosen])
    assert len(found) == len(chosen) > 100
    told = 0
    for figure, one in zip(chosen, found, strict=True):
        whole, parts = alone(figure, question)
        values, split = as_values(one)
        assert split == parts, figure.name
        if not (question.by and values != whole and _adds_parts(one)):
            assert values == whole, figure.name
        told += bool(one.told)
    assert told > 25


def _adds_parts(found: Answer) -> bool:
    """Targets are asked for their parts by what lies within one: the whole is then that of the parts."""
    return [m.source for m in measures(found.figure.expression)] == ["targets"]


def test_the_dimensions_of_each_figure_together_are_what_each_is_alone(units: list[int]) -> None:
    random_book(8, units)
    asked = [
        (figure, Question(area_code=COUNTY, **YEARS, by=by))
        for figure in figures
        for by in figure.by
        if by != "regions"
    ]
    for (figure, question), one in zip(asked, compute_all(asked), strict=True):
        assert as_values(one)[1] == alone(figure, question)[1], (figure.name, question.by)


def test_conditions_of_the_question_narrow_each_figure_by_itself(units: list[int]) -> None:
    random_book(9, units)
    sales, question = figures["market.sales"], Question(area_code=COUNTY, **YEARS)
    narrowed = [replace(question, where=(("channel", "is", channel),)) for channel in ("online", "offline")]
    whole, *parts = compute_all([(sales, question), *((sales, one) for one in narrowed)])
    assert [one.value for one in parts] == [compute(sales, one).value for one in narrowed]
    assert whole.value == compute(sales, question).value


def test_figures_of_one_book_are_fewer_statements_than_kinds(units: list[int]) -> None:
    random_book(10, units, each=1)
    question = Question(area_code=COUNTY, **YEARS)
    sums = [f for f in figures if all(m.source == "entries" and m.how != "distinct" for m in measures(f.expression))]
    with CaptureQueriesContext(connection) as captured:
        compute_all([(figure, question) for figure in sums])
    assert len(sums) > 150
    assert len(captured) < 40
    plain = [f for f in sums if all({name for name, *_ in m.where} <= {"kind"} for m in measures(f.expression))]
    with CaptureQueriesContext(connection) as captured:
        compute_all([(figure, question) for figure in plain])
    assert len(plain) > 50
    assert len(captured) == 1


def test_more_conditions_than_a_number_has_bits_are_two_statements(units: list[int]) -> None:
    random_book(11, units)
    expression: Expression = total("amount", kind="market.purchase", bound="exact")
    for n in range(70):
        expression = plus(expression, count(kind="market.purchase", persons__gt=n, households__gt=n % 7))
    figure = Figure(name="x", title="x", unit="item", workstream="market", expression=expression)
    question = Question(area_code=COUNTY, **YEARS)
    assert as_values(compute(figure, question)) == alone(figure, question)


def test_what_a_row_may_have_several_of_is_not_tried_row_by_row(units: list[int]) -> None:
    random_book(12, units)
    expression = plus(distinct("person", bound="exact"), plus(count(person__isnull=False), total("persons")))
    figure = Figure(name="x", title="x", unit="person", workstream="market", expression=expression)
    question = Question(**YEARS)
    assert as_values(compute(figure, question)) == alone(figure, question)


def test_users_are_told_together_what_they_are_told_alone(books: Books, units: list[int]) -> None:
    random_book(13, units)
    named = ("market.sales", "market.purchases", "market.budget_units", "exchange.donations")
    for user, place in ((books.county, COUNTY), (books.buyer, ""), (books.both, ""), (books.both, TOWN)):
        asked = [(figures[name], Question(area_code=place, **YEARS)) for name in named]
        forget_everything()
        together = [one.value for one in answer_all(user, asked)]
        forget_everything()
        assert together == [answer(user, figure, question).value for figure, question in asked]
