"""Who records in the demonstration: whoever is nearest, and never who confirms."""

import pytest

from bangfu.config.demo import maojian as plan
from bangfu.config.demo.staff import Staff
from bangfu.config.demo.users import USERS, build_users, offices_of
from bangfu.kernel.rights.actions import operator
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import scope_of
from bangfu.ledger.drafts import Draft
from bangfu.ledger.kinds import entry_kinds

CLERK, STATION, POINT, UNIT = (User(pk=n, username=str(n)) for n in range(1, 5))
STAFF = Staff(
    office=CLERK, stations={"420302100": STATION}, points={"420302100": POINT, "420302100201": UNIT}, units={77: UNIT}
)


def draft(kind: str, area_code: str = plan.COUNTY, giver: int | None = None) -> Draft:
    return Draft(kind=kind, happened_on=plan.TASK_FROM, area_code=area_code, source="demo:1", giver_id=giver)


def test_what_happened_in_a_village_is_recorded_there_and_nothing_nearer_is_left_to_the_office() -> None:
    assert STAFF.recorder(draft("education.aid", "420302100201")) is UNIT
    assert STAFF.recorder(draft("education.aid", "420302100202")) is POINT
    assert STAFF.recorder(draft("education.aid", "420302200")) is CLERK
    assert (STAFF.station("420302100202"), STAFF.station("420302")) == (STATION, CLERK)


def test_a_unit_records_what_it_gave_and_givers_are_never_asked_to_confirm() -> None:
    assert STAFF.recorder(draft("education.aid", giver=77)) is UNIT
    assert "giver" not in {kind.confirmed_by for kind in entry_kinds}


@pytest.mark.django_db
def test_the_county_officer_who_confirms_is_another_than_the_clerk_who_records() -> None:
    users = build_users(operator())
    assert users["clerk"] != users["county"]
    for user in (users["clerk"], users["county"]):
        assert scope_of(user, "ledger.entry.record").covers(plan.COUNTY)
    assert offices_of(users)[plan.COUNTY] == users["county"]
    assert {row[0] for row in USERS} <= users.keys()
