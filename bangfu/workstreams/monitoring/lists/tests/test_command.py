"""A department's list on the command line, through the same action as on the page."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from bangfu.config.cli import main
from bangfu.parties.models import Person
from bangfu.workstreams.monitoring.lists.models import ListImport, ListType
from bangfu.workstreams.monitoring.lists.tests.test_lists import line, number
from bangfu.workstreams.monitoring.screening.tests.conftest import COUNTY


def given(folder: Path, *rows: dict[str, str]) -> str:
    path = folder / "list.csv"
    pl.DataFrame(list(rows)).write_csv(path)
    return str(path)


def run(capsys: pytest.CaptureFixture[str], *command: str) -> tuple[int, dict[str, object]]:
    status = main([*command, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_a_list_is_tried_and_taken_in(
    medical: ListType, wang: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = given(tmp_path, line("王建国", number(1)), line("生人", number(77)))
    command = ("import", file, "--as", "medical", "--area", COUNTY, "--month", "2020-10")
    status, told = run(capsys, *command, "--dry-run")
    assert (status, told["matched"], told["applied"], ListImport.objects.count()) == (0, 1, False, 0)
    status, told = run(capsys, *command)
    assert (status, told["rows"], told["matched"], told["unmatched"], told["applied"]) == (0, 2, 1, 1, True)
    status, told = run(capsys, *command)
    assert status == 1  # last month's file again
    assert "导入过" in str(told["error"])


def test_a_faulty_list_is_refused_with_its_faults(
    medical: ListType, wang: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = given(tmp_path, line("王建国", number(1), paid="很多"), line("王建国", number(1)))
    status, told = run(capsys, "import", file, "--as", "medical", "--area", COUNTY)
    assert (status, told["rejected"], told["applied"]) == (1, 1, False)
    assert told["errors"][0]["value"] == "很多"  # type: ignore[index]


def test_the_empty_workbook_of_a_list(medical: ListType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "medical.xlsx"
    assert run(capsys, "template", "medical", "-o", str(target))[0] == 0
    assert "个人自付" in pl.read_excel(target).columns
