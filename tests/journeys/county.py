"""A small county made by calling actions, with log-ins for the people of the journeys."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from bangfu.kernel.rights.actions import create_user, grant_role, operator
from bangfu.kernel.rights.models import User
from bangfu.ledger.actions import post_entries
from bangfu.ledger.drafts import Draft
from bangfu.pairing.actions import accept, enrol, propose
from bangfu.pairing.models import Scheme
from bangfu.pairing.seeds import load_schemes
from bangfu.parties.actions import (
    let_act_for,
    register_area,
    register_household,
    register_organisation,
    register_person,
    set_area_class,
)
from bangfu.parties.models import Organisation

PASSWORD = "journey-county-2020"
COUNTY, TOWNSHIP, NEIGHBOUR = "420302", "420302100", "420302200"
VILLAGE, FAR_VILLAGE = "420302100201", "420302200201"
START = date(2020, 1, 2)
PLACES = {
    "42": "湖北省",
    "4203": "十堰市",
    COUNTY: "茅箭区",
    TOWNSHIP: "大川镇",
    NEIGHBOUR: "茅塔乡",
    VILLAGE: "卡子村",
    FAR_VILLAGE: "廖家村",
}


@dataclass(frozen=True)
class SmallCounty:
    """What the journeys need to name."""

    buyer: Organisation
    supplier: Organisation


def build_county() -> SmallCounty:
    """Two townships with a village each, four households, three helpers, one sale, five people who log in."""
    actor = operator()
    load_schemes()
    for code, name in PLACES.items():
        area = register_area(actor, code=code, name=name)
        if len(code) == 12:
            set_area_class(actor, area, value="task", valid_from=START)
    for n, village in enumerate((VILLAGE, VILLAGE, FAR_VILLAGE, FAR_VILLAGE), start=1):
        register_household(
            actor,
            area_code=village,
            number=f"H{n}",
            head_name=f"户主{'甲乙丙丁'[n - 1]}",
            opened_on=START,
            standing="registered",
        )
    buyer = register_organisation(actor, area_code=COUNTY, name="区教育局", kind="authority", is_budget_unit=True)
    supplier = register_organisation(actor, area_code=COUNTY, name="卡子茶叶合作社", kind="cooperative")
    _pair(actor, buyer)
    _users(actor, buyer, supplier)
    with transaction.atomic():
        post_entries(actor, [_sale(supplier)])
    return SmallCounty(buyer, supplier)


def _pair(actor: User, unit: Organisation) -> None:
    scheme = Scheme.objects.get(name="cadre-household")
    for n, village in enumerate((VILLAGE, VILLAGE, FAR_VILLAGE), start=1):
        person = register_person(actor, area_code=COUNTY, name=f"干部{'一二三'[n - 1]}", works_for=unit)
        enrol(actor, scheme=scheme, party=person.party, county_code=COUNTY, area_code=village, valid_from=START)
    accept(actor, propose(actor, scheme=scheme, area_code=COUNTY, on=START), on=START)


def _users(actor: User, buyer: Organisation, supplier: Organisation) -> None:
    for username, role, area_code in (
        ("county", "county", COUNTY),
        ("township", "township", TOWNSHIP),
        ("neighbour", "township", NEIGHBOUR),
        ("buyer", "unit", COUNTY),
        ("supplier", "unit", COUNTY),
    ):
        user = create_user(actor, username=username, name=username, password=PASSWORD, area_code=area_code)
        User.objects.filter(pk=user.pk).update(must_change_password=False)
        grant_role(actor, user=user, role=role, area_code=area_code, valid_from=START)
    let_act_for(actor, User.objects.get(username="buyer"), party=buyer)
    let_act_for(actor, User.objects.get(username="supplier"), party=supplier)


def _sale(supplier: Organisation) -> Draft:
    return Draft(
        kind="market.sale",
        happened_on=date(2020, 3, 1),
        area_code=COUNTY,
        receiver_id=supplier.pk,
        amount=Decimal(50_000),
        details={"channel": "online", "platform": "fupin832", "certified": True},
    )
