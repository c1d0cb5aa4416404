"""Taking a figure out as a workbook or CSV: its parts, or the rows it counted. Formulas are never evaluated."""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from rustpy_xlsxwriter import FastExcel, Format

from bangfu.figures.answers import answer
from bangfu.figures.computing import find, rows_of
from bangfu.figures.dimension_words import dimension_title, labelled
from bangfu.figures.formulas import Formulas
from bangfu.figures.pages.asking import Asked, asked_of
from bangfu.figures.pages.opening import export_permission, may_export_rows
from bangfu.figures.pages.rows import listing_of, ordered
from bangfu.figures.pages.words import place_name
from bangfu.figures.scoping import bounded, reach_of
from bangfu.figures.units import unit_word
from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.history.actions import record_changes
from bangfu.kernel.history.models import Change
from bangfu.kernel.pages.exports import sent
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require, scope_of
from bangfu.kernel.workbooks.delimited import FORMULA_START

MOST, CHUNK = 100_000, 2000
FORMULA = re.compile(FORMULA_START)
Row = Sequence[Any]


def export_page(request: HttpRequest, name: str) -> HttpResponse:
    """Send the parts of a figure, or the rows it counted, as a file."""
    user = request.user
    require(user, "figures.figure.view")
    kind = request.GET.get("format", "xlsx")
    if kind not in ("xlsx", "csv"):
        raise Refused(_("只能导出 xlsx 或 csv 文件。"), field="format")
    asked = asked_of(request, find(name))
    what = request.GET.get("what", "parts")
    head, rows = _row_table(user, asked) if what == "rows" else _part_table(user, asked)
    stamp = timezone.localtime().strftime("%Y%m%d-%H%M")
    with tempfile.TemporaryDirectory(prefix="bangfu-figure-") as folder:
        path = Path(folder) / f"figure.{kind}"
        count = write(path, head, rows, about(user, asked))
        _record(user, asked, what, count)
        return sent(path.open("rb"), f"{asked.figure.title}-{stamp}.{kind}", kind)


def _part_table(user: User, asked: Asked) -> tuple[list[str], Iterator[Row]]:
    found = answer(user, asked.figure, asked.question)
    by = asked.question.by
    head = [dimension_title(asked.figure, by) if by else _("范围")]
    head += [f"{asked.figure.title}（{unit_word(asked.figure.unit)}）", _("记录数")]
    lines: list[Row] = [(label, part.value, part.entries) for part, label in labelled(found)] if by else []
    return head, iter([*lines, (_("合计"), found.value, found.entries)])


def _row_table(user: User, asked: Asked) -> tuple[list[str], Iterator[Row]]:
    if not may_export_rows(user, asked.figure):
        raise Denied(_("您没有导出这些记录的权限。"))
    bounds = bounded(user, asked.figure, replace(asked.question, by=""))
    source, rows = rows_of(asked.figure, bounds)[0]
    scope = scope_of(user, export_permission(source))
    rows = rows.filter(scope.q(source.place))
    if rows.count() > MOST:
        raise Refused(_("超过 %(most)s 条，请缩小地区或期间再导出。") % {"most": f"{MOST:,}"})
    head = [heading.title for heading in listing_of(rows.model).headings()]
    return head, _lines(ordered(rows))


def _lines(rows: QuerySet[Any]) -> Iterator[Row]:
    chunk: list[Any] = []
    listing = listing_of(rows.model)
    for row in rows.iterator(chunk_size=CHUNK):
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield from (line.values for line in listing.lines(chunk))
            chunk = []
    yield from (line.values for line in listing.lines(chunk))


def about(user: User, asked: Asked) -> list[tuple[str, str]]:
    """Return what the second sheet says: which figure, of where and when, and who took it out."""
    return [
        (_("指标"), str(asked.figure.title)),
        (_("口径"), Formulas().definition(asked.figure)),
        (_("范围"), place_name(user, reach_of(user, asked.figure), asked.question.area_code)),
        (_("期间"), asked.period.words),
        (_("导出人"), f"{user.name}（{user.username}）"),
        (_("导出时间"), timezone.localtime().strftime("%Y-%m-%d %H:%M")),
    ]


def write(path: Path, head: list[str], rows: Iterator[Row], told: list[tuple[str, str]]) -> int:
    """Write a table as .xlsx or .csv by the path's ending; return how many rows."""
    lines = [[_plain(value) for value in row] for row in rows]
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(head)
            writer.writerows([[_guarded(value) for value in line] for line in lines])
        return len(lines)
    book = FastExcel(str(path)).freeze(row=1)
    book.sheet(_("数据"), [dict(zip(head, line, strict=True)) for line in lines], header_format=Format().set_bold())
    book.sheet(_("说明"), [{_("项目"): name, _("内容"): text} for name, text in told], column_widths=[16.0, 60.0])
    book.save()
    return len(lines)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return str(value[0])
    if isinstance(value, Decimal):
        return float(round(value, 4))
    return value.isoformat() if hasattr(value, "isoformat") else ("" if value is None else value)


def _guarded(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def _record(user: User, asked: Asked, what: str, rows: int) -> None:
    """History keeps that numbers left, which and how many."""
    given = {key: value for key, value in asked.parameters().items() if value}
    record_changes(
        [
            Change(
                actor=user,
                action="export",
                object_type="figures.figure",
                object_id=0,
                area_code=asked.question.area_code,
                after={"figure": asked.figure.name, "what": what, "rows": rows, "asked": given},
            )
        ]
    )
