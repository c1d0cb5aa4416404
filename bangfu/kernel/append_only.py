"""Tables the database itself keeps from being changed: rows are added, and that is all.

Triggers refuse every delete, and every update but a first value for the columns named as closable. They hold for
whoever comes past the application too. Used in migrations::

    operations = [append_only("kernel_flowstep", closable=("left_at",)), append_only("kernel_change")]
"""

from collections.abc import Iterator, Sequence

from django.apps.registry import Apps
from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

PREFIX = "append_only_"


def append_only(table: str, *, closable: Sequence[str] = ()) -> RunPython:
    """Return the migration operation that guards a table. ``closable`` columns may go from null to a value, once."""

    def guard(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        with editor.connection.cursor() as cursor:
            columns = [c.name for c in editor.connection.introspection.get_table_description(cursor, table)]
            for statement in _statements(editor.connection.vendor, table, columns, closable):
                cursor.execute(statement)

    def release(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        with editor.connection.cursor() as cursor:
            for statement in _undoing(editor.connection.vendor, table):
                cursor.execute(statement)

    return RunPython(guard, release)


def _kept(vendor: str, columns: Sequence[str], closable: Sequence[str]) -> str:
    """Return the SQL condition under which an update is one that only closes."""
    same = "IS NOT DISTINCT FROM" if vendor == "postgresql" else "IS"
    return " AND ".join(
        f'(OLD."{column}" IS NULL OR NEW."{column}" {same} OLD."{column}")'
        if column in closable
        else f'NEW."{column}" {same} OLD."{column}"'
        for column in columns
    )


def _statements(vendor: str, table: str, columns: Sequence[str], closable: Sequence[str]) -> Iterator[str]:
    words = f"{table} is append-only"
    changed = f"NOT ({_kept(vendor, columns, closable)})"
    if vendor == "postgresql":
        yield (
            f"CREATE OR REPLACE FUNCTION {PREFIX}{table}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        call = f"EXECUTE FUNCTION {PREFIX}{table}()"
        yield f'CREATE TRIGGER {PREFIX}delete BEFORE DELETE ON "{table}" FOR EACH ROW {call}'
        yield f'CREATE TRIGGER {PREFIX}update BEFORE UPDATE ON "{table}" FOR EACH ROW WHEN ({changed}) {call}'
        return
    abort = f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
    yield f'CREATE TRIGGER {PREFIX}{table}_delete BEFORE DELETE ON "{table}" {abort}'
    yield f'CREATE TRIGGER {PREFIX}{table}_update BEFORE UPDATE ON "{table}" WHEN {changed} {abort}'


def _undoing(vendor: str, table: str) -> Iterator[str]:
    if vendor == "postgresql":
        yield f"DROP FUNCTION IF EXISTS {PREFIX}{table}() CASCADE"
        return
    yield f"DROP TRIGGER IF EXISTS {PREFIX}{table}_delete"
    yield f"DROP TRIGGER IF EXISTS {PREFIX}{table}_update"


def guarded_tables() -> list[str]:
    """Return the names of the tables guarded in the connected database, for the operator's check."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgname = %s",
                [f"{PREFIX}delete"],
            )
        else:
            cursor.execute(
                "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name = %s || tbl_name || '_delete'",
                [PREFIX],
            )
        return sorted(row[0] for row in cursor.fetchall())
