"""The order of the places, pairs or units of a board, with its method, on a page and as a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.figures.answers import state_of_books
from bangfu.figures.board.ranking import Ranked, ranking_of
from bangfu.figures.pages.board.asking import VIEW, BoardAsked, asked_of
from bangfu.figures.pages.board.exporting import EXPORT, about, plain, record_export, workbook
from bangfu.figures.pages.board.page import column_titles, fields, matrix_of, modes
from bangfu.figures.pages.words import place_name
from bangfu.kernel import formats
from bangfu.kernel.pages.exports import sent
from bangfu.kernel.pages.frame import show
from bangfu.kernel.rights.scope import may, require, scope_of


def ranking_page(request: HttpRequest) -> HttpResponse:
    """Show the order of the places, pairs or units of a board, or send it as a workbook (``format=xlsx``)."""
    user = request.user
    require(user, VIEW)
    asked = asked_of(request)
    matrix = matrix_of(user, asked, state_of_books())
    found, cap = ranking_of(matrix, asked.place, asked.workstream, asked.on)
    titles = dict(zip(matrix.columns, column_titles(matrix.columns, asked), strict=True))
    if request.GET.get("format") == "xlsx":
        require(user, EXPORT)
        file = workbook([(_("排名"), _sheet(found, titles))], [*about(user, asked), (_("方法"), method(cap))])
        record_export(user, asked, "ranking", len(found))
        stamp = timezone.localtime().strftime("%Y%m%d-%H%M")
        return sent(file, f"{_('目标完成排名')}-{stamp}.xlsx", "xlsx")
    context = {
        "asked": asked,
        "place_name": place_name(user, scope_of(user, VIEW), asked.place),
        "fields": fields(user, asked, matrix),
        "modes": [{**tab, "url": asked.address("target-ranking", by=mode)} for tab, mode in _tabs(asked)],
        "columns": _columns(),
        "rows": [_row(one, titles, asked) for one in found],
        "method": method(cap),
        "export_url": f"{asked.address('target-ranking', format='xlsx')}" if may(user, EXPORT) else "",
        "board_url": asked.address(),
    }
    crumbs = [(reverse("target-board"), _("目标看板")), ("", _("排名"))]
    return show(request, "figures/ranking.html", context, crumbs=crumbs)


def _tabs(asked: BoardAsked) -> list[tuple[dict[str, Any], str]]:
    return list(zip(modes(asked), ("area", "pair", "organisation"), strict=False))


def method(cap: Decimal) -> str:
    """Return in words how the order comes about."""
    shown = {"cap": formats.percent(cap / 100, 0)}
    score = _("得分是各项目标完成率的加权平均，单项最高按 %(cap)s 计；权重和上限在政策参数里设定。") % shown
    ties = _("得分相同（两位小数）的并列，后面的名次顺延。")
    rest = _("没有数值的按 0 计；比例类和“不高于”的目标，达到记 100，未达到记 0。")
    return f"{score}{ties}{rest}" if formats.in_chinese() else f"{score} {ties} {rest}"


def _columns() -> list[dict[str, Any]]:
    return [
        {"key": "rank", "title": _("名次"), "align": "right"},
        {"key": "who", "title": _("地区（单位）")},
        {"key": "score", "title": _("得分"), "align": "right"},
        {"key": "targets", "title": _("目标数"), "align": "right"},
        {"key": "reached", "title": _("已完成"), "align": "right"},
        {"key": "unknown", "title": _("无法计算"), "align": "right"},
    ]


def _row(one: Ranked, titles: Mapping[str, str], asked: BoardAsked) -> tuple[Any, ...]:
    name = "organisation" if asked.mode == "organisation" else "place"
    place = one.key.rpartition(">")[2] or one.key.partition(">")[0]
    who = {"text": titles.get(one.key, one.key), "url": asked.address(**{name: place}) + "#targets"}
    return str(one.rank), who, f"{one.score:.2f}", str(one.targets), str(one.reached), str(one.unknown or "")


def _sheet(found: Sequence[Ranked], titles: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            _("名次"): one.rank,
            _("地区（单位）"): titles.get(one.key, one.key),
            _("得分"): plain(one.score),
            _("目标数"): one.targets,
            _("已完成"): one.reached,
            _("无法计算"): one.unknown,
        }
        for one in found
    ]
