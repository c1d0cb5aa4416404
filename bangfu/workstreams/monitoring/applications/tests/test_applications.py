"""A household applies by itself: taken down, sent in, taken up, followed with number and code."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.notices.models import Notice
from bangfu.kernel.remembered import forget_everything
from bangfu.portal.actions import set_site
from bangfu.workstreams.monitoring.applications.actions import (
    MOST_TODAY,
    accept_application,
    application_status,
    decline_application,
    issue_code,
    send_application,
    take_application,
)
from bangfu.workstreams.monitoring.applications.models import Application
from bangfu.workstreams.monitoring.applications.public import SECTION
from bangfu.workstreams.monitoring.cases.actions import open_case_of_clue
from bangfu.workstreams.monitoring.cases.tests.conftest import (  # noqa: F401 - fixtures
    NEXT,
    VILLAGE,
    MakeHome,
    Offices,
    days_ago,
    employed,
    home,
    offices,
)

TEXT = "丈夫住院，家里没有收入"
SENT = {"area_code": VILLAGE, "name": "李秀英", "phone": "13912345678", "text": TEXT}


def test_an_application_starts_the_clock_when_it_came(offices: Offices, home: MakeHome) -> None:  # noqa: F811
    receipt = take_application(
        offices.village, area_code=VILLAGE, name="李秀英", way="phone", text=TEXT, received_on=days_ago(4)
    )
    clue = accept_application(offices.village, receipt.application, household=home().pk)
    assert (clue.channel, clue.raised_on, clue.sensitive) == ("household", days_ago(4), True)
    case = open_case_of_clue(offices.village, clue)
    told = application_status(receipt.number, receipt.code.lower())
    assert (told["stage"], told["due_on"]) == ("入户核查", case.due_on)
    assert "住院" not in str(told)
    with pytest.raises(Conflict):
        accept_application(offices.village, receipt.application, household=case.household_id)


def test_only_number_and_code_open_the_state(offices: Offices) -> None:  # noqa: F811
    receipt = send_application(**SENT)
    assert receipt.code not in str(Application.objects.values())
    for number, code in ((receipt.number, "WRONG234"), ("20200101000000", receipt.code), (receipt.number, "")):
        with pytest.raises(Refused, match="没有查到"):
            application_status(number, code)
    again = issue_code(offices.village, receipt.application)
    with pytest.raises(Refused):
        application_status(receipt.number, receipt.code)
    assert application_status(receipt.number, again.code)["stage"] == "已收到"


def test_a_refused_application_says_why(offices: Offices) -> None:  # noqa: F811
    receipt = send_application(**SENT)
    with pytest.raises(Refused):
        decline_application(offices.village, receipt.application, reason=" ")
    decline_application(offices.village, receipt.application, reason="不是本村农户")
    assert application_status(receipt.number, receipt.code)["answer"] == "不是本村农户"


def test_the_telephone_is_kept_encrypted_and_sends_so_often(offices: Offices) -> None:  # noqa: F811
    for n in range(MOST_TODAY):
        send_application(**SENT | {"text": f"{TEXT}{n}"})
    with pytest.raises(Refused):
        send_application(**SENT | {"phone": "139 1234 5678"})
    with pytest.raises(Refused):
        send_application(**SENT | {"phone": " "})
    assert "13912345678" not in str(Application.objects.values())


def test_sent_twice_it_is_one_application_with_a_new_code(offices: Offices) -> None:  # noqa: F811
    first, second = send_application(**SENT), send_application(**SENT)
    assert first.number == second.number
    assert Application.objects.count() == 1
    assert application_status(second.number, second.code)["stage"] == "已收到"
    with pytest.raises(Refused):
        application_status(first.number, first.code)


def test_a_stranger_takes_nothing_up(offices: Offices, home: MakeHome) -> None:  # noqa: F811
    receipt = send_application(**SENT)
    for who in (offices.stranger, employed("next", "village", NEXT)):
        for attempt in (
            lambda who=who: accept_application(who, receipt.application, household=home().pk),
            lambda who=who: decline_application(who, receipt.application, reason="x"),
            lambda who=who: issue_code(who, receipt.application),
            lambda who=who: take_application(who, area_code=VILLAGE, name="甲", way="paper", text="x"),
        ):
            with pytest.raises(Denied):
                attempt()
    with pytest.raises(Denied):  # a household of another village
        accept_application(offices.county, receipt.application, household=home(area_code=NEXT).pk)


def open_site(offices: Offices, *shown: str) -> None:  # noqa: F811
    set_site(offices.county, area_code=VILLAGE[:6], open_=True, shown=shown, valid_from=date(2020, 1, 1))
    forget_everything()


def test_only_counties_that_take_applications_on_their_site_are_offered(
    offices: Offices,  # noqa: F811
    client: Client,
) -> None:
    address = reverse("monitoring-apply")
    assert "现在没有开放网上申报的县（区）" in client.get(address).content.decode()
    open_site(offices, "letters")  # a site, but no applications on it
    closed = client.get(f"{address}?area={VILLAGE}").content.decode()
    assert "这个地区没有开放网上申报" in closed
    assert "岩屋村" not in closed
    assert client.post(f"{address}?area={VILLAGE}", SENT | {"agreed": "on"}).status_code == 200
    assert not Application.objects.exists()
    open_site(offices, "letters", SECTION)
    said = client.get(f"{address}?area={VILLAGE}").content.decode()
    assert "岩屋村" in said
    assert reverse("portal-letters") in said


def test_anybody_applies_and_asks_without_a_log_in(offices: Offices, client: Client) -> None:  # noqa: F811
    open_site(offices, SECTION)
    address = f"{reverse('monitoring-apply')}?area={VILLAGE}"
    assert "岩屋村" in client.get(address).content.decode()
    refused = client.post(address, SENT)
    assert refused.status_code == 422  # did not agree
    page = client.post(address, SENT | {"agreed": "on"})
    row = Application.objects.get()
    assert (page.status_code, row.received_on, row.way) == (200, timezone.localdate(), "online")
    assert row.number in page.content.decode()
    assert Notice.objects.filter(user=offices.village).exists()
    again = issue_code(offices.village, row)
    asked = client.post(reverse("monitoring-apply-status"), {"number": again.number, "code": again.code})
    assert "已收到" in asked.content.decode()
    assert "李秀英" not in asked.content.decode()
    wrong = client.post(reverse("monitoring-apply-status"), {"number": again.number, "code": "AAAAAAAA"})
    assert wrong.status_code == 422
