"""Any sequence of changes leaves every household with one head and every person in one place."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bangfu.kernel.errors import Refused
from bangfu.kernel.rights.models import User
from bangfu.parties.actions import (
    add_member,
    make_head,
    merge_households,
    move_member,
    record_death,
    remove_member,
    split_household,
)
from bangfu.parties.models import Household, Person
from bangfu.parties.tests.conftest import START, County, MakeHousehold
from bangfu.parties.tests.invariants import assert_registers_hold

DEEDS = ("add", "move", "part", "die", "leave", "crown", "split", "merge")
steps = st.lists(
    st.tuples(st.sampled_from(DEEDS), st.integers(0, 6), st.integers(0, 6), st.integers(-1, 20), st.booleans()),
    min_size=1,
    max_size=10,
)


def do(actor: User, deed: str, first: int, second: int, on: date, chosen: bool) -> None:
    """Do one deed to the households and persons picked by number."""
    homes = list(Household.objects.order_by("pk"))
    persons = list(Person.objects.order_by("pk"))
    home, person = homes[first % len(homes)], persons[second % len(persons)]
    staying = Person.objects.filter(household=person.household_id).exclude(pk=person.pk).order_by("pk").first()
    heir = staying if chosen and person.household_id else None
    match deed:
        case "add":
            add_member(actor, home, name=f"新{second}", relation="son", on=on, living=chosen)
        case "move":
            move_member(actor, person, to=home, on=on, relation="other", new_head=heir)
        case "part":
            move_member(
                actor, person, to=home, on=on, relation="other", registered=chosen, living=not chosen, new_head=heir
            )
        case "die":
            record_death(actor, person, on=on, new_head=heir)
        case "leave":
            remove_member(actor, person, on=on, reason_out="moved_out", new_head=heir)
        case "crown":
            make_head(actor, home, person=person, on=on)
        case "split" if person.household:
            split_household(actor, person.household, head=person, on=on, remaining_head=heir)
        case "merge":
            merge_households(actor, home, others=[homes[second % len(homes)]], on=on)


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_whatever_happens(county: County, make_household: MakeHousehold, steps: list[tuple]) -> None:
    start = transaction.savepoint()
    try:
        make_household(family=True)
        make_household(head="张三", family=True)
        run(county.clerk, steps)
    finally:
        transaction.savepoint_rollback(start)


def run(actor: User, steps: list[tuple[str, int, int, int, bool]]) -> None:
    """Do the deeds day after day; what is refused changes nothing."""
    day = START
    for deed, first, second, days, chosen in steps:
        day = max(START, day + timedelta(days=days))
        with suppress(Refused):
            do(actor, deed, first, second, day, chosen)
        assert_registers_hold()
