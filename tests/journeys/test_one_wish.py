"""The path of one wish, on a telephone 390 pixels wide: the village clerk's entry, review, a firm's claim in two
clicks, delivery, confirmation, the certificate, and the figure of the report."""

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from bangfu.kernel.policy.seeds import load_policies
from bangfu.kernel.rights.actions import create_user, grant_role, operator
from bangfu.kernel.rights.models import User
from bangfu.parties.models import Household
from bangfu.workstreams.exchange.actions import open_wave
from bangfu.workstreams.exchange.models import Claim, Need
from tests.journeys.county import COUNTY, PASSWORD, START, VILLAGE, build_county
from tests.journeys.steps import PHONE, confirm, fits, follow, log_in, press

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.steps import Visit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def open_round() -> None:
    """A round of wishes of today, and the village's clerk."""
    load_policies()
    actor, today = operator(), timezone.localdate()
    clerk = create_user(actor, username="clerk", name="村信息员", password=PASSWORD, area_code=VILLAGE)
    User.objects.filter(pk=clerk.pk).update(must_change_password=False)
    grant_role(actor, user=clerk, role="village", area_code=VILLAGE, valid_from=START)
    open_wave(actor, name="冬季微心愿", area_code=COUNTY, opens_on=today, closes_on=today + timedelta(days=30))


def act(page: "Page", title: str) -> None:
    """Press one of a row's buttons, and send the form that opens if there is one."""
    with page.expect_navigation():
        _pressed(page, title)
    if "/act/" in page.url:
        assert fits(page)
        with page.expect_navigation():
            _pressed(page, title)


def _pressed(page: "Page", title: str) -> None:
    page.get_by_role("button", name=title, exact=True).or_(
        page.get_by_role("link", name=title, exact=True)
    ).first.click()


def test_a_wish_goes_from_the_clerk_to_the_report(visit: "Visit") -> None:
    build_county()
    open_round()
    home = Household.objects.get(number="H1")

    clerk = log_in(visit, "clerk", **PHONE)
    clerk.goto("/exchange/ask/")
    assert fits(clerk)
    clerk.fill("input[name=asker]", f"{home.pk} 户主甲")
    clerk.select_option("select[name=kind]", "article")
    clerk.fill("input[name=title]", "轮椅一辆")
    clerk.fill("input[name=value]", "450")
    clerk.locator("details.fold > summary").click()
    clerk.select_option("select[name=wave]", label="冬季微心愿")
    press(clerk, "登记")
    clerk.wait_for_url(re.compile(r"/exchange/need/\d+/$"))
    assert fits(clerk)
    need = Need.objects.get()
    assert (need.state, need.wave_id is not None) == ("reviewing", True)

    township = log_in(visit, "township", **PHONE)
    township.goto("/exchange/desk/?show=reviewing")
    assert fits(township)
    township.locator("input[name=ids]").first.check()
    press(township, "发布所选")
    need.refresh_from_db()
    assert need.state == "published"

    firm = log_in(visit, "buyer", **PHONE)
    firm.goto("/exchange/board/")
    assert fits(firm)
    assert "户主甲" not in firm.content()
    follow(firm, re.compile("轮椅一辆"))
    press(firm, "我来认领")
    firm.wait_for_url(re.compile(r"/exchange/claim/\d+/$"))
    assert fits(firm)
    act(firm, "登记送达")

    claim = Claim.objects.get()
    assert claim.state == "delivered"
    clerk.goto(f"/exchange/claim/{claim.pk}/")
    confirm(clerk, "确认收到")
    claim.refresh_from_db()
    assert (claim.state, claim.receipt) == ("confirmed", "village")

    firm.goto("/exchange/gifts/")
    assert fits(firm)
    pdf = firm.request.get(f"/exchange/claim/{claim.pk}/certificate.pdf")
    assert pdf.body()[:4] == b"%PDF"
    anybody = visit(**PHONE)
    anybody.goto(f"/c/{claim.certificate}/")
    assert "证书属实" in anybody.content()
    assert "户主甲" not in anybody.content()

    county = log_in(visit, "county", **PHONE)
    county.goto(f"/figures/exchange.wishes/?area={COUNTY}")
    assert fits(county)
    assert re.search(r"\b1\s*户", county.locator("body").inner_text())
