"""The kept schema is that of the migrations there are now."""

import sqlite3

import pytest
from django.db import connection

from tests.schemas import SCHEMAS, digest_of, keep, migrations


def test_another_migration_or_another_content_is_another_schema(tmp_path):
    first, second = tmp_path / "0001_first.py", tmp_path / "0002_second.py"
    first.write_text("one")
    alone = digest_of([first])
    second.write_text("")
    assert digest_of([first, second]) != alone
    first.write_text("another")
    assert digest_of([first]) != alone
    assert migrations()


@pytest.mark.django_db
def test_the_run_has_every_migration_and_the_schema_is_kept():
    if connection.vendor == "sqlite":
        assert (SCHEMAS / f"{digest_of(migrations())}.sqlite3").exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        applied = set(cursor.fetchall())
    written = {(file.parent.parent.name, file.stem) for file in migrations() if file.stem != "__init__"}
    assert {name for _app, name in written} <= {name for _app, name in applied}


def test_what_is_kept_replaces_older_schemas_only(tmp_path):
    older, other = tmp_path / "older.sqlite3", tmp_path / "notes.txt"
    older.write_text("")
    other.write_text("")
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE village (name)")
    keep(database, tmp_path / "now.sqlite3")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["notes.txt", "now.sqlite3"]
    tables = sqlite3.connect(tmp_path / "now.sqlite3").execute("SELECT name FROM sqlite_master").fetchall()
    assert tables == [("village",)]
