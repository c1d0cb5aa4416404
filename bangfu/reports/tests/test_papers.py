"""Papers for whole villages: what stands on them and what never does, who may have them, how long, and on record."""

import json
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader, PdfWriter

from bangfu.config.cli import main
from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.history.models import Change
from bangfu.kernel.jobs.models import Job
from bangfu.kernel.jobs.worker import claim, run_job
from bangfu.kernel.rights.actions import operator
from bangfu.kernel.rights.models import User
from bangfu.kernel.rows.visibility import Absent
from bangfu.parties.actions import add_member, record_income, register_area, register_household
from bangfu.parties.models import Household, Unmasking
from bangfu.reports.papers import running
from bangfu.reports.papers.actions import fetch_papers, order_papers
from bangfu.reports.papers.files import KEPT, file_of, folder_of, forget_papers
from bangfu.reports.papers.homes import homes_of, households_for
from bangfu.reports.papers.kinds import PAPERS
from bangfu.reports.papers.wanted import Wanted
from bangfu.reports.tests.conftest import COUNTY, TOWNSHIP, Office, Post, employ

pytestmark = pytest.mark.django_db
VILLAGE, NEXT_VILLAGE = TOWNSHIP + "201", TOWNSHIP + "202"
START = date(2020, 1, 1)
ID, PHONE, ACCOUNT = "420302197001011232", "15412345678", "6228480402564890018"
NOTICE = {"from_": date(2026, 3, 2), "to": date(2026, 3, 6), "phone": "0719-8880000", "unit": "大川镇乡村振兴办"}


def home(village: str, head: str, **fields: Any) -> Household:
    row = register_household(
        operator(), area_code=village, head_name=head, opened_on=START, standing="registered", **fields
    )
    add_member(operator(), row, name=f"{head}之子", sex="1", relation="son", birth_date=date(2015, 5, 5), on=START)
    record_income(operator(), row, year=2020, wages=Decimal(12000), transfers=Decimal(1000))
    return row


@pytest.fixture
def homes(office: Office, settings: Any, tmp_path: Path) -> list[Household]:
    settings.BANGFU_HOME = tmp_path
    for code, name in ((VILLAGE, "卡子村"), (NEXT_VILLAGE, "岩屋村")):
        register_area(operator(), code=code, name=name)
    first = home(VILLAGE, "王建国", head_id_number=ID, phone=PHONE, bank_account=ACCOUNT, main_cause="illness")
    return [first, home(VILLAGE, "李大山"), home(NEXT_VILLAGE, "赵春梅")]


def sheets(user: User, paper: str, area_code: str = TOWNSHIP, **more: Any) -> list[dict[str, Any]]:
    """What would be set for a place."""
    wanted = Wanted(paper=paper, area_code=area_code, user=user, on=date(2026, 3, 1), **more)
    rows = list(households_for(user, area_code, wanted.standing))
    return PAPERS[paper].write(homes_of(user, rows), wanted)


def said(found: Any) -> str:
    """All words of some sheets, without the codes."""
    return json.dumps([{k: v for k, v in one.items() if k != "qr"} for one in found], ensure_ascii=False)


def run_next() -> Job:
    job = claim()
    assert job is not None
    return run_job(job)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Set empty pages instead of papers; remember how many sheets each run had."""
    runs: list[int] = []

    def set_sheets(found: list[dict[str, Any]], _wanted: Wanted) -> bytes:
        runs.append(len(found))
        writer, content = PdfWriter(), BytesIO()
        for _sheet in found:
            writer.add_blank_page(100, 100)
        writer.write(content)
        return content.getvalue()

    monkeypatch.setattr(running, "set_sheets", set_sheets)
    return runs


@pytest.mark.parametrize("paper", ["card", "handbook", "visit", "comparison"])
def test_a_whole_township_comes_as_one_file(office: Office, homes: list[Household], paper: str) -> None:
    job = order_papers(office.township, paper=paper, area_code=TOWNSHIP, base="https://bangfu.example")
    done = run_next()
    assert (done.pk, done.state) == (job.pk, "done"), done.error
    _job, path = fetch_papers(office.township, job_id=job.pk)
    pages = [page.extract_text() for page in PdfReader(path).pages]
    assert len(pages) == done.result["pages"] >= len(homes)
    text = "".join(pages)
    for head in ("王建国", "李大山", "赵春梅"):
        assert head in text
    for number in (ID, PHONE, ACCOUNT):
        assert number not in text


def test_a_notice_is_one_a_village(office: Office, homes: list[Household]) -> None:
    order_papers(office.clerk, paper="notice", area_code=COUNTY, standing="registered", **NOTICE)
    done = run_next()
    assert done.result["pages"] == 2
    first, second = (page.extract_text() for page in PdfReader(file_of(done.pk)).pages)
    assert "卡子村" in first
    assert "王建国" in first
    assert "赵春梅" not in first
    assert "赵春梅" in second
    assert "2026-03-02 至 2026-03-06" in first


def test_what_hangs_in_public_says_nothing_private(office: Office, homes: list[Household]) -> None:
    for paper, more in (("card", {}), ("notice", {"standing": "registered", **NOTICE})):
        words = said(sheets(office.clerk, paper, **more))
        for private in (ID, PHONE, ACCOUNT, "********", "之子", "因病", "12000", "12,000"):
            assert private not in words


def test_a_child_at_the_head_is_not_named_in_public(office: Office, homes: list[Household]) -> None:
    register_household(
        operator(),
        area_code=VILLAGE,
        head_name="陈小树",
        head_birth_date=date(2012, 1, 1),
        opened_on=START,
        standing="registered",
    )
    words = said(sheets(office.clerk, "notice", standing="registered", **NOTICE))
    assert "陈小树" not in words
    assert "陈某" in words


def test_numbers_are_masked_without_a_purpose(office: Office, homes: list[Household]) -> None:
    words = said(sheets(office.clerk, "comparison"))
    assert "420302********1232" in words
    for number in (ID, PHONE, ACCOUNT):
        assert number not in words
    assert Unmasking.objects.count() == 0


def test_numbers_in_full_need_a_purpose_and_are_on_record(
    office: Office, homes: list[Household], quick: list[int]
) -> None:
    with pytest.raises(Refused, match="用途"):
        order_papers(office.clerk, paper="comparison", area_code=VILLAGE, purpose="核对")
    order_papers(office.clerk, paper="comparison", area_code=VILLAGE, purpose="参保信息核对")
    logged = Unmasking.objects.get()
    assert (logged.actor, logged.area_code, logged.rows) == (office.clerk, VILLAGE, 2)
    assert logged.purpose == "参保信息核对"
    words = said(sheets(office.clerk, "comparison", VILLAGE, purpose="参保信息核对"))
    for number in (ID, PHONE, ACCOUNT):
        assert number in words


def test_a_card_is_never_printed_with_numbers(office: Office, homes: list[Household]) -> None:
    with pytest.raises(Refused, match="没有号码"):
        order_papers(office.clerk, paper="card", area_code=VILLAGE, purpose="参保信息核对")


def test_health_and_causes_only_for_those_who_may_see_them(office: Office, homes: list[Household]) -> None:
    assert "主要致贫原因" in said(sheets(office.clerk, "comparison"))
    lead = employ("lead-of-market", "lead", COUNTY)
    words = said(sheets(lead, "comparison"))
    assert "主要致贫原因" not in words


def test_who_may_not(office: Office, homes: list[Household], quick: list[int]) -> None:
    for who, place in (
        (office.stranger, TOWNSHIP),
        (office.helper, TOWNSHIP),
        (office.auditor, TOWNSHIP),
        (office.township, COUNTY),
    ):
        with pytest.raises(Denied):
            order_papers(who, paper="card", area_code=place)
    assert Job.objects.count() == 0
    order = order_papers(office.township, paper="card", area_code=TOWNSHIP)
    run_next()
    for other in (office.clerk, office.stranger):
        with pytest.raises((Absent, Denied)):
            fetch_papers(other, job_id=order.pk)


def test_a_right_taken_meanwhile_stops_the_work(office: Office, homes: list[Household], quick: list[int]) -> None:
    order_papers(office.township, paper="card", area_code=TOWNSHIP)
    office.township.grants.all().delete()
    assert run_next().state == "failed"
    assert quick == []


def test_making_and_fetching_are_on_record(office: Office, homes: list[Household], quick: list[int]) -> None:
    order = order_papers(office.clerk, paper="card", area_code=TOWNSHIP)
    run_next()
    fetch_papers(office.clerk, job_id=order.pk)
    made, fetched = Change.objects.filter(action__endswith="_papers").order_by("pk")
    assert (made.action, made.area_code, made.after["households"]) == ("print_papers", TOWNSHIP, 3)
    assert (fetched.action, fetched.actor) == ("fetch_papers", office.clerk)


def test_files_do_not_lie_about(office: Office, homes: list[Household], quick: list[int]) -> None:
    order = order_papers(office.clerk, paper="card", area_code=TOWNSHIP)
    run_next()
    assert forget_papers() == 0
    Job.objects.filter(pk=order.pk).update(finished_at=timezone.now() - KEPT - timedelta(minutes=1))
    with pytest.raises(Absent, match="24 小时"):
        fetch_papers(office.clerk, job_id=order.pk)
    assert forget_papers() == 1
    assert not file_of(order.pk).exists()


def test_goes_on_where_it_stopped(
    office: Office, homes: list[Household], quick: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "RUN", 1)
    order_papers(office.clerk, paper="card", area_code=TOWNSHIP)
    job = claim()
    assert job is not None
    asked = iter((False, True))
    run_job(job, lambda: next(asked))  # the worker is being stopped while the second run is told
    assert (Job.objects.get().state, quick) == ("queued", [1, 1])
    done = run_next()
    assert (done.state, done.result["pages"], quick) == ("done", 3, [1, 1, 1])
    assert [file.name for file in folder_of(done.pk).iterdir()] == ["papers.pdf"]


def test_queries_do_not_grow_with_households(office: Office, homes: list[Household]) -> None:
    def count() -> int:
        rows = list(households_for(office.clerk, TOWNSHIP))
        with CaptureQueriesContext(connection) as queries:
            homes_of(office.clerk, rows)
        return len(queries)

    before = count()
    for number in range(6):
        home(VILLAGE, f"周{number}")
    assert count() <= before <= 14


def test_help_reaches_the_paper_once(office: Office, homes: list[Household], post: Post) -> None:
    post("300", receiver_id=homes[0].pk, happened_on=date(2020, 7, 1))
    [first, *_others] = sheets(office.clerk, "card", VILLAGE)
    assert len(first["received"]) == 1
    assert first["received"][0][0] == "2020-07-01"


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"standing": ""}, "户类型"),
        ({"phone": ""}, "监督电话"),
        ({"unit": ""}, "受理单位"),
        ({"to": date(2026, 3, 5)}, "不少于 5 天"),
        ({"from_": None}, "起止日期"),
        ({"standing": "no-such"}, "没有户类型"),
    ],
)
def test_a_notice_that_breaks_the_rules_is_refused(
    office: Office, homes: list[Household], more: dict[str, Any], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        order_papers(office.clerk, paper="notice", area_code=VILLAGE, **{"standing": "registered", **NOTICE, **more})


def test_nothing_to_print_is_said(office: Office, homes: list[Household]) -> None:
    with pytest.raises(Refused, match="没有符合条件"):
        order_papers(office.clerk, paper="card", area_code=TOWNSHIP, standing="ordinary")
    with pytest.raises(Refused, match="现有"):
        order_papers(office.clerk, paper="poster", area_code=TOWNSHIP)


def test_too_many_for_one_file(office: Office, homes: list[Household], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bangfu.reports.papers.actions.MOST", 2)
    with pytest.raises(Refused, match="请分乡镇或分村"):
        order_papers(office.clerk, paper="card", area_code=TOWNSHIP)


def test_one_click_on_the_page(office: Office, homes: list[Household], quick: list[int], client: Client) -> None:
    client.force_login(office.township)
    page = client.get(reverse("papers"), {"paper": "visit"})
    assert "卡子村" in page.content.decode()
    form = {"paper": "visit", "area": TOWNSHIP, "key": "once"}
    first, second = client.post(reverse("papers"), form), client.post(reverse("papers"), form)
    assert first.url == second.url
    assert Job.objects.count() == 1
    run_next()
    listed = client.get(reverse("papers")).content.decode()
    address = reverse("papers-file", args=[Job.objects.get().pk])
    assert address in listed
    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    client.force_login(office.stranger)
    assert client.get(address).status_code == 404


def test_the_page_tells_what_is_wrong(office: Office, homes: list[Household], client: Client) -> None:
    client.force_login(office.township)
    answer = client.post(reverse("papers"), {"paper": "notice", "area": VILLAGE, "from_": "now"})
    assert answer.status_code == 422
    assert "不是日期" in answer.content.decode()
    client.force_login(office.helper)
    assert client.get(reverse("papers")).status_code == 403


def test_the_command_writes_the_same(
    office: Office, homes: list[Household], quick: list[int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "cards.pdf"
    assert main(["print", "card", "--area", TOWNSHIP, "-o", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"paper": "card", "area": TOWNSHIP, "households": 3, "pages": 3}
    assert file.read_bytes().startswith(b"%PDF")
    assert main(["print", "card", "--area", "420309", "-o", str(file)]) == 1
