"""Writing a selection of rows to a file that a spreadsheet opens, at a memory that does not grow with the rows.

Every workbook has a second sheet that says who took it out, when, and under which conditions. Text that begins
like a formula is never evaluated, and masked numbers stay masked.
"""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext as _
from rustpy_xlsxwriter import FastExcel, Format

from bangfu.kernel import formats
from bangfu.kernel.errors import Refused
from bangfu.kernel.history.actions import record_changes
from bangfu.kernel.history.models import Change
from bangfu.kernel.resources import Column
from bangfu.kernel.rows.selection import Selection
from bangfu.kernel.rows.values import NamesOfPage, Reading, columns_of_values, exported, reading_of
from bangfu.kernel.workbooks.delimited import FORMULA_START
from bangfu.kernel.workbooks.writing import EXCEL_ROWS

CHUNK = 5_000
FORMATS = ("xlsx", "csv")
FORMULA = re.compile(FORMULA_START)
NUMBER_FORMATS = {"money": "0.00", "date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm", "percent": "0.0%"}
Tell = Callable[[int], None]


@dataclass(frozen=True)
class Exported:
    """What was written."""

    path: Path
    rows: int


def export(selection: Selection, path: Path, *, tell: Tell = lambda _rows: None) -> Exported:
    """Write the selection as .xlsx or .csv by the path's ending, and record in the history that it left.

    ``tell`` hears how many rows are written so far. Raises Refused when a worksheet cannot hold them.
    """
    reading = reading_of(selection.user, selection.resource, lambda column: column.in_export)
    rows = _rows(selection, reading, tell)
    written = (_write_xlsx if path.suffix == ".xlsx" else _write_csv)(path, selection, reading, rows)
    record_changes([_record(selection, written)])
    return Exported(path, written)


def filename(selection: Selection, kind: str) -> str:
    """Return a name that tells what the file holds, whose it is and when it was made."""
    stamp = timezone.localtime().strftime("%Y%m%d-%H%M")
    return f"{selection.resource.title}-{selection.user.username}-{stamp}.{kind}"


def headings(columns: Sequence[Column]) -> list[str]:
    """Return the headings; a title that occurs twice is numbered."""
    titles: list[str] = []
    for column in columns:
        title = str(column.title)
        number = sum(1 for other in titles if other == title or other.startswith(f"{title} "))
        titles.append(f"{title} {number + 1}" if number else title)
    return titles


def _rows(selection: Selection, reading: Reading, tell: Tell) -> Iterator[list[Any]]:
    source = selection.ordered().values_list("pk", *reading.paths).iterator(chunk_size=CHUNK)
    done = 0
    while chunk := list(islice(source, CHUNK)):
        values = columns_of_values(reading, chunk)
        names = NamesOfPage(reading, values)
        shown = [exported(column, one, names) for column, one in zip(reading.columns, values, strict=True)]
        yield from map(list, zip(*shown, strict=True))
        done += len(chunk)
        tell(done)


def _write_xlsx(path: Path, selection: Selection, reading: Reading, rows: Iterator[list[Any]]) -> int:
    titles, written = headings(reading.columns), 0

    def records() -> Iterator[dict[str, Any]]:
        nonlocal written
        for row in rows:
            written += 1
            if written >= EXCEL_ROWS:
                raise Refused(_("超过 Excel 一张表的上限 1,048,576 行。请缩小范围，或导出为 CSV。"))
            yield dict(zip(titles, map(_cell, row), strict=True))

    first = next(stream := records(), None)
    data: Any = pl.DataFrame({t: [] for t in titles}) if first is None else _chained(first, stream)
    book = FastExcel(str(path)).freeze(row=1)
    book.sheet(
        _tab(str(selection.resource.title)),
        data,
        column_widths=[float(_width(column)) for column in reading.columns],
        column_formats=[Format().set_num_format(NUMBER_FORMATS.get(c.kind, _format(c))) for c in reading.columns],
        header_format=Format().set_bold(),
    )
    # The writer reads the rows as it saves, so what is told of them is asked for only then.
    book.sheet(_("说明"), _about(selection, lambda: written), column_widths=[16.0, 60.0])
    book.save()
    return written


def _chained(first: dict[str, Any], rest: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    yield first
    yield from rest


def _about(selection: Selection, written: Callable[[], int]) -> Iterator[dict[str, str]]:
    """The second sheet: where the file comes from."""
    item, content = _("项目"), _("内容")
    now = formats.moment(timezone.now())
    yield {item: _("内容"), content: str(selection.resource.title)}
    yield {item: _("导出人"), content: f"{selection.user.name}（{selection.user.username}）"}
    yield {item: _("导出时间"), content: now}
    yield {item: _("条件"), content: "；".join(_conditions(selection)) or _("无")}
    yield {item: _("行数"), content: str(written())}
    yield {item: _("提示"), content: _("含个人信息，只限工作使用，不得转发；证件号码等已遮盖。")}


def _conditions(selection: Selection) -> Iterator[str]:
    titles = {name: declared.title for declared in selection.resource.filters for name in declared.parameters}
    for name, values in selection.given.items():
        yield f"{titles.get(name, _('查找'))}：{'、'.join(values)}"


def _write_csv(path: Path, selection: Selection, reading: Reading, rows: Iterator[list[Any]]) -> int:
    written = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings(reading.columns))
        for row in rows:
            writer.writerow([_text(value) for value in row])
            written += 1
    return written


def _cell(value: Any) -> Any:
    """A value as the worksheet takes it: money to the fen survives a double far beyond any county's budget."""
    return float(value) if isinstance(value, Decimal) else value


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    text = str(value)
    return f"'{text}" if isinstance(value, str) and FORMULA.match(text) else text


def _format(column: Column) -> str:
    return "General" if column.kind == "number" else "@"


def _width(column: Column) -> int:
    return max(
        {"money": 14, "date": 12, "datetime": 17, "masked": 21}.get(column.kind, 12), 2 * len(str(column.title)) + 2
    )


def _tab(title: str) -> str:
    return "".join(c for c in title if c not in "[]:*?/\\'")[:31] or _("数据")


def _record(selection: Selection, rows: int) -> Change:
    """History keeps that rows left, how many and by which conditions, but not what was typed into the search box."""
    given = {name: values for name, values in selection.given.items() if name != "q"}
    return Change(
        actor=selection.user,
        action="export",
        object_type=selection.resource.model._meta.label_lower,
        object_id=0,
        area_code=selection.area_code,
        after={"rows": rows, "conditions": given, "searched": bool(selection.search)},
    )
