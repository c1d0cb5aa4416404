"""Many donors at the same second: no unit is promised twice, on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection

from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.flows.models import FlowStep
from bangfu.kernel.rights.models import User
from bangfu.parties.actions import register_organisation
from bangfu.workstreams.exchange import actions
from bangfu.workstreams.exchange.models import Claim, Need
from bangfu.workstreams.exchange.tests.conftest import COUNTY, Place, employ
from tests.races import shared

DONORS = 12


def donors(place: Place) -> list[User]:
    """Log-ins of so many firms."""
    firms = [
        register_organisation(place.operator, area_code=COUNTY, name=f"企业{n}", kind="private_enterprise")
        for n in range(DONORS)
    ]
    return [employ(f"firm{n}", "unit", COUNTY, firm) for n, firm in enumerate(firms)]


@dataclass(frozen=True)
class After:
    """What each was told, and how things stand afterwards."""

    told: list[str]
    need: Need
    claims: int
    steps: list[str]


def at_once(folder: Path, users: list[User], need: Need, quantity: Decimal | None) -> After:
    """Let everybody claim at the same moment."""
    start = Barrier(len(users))

    def claim(user: User) -> str:
        try:
            start.wait(20)
            return actions.claim_need(user, Need.objects.get(pk=need.pk), quantity=quantity).state
        except Conflict:
            return "conflict"
        except Refused as refused:
            return refused.message
        finally:
            connection.close()

    def look(told: list[str]) -> After:
        try:
            steps = FlowStep.objects.filter(flow="exchange.need", object_id=need.pk, left_at=None)
            states = list(steps.values_list("state", flat=True))
            return After(told, Need.objects.get(pk=need.pk), Claim.objects.count(), states)
        finally:
            connection.close()

    with shared(folder), ThreadPoolExecutor(len(users)) as pool:
        return pool.submit(look, list(pool.map(claim, users))).result()


@pytest.mark.django_db(transaction=True)
def test_one_wins_the_last_unit(place: Place, tmp_path: Path) -> None:
    after = at_once(tmp_path, donors(place), place.published(), None)
    assert sorted(after.told) == ["claimed"] + ["conflict"] * (DONORS - 1)
    assert (after.need.taken, after.need.state, after.claims, after.steps) == (1, "claimed", 1, ["claimed"])


@pytest.mark.django_db(transaction=True)
def test_a_group_takes_exactly_what_there_is(place: Place, tmp_path: Path) -> None:
    need = place.published(quantity=Decimal(7), group=True)
    after = at_once(tmp_path, donors(place), need, Decimal(1))
    assert after.told.count("claimed") == 7 == after.need.taken == after.claims
    assert (after.need.state, after.steps) == ("claimed", ["claimed"])
