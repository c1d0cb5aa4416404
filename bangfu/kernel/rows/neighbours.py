"""The rows before and after one row, in the order of the list it was opened from."""

from typing import Any

from bangfu.kernel.rows.ordering import beyond, ordered
from bangfu.kernel.rows.selection import Selection


def neighbours(selection: Selection, pk: Any) -> tuple[Any, Any]:
    """Return the primary keys of the previous and the next row; None where there is none."""
    backwards = tuple(key.reversed() for key in selection.order)
    return _first(selection, backwards, pk), _first(selection, selection.order, pk)


def _first(selection: Selection, order: Any, pk: Any) -> Any:
    rows = beyond(selection.rows, order, pk)
    return None if rows is None else ordered(rows, order).values_list("pk", flat=True).first()
