"""The schema of a test run on SQLite, taken from the last run with the same migrations.

Applying every migration takes longer than most test files. The database as the migrations leave it is kept under
`var/test-schemas/`, named by a digest of all migrations; what the applications themselves fill in after migrating
(roles, schemes, code lists) is done anew in every run.
"""

import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django
import pytest
from django.core.management.commands import migrate
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
SCHEMAS = ROOT / "var" / "test-schemas"


def migrations() -> list[Path]:
    """Every migration of ours, in a fixed order."""
    return sorted((ROOT / "bangfu").glob("**/migrations/*.py"))


def digest_of(files: list[Path]) -> str:
    """What tells one set of migrations from another: names, contents and the release of Django."""
    digest = hashlib.sha256(django.get_version().encode())
    for file in files:
        digest.update(f"\n{file.name}\n".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:32]


def restore(kept: Path) -> None:
    """Fill the empty test database with a kept schema."""
    connection.ensure_connection()
    source = sqlite3.connect(f"file:{kept}?mode=ro", uri=True)
    try:
        source.backup(connection.connection)
    finally:
        source.close()


def keep(database: sqlite3.Connection, kept: Path) -> None:
    """Keep a database as it is; other sets of migrations are forgotten.

    Written aside and renamed, so that a run beside this one never reads half a file.
    """
    kept.parent.mkdir(parents=True, exist_ok=True)
    descriptor, unfinished = tempfile.mkstemp(dir=kept.parent, suffix=".part")
    os.close(descriptor)
    target = sqlite3.connect(unfinished)
    try:
        database.backup(target)
    finally:
        target.close()
    for old in kept.parent.glob("*.sqlite3"):
        if old != kept:
            old.unlink(missing_ok=True)
    Path(unfinished).replace(kept)


def furnish(home: Path) -> Path:
    """Put the kept schema into the home of an installation that a test is about to set up; return the home.

    Setting up then has no migration left to apply. Without a kept schema it applies them all, as ever.
    """
    kept = SCHEMAS / f"{digest_of(migrations())}.sqlite3"
    home.mkdir(parents=True, exist_ok=True)
    if kept.exists():
        shutil.copyfile(kept, home / "bangfu.sqlite3")
    return home


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """Restore the kept schema when the test database is made, or keep the one that the migrations make."""
    if connection.vendor != "sqlite":
        yield
        return
    kept = SCHEMAS / f"{digest_of(migrations())}.sqlite3"
    creation, made = connection.creation, connection.creation._create_test_db
    emit: Callable[..., None] = migrate.emit_post_migrate_signal

    def make(*arguments: Any, **options: Any) -> str:
        name: str = made(*arguments, **options)
        if kept.exists() and creation.is_in_memory_db(name):
            connection.close()
            connection.settings_dict["NAME"] = name
            restore(kept)
        return name

    def filled(*arguments: Any, **options: Any) -> None:
        if not kept.exists():
            connection.ensure_connection()
            keep(connection.connection, kept)
        emit(*arguments, **options)

    patch = pytest.MonkeyPatch()
    patch.setattr(creation, "_create_test_db", make)
    patch.setattr(migrate, "emit_post_migrate_signal", filled)
    yield
    patch.undo()
