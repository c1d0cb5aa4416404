"""Pages of checks: a village's households in one form, the printed sheets, what a neighbour is not told."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import polars as pl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from bangfu.kernel.imports.actions import apply_import, stage_import, undo_import
from bangfu.kernel.imports.declared import Wanted
from bangfu.kernel.rights.models import User
from bangfu.kernel.workbooks import write_export
from bangfu.parties.models import Household
from bangfu.workstreams.monitoring.checks.imports import export_results, results_sheet
from bangfu.workstreams.monitoring.checks.models import CheckProblem, CheckRound, CheckSheet
from bangfu.workstreams.monitoring.checks.tests.conftest import COUNTY, NEXT, STRANGE, VILLAGE, employed, sheet_of


def page(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_village_ticks_what_differs_and_confirms_the_rest(
    opened: CheckRound, homes: list[Household], clerk: User
) -> None:
    address = reverse("check-village", args=[opened.pk, VILLAGE])
    assert "名册存疑" in page(clerk).get(address).text
    sheets = [sheet_of(opened, home).pk for home in homes[:3]]
    given = {
        "checked_on": timezone.localdate().isoformat(),
        "sheet": sheets,
        "fail": [f"{sheets[1]}:housing"],
        f"note-{sheets[1]}": "墙体开裂",
        "absent": [sheets[2]],
    }
    assert page(clerk).post(address, given).status_code == 302
    assert [sheet_of(opened, home).state for home in homes[:3]] == ["passed", "problem", "todo"]
    assert CheckProblem.objects.get().finding == "墙体开裂"
    page(clerk).post(address, given)  # the second click
    assert CheckProblem.objects.count() == 1


def test_a_contradiction_is_shown_with_what_was_ticked(opened: CheckRound, homes: list[Household], clerk: User) -> None:
    sheet = sheet_of(opened, homes[0]).pk
    given = {
        "checked_on": timezone.localdate().isoformat(),
        "sheet": [sheet],
        "fail": [f"{sheet}:food"],
        "absent": [sheet],
    }
    answer = page(clerk).post(reverse("check-village", args=[opened.pk, VILLAGE]), given)
    assert answer.status_code == 422
    assert "没见到人" in answer.text
    assert f'value="{sheet}:food" checked' in answer.text


def test_a_neighbour_and_a_stranger_are_told_nothing(opened: CheckRound, homes: list[Household], clerk: User) -> None:
    assert page(clerk).get(reverse("check-village", args=[opened.pk, NEXT])).status_code == 404
    stranger = employed("stranger", "county", STRANGE)
    for name, args in (
        ("check-round", [opened.pk]),
        ("check-village", [opened.pk, VILLAGE]),
        ("check-village-print", [opened.pk, VILLAGE]),
    ):
        assert page(stranger).get(reverse(name, args=args)).status_code == 404
    assert opened.title not in page(stranger).get(reverse("checks")).text


def test_a_clerk_goes_from_the_list_straight_to_the_village(
    opened: CheckRound, homes: list[Household], clerk: User, county: User
) -> None:
    assert reverse("check-village", args=[opened.pk, VILLAGE]) in page(clerk).get(reverse("checks")).text
    assert reverse("check-round", args=[opened.pk]) in page(county).get(reverse("checks")).text


def test_printed_sheets_hold_no_number_of_a_paper(opened: CheckRound, homes: list[Household], clerk: User) -> None:
    answer = page(clerk).get(reverse("check-village-print", args=[opened.pk, VILLAGE]))
    text = "".join(sheet.extract_text() for sheet in PdfReader(BytesIO(answer.content)).pages)
    assert "赵大山" in text
    assert "周远" not in text
    assert "名册存疑" in text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def written(folder: Path, frame: pl.DataFrame) -> Path:
    path = folder / "results.xlsx"
    write_export(path, results_sheet(), frame)
    return path


def test_a_village_sends_its_results_as_a_workbook(
    opened: CheckRound, homes: list[Household], clerk: User, folder: Path
) -> None:
    frame = export_results(Wanted(actor=clerk))
    assert frame["head"].to_list() == ["王建国", "赵大山", "孙小河"]
    today = timezone.localdate()
    filled = frame.with_columns(
        checked_on=pl.Series([today, today, None], dtype=pl.Date),
        problems=pl.Series([[], ["housing", "water"], []], dtype=pl.List(pl.String)),
    )
    run, staged = stage_import(clerk, "check-results", written(folder, filled), area_code=VILLAGE)
    assert (run.updated, run.unchanged, run.rejected) == (2, 1, 0)
    run = apply_import(clerk, run, staged)
    assert CheckProblem.objects.count() == 2
    again, _staged = stage_import(clerk, "check-results", written(folder, export_results(Wanted(actor=clerk))))
    assert (again.updated, again.unchanged, len(again.warnings)) == (0, 3, 0)
    undo_import(clerk, run, reason="发错文件")
    assert not CheckSheet.objects.exclude(state="todo").exists()
    assert not CheckProblem.objects.exclude(state="withdrawn").exists()


def test_rows_of_another_village_are_refused(
    opened: CheckRound, homes: list[Household], county: User, clerk: User, folder: Path
) -> None:
    frame = export_results(Wanted(actor=county)).with_columns(checked_on=pl.lit(timezone.localdate()))
    run, _staged = stage_import(clerk, "check-results", written(folder, frame))
    assert run.rejected == 1
    assert "管辖范围" in run.errors[0]["message"]


def test_the_county_exports_its_own_alone(opened: CheckRound, homes: list[Household]) -> None:
    assert export_results(Wanted(actor=employed("stranger", "county", STRANGE))).is_empty()
    assert len(export_results(Wanted(actor=employed("other", "county", COUNTY)))) == 4
