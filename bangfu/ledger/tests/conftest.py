"""A county with a buyer, a supplier, the people who act for them, and a neighbour."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bangfu.kernel.rights.actions import operator
from bangfu.kernel.rights.models import Grant, User
from bangfu.ledger.drafts import Draft
from bangfu.parties.actions import register_area, register_organisation
from bangfu.parties.models import Organisation, UserParty

COUNTY, TOWNSHIP, STRANGE_COUNTY = "420302", "420302100", "420303"
START = date(2020, 1, 1)


def employ(username: str, role: str, area_code: str, party: Organisation | None = None) -> User:
    """Return a user with one role over one place, acting for a party where one is given."""
    user = User.objects.create(username=username, name=username)
    Grant.objects.create(user=user, role=role, area_code=area_code, valid_from=START)
    if party is not None:
        UserParty.objects.create(user=user, party_id=party.pk)
    return User.objects.get(pk=user.pk)


@dataclass(kw_only=True)
class Market:
    """Who buys from whom, and who watches."""

    operator: User
    buyer: Organisation
    supplier: Organisation
    buying_clerk: User
    selling_clerk: User
    county: User
    stranger: User
    auditor: User
    made: list[int] = field(default_factory=list)

    def draft(self, **changes: Any) -> Draft:
        """A purchase of certified goods for 1,200.50 yuan."""
        values: dict[str, Any] = {
            "kind": "market.purchase",
            "happened_on": date(2020, 6, 19),
            "area_code": COUNTY,
            "giver_id": self.buyer.pk,
            "receiver_id": self.supplier.pk,
            "amount": Decimal("1200.50"),
            "details": {"channel": "online", "platform": "fupin832", "certified": True},
        }
        return Draft(**{**values, **changes})


@pytest.fixture
def market(db: None) -> Market:
    actor = operator()
    for code, name in ((COUNTY, "茅箭区"), (TOWNSHIP, "大川镇"), (STRANGE_COUNTY, "张湾区")):
        register_area(actor, code=code, name=name)
    buyer = register_organisation(actor, area_code=COUNTY, name="区教育局", kind="authority", is_budget_unit=True)
    supplier = register_organisation(actor, area_code=COUNTY, name="茶叶合作社", kind="cooperative")
    return Market(
        operator=actor,
        buyer=buyer,
        supplier=supplier,
        buying_clerk=employ("buying", "unit", COUNTY, buyer),
        selling_clerk=employ("selling", "unit", COUNTY, supplier),
        county=employ("county", "county", COUNTY),
        stranger=employ("stranger", "county", STRANGE_COUNTY),
        auditor=employ("auditor", "auditor", COUNTY),
    )
