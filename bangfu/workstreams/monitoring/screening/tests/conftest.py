"""A county with its seeds, and a way to give it households, bills and rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from bangfu.config.installation import load_seeds
from bangfu.kernel.rights.actions import operator
from bangfu.kernel.rights.models import Grant, User
from bangfu.parties.actions import add_member, register_area, register_household
from bangfu.parties.models import Household
from bangfu.workstreams.monitoring.lists.models import ListImport, ListRow, ListType
from bangfu.workstreams.monitoring.screening.models import Rule, RuleVersion

COUNTY, TOWNSHIP, VILLAGE, NEXT = "420302", "420302100", "420302100201", "420302100202"
STRANGE, STRANGE_VILLAGE = "430525", "430525100201"
ON = date(2020, 11, 30)
PLACES = {
    COUNTY: "茅箭区",
    TOWNSHIP: "大川镇",
    VILLAGE: "岩屋村",
    NEXT: "康家村",
    STRANGE: "洞口县",
    "430525100": "文昌街道",
    STRANGE_VILLAGE: "平梅村",
}


@pytest.fixture
def actor(db: None) -> User:
    """The operator, in a county with the examples that ship."""
    load_seeds()
    somebody = operator()
    for code, name in PLACES.items():
        register_area(somebody, code=code, name=name)
    return somebody


@pytest.fixture
def county(actor: User) -> User:
    return employed("clerk", "county", COUNTY)


def employed(username: str, role: str, area_code: str) -> User:
    """Return somebody with one role over one place."""
    user = User.objects.create(username=username, name=username)
    Grant.objects.create(user=user, role=role, area_code=area_code, valid_from=date(2015, 1, 1))
    return user


MakeHome = Callable[..., Household]


@pytest.fixture
def home(actor: User) -> MakeHome:
    """Register a household of a man and his wife."""

    def make(area_code: str = VILLAGE, head: str = "王建国", **fields: Any) -> Household:
        row = register_household(
            actor, area_code=area_code, head_name=head, head_sex="1", opened_on=date(2016, 1, 1), **fields
        )
        add_member(actor, row, name="李秀英", sex="2", relation="spouse", on=date(2016, 1, 1))
        return Household.objects.get(pk=row.pk)

    return make


Bill = Callable[..., ListRow]


@pytest.fixture
def bill(actor: User) -> Bill:
    """Add a row to the medical list, matched to the head of a household."""

    def make(household: Household, yuan: int, on: date = date(2020, 11, 3), kind: str = "住院") -> ListRow:
        medical = ListType.objects.get(code="medical")
        received, _new = ListImport.objects.get_or_create(
            list_type=medical,
            area_code=COUNTY,
            month=date(2020, 11, 1),
            defaults={"imported_by": actor, "received_on": date(2020, 11, 5), "content": "a", "digest": "a"},
        )
        return ListRow.objects.create(
            list_import=received,
            list_type=medical,
            area_code=household.area_code,
            row_number=ListRow.objects.count() + 1,
            day=on,
            facts={"kind": kind, "self_paid": yuan * 100, "settled_on": on.isoformat()},
            state=ListRow.State.MATCHED,
            why=ListRow.Why.BY_ID,
            person=household.members.get(relation="head"),
            household=household,
        )

    return make


def only(*codes: str) -> None:
    """Stop every rule but these."""
    Rule.objects.exclude(code__in=codes).update(stopped_on=date(2015, 1, 1))


def rule(code: str, expression: str, **fields: Any) -> RuleVersion:
    """Add a rule as it is stored."""
    area = fields.pop("area_code", COUNTY)
    row, _new = Rule.objects.get_or_create(code=code, defaults={"title": code, "area_code": area})
    fields.setdefault("valid_from", date(2015, 1, 1))
    return RuleVersion.objects.create(rule=row, number=row.versions.count() + 1, expression=expression, **fields)
