"""A donor from outside: asks for an account, is approved, takes up a wish in two clicks, is told of new ones."""

from typing import Any

import pytest
from django.test import Client

from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.notices.models import Notice
from bangfu.kernel.pages.submissions import new_key
from bangfu.kernel.rights.models import User
from bangfu.parties.actions import register_organisation
from bangfu.parties.queries import party_id_of
from bangfu.portal import actions
from bangfu.portal.models import Application, Subscription
from bangfu.portal.pages.guarding import opened
from bangfu.portal.tests.conftest import Look
from bangfu.workstreams.exchange.models import Claim
from bangfu.workstreams.exchange.tests.conftest import COUNTY, TOWN, Place

PASSWORD = "green-hills-2026"


def application(**given: Any) -> Application:
    fields = {
        "address": "203.0.113.5",
        "kind": "firm",
        "name": "山里红食品公司",
        "credit_code": "91420302MA4A0000XA"[:18],
        "contact": "陈经理",
        "phone": "15412345678",
        "area_code": COUNTY,
        "username": "shanlihong",
        "password": PASSWORD,
    }
    return actions.apply_for_account(**(fields | given))


@pytest.mark.usefixtures("patient")
def test_a_firm_registers_is_approved_and_takes_up_a_wish_in_two_clicks(site: Place, look: Look) -> None:
    need = site.published()
    form = {
        "kind": "firm", "name": "山里红食品公司", "credit_code": "91420302MA4A0000XA", "phone": "15412345678",
        "area_code": COUNTY, "username": "shanlihong", "password": PASSWORD, "opened": opened(), "website": "",
        "about": f"/exchange/board/{need.pk}/",
    }  # fmt: skip
    assert "已提交申请" in look("/public/join/", post=form).said
    row = Application.objects.get()
    assert "154" not in row.phone
    assert not User.objects.filter(username="shanlihong").exists()
    actions.approve_application(site.county, row)
    visitor = Client()
    assert visitor.login(username="shanlihong", password=PASSWORD)
    address = f"/exchange/board/{need.pk}/"
    assert "我来认领" in visitor.get(address).content.decode()
    visitor.post(address, {"_key": new_key()})
    claim = Claim.objects.get(need=need)
    assert claim.donor_id == party_id_of(User.objects.get(username="shanlihong"))


def test_a_known_organisation_is_linked_and_not_registered_twice(site: Place) -> None:
    known = register_organisation(
        site.operator, area_code=COUNTY, name="山里红", kind="private_enterprise", credit_code="91420302MA4A0000XA"
    )
    row = actions.approve_application(site.county, application())
    assert row.party_id == known.pk


def test_a_person_may_give_too(site: Place) -> None:
    row = actions.approve_application(site.county, application(kind="person", credit_code="", name="刘爱心"))
    assert row.user.grants.get().role == "helper"


def test_only_the_county_decides_and_a_refusal_keeps_neither_password_nor_phone(site: Place) -> None:
    row = application()
    for actor in (site.stranger, site.township, site.donor):
        with pytest.raises(Denied):
            actions.approve_application(actor, row)
    refused = actions.refuse_application(site.county, row, reason="查无此单位")
    assert (refused.password, refused.phone) == ("", "")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"credit_code": "123"}, "credit_code"),
        ({"phone": "12"}, "phone"),
        ({"username": "DONOR"}, "username"),
        ({"password": "short"}, "password"),
        ({"name": " "}, "name"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(site: Place, given: dict[str, str], field: str) -> None:
    with pytest.raises(Refused) as caught:
        application(**given)
    assert caught.value.field == field


def test_a_subscriber_is_told_once_of_what_is_new_and_fits(site: Place) -> None:
    site.published(title="旧的心愿")
    row = actions.subscribe(site.donor, "exchange.need", f"place={TOWN}&band=elder")
    actions.subscribe(site.donor, "exchange.need", f"band=elder&place={TOWN}")
    assert Subscription.objects.get() == row
    site.published(title="轮椅一辆", band="elder", asker=site.school.pk)
    site.published(title="取暖器", band="family", asker=site.school.pk)
    assert actions.tell_subscribers(None) == {"told": 1}
    assert actions.tell_subscribers(None) == {"told": 0}
    notice = Notice.objects.get(user=site.donor, key__startswith="portal.subscription")
    assert "1 条" in notice.title
    with pytest.raises(Refused):
        actions.subscribe(site.donor, "exchange.need", "band=gold")
    actions.unsubscribe(site.other_donor, row.pk)
    assert Subscription.objects.exists()
    actions.unsubscribe(site.donor, row.pk)
    assert not Subscription.objects.exists()


def test_subscribing_asks_for_a_log_in(site: Place, look: Look) -> None:
    answer = look("/portal/subscriptions/?listing=exchange.need&query=")
    assert answer["Location"].startswith("/login/?next=")
