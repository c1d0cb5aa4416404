"""The rows before and after one row, in the order of the list it was opened from."""

from typing import Any

from django.db.models import QuerySet

from bangfu.kernel.rows.ordering import Order, beyond, ordered
from bangfu.kernel.rows.selection import Selection


def neighbours(selection: Selection, pk: Any) -> tuple[Any, Any]:
    """Return the primary keys of the previous and the next row; None where there is none."""
    rows, order = selection.found
    return _first(rows, tuple(key.reversed() for key in order), pk), _first(rows, order, pk)


def _first(found: QuerySet[Any], order: Order, pk: Any) -> Any:
    rows = beyond(found, order, pk)
    return None if rows is None else ordered(rows, order).values_list("pk", flat=True).first()
