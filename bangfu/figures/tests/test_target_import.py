"""Targets in and out as a workbook: stated, adjusted with a reason, taken back, and refused in words."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from rustpy_xlsxwriter import FastExcel

from bangfu.figures.models import Target, TargetRevision
from bangfu.figures.tests.conftest import COUNTY, STRANGE_COUNTY, TOWN, Books
from bangfu.kernel.imports.actions import apply_import, stage_import, undo_import
from bangfu.kernel.imports.exporting import export_register
from bangfu.kernel.imports.models import ImportRun

pytestmark = pytest.mark.django_db
ROW = {"指标": "market.sales", "受益地区代码": COUNTY, "时期": "2020年", "目标值": "1000.50", "依据": "责任书"}


@pytest.fixture
def offer(books: Books, tmp_path: Path) -> Any:
    """Offer rows (or a file) as the county office."""

    def run(rows: list[dict[str, Any]] | Path) -> ImportRun:
        path = rows if isinstance(rows, Path) else tmp_path / "targets.xlsx"
        if not isinstance(rows, Path):
            names = list(dict.fromkeys(name for row in rows for name in row))
            book = FastExcel(str(path))
            book.sheet("目标", [{name: row.get(name, "") for name in names} for row in rows])
            book.save()
        return stage_import(books.county, "targets", path)[0]

    return run


def test_targets_go_in_and_come_back_unchanged(books: Books, offer: Any, tmp_path: Path) -> None:
    unit = {**ROW, "责任单位": "茅箭区教育局", "时期": "2020三季度", "要求": "等于", "说明": "试点"}
    staged = offer([ROW, unit])
    assert staged.errors == []
    run = apply_import(books.county, staged)
    assert (run.created, run.updated) == (2, 0)
    year = Target.objects.get(organisation=None)
    assert (year.value, year.unit, year.period.code, year.bound) == (Decimal("1000.50"), "CNY", "2020", "at_least")
    assert [r.value for r in year.revisions.all()] == [Decimal("1000.50")]
    path = tmp_path / "out.xlsx"
    assert export_register(books.county, "targets", path, area_code=COUNTY) == 2
    again = offer(path)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2), again.differences
    undo_import(books.county, run, reason="文件选错了")
    assert not Target.objects.exists()
    assert not TargetRevision.objects.exists()


def test_the_same_target_again_is_an_adjustment_with_a_reason(books: Books, offer: Any) -> None:
    apply_import(books.county, offer([ROW]))
    changed = {**ROW, "目标值": "1200"}
    assert [(e["row"], e["column"]) for e in offer([changed]).errors] == [(2, "调整原因")]
    run = apply_import(books.county, offer([{**changed, "调整原因": "上级追加"}]))
    assert (run.created, run.updated) == (0, 1)
    target = Target.objects.get()
    assert (target.value, [r.reason for r in target.revisions.all()]) == (1200, ["", "上级追加"])
    undo_import(books.county, run, reason="文件选错了")
    target.refresh_from_db()
    assert (target.value, target.revisions.count()) == (Decimal("1000.50"), 1)


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"时期": "去年"}, "时期"),
        ({"受益地区代码": STRANGE_COUNTY}, "受益地区代码"),
        ({"责任单位": "没有的局"}, "责任单位"),
        ({"指标": "没有的指标"}, "指标"),
        ({"目标值": "0"}, "目标值"),
        ({"指标": "market.budget_units", "目标值": "2.5"}, "目标值"),
    ],
)
def test_what_cannot_stand_is_refused(offer: Any, change: dict[str, str], column: str) -> None:
    assert (2, column) in [(e["row"], e["column"]) for e in offer([{**ROW, **change}]).errors]


def test_twice_in_a_file_is_refused(offer: Any) -> None:
    assert [e["row"] for e in offer([ROW, {**ROW, "目标值": "5"}, {**ROW, "受益地区代码": TOWN}]).errors] == [3]
