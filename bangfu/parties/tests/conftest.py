"""A county of two townships and three villages, its neighbour, and the people who work there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from bangfu.kernel.rights.actions import operator
from bangfu.kernel.rights.models import Grant, User
from bangfu.parties.actions import add_member, register_area, register_household
from bangfu.parties.models import Area, Household, Person

COUNTY, TOWNSHIP, OTHER_TOWNSHIP = "420302", "420302100", "420302101"
VILLAGE, NEXT_VILLAGE, FAR_VILLAGE = "420302100201", "420302100202", "420302101201"
STRANGE_COUNTY, STRANGE_TOWNSHIP, STRANGE_VILLAGE = "420303", "420303100", "420303100201"
START = date(2020, 1, 1)

PLACES = {
    COUNTY: "茅箭区",
    TOWNSHIP: "大川镇",
    OTHER_TOWNSHIP: "茅塔乡",
    VILLAGE: "岩屋村",
    NEXT_VILLAGE: "康家村",
    FAR_VILLAGE: "大坪村",
    STRANGE_COUNTY: "张湾区",
    STRANGE_TOWNSHIP: "花果街道",
    STRANGE_VILLAGE: "花园村",
}


@dataclass(kw_only=True)
class County:
    """The places by code, and a user for each role; the stranger works in the neighbouring county."""

    areas: dict[str, Area]
    clerk: User
    township: User
    village: User
    stranger: User
    auditor: User
    helper: User


def employ(username: str, role: str, area_code: str) -> User:
    """Return a user with one role over one place."""
    user = User.objects.create(username=username, name=username)
    Grant.objects.create(user=user, role=role, area_code=area_code, valid_from=START)
    return user


@pytest.fixture
def operator_user(db: None) -> User:
    return operator()


@pytest.fixture
def county(operator_user: User) -> County:
    return County(
        areas={code: register_area(operator_user, code=code, name=name) for code, name in PLACES.items()},
        clerk=employ("clerk", "county", COUNTY),
        township=employ("township", "township", TOWNSHIP),
        village=employ("village", "village", VILLAGE),
        stranger=employ("stranger", "county", STRANGE_COUNTY),
        auditor=employ("auditor", "auditor", COUNTY),
        helper=employ("helper", "helper", COUNTY),
    )


MakeHousehold = Callable[..., Household]


@pytest.fixture
def make_household(county: County) -> MakeHousehold:
    """Register a household of a man and, if asked, his wife, son and father; return it."""

    def make(
        *, area_code: str = VILLAGE, head: str = "王建国", family: bool = False, on: date = START, **fields: object
    ) -> Household:
        row = register_household(
            county.clerk, area_code=area_code, head_name=head, head_sex="1", opened_on=on, **fields
        )
        if family:
            for name, sex, relation in (("李秀英", "2", "spouse"), ("王小明", "1", "son"), ("王大山", "1", "father")):
                add_member(county.clerk, row, name=name, sex=sex, relation=relation, on=on)
        return Household.objects.get(pk=row.pk)

    return make


def member(household: Household, name: str) -> Person:
    """Return the member of that name."""
    return Person.objects.get(household=household, name=name)
