"""Insured persons are distinct persons; the rate is of the register, the subsidy rate of the insured."""

from datetime import date

import pytest

from bangfu.parties.actions import register_household
from bangfu.parties.models import Membership
from tests.books import VILLAGE, Book


@pytest.fixture
def people(book: Book) -> list[int]:
    """Four people, heads of registered households."""
    for number in range(4):
        register_household(
            book.actor,
            area_code=VILLAGE,
            head_name=f"户主{number}",
            standing="registered",
            opened_on=date(2019, 1, 1),
        )
    return list(Membership.objects.order_by("pk").values_list("person_id", flat=True))


def test_the_enrolment_rate_is_of_the_register(book: Book, people: list[int]) -> None:
    book.post("health.insured", amount="750", person_ids=tuple(people[:3]))
    assert (book.value("health.insured"), book.value("health.insured_rate")) == (3, 75)
    book.post("health.insured", amount="250", person_ids=(people[2],))
    assert book.value("health.insured") == 3


def test_services_are_not_persons(book: Book) -> None:
    book.post("health.medical_service", quantity=10000)
    book.post("health.medical_team", persons=80, details={"role": "expert"})
    book.post("health.medical_team", persons=200, details={"role": "staff"})
    found = [book.value(f"health.{name}") for name in ("services", "team_experts", "team_staff")]
    assert found == [10000, 80, 200]
