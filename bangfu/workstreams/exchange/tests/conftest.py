"""Two villages with households that ask, firms that give, the officers between them, and a stranger."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from lxml import html

from bangfu.kernel.policy.seeds import load_policies
from bangfu.kernel.rights.actions import operator
from bangfu.kernel.rights.models import Grant, User
from bangfu.parties.actions import let_act_for, register_area, register_household, register_organisation
from bangfu.parties.models import Household, Organisation
from bangfu.workstreams.exchange import actions
from bangfu.workstreams.exchange.models import Claim, Need

COUNTY, TOWN, VILLAGE, NEXT_VILLAGE = "420302", "420302100", "420302100201", "420302100202"
STRANGE_COUNTY = "420303"
START = date(2020, 1, 1)


def employ(username: str, role: str, area_code: str, party: Any = None) -> User:
    """Return a user with one role over one place, acting for a party where one is given."""
    user = User.objects.create(username=username, name=username)
    Grant.objects.create(user=user, role=role, area_code=area_code, valid_from=START)
    if party is not None:
        let_act_for(operator(), user, party=party)
    return User.objects.get(pk=user.pk)


@dataclass(kw_only=True)
class Place:
    """Who asks, who gives, and who decides."""

    operator: User
    county: User
    township: User
    village: User
    stranger: User
    donor: User
    other_donor: User
    home: Household
    next_home: Household
    firm: Organisation
    other_firm: Organisation
    school: Organisation

    def need(self, **given: Any) -> Need:
        """Return a need of the first household as the village point enters it: it waits for review."""
        fields = {"asker": self.home.pk, "kind": "article", "title": "轮椅一辆", "value": Decimal(450)} | given
        return actions.enter_need(given.pop("actor", self.village), **{k: v for k, v in fields.items() if k != "actor"})

    def published(self, **given: Any) -> Need:
        """Return a need on the board."""
        need = self.need(**given)
        actions.publish_needs(self.township, [need.pk])
        return Need.objects.get(pk=need.pk)

    def delivered(self, need: Need, **given: Any) -> Claim:
        """Return a claim of the donor that was delivered."""
        claim = actions.claim_need(self.donor, need)
        return actions.deliver(self.donor, claim, **given)


@pytest.fixture
def place(db: None) -> Place:
    actor = operator()
    load_policies()
    names = (
        (COUNTY, "茅箭区"),
        (TOWN, "大川镇"),
        (VILLAGE, "卡子村"),
        (NEXT_VILLAGE, "岩屋村"),
        (STRANGE_COUNTY, "张湾区"),
    )
    for code, name in names:
        register_area(actor, code=code, name=name)
    firm = register_organisation(actor, area_code=COUNTY, name="爱心实业", kind="private_enterprise")
    other = register_organisation(actor, area_code=COUNTY, name="同心商会", kind="association")
    school = register_organisation(actor, area_code=VILLAGE, name="卡子小学", kind="school")
    homes = [
        register_household(actor, area_code=code, head_name=head, opened_on=START, standing="registered")
        for code, head in ((VILLAGE, "王建国"), (NEXT_VILLAGE, "李大山"))
    ]
    return Place(
        operator=actor,
        county=employ("county", "county", COUNTY),
        township=employ("township", "township", TOWN),
        village=employ("village", "village", VILLAGE),
        stranger=employ("stranger", "county", STRANGE_COUNTY),
        donor=employ("donor", "unit", COUNTY, firm),
        other_donor=employ("other", "unit", COUNTY, other),
        home=homes[0],
        next_home=homes[1],
        firm=firm,
        other_firm=other,
        school=school,
    )


@pytest.fixture
def visit(client: Client) -> Any:
    """Open an address as somebody; the answer has its text as ``said``."""

    def go(user: User, address: str, *, post: dict[str, Any] | None = None) -> HttpResponse:
        client.force_login(user)
        answer = client.post(address, post) if post is not None else client.get(address)
        if answer.get("Content-Type", "").startswith("text/html") and answer.content:
            answer.said = " ".join(html.fromstring(answer.content.decode()).text_content().split())
        return answer

    return go
