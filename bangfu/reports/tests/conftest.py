"""A county whose sales of 2020 and 2019 are known to the fen, and the people who work there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from bangfu.kernel.rights.actions import operator
from bangfu.kernel.rights.models import Grant, User
from bangfu.ledger.actions import post_entries
from bangfu.ledger.drafts import Draft
from bangfu.ledger.models import Entry
from bangfu.parties.actions import register_area, register_organisation

COUNTY, TOWNSHIP, NEXT_TOWNSHIP, STRANGE = "420302", "420302100", "420302200", "430525"
PLACES = {COUNTY: "茅箭区", TOWNSHIP: "大川镇", NEXT_TOWNSHIP: "茅塔乡", STRANGE: "洞口县"}
START = date(2018, 1, 1)
ONLINE = {"channel": "online", "platform": "fupin832", "certified": True}
OFFLINE = {"channel": "offline", "platform": "direct", "certified": True}

Post = Callable[..., Entry]


@dataclass(kw_only=True)
class Office:
    """The users, and two organisations that buy."""

    clerk: User
    lead: User
    township: User
    stranger: User
    auditor: User
    helper: User
    buyers: list[int]
    seller: int


def employ(username: str, role: str, area_code: str) -> User:
    """Return a user with one role over one place."""
    user = User.objects.create(username=username, name=username)
    Grant.objects.create(user=user, role=role, area_code=area_code, valid_from=START)
    return user


@pytest.fixture
def office(db: None) -> Office:
    actor = operator()
    for code, name in PLACES.items():
        register_area(actor, code=code, name=name)
    names = ("湖北警官学院", "太和医院", "红叶合作社")
    made = [register_organisation(actor, area_code=COUNTY, name=name, kind="institution").pk for name in names]
    return Office(
        clerk=employ("clerk", "county", COUNTY),
        lead=employ("lead", "lead", COUNTY),
        township=employ("township", "township", TOWNSHIP),
        stranger=employ("stranger", "county", STRANGE),
        auditor=employ("auditor", "auditor", COUNTY),
        helper=employ("helper", "helper", COUNTY),
        buyers=made[:2],
        seller=made[2],
    )


@pytest.fixture
def post(office: Office) -> Post:
    """Post one sale or other entry: ``post("13401300", online=True)``."""

    def one(amount: str, *, online: bool = False, kind: str = "market.sale", **fields: object) -> Entry:
        values = {
            "kind": kind,
            "happened_on": date(2020, 6, 1),
            "area_code": TOWNSHIP,
            "receiver_id": office.seller,
            "amount": Decimal(amount),
            "details": dict(ONLINE if online else OFFLINE),
        }
        with transaction.atomic():
            [entry] = post_entries(operator(), [Draft(**values | fields)])
        return entry

    return one


@pytest.fixture
def sales(post: Post) -> list[Entry]:
    """What the published overview says was sold in 2020: 6,751.91 = 1,340.13 + 5,411.78 万元."""
    return [post("13401300", online=True), post("54117800")]
