"""A round over a village and the next one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from bangfu.kernel.rights.models import User
from bangfu.parties.models import Household
from bangfu.workstreams.monitoring.checks.models import CheckRound, CheckSheet, CheckType
from bangfu.workstreams.monitoring.checks.rounds import open_round
from bangfu.workstreams.monitoring.screening.tests.conftest import (  # noqa: F401 - fixtures
    COUNTY,
    NEXT,
    STRANGE,
    TOWNSHIP,
    VILLAGE,
    MakeHome,
    actor,
    county,
    employed,
    home,
)

OpenRound = Callable[..., CheckRound]


@pytest.fixture
def clerk(actor: User) -> User:  # noqa: F811
    return employed("village", "village", VILLAGE)


@pytest.fixture
def station(actor: User) -> User:  # noqa: F811
    return employed("station", "township", TOWNSHIP)


@pytest.fixture
def homes(home: MakeHome) -> list[Household]:  # noqa: F811
    """Three in the village, the second in a house of grade D; one in the next village."""
    made = [home(head=name) for name in ("王建国", "赵大山", "孙小河")]
    Household.objects.filter(pk=made[1].pk).update(housing_safety="d")
    return [*made, home(NEXT, "周远")]


@pytest.fixture
def opened(county: User, homes: list[Household]) -> CheckRound:  # noqa: F811
    return start(county)


def start(by: User, area_code: str = COUNTY, **given: object) -> CheckRound:
    """Open a round of the check that ships."""
    fields = {"title": "第一轮排查", "due_on": timezone.localdate() + timedelta(days=20), **given}
    kind = CheckType.objects.get(code="two_assurances")
    return open_round(by, check_type=kind, area_code=area_code, **fields)  # type: ignore[arg-type]


def sheet_of(row: CheckRound, household: Household) -> CheckSheet:
    return row.sheets.get(household=household)
