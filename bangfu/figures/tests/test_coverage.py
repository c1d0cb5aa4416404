"""Coverage of schemes as figures: by scheme, class, place and day, open to the gaps, within the reader's reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bangfu.figures.computing import Question, compute, find, rows_of
from bangfu.figures.tests.conftest import COUNTY, NEXT_VILLAGE, START, VILLAGE
from bangfu.kernel.rights.actions import operator
from bangfu.pairing.actions import end_pairing, enrol, pair
from bangfu.pairing.models import Pairing, Scheme
from bangfu.parties.actions import register_household, register_person, set_area_class, set_household_status
from bangfu.parties.models import Area, Household, Person

pytestmark = pytest.mark.django_db
DAY, LATER = date(2020, 3, 1), date(2020, 9, 1)


@dataclass(kw_only=True)
class Covered:
    """Three more recipients beside the three of the books, a helper with one of them, a helper with none."""

    scheme: Scheme
    homes: list[Household]
    helpers: list[Person]
    pairing: Pairing


@pytest.fixture
def covered(books: Any) -> Covered:
    actor = operator()
    scheme = Scheme.objects.get(name="cadre-household")
    homes = [
        register_household(
            actor, area_code=village, head_name=f"户主{n}", opened_on=START, standing=standing
        )
        for n, (village, standing) in enumerate(
            ((VILLAGE, "registered"), (VILLAGE, "lifted"), (NEXT_VILLAGE, "registered"), (VILLAGE, "ordinary"))
        )
    ]  # fmt: skip
    helpers = [register_person(actor, area_code=COUNTY, name=f"干部{n}", works_for=books.unit) for n in range(2)]
    for helper in helpers:
        enrol(actor, scheme=scheme, party=helper.party, county_code=COUNTY, valid_from=START)
    pairing = pair(actor, scheme=scheme, helper=helpers[0].party, recipient=homes[0].party, valid_from=START)
    return Covered(scheme=scheme, homes=homes, helpers=helpers, pairing=pairing)


def value(name: str, **question: Any) -> Any:
    """The value of a figure in the county."""
    asked = {"area_code": COUNTY, "to": DAY, "where": (("scheme", "is", "cadre-household"),), **question}
    return compute(find(name), Question(**asked)).value


def parts(name: str, by: str, **question: Any) -> dict[Any, Any]:
    """The parts of a figure in the county."""
    return {p.key: p.value for p in compute(find(name), Question(area_code=COUNTY, to=DAY, by=by, **question)).parts}


def test_paired_of_all_and_the_gap(covered: Covered) -> None:
    assert [value(f"pairing.recipients{what}") for what in ("", "_paired", "_unpaired")] == [6, 1, 5]
    assert round(value("pairing.coverage"), 2) == Decimal("16.67")
    assert [value(f"pairing.helpers_{what}") for what in ("ready", "idle", "active")] == [2, 1, 1]
    assert value("pairing.helpers_use") == 50


def test_by_scheme_class_and_place(covered: Covered) -> None:
    assert parts("pairing.coverage", "scheme") == {"cadre-household": Decimal(1) / Decimal(6) * 100}
    assert parts("pairing.recipients", "class") == {"registered": 5, "lifted": 1}
    assert parts("pairing.recipients_unpaired", "area") == {"420302100": 2, "420302200": 3}
    assert parts("pairing.helpers_idle", "scheme") == {"cadre-household": 1}


def test_a_past_day_is_told_as_it_was(covered: Covered) -> None:
    set_household_status(operator(), covered.homes[0], value="lifted", on=date(2020, 6, 1))
    end_pairing(operator(), covered.pairing, on=date(2020, 5, 31), reason="调离")
    assert (value("pairing.recipients_paired", to=DAY), value("pairing.recipients_paired", to=LATER)) == (1, 0)
    asked = {"where": (("class", "is", "registered"),)}
    assert value("pairing.recipients", to=LATER, **asked) == 4


def test_several_schemes_are_added_up_and_kept_apart(covered: Covered) -> None:
    village = Area.objects.get(code=VILLAGE)
    set_area_class(operator(), village, value="task", valid_from=START)
    unit = covered.helpers[0].works_for
    assert unit is not None
    pair(operator(), scheme=Scheme.objects.get(name="unit-village"), helper=unit.party, recipient=village.party,
         valid_from=START)  # fmt: skip
    assert value("pairing.recipients_paired", where=()) == 2
    assert value("pairing.full_coverage", where=()) == Decimal(2) / Decimal(7) * 100
    assert parts("pairing.recipients", "scheme") == {"cadre-household": 6, "unit-village": 1}
    opened = {source.name: rows.count() for source, rows in rows_of(find("pairing.recipients"), Question(to=DAY))}
    assert opened == {"coverage:cadre-household": 6, "coverage:unit-village": 1}


def test_a_place_where_nothing_began_has_no_coverage(covered: Covered) -> None:
    assert value("pairing.coverage", area_code="420303", where=()) is None
    assert parts("pairing.coverage", "scheme", where=(("class", "is", "none"),)) == {}


def test_the_gap_opens_to_who_is_missing_and_where_to_mend_it(covered: Covered, books: Any, visit: Any) -> None:
    page = visit(books.county, f"/figures/pairing.recipients_unpaired/?scheme=cadre-household&place={COUNTY}")
    assert "户主2" in page.said
    assert "户主0" not in page.said
    assert f"/pairing/pairing/new/?scheme=cadre-household&amp;recipient={covered.homes[2].pk}" in page.content.decode()
    idle = visit(books.county, f"/figures/pairing.helpers_idle/?scheme=cadre-household&place={COUNTY}")
    assert "干部1" in idle.said


def test_a_neighbour_is_refused(covered: Covered, books: Any, visit: Any) -> None:
    address = f"/figures/pairing.recipients_unpaired/?scheme=cadre-household&place={COUNTY}"
    assert visit(books.stranger, address).status_code == 403
    assert visit(books.township, address).status_code == 403


def test_it_takes_the_same_statements_for_any_number_of_rows(covered: Covered) -> None:
    question = Question(area_code=COUNTY, to=DAY, by="scheme")

    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            compute(find("pairing.coverage"), question)
        return len(found)

    before = statements()
    for n in range(5):
        register_household(operator(), area_code=VILLAGE, head_name=f"新户{n}", opened_on=START, standing="registered")
    assert statements() == before
