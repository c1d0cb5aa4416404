"""The board as a workbook: the matrix, every target with plain numbers, and what it tells of."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from rustpy_xlsxwriter import FastExcel, Format

from bangfu.figures.answers import state_of_books
from bangfu.figures.board.achieving import Achievement
from bangfu.figures.board.matrix import Matrix
from bangfu.figures.models import Bound
from bangfu.figures.pace import STATES
from bangfu.figures.pages.board.asking import BoardAsked, asked_of
from bangfu.figures.pages.board.lines import explained, whereabouts
from bangfu.figures.pages.board.page import column_titles, matrix_of
from bangfu.figures.pages.listing import group_title
from bangfu.figures.pages.words import place_name
from bangfu.figures.units import unit_word
from bangfu.kernel.history.actions import record_changes
from bangfu.kernel.history.models import Change
from bangfu.kernel.pages.exports import sent
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require, scope_of
from bangfu.parties.queries import area_names

EXPORT = "figures.target.export"
Sheet = list[dict[str, Any]]


def export_page(request: HttpRequest) -> HttpResponse:
    """Send the board as .xlsx."""
    user = request.user
    require(user, EXPORT)
    asked = asked_of(request)
    matrix = matrix_of(user, asked, state_of_books())
    lines = matrix.lines(asked.workstream)
    sheets = [(_("看板"), grid_sheet(matrix, asked)), (_("各项目标"), line_sheet(lines))]
    file = workbook(sheets, about(user, asked))
    record_export(user, asked, "board", len(lines))
    stamp = timezone.localtime().strftime("%Y%m%d-%H%M")
    return sent(file, f"{_('目标看板')}-{stamp}.xlsx", "xlsx")


def workbook(sheets: Sequence[tuple[str, Sheet]], told: Sequence[tuple[str, str]]) -> BinaryIO:
    """Return an open workbook of some sheets and of what they tell; its file is gone when it is closed."""
    with tempfile.TemporaryDirectory(prefix="bangfu-board-") as folder:
        path = Path(folder) / "board.xlsx"
        book = FastExcel(str(path)).freeze(row=1)
        for title, lines in sheets:
            book.sheet(title, lines, header_format=Format().set_bold())
        book.sheet(_("说明"), [{_("项目"): name, _("内容"): text} for name, text in told], column_widths=[16.0, 60.0])
        book.save()
        return path.open("rb")


def grid_sheet(matrix: Matrix, asked: BoardAsked) -> Sheet:
    """The matrix as on the page; a column heading that occurs twice gets its number."""
    titles = distinct(column_titles(matrix.columns, asked))
    lines = []
    for name in matrix.workstreams:
        cells = [matrix.cells.get((name, key)) for key in matrix.columns]
        shown = [cell.text if cell else "" for cell in cells]
        lines.append({_("工作组"): group_title(name), **dict(zip(titles, shown, strict=True))})
    return lines


def distinct(titles: Sequence[str]) -> list[str]:
    """Return headings of which none repeats another."""
    seen: dict[str, int] = {}
    found = []
    for title in titles:
        seen[title] = seen.get(title, 0) + 1
        found.append(title if seen[title] == 1 else f"{title}（{seen[title]}）")
    return found


def line_sheet(lines: Sequence[Achievement]) -> Sheet:
    """Every target as plain numbers in its own unit, percentages as numbers."""
    names = area_names(
        {code for one in lines for t in one.targets for code in (t.area_code, t.giver_area_code) if code}
    )
    return [
        {
            _("工作组"): group_title(one.figure.workstream),
            _("指标"): str(one.figure.title),
            _("地区（单位）"): whereabouts(one, names),
            _("时期"): one.period.words,
            _("要求"): str(Bound(one.target.bound).label),
            _("计量单位"): unit_word(one.figure.unit),
            _("目标"): plain(one.standing.goal),
            _("完成"): plain(one.standing.actual),
            _("完成率（%）"): plain(one.standing.reached),
            _("超额（%）"): plain(one.standing.exceeded),
            _("应完成（%）"): plain(one.standing.expected),
            _("快慢（百分点）"): plain(one.standing.gap),
            _("进度"): str(STATES[one.standing.state].word),
            _("说明"): explained(one),
            _("依据"): one.target.document,
        }
        for one in lines
    ]


def plain(value: Decimal | int | None) -> float | str:
    """Return a number as a cell holds it; an empty cell where there is none."""
    return "" if value is None else float(round(Decimal(value), 4))


def about(user: User, asked: BoardAsked) -> list[tuple[str, str]]:
    """Return what the last sheet says: of where and when, by which rules, and who took it out."""
    return [
        (_("范围"), place_name(user, scope_of(user, "figures.target.view"), asked.place)),
        (_("时期"), asked.period.words),
        (_("截至"), asked.on.isoformat()),
        (_("完成率"), _("完成数占目标的百分比，100% 为正好完成；超额是完成率减 100%。")),
        (_("合计"), _("下级、单位和分月的目标是上级目标的一部分，不重复相加；比例类指标不相加。")),
        (_("导出人"), f"{user.name}（{user.username}）"),
        (_("导出时间"), timezone.localtime().strftime("%Y-%m-%d %H:%M")),
    ]


def record_export(user: User, asked: BoardAsked, what: str, rows: int) -> None:
    """History keeps that numbers left, which and how many."""
    after = {"what": what, "rows": rows, "period": asked.period.code, "on": asked.on.isoformat()}
    record_changes(
        [
            Change(
                actor=user,
                action="export",
                object_type="figures.target",
                object_id=0,
                area_code=asked.place,
                after=after,
            )
        ]
    )
