"""How the exchange's rows are written: checked, saved, and with a line of history."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.actions import record_change, record_changes, snapshot
from bangfu.kernel.history.models import Change
from bangfu.kernel.rights.models import User

Row = TypeVar("Row", bound=Model)
BATCH = 1000


def create(actor: User, deed: str, row: Row, *, twice: str = "") -> Row:
    """Save a new row; raise Conflict with the words ``twice`` where a constraint says that there is one already."""
    _check(row)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Conflict(twice or _("已经有一条相同的记录。")) from error
    record_change(actor, deed, row, after=snapshot(row))
    return row


def change(actor: User, deed: str, row: Row, *, reason: str = "", **fields: Any) -> Row:
    """Set fields of a row that the caller has locked."""
    before = snapshot(row)
    for name, value in fields.items():
        setattr(row, name, value)
    row.version += 1  # type: ignore[attr-defined]
    _check(row)
    row.save()
    record_change(actor, deed, row, before=before, after=snapshot(row), reason=reason)
    return row


def create_many(actor: User, deed: str, rows: Sequence[Row], *, batch: int | None = None) -> list[Row]:
    """Save many new rows of one table with their history, in a few statements whatever their number."""
    saved = type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH) if rows else []
    record_changes(
        Change(
            actor=actor,
            action=deed,
            object_type=row._meta.label_lower,
            object_id=row.pk,
            area_code=getattr(row, "area_code", ""),
            after=snapshot(row),
            batch=batch,
        )
        for row in saved
    )
    return list(saved)


def change_many(actor: User, deed: str, rows: Sequence[Row], names: Sequence[str], *, reason: str = "") -> None:
    """Save the named fields of many rows, already set, and tell history what they are now."""
    if not rows:
        return
    for row in rows:
        row.version += 1  # type: ignore[attr-defined]
    type(rows[0])._default_manager.bulk_update(rows, [*names, "version"], batch_size=BATCH)
    record_changes(
        Change(
            actor=actor,
            action=deed,
            object_type=row._meta.label_lower,
            object_id=row.pk,
            area_code=getattr(row, "area_code", ""),
            after=snapshot(row, names),
            reason=reason,
        )
        for row in rows
    )


def locked(row: Row) -> Row:
    """Return the row as it is now, locked until the transaction ends."""
    return type(row)._default_manager.select_for_update().get(pk=row.pk)  # type: ignore[attr-defined]


def refuse_unless(holds: bool, message: str) -> None:
    """Refuse a step that the row's state does not allow."""
    if not holds:
        raise Conflict(message)


def _check(row: Model) -> None:
    """Refuse what a column cannot hold. Relations are the database's business: checking them costs a query each."""
    unchecked = {
        f.name for f in row._meta.concrete_fields if f.is_relation or (f.null and getattr(row, f.attname) is None)
    }
    try:
        row.clean_fields(exclude=unchecked)
    except ValidationError as error:
        field = next(iter(error.error_dict), None)
        raise Refused(error.messages[0], field=field, problems=tuple(error.messages)) from error
