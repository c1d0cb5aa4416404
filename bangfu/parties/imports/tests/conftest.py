"""What the tests of the registers' imports share."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bangfu.kernel.imports.actions import apply_import, stage_import
from bangfu.kernel.imports.exporting import export_register
from bangfu.kernel.imports.models import ImportRun
from bangfu.kernel.rights.models import User
from bangfu.parties.imports.tests import invented
from bangfu.parties.imports.tests.invented import Rows

Importer = Callable[..., ImportRun]


@pytest.fixture
def actor(db: None) -> User:
    """The operator, in a county whose villages are on the register."""
    invented.county()
    return invented.operator()


@pytest.fixture
def offer(actor: User, tmp_path: Path) -> Importer:
    """Stage rows or a file as the operator, or as another user, and change nothing."""

    def run(rows: Rows | Path, template: str = "persons", *, by: User | None = None, area: str = "") -> ImportRun:
        path = rows if isinstance(rows, Path) else invented.write(tmp_path / "offered.xlsx", rows)
        return stage_import(by or actor, template, path, area_code=area)[0]

    return run


@pytest.fixture
def take_in(actor: User, tmp_path: Path) -> Importer:
    """Import rows or a file; fail with its first errors when it is refused."""

    def run(rows: Rows | Path, template: str = "persons", *, by: User | None = None) -> ImportRun:
        path = rows if isinstance(rows, Path) else invented.write(tmp_path / "taken.xlsx", rows)
        staged_run, staged = stage_import(by or actor, template, path)
        assert staged_run.state == ImportRun.State.STAGED, staged_run.errors[:5]
        return apply_import(by or actor, staged_run, staged)

    return run


@pytest.fixture
def export(actor: User, tmp_path: Path) -> Callable[..., Path]:
    """Export a register; numbers in full when a purpose is given."""

    def run(template: str = "persons", *, by: User | None = None, purpose: str = "", area: str = "") -> Path:
        path = tmp_path / f"{template}-{len(list(tmp_path.iterdir()))}.xlsx"
        export_register(by or actor, template, path, area_code=area, purpose=purpose)
        return path

    return run
