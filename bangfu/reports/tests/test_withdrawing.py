"""A sealed report that is no longer stood by: unchanged, still verified, and told so to whoever opens it."""

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.history.models import Change
from bangfu.ledger.models import Entry
from bangfu.reports.actions import seal_report, withdraw_report
from bangfu.reports.models import SealedReport, Withdrawal
from bangfu.reports.sealing import is_intact
from bangfu.reports.tests.conftest import COUNTY, Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed(office: Office, sales: list[Entry]) -> SealedReport:
    return seal_report(office.clerk, report="overview", area_code=COUNTY, period="2020")


def test_the_page_and_every_file_say_so_and_nothing_else_changes(
    sealed: SealedReport, office: Office, client: Client
) -> None:
    before = client.get(f"/r/{sealed.digest}/file.md").content.decode()
    withdraw_report(office.clerk, sealed, reason="销售额漏记一家供应商")
    assert is_intact(SealedReport.objects.get(pk=sealed.pk))
    page = client.get(f"/r/{sealed.digest}/").content.decode()
    for words in ("已撤回", "销售额漏记一家供应商", "核验通过"):
        assert words in page
    after = client.get(f"/r/{sealed.digest}/file.md").content.decode()
    assert "撤回，不再作为正式发布的报告" in after
    assert before.split("数据截至")[0] == after.split("数据截至")[0]
    assert Change.objects.filter(action="withdraw_report", object_id=sealed.pk).exists()


def test_it_is_withdrawn_once_with_a_reason_that_names_nobody(sealed: SealedReport, office: Office) -> None:
    for reason in (" ", "电话 13912345678 举报"):
        with pytest.raises(Refused):
            withdraw_report(office.clerk, sealed, reason=reason)
    withdraw_report(office.clerk, sealed, reason="数字有误")
    with pytest.raises(Refused, match="已经撤回"):
        withdraw_report(office.clerk, sealed, reason="再按一次")
    with pytest.raises(DatabaseError), transaction.atomic():
        Withdrawal.objects.update(reason="改写")


def test_only_who_may_seal_there_withdraws(sealed: SealedReport, office: Office, client: Client) -> None:
    for user in (office.township, office.stranger, office.auditor):
        with pytest.raises(Denied):
            withdraw_report(user, sealed, reason="不同意")
        client.force_login(user)
        assert "撤回的原因" not in client.get(f"/r/{sealed.digest}/").content.decode()
    client.force_login(office.stranger)
    assert client.post(f"/r/{sealed.digest}/withdraw/", {"reason": "不同意"}).status_code == 403


def test_the_page_takes_the_reason_and_says_what_is_missing(
    sealed: SealedReport, office: Office, client: Client
) -> None:
    client.force_login(office.clerk)
    assert "撤回的原因" in client.get(f"/r/{sealed.digest}/").content.decode()
    empty = client.post(f"/r/{sealed.digest}/withdraw/", {"reason": ""})
    assert empty.status_code == 422
    assert "请填写撤回的原因" in empty.content.decode()
    sent = client.post(f"/r/{sealed.digest}/withdraw/", {"reason": "数字有误"}, follow=True)
    assert "撤回的原因" not in sent.content.decode().split("<main")[1].replace("原因：数字有误", "")
    assert client.post("/r/" + "0" * 64 + "/withdraw/", {"reason": "x"}).status_code == 404


def test_a_visitor_without_a_log_in_cannot(sealed: SealedReport, client: Client) -> None:
    assert client.post(f"/r/{sealed.digest}/withdraw/", {"reason": "x"}).status_code == 302
    assert not Withdrawal.objects.exists()
