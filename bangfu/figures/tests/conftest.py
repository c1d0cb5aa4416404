"""Two townships, a unit that bought for both, a helper; and those who look at the figures."""

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
from bangfu.ledger.models import Entry
from bangfu.pairing.seeds import load_schemes
from bangfu.parties.actions import let_act_for, register_area, register_household, register_organisation
from bangfu.parties.models import Organisation

COUNTY, TOWN, NEXT_TOWN, STRANGE_COUNTY = "420302", "420302100", "420302200", "420303"
VILLAGE, NEXT_VILLAGE = "420302100201", "420302200201"
START, YEAR = date(2020, 1, 1), {"from": "2020-01-01", "to": "2020-12-31"}


@dataclass(kw_only=True)
class Books:
    """Who looks, and who bought."""

    county: User
    township: User
    both: User
    stranger: User
    partner: User
    buyer: User
    helper: User
    nobody: User
    unit: Organisation
    seller: Organisation

    def purchase(self, amount: str, place: str, day: date, **changes: Any) -> Entry:
        """Record a purchase of certified goods that benefits a place."""
        values: dict[str, Any] = {
            "kind": "market.purchase",
            "happened_on": day,
            "area_code": place,
            "giver_id": self.unit.pk,
            "receiver_id": self.seller.pk,
            "amount": Decimal(amount),
            "details": {"channel": "online", "platform": "fupin832", "certified": True},
        }
        return record_entry(operator(), Draft(**{**values, **changes}), accept_warnings=True, reason="另一笔")


def employ(username: str, role: str, *places: str) -> User:
    """Return a user with one role over some places."""
    user = User.objects.create(username=username, name=username)
    for place in places:
        Grant.objects.create(user=user, role=role, area_code=place, valid_from=START)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def books(db: None) -> Books:
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
        register_area(actor, code=code, name=name)
    for village in (VILLAGE, NEXT_VILLAGE, NEXT_VILLAGE):
        register_household(actor, area_code=village, head_name="王建国", opened_on=START, standing="registered")
    unit = register_organisation(actor, name="茅箭区教育局", kind="authority", area_code=COUNTY, is_budget_unit=True)
    made = Books(
        county=employ("county", "county", COUNTY),
        township=employ("township", "township", TOWN),
        both=employ("both", "township", TOWN, NEXT_TOWN),
        stranger=employ("stranger", "county", STRANGE_COUNTY),
        partner=employ("partner", "partner", STRANGE_COUNTY),
        buyer=employ("buyer", "unit", COUNTY),
        helper=employ("helper", "helper", COUNTY),
        nobody=employ("nobody", ""),
        unit=unit,
        seller=register_organisation(actor, name="卡子茶叶合作社", kind="cooperative", area_code=VILLAGE),
    )
    let_act_for(actor, made.buyer, party=unit)
    made.purchase("1200.50", TOWN, date(2020, 6, 19))
    made.purchase("800.00", NEXT_TOWN, date(2020, 7, 1))
    return made


@pytest.fixture
def visit(client: Client) -> Callable[..., HttpResponse]:
    """Open an address as somebody; the answer has its text as ``said``."""

    def go(user: User, address: str) -> HttpResponse:
        client.force_login(user)
        answer = client.get(address)
        if answer.get("Content-Type", "").startswith("text/html"):
            answer.said = " ".join(html.fromstring(answer.content.decode()).text_content().split())
        return answer

    return go
