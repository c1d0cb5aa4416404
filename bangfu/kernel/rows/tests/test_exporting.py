"""Files that leave: readable again, harmless, and marked with who took them out."""

import csv
import os
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bangfu.kernel.errors import Denied
from bangfu.kernel.history.models import Change
from bangfu.kernel.jobs.models import JobState
from bangfu.kernel.jobs.worker import claim, run_job
from bangfu.kernel.pages import exports
from bangfu.kernel.pages.exports import checked, path_of
from bangfu.kernel.resources import Column, Resource, resources
from bangfu.kernel.rights.models import User
from bangfu.kernel.rows.exporting import export, headings
from bangfu.kernel.rows.selection import select
from bangfu.kernel.tests.people import COUNTY, alice, auditor, carol

pytestmark = pytest.mark.django_db
CHANGES = resources["kernel.change"]
FORMULA = '=HYPERLINK("http://example.org","x")'


def users(*columns: Column) -> Resource:
    return Resource(name="kernel.user", title="用户", model=User, columns=columns)


def test_a_formula_stays_text(tmp_path: Path) -> None:
    admin = carol()
    for n, name in enumerate((FORMULA, "+86", "-1", "@x", "普通")):
        User.objects.create(username=f"f{n}", name=name, area_code=COUNTY)
    chosen = select(admin, users(Column(name="name", title="姓名"), Column(name="id", title="编号", kind="number")), {})
    assert export(chosen, tmp_path / "a.xlsx").rows == 6
    cells = [row[0] for row in load_workbook(tmp_path / "a.xlsx").worksheets[0].iter_rows(min_row=2)]
    assert FORMULA in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} == {"s"}
    export(chosen, tmp_path / "a.csv")
    texts = [row[0] for row in csv.reader((tmp_path / "a.csv").open(encoding="utf-8-sig"))]
    assert {f"'{FORMULA}", "'+86", "'-1", "'@x", "普通"} < set(texts)


def test_an_empty_list_has_its_headings(tmp_path: Path) -> None:
    chosen = select(carol(), users(Column(name="name", title="姓名")), {"q": []})
    User.objects.update(area_code="")
    assert export(chosen, tmp_path / "a.xlsx").rows == 0
    assert [c.value for c in load_workbook(tmp_path / "a.xlsx").worksheets[0][1]] == ["姓名"]


def test_equal_titles_are_told_apart() -> None:
    columns = [Column(name=name, title="电话") for name in "abc"]
    assert headings(columns) == ["电话", "电话 2", "电话 3"]


def test_the_second_sheet_says_who_when_and_how_much(tmp_path: Path) -> None:
    admin = carol()
    User.objects.create(username="x", name="X", area_code=COUNTY)
    export(select(admin, resources["kernel.user"], {"is_active": ["1"]}), tmp_path / "a.xlsx")
    about = dict(load_workbook(tmp_path / "a.xlsx").worksheets[1].iter_rows(min_row=2, values_only=True))
    assert about["导出人"] == "Carol（carol）"
    assert about["行数"] == "2"
    assert about["条件"] == "启用：1"


def test_history_remembers_the_export_but_not_what_was_searched(tmp_path: Path) -> None:
    admin = carol()
    export(select(admin, resources["kernel.user"], {"q": ["Carol"]}), tmp_path / "a.csv")
    kept = Change.objects.get(action="export")
    assert kept.actor == admin
    assert kept.after == {"rows": 1, "conditions": {}, "searched": True}


def test_only_who_holds_the_right_takes_rows_out() -> None:
    with pytest.raises(Denied):
        checked(alice(), CHANGES, {}, "xlsx")
    assert checked(auditor(), CHANGES, {}, "xlsx").rows.count() == 0


def test_a_long_list_is_made_in_the_background(client: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "AT_ONCE", 2)
    user = auditor()
    for n in range(5):
        Change.objects.create(action=f"a{n}", object_type="x", object_id=n, area_code=COUNTY)
    client.force_login(user)  # type: ignore[attr-defined]
    answer = client.get("/kernel/change/export/", {"format": "csv"})  # type: ignore[attr-defined]
    assert answer.status_code == 302
    run_job(claim())
    status = client.get(answer["Location"], headers={"Accept": "application/json"}).json()  # type: ignore[attr-defined]
    assert (status["state"], status["done"], status["total"]) == (JobState.DONE, 5, 5)
    file = client.get(status["url"])  # type: ignore[attr-defined]
    assert len(b"".join(file.streaming_content).decode("utf-8-sig").splitlines()) == 6
    client.force_login(carol())  # type: ignore[attr-defined]
    assert client.get(status["url"]).status_code == 404  # type: ignore[attr-defined]


def test_old_files_are_deleted() -> None:
    old = path_of(999_999, "csv")
    old.write_text("x")
    os.utime(old, (0, 0))
    exports.forget_exports()
    assert not old.exists()
