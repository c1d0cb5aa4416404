"""Every log-in that the demonstration offers is built, and the department that sends a list is one of its units."""

from bangfu.config.demo import maojian as plan
from bangfu.config.demo.users import PARTNERS, USERS
from bangfu.office.demo import LOGINS

BOARD = {"dongkou", "dongkou-village", "donor"}  # built with the board of needs, for places known only then


def test_every_login_offered_is_somebody_built() -> None:
    built = {row[0] for row in (*USERS, *PARTNERS)} | BOARD
    assert {login.name for login in LOGINS} <= built


def test_the_department_that_logs_in_is_a_unit_of_the_county() -> None:
    assert [name for name, _kind in plan.unit_names()].count(plan.INSURANCE) == 1
    assert ("insurance", "department", plan.COUNTY) in {(login, role, code) for login, _name, role, code in USERS}
