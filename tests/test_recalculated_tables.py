"""A table's workbook says the same after an outside program has worked its formulas out anew."""

import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bangfu.figures.tables.asking import asked
from bangfu.figures.tables.composing import compose_table
from bangfu.figures.tables.declared import tables
from bangfu.figures.tables.writers import write_table
from bangfu.kernel.rights.actions import operator
from bangfu.ledger.models import Entry
from bangfu.reports.tests.conftest import COUNTY, office, post, sales
from scripts.debian import calculator as installed_calculator

__all__ = ["office", "post", "sales"]
pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.slow]
FILTER = "xlsx:Calc MS Excel 2007 XML"


@pytest.fixture(scope="module")
def calculator() -> str:
    """The office program that works the formulas out."""
    program = installed_calculator()
    if program is None:
        pytest.fail("LibreOffice Calc is not installed: run `make test-browser`", pytrace=False)
    return str(program)


def formulas(path: Path) -> Iterator[tuple[str, str]]:
    """Every cell with a formula: its sheet and its place."""
    for sheet in load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            yield from ((sheet.title, c.coordinate) for c in row if str(c.value).startswith("="))


def agree(one: Any, other: Any) -> bool:
    """Numbers agree to nine digits, everything else exactly."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-9 * max(1, abs(one))
    return bool(one == other)


def test_every_formula_gives_what_was_stored_beside_it(calculator: str, sales: list[Entry], tmp_path: Path) -> None:
    written, bare, anew = (tmp_path / name for name in ("written", "bare", "anew"))
    written.mkdir()
    bare.mkdir()
    for table in tables:
        question = asked(table, place=COUNTY, from_=None, to=date(2020, 12, 31), side="", pair="")
        write_table(compose_table(operator(), table, question), written / f"{table.name}.xlsx")
    for path in written.glob("*.xlsx"):
        load_workbook(path).save(bare / path.name)  # formulas without what was stored beside them
    files = sorted(bare.glob("*.xlsx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [calculator, profile, "--headless", "--convert-to", FILTER, "--outdir", str(anew), *map(str, files)],
        check=True,
        capture_output=True,
        timeout=180,
    )
    compared = 0
    for path in files:
        stored, recalculated = (load_workbook(folder / path.name, data_only=True) for folder in (written, anew))
        for sheet, place in formulas(written / path.name):
            before, after = stored[sheet][place].value, recalculated[sheet][place].value
            assert agree(before, after), f"{path.stem} {sheet} {place}: {before} stored, {after} recalculated"
            compared += 1
    assert len(files) == len(list(tables))
    assert compared >= 10
