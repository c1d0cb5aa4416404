"""A page of a list and how many rows there are, at a cost that does not grow with the table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.rows.ordering import Order, beyond, ordered
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


def turn_of(given: Mapping[str, Sequence[str]], *, sizes: Sequence[int] | None = SIZES, most: int = 100) -> Turn:
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


def page_of(selection: Selection, paths: Sequence[str], turn: Turn, count: Count | None = None) -> Slice:
    """Read one page of the selection: the primary key and the given ORM paths of each row.

    A search that found very many rows (``count``) is read in the order of the list, where the next match is never
    far; any other search by what was searched for. Raises Conflict when the row that the page should begin at is
    not in the list any more.
    """
    dense = count is not None and count.more
    rows, order = selection.by_place if dense else selection.found
    backwards = bool(turn.before or turn.last)
    if backwards:
        order = tuple(key.reversed() for key in order)
    if anchor := turn.before or turn.after:
        rows = _from(rows, order, anchor)
    start = 0 if anchor or turn.last else (turn.number - 1) * turn.size
    wanted = ordered(rows, order)[start : start + turn.size + 1]
    if selection.search and not dense:
        wanted = _whole(selection, wanted, backwards)
    found = list(wanted.values_list("pk", *paths))
    more, found = len(found) > turn.size, found[: turn.size]
    if backwards:
        return Slice(found[::-1], turn.size, None, bool(turn.before), more)
    return Slice(found, turn.size, None if anchor else turn.number, more, bool(anchor) or start > 0)


def page_and_count(
    selection: Selection, paths: Sequence[str], turn: Turn, *, exact: bool = False
) -> tuple[Slice, Count]:
    """Read one page and count the rows, each in the order that makes the other cheaper."""
    if selection.search:
        count = count_of(selection)
        page = page_of(selection, paths, turn, count)
        return page, count_of(selection, exact=True) if exact and count.more else count
    page = page_of(selection, paths, turn)
    return page, count_of(selection, page, exact=exact)


def _from(rows: QuerySet[Any], order: Order, anchor: str) -> QuerySet[Any]:
    try:
        found = beyond(rows, order, anchor)
    except (ValueError, ValidationError, OverflowError):
        found = None
    if found is None:
        raise Conflict(_("列表已有变化，找不到原来的位置，请从第一页看起。"), field="after")
    return found


def _whole(selection: Selection, wanted: QuerySet[Any], backwards: bool) -> QuerySet[Any]:
    """Return the whole rows of which a search has found the keys: its index then holds all that it reads."""
    resource = selection.resource
    rows = resource.rows() if resource.rows else resource.model._default_manager.all()
    order = tuple(key.reversed() for key in selection.order) if backwards else selection.order
    return ordered(rows.filter(pk__in=wanted.values("pk")), order)


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
