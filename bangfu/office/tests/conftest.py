"""A county of two townships with households, helpers, a buyer and a supplier; its users; and a stranger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from lxml import html

from bangfu.kernel.rights.actions import operator
from bangfu.kernel.rights.models import Grant, User
from bangfu.ledger.actions import record_entry
from bangfu.ledger.drafts import Draft
from bangfu.pairing.actions import enrol, pair
from bangfu.pairing.models import Scheme
from bangfu.pairing.seeds import load_schemes
from bangfu.parties.actions import (
    add_member,
    let_act_for,
    record_income,
    register_area,
    register_household,
    register_organisation,
    register_person,
    set_area_class,
)
from bangfu.parties.models import Household, Organisation, Person

COUNTY, TOWN, NEXT_TOWN, STRANGE_COUNTY = "420302", "420302100", "420302200", "420303"
VILLAGE, NEXT_VILLAGE = "420302100201", "420302200201"
START = date(2020, 1, 1)
HEAD_ID, HEAD_PHONE, ACCOUNT = "420302197001011232", "15412345678", "6228480402564890018"


@dataclass(kw_only=True)
class Office:
    """Who works here, and on what."""

    county: User
    township: User
    village: User
    stranger: User
    auditor: User
    helper: User
    buyer: User
    supplier: User
    nobody: User
    scheme: Scheme
    home: Household
    far_home: Household
    cadre: Person
    unit: Organisation
    seller: Organisation


def employ(username: str, role: str, area_code: str, party: Any = None) -> User:
    """Return a user with one role over one place, acting for a party where one is given."""
    user = User.objects.create(username=username, name=username)
    if role:
        Grant.objects.create(user=user, role=role, area_code=area_code, valid_from=START)
    if party is not None:
        let_act_for(operator(), user, party=party)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def office(db: None) -> Office:
    actor = operator()
    load_schemes()
    for code, name in (
        (COUNTY, "茅箭区"),
        (TOWN, "大川镇"),
        (NEXT_TOWN, "茅塔乡"),
        (VILLAGE, "卡子村"),
        (NEXT_VILLAGE, "岩屋村"),
        (STRANGE_COUNTY, "张湾区"),
    ):
        area = register_area(actor, code=code, name=name)
        if len(code) == 12:
            set_area_class(actor, area, value="task", valid_from=START)
    scheme = Scheme.objects.get(name="cadre-household")
    unit = register_organisation(actor, name="茅箭区教育局", kind="authority", area_code=COUNTY, is_budget_unit=True)
    seller = register_organisation(actor, name="卡子茶叶合作社", kind="cooperative", area_code=VILLAGE)
    home, far_home = _home(actor, VILLAGE, "王建国"), _home(actor, NEXT_VILLAGE, "李大山")
    cadre = register_person(actor, area_code=COUNTY, name="沈文静", works_for=unit, phone="15499990000")
    enrol(actor, scheme=scheme, party=cadre.party, county_code=COUNTY, area_code=VILLAGE, valid_from=START)
    pair(actor, scheme=scheme, helper=cadre.party, recipient=home.party, valid_from=START)
    made = Office(
        county=employ("county", "county", COUNTY),
        township=employ("township", "township", TOWN),
        village=employ("village", "village", VILLAGE),
        stranger=employ("stranger", "county", STRANGE_COUNTY),
        auditor=employ("auditor", "auditor", COUNTY),
        helper=employ("helper", "helper", COUNTY, cadre),
        buyer=employ("buyer", "unit", COUNTY, unit),
        supplier=employ("supplier", "unit", COUNTY, seller),
        nobody=employ("nobody", "", ""),
        scheme=scheme,
        home=home,
        far_home=far_home,
        cadre=cadre,
        unit=unit,
        seller=seller,
    )
    purchase(made, "1200.50", TOWN, date(2020, 6, 19))
    purchase(made, "800.00", NEXT_TOWN, date(2020, 7, 1))
    return made


def _home(actor: User, village: str, head: str) -> Household:
    first = village == VILLAGE
    numbers = {"head_id_number": HEAD_ID} if first else {}
    row = register_household(
        actor,
        area_code=village,
        head_name=head,
        opened_on=START,
        standing="registered",
        phone=HEAD_PHONE if first else "",
        bank_account=ACCOUNT if first else "",
        **numbers,
    )
    add_member(actor, row, name="王小明", sex="1", relation="son", birth_date=date(2015, 5, 5), on=START)
    for year, wages in ((2019, "9000"), (2020, "12000.50")):
        record_income(actor, row, year=year, wages=Decimal(wages), transfers=Decimal("1000"), costs=Decimal("500"))
    return Household.objects.get(pk=row.pk)


def purchase(office: Office, amount: str, place: str, day: date) -> Any:
    """Record a purchase of the unit from the seller that benefits a place."""
    return record_entry(
        operator(),
        Draft(
            kind="market.purchase",
            happened_on=day,
            area_code=place,
            giver_id=office.unit.pk,
            receiver_id=office.seller.pk,
            amount=Decimal(amount),
            details={"channel": "online", "platform": "fupin832", "certified": True},
        ),
    )


Visit = Callable[..., HttpResponse]


@pytest.fixture
def visit(client: Client) -> Visit:
    """Open an address as somebody; the answer has its text as ``said``."""

    def go(user: User, address: str, *, post: dict[str, Any] | None = None, **headers: str) -> HttpResponse:
        client.force_login(user)
        answer = client.post(address, post, **headers) if post is not None else client.get(address, **headers)
        if answer.get("Content-Type", "").startswith("text/html") and answer.content:
            answer.said = " ".join(html.fromstring(answer.content.decode()).text_content().split())
        return answer

    return go


@pytest.fixture
def speak() -> Callable[[User, str], User]:
    """Let a user read pages in a language."""

    def choose(user: User, language: str) -> User:
        User.objects.filter(pk=user.pk).update(language=language)
        return user

    return choose
