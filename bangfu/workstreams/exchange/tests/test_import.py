"""Five hundred needs in one workbook."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from bangfu.kernel.imports.actions import apply_import, stage_import, undo_import
from bangfu.kernel.imports.declared import Wanted, templates
from bangfu.kernel.imports.models import ImportRun
from bangfu.kernel.rights.models import User
from bangfu.kernel.workbooks import write_export
from bangfu.parties.actions import register_household
from bangfu.workstreams.exchange.models import Need
from bangfu.workstreams.exchange.tests.conftest import COUNTY, START, VILLAGE, Place
from bangfu.workstreams.exchange.tests.test_wishes import wave_of


def sent(user: User, rows: list[dict[str, Any]], folder: Path, *, apply: bool = True) -> ImportRun:
    """Send rows as a workbook."""
    sheet = templates["needs"].sheet()
    names = [c.name for c in sheet.columns if any(c.name in row for row in rows)]
    frame = pl.DataFrame(
        {n: pl.Series(n, [row.get(n) for row in rows], dtype=sheet.column(n).polars_type) for n in names}
    )
    path = folder / "needs.xlsx"
    write_export(path, sheet, frame)
    run, staged = stage_import(user, "needs", path, area_code="")
    if apply and not run.rejected:
        apply_import(user, run, staged)
    return ImportRun.objects.get(pk=run.pk)


def test_five_hundred_needs_go_in_at_once(place: Place, tmp_path: Path) -> None:
    homes = [
        register_household(place.operator, area_code=VILLAGE, head_name=f"户主{n}", opened_on=START).number
        for n in range(20)
    ]
    rows = [{"asker": homes[n % 20], "title": f"棉被{n}床", "value": 20000} for n in range(500)]
    run = sent(place.village, rows, tmp_path)
    assert (run.created, run.rejected) == (500, 0), run.errors[:3]
    assert Need.objects.filter(state="reviewing", batch=run.pk).count() == 500
    undo_import(place.village, run, reason="重复")
    assert Need.objects.filter(state="withdrawn").count() == 500


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"title": "棉被，电话15412345678"}, "需要什么"),
        ({"title": "王建国的轮椅"}, "需要什么"),
        ({"title": "学费", "kind": "money", "unit": "item"}, "单位"),
        ({"title": "棉被", "asker": "没有的户"}, "求助方"),
        ({"title": "棉被", "number": 999999}, "需求编号"),
        ({"title": "棉被", "wave": "第一轮", "value": 60000}, "心愿轮次"),
    ],
)
def test_a_faulty_row_says_where(place: Place, tmp_path: Path, row: dict[str, Any], column: str) -> None:
    wave_of(place)
    run = sent(place.village, [{"asker": place.home.number, **row}], tmp_path)
    assert [error["column"] for error in run.errors] == [column], run.errors
    assert not Need.objects.exists()


def test_nobody_imports_elsewhere(place: Place, tmp_path: Path) -> None:
    run = sent(place.village, [{"asker": place.next_home.number, "title": "棉被"}], tmp_path)
    assert run.rejected == 1
    assert not Need.objects.exists()


def test_what_is_exported_comes_back_unchanged(place: Place, tmp_path: Path) -> None:
    wave = wave_of(place)
    place.published(wave=wave.pk)
    place.need(asker=place.school.pk, title="图书", private_text="三年级")
    sheet, frame = templates["needs"].sheet(), templates["needs"].export(Wanted(actor=place.county, area_code=COUNTY))
    path = tmp_path / "out.xlsx"
    write_export(path, sheet, frame.select(c.name for c in sheet.columns if c.name in frame.columns))
    run, _staged = stage_import(place.county, "needs", path, area_code="")
    assert (run.created, run.unchanged, run.rejected) == (0, 2, 0), run.errors
