"""A page of a list and how many rows there are, at a cost that does not grow with the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.rows.ordering import beyond, ordered
from bangfu.kernel.rows.selection import Selection

SIZES = (20, 50, 100)
COUNTED = 10_000  # rows are counted up to here, and page numbers reach this far; further on by "next"


@dataclass(frozen=True)
class Count:
    """How many rows: exactly, or (``more``) that there are more than this."""

    rows: int
    more: bool = False


@dataclass(frozen=True)
class Slice:
    """Rows of one page, each beginning with its primary key. ``number`` is None where pages are not numbered."""

    rows: list[tuple[Any, ...]]
    size: int
    number: int | None
    has_next: bool
    has_previous: bool

    @property
    def first(self) -> Any:
        """The primary key of the first row, None when there is none."""
        return self.rows[0][0] if self.rows else None

    @property
    def last(self) -> Any:
        """The primary key of the last row, None when there is none."""
        return self.rows[-1][0] if self.rows else None


@dataclass(frozen=True)
class Turn:
    """Which page somebody asked for: by number, after or before a row, or the last one."""

    size: int = SIZES[1]
    number: int = 1
    after: str = ""
    before: str = ""
    last: bool = False


def turn_of(given: dict[str, Sequence[str]], *, sizes: Sequence[int] | None = SIZES, most: int = 100) -> Turn:
    """Read the paging parameters; raise Refused for what is no page.

    ``sizes`` are the page lengths offered; None allows any up to ``most``.
    """
    one = {k: (given[k][0].strip() if given.get(k) else "") for k in ("page", "size", "after", "before", "last")}
    size = _number("size", one["size"]) if one["size"] else SIZES[1]
    if (sizes and size not in sizes) or not 1 <= size <= most:
        offered = "、".join(map(str, sizes)) if sizes else f"1–{most}"
        raise Refused(_("每页行数只能是 %(sizes)s。") % {"sizes": offered}, field="size")
    number = _number("page", one["page"]) if one["page"] else 1
    if number < 1 or number * size > COUNTED + size:
        raise Refused(
            _("没有第 %(page)s 页：按页码最多翻到第 %(most)s 条，请缩小范围，或用“下一页”“最后一页”。")
            % {"page": one["page"], "most": COUNTED},
            field="page",
        )
    return Turn(size, number, one["after"], one["before"], one["last"] == "1")


def page_of(selection: Selection, paths: Sequence[str], turn: Turn) -> Slice:
    """Read one page of the selection: the primary key and the given ORM paths of each row.

    Raises Conflict when the row that the page should begin at is not in the list any more.
    """
    order, backwards = selection.order, bool(turn.before or turn.last)
    if backwards:
        order = tuple(key.reversed() for key in order)
    rows: QuerySet[Any] | None = selection.rows
    if anchor := turn.before or turn.after:
        rows = beyond(selection.rows, order, anchor) if anchor.isdigit() else None
        if rows is None:
            raise Conflict(_("列表已有变化，找不到原来的位置，请从第一页看起。"), field="after")
    start = 0 if anchor or turn.last else (turn.number - 1) * turn.size
    found = list(ordered(rows, order).values_list("pk", *paths)[start : start + turn.size + 1])
    more, found = len(found) > turn.size, found[: turn.size]
    if backwards:
        return Slice(found[::-1], turn.size, None, bool(turn.before), more)
    return Slice(found, turn.size, None if anchor else turn.number, more, bool(anchor) or start > 0)


def count_of(selection: Selection, page: Slice | None = None, *, exact: bool = False) -> Count:
    """Count the rows of a selection, up to ``COUNTED`` unless asked for the exact number.

    A first page that has no successor has told the number already.
    """
    if page is not None and page.number is not None and not page.has_next and (page.rows or page.number == 1):
        return Count((page.number - 1) * page.size + len(page.rows))
    rows = selection.rows.order_by().values("pk")
    if exact:
        return Count(rows.count())
    found = rows[: COUNTED + 1].count()
    return Count(COUNTED, more=True) if found > COUNTED else Count(found)


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Refused(_("“%(value)s”不是页码或行数。") % {"value": text}, field=name)
    return int(text)
