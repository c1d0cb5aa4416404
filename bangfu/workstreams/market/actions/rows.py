"""How the market's rows are written: checked, saved, and with a line of history."""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.rights.models import User

Row = TypeVar("Row", bound=Model)


def create(actor: User, deed: str, row: Row, *, twice: str) -> Row:
    """Save a new row; raise Conflict with the words ``twice`` where there is one like it already."""
    try:
        row.full_clean()
    except ValidationError as error:
        if any(e.code in ("unique", "unique_together") for errors in error.error_dict.values() for e in errors):
            raise Conflict(twice) from error
        raise Refused(error.messages[0], problems=tuple(error.messages)) from error
    row.save()
    record_change(actor, deed, row, after=snapshot(row))
    return row


def change(actor: User, deed: str, row: Row, *, reason: str = "", **fields: Any) -> Row:
    """Set fields of a row that the caller has locked."""
    before = snapshot(row)
    for name, value in fields.items():
        setattr(row, name, value)
    row.version += 1  # type: ignore[attr-defined]
    try:
        row.full_clean()
    except ValidationError as error:
        raise Refused(error.messages[0], problems=tuple(error.messages)) from error
    row.save()
    record_change(actor, deed, row, before=before, after=snapshot(row), reason=reason)
    return row


def locked(row: Row) -> Row:
    """Return the row as it is now, locked until the transaction ends."""
    return type(row)._default_manager.select_for_update().get(pk=row.pk)  # type: ignore[attr-defined]


def refuse_unless(holds: bool, message: str) -> None:
    """Refuse a step that the row's state does not allow."""
    if not holds:
        raise Conflict(message or _("现在不能办这一步，请刷新后再看。"))
