"""How rows of agreements and teams are written: checked, saved, and with a line of history."""

from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.rights.models import User

Row = TypeVar("Row", bound=Model)
SAME = ("unique", "unique_together", "once")  # "once": the code of constraints that hold under a condition


def create(actor: User, deed: str, row: Row, *, twice: str, reason: str = "") -> Row:
    """Save a new row; raise Conflict with the words ``twice`` where there is one like it already."""
    validate(row, twice)
    row.save()
    record_change(actor, deed, row, after=snapshot(row), reason=reason)
    return row


def change(
    actor: User,
    deed: str,
    row: Row,
    *,
    before: dict[str, Any] | None = None,
    reason: str = "",
    twice: str = "",
    **fields: Any,
) -> Row:
    """Set fields of a row that the caller has locked, and raise its version; ``before`` where some are set already."""
    before = before or snapshot(row)
    for name, value in fields.items():
        setattr(row, name, value)
    row.version += 1  # type: ignore[attr-defined]
    validate(row, twice or _("已有相同的记录。"))
    row.save()
    record_change(actor, deed, row, before=before, after=snapshot(row), reason=reason)
    return row


def unchanged(row: Row) -> Row:
    """Lock the row; raise Conflict when somebody else has changed it since the caller read it."""
    fresh = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if fresh.version != row.version:  # type: ignore[attr-defined]
        raise Conflict(_("“%(row)s”刚刚已被他人修改，您的修改没有保存。请刷新后重新填写。") % {"row": fresh})
    return fresh


def validate(row: Model, twice: str) -> None:
    """Raise Conflict with the words ``twice`` for a row that is there already, Refused for one that is not valid."""
    try:
        row.full_clean()
    except ValidationError as error:
        if any(e.code in SAME for errors in error.error_dict.values() for e in errors):
            raise Conflict(twice) from error
        field, [first, *_rest] = next(iter(error.error_dict.items()))
        raise Refused(str(first.messages[0]), field=None if field == NON_FIELD_ERRORS else field) from error
