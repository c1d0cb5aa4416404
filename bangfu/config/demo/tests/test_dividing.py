"""A published number is divided without losing anything."""

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from bangfu.config.demo.entries import divided, drafts_of
from bangfu.ledger.drafts import Draft

FACT = {
    "kind": "exchange.donation_money",
    "amount": "1015400.05",
    "persons": 931,
    "givers": "firms",
    "receivers": "villages",
    "from": date(2020, 1, 1),
    "to": date(2020, 11, 30),
}


def drafts(**changes: Any) -> list[Draft]:
    """Return the drafts of a fact between three firms and two villages."""
    return drafts_of(
        {**FACT, **changes},
        name="x",
        area_code="120115",
        parties={"firms": [1, 2, 3], "villages": [10, 11]},
        campaigns={},
        places={10: "620524100201", 11: "620121100201"},
        seed=1,
    )


@pytest.mark.parametrize(("total", "parts"), [(5, 5), (34711, 329), (135, 89)])
def test_no_part_is_empty_and_nothing_is_lost(total: int, parts: int) -> None:
    shares = divided(total, parts, Random(1))
    assert (sum(shares), len(shares), min(shares) >= 1) == (total, parts, True)


def test_more_parts_than_there_is_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot divide"):
        divided(4, 5, Random(1))


def test_drafts_add_up_to_the_fen_at_the_places_that_received() -> None:
    found = drafts(parts=162)
    assert sum(d.amount for d in found) == Decimal("1015400.05")
    assert sum(d.persons for d in found) == 931
    assert {d.area_code for d in found} == {"620524100201", "620121100201"}
    assert (found[0].happened_on, found[-1].happened_on) == (date(2020, 1, 1), date(2020, 11, 30))


def test_even_parts_are_a_rate() -> None:
    found = drafts(parts=931, amount="465500", even=True)
    assert {d.amount for d in found} == {Decimal(500)}
    with pytest.raises(ValueError, match="equal parts"):
        drafts(parts=13, amount="465500", even=True)


def test_a_second_build_gives_the_same_drafts() -> None:
    assert drafts(parts=20) == drafts(parts=20)
