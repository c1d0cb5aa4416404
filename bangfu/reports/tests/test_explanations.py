"""Explaining a finding once: remembered for the office, never for the numbers, taken back with a reason."""

import re
from io import BytesIO

import pytest
from django.test import Client
from docx import Document

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.history.models import Change
from bangfu.ledger.models import Entry
from bangfu.reports.checker.check import check_text
from bangfu.reports.explaining import Subject, subject_of_relation
from bangfu.reports.explanations import explain_finding, explanations_at, revoke_explanation
from bangfu.reports.models import Explanation
from bangfu.reports.tests.conftest import COUNTY, TOWNSHIP, Office

pytestmark = pytest.mark.django_db
TEXT = "全年采购农产品800万元，其中线上采购300万元，线下采购650万元。"
NEXT_MONTH = "1月采购农产品900万元，其中线上采购400万元，线下采购512万元。"
SUBJECT = Subject("a" * 64, "合计：线上采购、线下采购", "conflict")
TICKET = re.compile(r'name="ticket" value="([^"]+)"')


def keys(text: str) -> set[str]:
    result = check_text(text)
    return {subject_of_relation(r, result).key for r in result.relations if r.verdict == "conflict"}


def test_next_months_text_is_about_the_same() -> None:
    assert keys(TEXT)
    assert keys(TEXT) == keys(NEXT_MONTH)
    assert keys(TEXT) == keys(TEXT.replace("全年", "截至2026年10月底"))
    assert keys(TEXT) != keys(TEXT.replace("采购", "捐赠"))


def test_kept_with_who_when_and_why(office: Office) -> None:
    row = explain_finding(office.clerk, area_code=COUNTY, subject=SUBJECT, reason=" 线下含预售 ")
    assert (row.accepted_by, row.reason, row.accepted_at is not None) == (office.clerk, "线下含预售", True)
    assert explanations_at(COUNTY) == {SUBJECT.key: row}
    assert explanations_at(TOWNSHIP) == explanations_at("") == {}
    assert Change.objects.get(action="explain_finding").actor == office.clerk


def test_once_and_with_a_reason(office: Office) -> None:
    with pytest.raises(Refused, match="为什么"):
        explain_finding(office.clerk, area_code=COUNTY, subject=SUBJECT, reason="对")
    explain_finding(office.clerk, area_code=COUNTY, subject=SUBJECT, reason="线下含预售")
    with pytest.raises(Conflict):
        explain_finding(office.lead, area_code=COUNTY, subject=SUBJECT, reason="线下含预售")


def test_revoked_it_is_asked_again(office: Office) -> None:
    row = explain_finding(office.clerk, area_code=COUNTY, subject=SUBJECT, reason="线下含预售")
    with pytest.raises(Refused, match="原因"):
        revoke_explanation(office.clerk, row, reason=" ")
    revoke_explanation(office.clerk, row, reason="口径已统一")
    assert explanations_at(COUNTY) == {}
    with pytest.raises(Conflict):
        revoke_explanation(office.clerk, row, reason="口径已统一")
    explain_finding(office.clerk, area_code=COUNTY, subject=SUBJECT, reason="又不同了，另有原因")
    assert Explanation.objects.count() == 2


def test_who_may_not(office: Office) -> None:
    for who in (office.stranger, office.auditor, office.township, office.helper):
        with pytest.raises(Denied):
            explain_finding(who, area_code=COUNTY, subject=SUBJECT, reason="线下含预售")
    row = explain_finding(office.clerk, area_code=COUNTY, subject=SUBJECT, reason="线下含预售")
    with pytest.raises(Denied):
        revoke_explanation(office.stranger, row, reason="不同意")


def test_on_the_page_it_is_said_once(client: Client, office: Office, sales: list[Entry]) -> None:
    client.force_login(office.clerk)
    page = client.post("/check/", {"text": TEXT}).content.decode()
    assert "没有问题？写明原因" in page
    ticket = TICKET.search(page)
    assert ticket is not None
    answer = client.post(
        "/check/explain/", {"ticket": ticket[1], "reason": "线下含预售"}, headers={"HX-Request": "true"}
    )
    assert "线下含预售（clerk" in answer.content.decode()
    page = client.post("/check/", {"text": NEXT_MONTH}).content.decode()
    assert "线下含预售" in page
    assert "没有问题？写明原因" not in page
    client.force_login(office.stranger)
    assert "线下含预售" not in client.post("/check/", {"text": NEXT_MONTH}).content.decode()


def test_a_ticket_is_not_made_up(client: Client, office: Office) -> None:
    client.force_login(office.clerk)
    answer = client.post("/check/explain/", {"ticket": "made-up", "reason": "线下含预售"})
    assert answer.status_code == 422
    assert not Explanation.objects.exists()


def test_a_township_may_not_use_the_countys_ticket(client: Client, office: Office) -> None:
    client.force_login(office.clerk)
    ticket = TICKET.search(client.post("/check/", {"text": TEXT}).content.decode())
    assert ticket is not None
    client.force_login(office.township)
    assert client.post("/check/explain/", {"ticket": ticket[1], "reason": "线下含预售"}).status_code == 403


def test_the_word_file_tells_what_the_ledger_says(client: Client, office: Office, sales: list[Entry]) -> None:
    client.force_login(office.clerk)
    form = {"text": "认定产品销售额6751.91万元，线下销售额5000万元。", "area": COUNTY, "period": "2020"}
    tables = Document(BytesIO(client.post("/check/annotated.docx", form).content)).tables
    said = [[cell.text for cell in row.cells] for row in tables[-1].rows]
    assert said[0] == ["文中", "与账本", "指标", "账本数值"]
    assert ["5000万元", "与账本不同", "线下销售额", "54,117,800.00元；茅箭区，2020年"] in said
    form["area"] = "430525"
    assert client.post("/check/annotated.docx", form).status_code == 403


def test_the_word_file_tells_what_has_been_explained(client: Client, office: Office) -> None:
    client.force_login(office.clerk)
    ticket = TICKET.search(client.post("/check/", {"text": TEXT}).content.decode())
    assert ticket is not None
    client.post("/check/explain/", {"ticket": ticket[1], "reason": "线下含预售"})
    word = Document(BytesIO(client.post("/check/annotated.docx", {"text": TEXT}).content))
    assert ["已说明：线下含预售" in comment.text for comment in word.comments] == [True]


@pytest.mark.parametrize("noun", ["sealed", "explanation"])
def test_the_lists_are_no_reports(client: Client, office: Office, noun: str) -> None:
    client.force_login(office.clerk)
    assert client.get(f"/reports/{noun}/").status_code == 200
