"""How the public site's rows are written: locked, saved, and with a line of history."""

from typing import Any, TypeVar

from django.db.models import Model

from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.rights.models import User

Row = TypeVar("Row", bound=Model)


def locked(row: Row) -> Row:
    """Return the row as it is now, locked until the transaction ends."""
    return type(row)._default_manager.select_for_update().get(pk=row.pk)  # type: ignore[attr-defined]


def change(actor: User | None, deed: str, row: Row, *, why: str = "", **fields: Any) -> Row:
    """Set fields of a row that the caller has locked; ``why`` goes into history."""
    before = snapshot(row)
    for name, value in fields.items():
        setattr(row, name, value)
    row.version += 1  # type: ignore[attr-defined]
    checked = {name for name, value in fields.items() if value not in ("", None, [])}
    row.clean_fields(exclude=[f.name for f in row._meta.concrete_fields if f.name not in checked or f.is_relation])
    row.save()
    record_change(actor, deed, row, before=before, after=snapshot(row), reason=why)
    return row
