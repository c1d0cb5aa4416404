"""Departments' officers, long lists in the background, and differences both ways."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.jobs.models import Job, JobState
from bangfu.kernel.jobs.worker import claim, run_job
from bangfu.kernel.rights.models import User
from bangfu.parties.actions import let_act_for, register_organisation
from bangfu.parties.models import Organisation, Person
from bangfu.workstreams.monitoring.lists import actions as list_actions
from bangfu.workstreams.monitoring.lists import receiving
from bangfu.workstreams.monitoring.lists.actions import declare_list, import_list
from bangfu.workstreams.monitoring.lists.differences import against_register, write_differences
from bangfu.workstreams.monitoring.lists.models import ListImport, ListType
from bangfu.workstreams.monitoring.lists.sending import name_sender, remove_sender
from bangfu.workstreams.monitoring.lists.tests.test_lists import OCTOBER, line, number, person
from bangfu.workstreams.monitoring.screening.tests.conftest import COUNTY, STRANGE, employed

LIST_PAGES = import_module("bangfu.workstreams.monitoring.pages.lists")  # the package's name is the addresses


@pytest.fixture
def office(actor: User, county: User, medical: ListType) -> Organisation:
    row = register_organisation(actor, name="茅箭区医保局", kind="authority", area_code=COUNTY)
    name_sender(county, list_type=medical, organisation=row.pk, area_code=COUNTY)
    return row


@pytest.fixture
def officer(actor: User, office: Organisation) -> User:
    user = employed("officer", "department", COUNTY)
    let_act_for(actor, user, party=office)
    return User.objects.get(pk=user.pk)


def work() -> None:
    """Do all that waits."""
    while job := claim():
        run_job(job)


def page(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def csv(rows: list[dict[str, str]]) -> bytes:
    return pl.DataFrame(rows).write_csv().encode()


def sent(folder: Path, rows: list[dict[str, str]]) -> Path:
    path = folder / "list.csv"
    path.write_bytes(csv(rows))
    return path


def test_an_officer_sends_and_sees_the_own_list_alone(
    officer: User,
    county: User,
    medical: ListType,
    wang: Person,
    tmp_path: Path,
) -> None:
    other = ListType.objects.get(code="low_income")
    path = sent(tmp_path, [line("王建国", number(1))])
    import_list(officer, medical, path, area_code=COUNTY, month=OCTOBER)
    with pytest.raises(Denied):
        import_list(officer, other, path, area_code=COUNTY, month=OCTOBER)
    aid = sent(tmp_path, [{"姓名": "王建国", "身份证号": number(1), "享受起始日期": "2020-10-01", "救助类别": "低保"}])
    import_list(county, other, aid, area_code=COUNTY, month=OCTOBER)
    listed = page(officer).get("/monitoring/list_import/").text
    assert "医疗费用" in listed
    assert "低收入救助" not in listed
    assert page(officer).get("/parties/household/").status_code == 403
    assert page(officer).get("/monitoring/list_row/").status_code == 403
    theirs = ListImport.objects.get(list_type=other)
    assert page(officer).get(reverse("department-list-differences", args=[theirs.pk])).status_code == 404
    assert page(officer).get(f"/monitoring/list_import/{theirs.pk}/").status_code == 404


def test_an_officer_whose_office_sends_nothing_sees_nothing(actor: User, medical: ListType, wang: Person) -> None:
    user = employed("idle", "department", COUNTY)
    assert (
        reverse("department-list-import", args=[medical.pk])
        not in page(user).get(reverse("department-list", args=[medical.pk])).text
    )
    with pytest.raises(Denied):
        receiving.receive_later(user, medical, Path("x.csv"), area_code=COUNTY, month=OCTOBER, file_name="x.csv")


def test_an_officer_sends_for_no_other_county(officer: User, medical: ListType, tmp_path: Path) -> None:
    with pytest.raises(Denied):
        import_list(officer, medical, sent(tmp_path, [line("甲", number(9))]), area_code=STRANGE, month=OCTOBER)


def test_a_sender_is_named_once_and_may_be_taken_away(
    county: User,
    officer: User,
    office: Organisation,
    medical: ListType,
    tmp_path: Path,
) -> None:
    with pytest.raises(Conflict):
        name_sender(county, list_type=medical, organisation=office.pk, area_code=COUNTY)
    with pytest.raises(Denied):
        name_sender(employed("far", "county", STRANGE), list_type=medical, organisation=office.pk, area_code=COUNTY)
    remove_sender(county, medical.senders.get(), reason="机构改革")
    with pytest.raises(Denied):
        import_list(officer, medical, sent(tmp_path, [line("甲", number(9))]), area_code=COUNTY, month=OCTOBER)


def upload(user: User, kind: ListType, content: bytes) -> Job:
    given = {"file": SimpleUploadedFile("十月.csv", content), "month": "2020-10", "area_code": COUNTY}
    assert page(user).post(reverse("department-list-import", args=[kind.pk]), given).status_code == 302
    return Job.objects.get(kind=receiving.JOB)


def test_a_long_list_goes_to_the_background(
    county: User,
    medical: ListType,
    wang: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(LIST_PAGES, "AT_ONCE", 10)
    job = upload(county, medical, csv([line("王建国", number(1)), line("生人", number(77))]))
    assert job.state == JobState.QUEUED
    work()
    job.refresh_from_db()
    received = ListImport.objects.get()
    assert (job.state, received.rows_read, received.matched) == (JobState.DONE, 2, 1)
    assert receiving.result_url(job) == reverse("department-list", args=[medical.pk])
    # A worker that died after the commit finds the work done.
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED)
    work()
    job.refresh_from_db()
    assert (job.state, ListImport.objects.count()) == (JobState.DONE, 1)


def test_a_refusal_in_the_background_tells_every_fault(
    county: User,
    medical: ListType,
    wang: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(LIST_PAGES, "AT_ONCE", 10)
    job = upload(county, medical, csv([line("王建国", number(1)), line("王建国", number(1), paid="很多")]))
    work()
    job.refresh_from_db()
    assert job.state == JobState.DONE
    told = page(county).get(receiving.result_url(job)).text
    assert "没有收下" in told
    assert "很多" in told
    assert page(employed("far", "county", STRANGE)).get(receiving.result_url(job)).status_code == 404


def test_more_rows_than_a_list_may_have(
    county: User,
    medical: ListType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(list_actions, "MOST_ROWS", 1)
    path = sent(tmp_path, [line("甲", number(1)), line("乙", number(2))])
    with pytest.raises(Refused, match="最多 1 行"):
        import_list(county, medical, path, area_code=COUNTY, month=OCTOBER)


def test_differences_go_both_ways(actor: User, county: User, wang: Person, tmp_path: Path) -> None:
    here, unmarked = person(actor, "赵大山", number(2)), person(actor, "孙小河", number(3))
    Person.objects.filter(pk__in=[wang.pk, here.pk]).update(minimum_living=True)
    kind = ListType.objects.get(code="low_income")
    rows = [
        {"姓名": name, "身份证号": written, "享受起始日期": "2020-10-01", "救助类别": "低保"}
        for name, written in (("王建国", number(1)), ("孙小河", number(3)), ("生人", number(88)))
    ]
    received = import_list(county, kind, sent(tmp_path, rows), area_code=COUNTY, month=OCTOBER)
    told = {(row["side"], row["name"]) for row in against_register(received)}
    assert told == {("名册有、名单没有", "赵大山"), ("名单有、名册没有标注", unmarked.name)}
    target = tmp_path / "back.xlsx"
    assert write_differences(county, received, target) == 3
    text = pl.read_excel(BytesIO(target.read_bytes())).write_csv()
    assert number(2) not in text  # masked


def test_a_list_of_events_has_no_other_way(county: User, medical: ListType, wang: Person, tmp_path: Path) -> None:
    path = sent(tmp_path, [line("王建国", number(1))])
    assert against_register(import_list(county, medical, path, area_code=COUNTY, month=OCTOBER)) == []


def test_a_counterpart_that_means_nothing_is_refused(county: User) -> None:
    fields = [{"name": "since", "title": "起始日期", "kind": "date"}]
    with pytest.raises(Refused):
        declare_list(
            county, area_code=COUNTY, fields=fields, code="own", title="名单", department="民政局", purpose="核对",
            counterpart="没有这个词 = 1",
        )  # fmt: skip


def test_a_month_is_kept_as_its_first_day(county: User, medical: ListType, wang: Person, tmp_path: Path) -> None:
    path = sent(tmp_path, [line("王建国", number(1))])
    assert import_list(county, medical, path, area_code=COUNTY, month=date(2020, 10, 9)).month == OCTOBER
