"""Many questions at once give what each gives alone, in one statement for each different measure."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bangfu.figures.batches import Asked, values_of
from bangfu.figures.computing import Question, compute, find
from bangfu.figures.tests.conftest import COUNTY, NEXT_TOWN, STRANGE_COUNTY, TOWN, VILLAGE, Books
from bangfu.kernel.rights.actions import operator
from bangfu.ledger.actions import reverse_entry

pytestmark = pytest.mark.django_db
FIGURES = ("market.sales", "market.sales.online_share", "market.budget_units", "parties.registered_households")
PLACES = ("", COUNTY, TOWN, NEXT_TOWN, VILLAGE, STRANGE_COUNTY)


@pytest.fixture
def busy(books: Books) -> Books:
    for n, day in enumerate((date(2019, 3, 1), date(2019, 12, 31), date(2020, 1, 1), date(2020, 6, 30))):
        books.purchase(f"{10 + n}.25", VILLAGE if n % 2 else TOWN, day, giver_area_code=STRANGE_COUNTY if n else COUNTY)
    reverse_entry(operator(), books.purchase("500.00", TOWN, date(2020, 2, 2)).pk, reason="重复")
    return books


@pytest.mark.parametrize(
    "periods",
    [
        [(date(2020, 1, 1), date(2020, 12, 31))],
        [(date(2019, 1, 1), date(2019, 12, 31)), (date(2020, 1, 1), date(2020, 12, 31))],
        [(date(2020, 1, 1), date(2020, 6, 30)), (date(2020, 4, 1), date(2020, 6, 30))],
        [(date(2020, 1, 1), date(2020, 6, 29)), (None, date(2020, 6, 30)), (date(2019, 12, 31), date(2020, 1, 1))],
        [(None, date(2019, 12, 31)), (date(2020, 1, 1), date(2020, 12, 31))],
    ],
)  # fmt: skip
def test_together_they_are_what_each_is_alone(busy: Books, periods: list[tuple[date | None, date]]) -> None:
    asked = [
        Asked(figure=find(name), area_code=place, from_=from_, to=to)
        for name, place, (from_, to) in product(FIGURES, PLACES, periods)
    ]
    alone = [compute(one.figure, Question(area_code=one.area_code, from_=one.from_, to=one.to)).value for one in asked]
    assert values_of(asked) == alone


def test_both_sides_and_one_unit_may_be_asked(busy: Books) -> None:
    year = {"figure": find("market.sales"), "from_": date(2019, 1, 1), "to": date(2020, 12, 31)}
    pair, given, unit, other = values_of(
        [
            Asked(**year, area_code=TOWN, giver_area_code=STRANGE_COUNTY),
            Asked(**year, giver_area_code=STRANGE_COUNTY),
            Asked(**year, area_code=COUNTY, organisation=busy.unit.pk),
            Asked(**year, area_code=COUNTY, organisation=busy.seller.pk),
        ]
    )
    whole = compute(find("market.sales"), Question(area_code=COUNTY, from_=year["from_"], to=year["to"])).value
    assert pair == given == Decimal("36.75")
    assert (unit, other) == (whole, 0)


def test_a_register_knows_no_responsible_unit(books: Books) -> None:
    figure = find("parties.registered_households")
    asked = Asked(figure=figure, area_code=COUNTY, to=date(2020, 12, 31), organisation=books.unit.pk)
    assert values_of([asked]) == [None]


def test_more_places_and_years_are_no_more_statements(busy: Books) -> None:
    def statements(places: tuple[str, ...], years: range) -> int:
        asked = [
            Asked(figure=find("market.sales"), area_code=p, from_=date(y, 1, 1), to=date(y, 12, 31))
            for p, y in product(places, years)
        ]
        with CaptureQueriesContext(connection) as captured:
            values_of(asked)
        return len(captured)

    assert statements((COUNTY,), range(2020, 2021)) == statements(PLACES[1:], range(2010, 2021)) == 1
