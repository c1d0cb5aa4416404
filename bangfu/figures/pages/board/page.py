"""The board as a page: the matrix, whose cells narrow it, and below it every target with its completion and pace."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from bangfu.figures.answers import reading
from bangfu.figures.board.matrix import MODES, WHOLE, Cell, Matrix, column_of, lay_out
from bangfu.figures.models import Target
from bangfu.figures.pace import LAGGING, STATES, State
from bangfu.figures.pages.board.asking import VIEW, BoardAsked, asked_of, periods_offered, targets_of
from bangfu.figures.pages.board.lines import as_of, columns, explained, rows
from bangfu.figures.pages.listing import group_title
from bangfu.figures.pages.words import place_name, places_offered
from bangfu.kernel import formats
from bangfu.kernel.pages.frame import show
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may, require, scope_of
from bangfu.parties.queries import area_names, areas_visible_to, children_of
from bangfu.parties.queries.names import names_of

LISTED = 200
WIDEST = 24  # columns beside the whole; more places are a list


def board_page(request: HttpRequest) -> HttpResponse:
    """Show the targets of a place and period: by working group and place, pair or unit."""
    user = request.user
    require(user, VIEW)
    asked = asked_of(request)
    with reading(("board", user.pk, request.get_full_path())) as books:
        matrix = matrix_of(user, asked, books.state)
        lines = matrix.lines(asked.workstream)
        reach = scope_of(user, VIEW)
        context = {
            "asked": asked,
            "title": _("本单位目标") if asked.own else _("目标看板"),
            "place_name": place_name(user, reach, asked.place),
            "as_of": as_of(asked.on) if books.fresh else _("数字截至 %s") % formats.moment(books.at),
            "fields": fields(user, asked, matrix),
            "modes": modes(asked),
            "grid": None if asked.own else grid(matrix, asked),
            "counts": counts(lines),
            "columns": columns(),
            "rows": rows(lines[:LISTED], asked.on),
            "more": max(len(lines) - LISTED, 0),
            "chips": chips(asked),
            "export_url": asked.address("target-board-export"),
            "ranking_url": "" if asked.own else asked.address("target-ranking"),
            "may_state": may(user, "figures.target.change"),
            "legend": [(words.mark, words.word, words.tone) for words in STATES.values()],
        }
    return show(
        request, "figures/board.html", context, crumbs=[(reverse("figures"), _("指标")), ("", context["title"])]
    )


def matrix_of(user: User, asked: BoardAsked, state: tuple[int, ...] | None = None) -> Matrix:
    """Return the targets of a question laid out and computed."""
    targets: Sequence[Target] = list(targets_of(user, asked))
    children = list(children_of(areas_visible_to(user), asked.place).values_list("code", flat=True))
    return lay_out(user, targets, column_of(asked.mode, asked.place, children), asked.on, state=state)


def fields(user: User, asked: BoardAsked, matrix: Matrix) -> list[dict[str, Any]]:
    """Return the conditions above the board."""
    offered = [(one.code, one.words) for one in periods_offered(user, asked.period)]
    places = places_offered(user, scope_of(user, VIEW), asked.place)
    groups = [(name, group_title(name)) for name in matrix.workstreams]
    units = sorted({t.organisation for line in matrix.lines() for t in line.targets if t.organisation}, key=str)
    found: list[dict[str, Any]] = [
        {"name": "period", "label": _("时期"), "kind": "select", "options": offered, "value": asked.period.code}
    ]
    if places:
        found.append({"name": "place", "label": _("地区"), "kind": "select", "options": places, "value": asked.place})
    if len(groups) > 1 or asked.workstream:
        found.append(
            {"name": "workstream", "label": _("工作组"), "kind": "select", "options": groups, "value": asked.workstream}
        )
    if units or asked.organisation:
        options = [(str(unit.pk), unit.name) for unit in units]
        found.append(
            {
                "name": "organisation",
                "label": _("责任单位"),
                "kind": "select",
                "options": options,
                "value": asked.organisation,
                "more": True,
            }
        )
    on = asked.on.isoformat() if asked.on != timezone.localdate() else ""
    found.append({"name": "on", "label": _("截至"), "kind": "date", "value": on, "more": True})
    return found


def modes(asked: BoardAsked) -> list[dict[str, Any]]:
    """Return the layouts as tabs."""
    titles = {"area": _("按地区"), "pair": _("按协作对子"), "organisation": _("按单位")}
    return [
        {"title": titles[mode], "url": asked.address(by=mode), "active": mode == asked.mode}
        for mode in MODES
        if not asked.own
    ]


def chips(asked: BoardAsked) -> list[dict[str, str]]:
    """Return the narrower conditions, each with the address without it."""
    if not asked.workstream:
        return []
    return [{"label": _("工作组"), "value": group_title(asked.workstream), "remove_url": asked.address(workstream="")}]


def counts(lines: Sequence[Any]) -> list[dict[str, Any]]:
    """Return how many targets there are, and how many stand how."""
    states = [one.standing.state for one in lines]
    done, late = states.count(State.REACHED), sum(state in LAGGING for state in states)
    unknown = states.count(State.UNKNOWN)
    return [
        {"label": _("目标"), "value": len(lines), "tone": ""},
        {"label": _("已完成"), "value": done, "tone": "good"},
        {"label": _("滞后或到期未完成"), "value": late, "tone": "warning" if late else ""},
        *([{"label": _("无法计算"), "value": unknown, "tone": ""}] if unknown else []),
    ]


def grid(matrix: Matrix, asked: BoardAsked) -> dict[str, Any] | None:
    """Return the matrix as columns and rows of the table macro; None where nothing is stated."""
    if not matrix.workstreams:
        return None
    keys = matrix.columns[: WIDEST + 1]
    titles = column_titles(keys, asked)
    head = [{"key": "group", "title": _("工作组")}, *({"key": f"c{n}", "title": t} for n, t in enumerate(titles))]
    lines = []
    for name in matrix.workstreams:
        group = {"text": group_title(name), "url": asked.address(workstream=name) + "#targets"}
        lines.append((group, *(_cell(matrix.cells.get((name, key)), name, key, asked) for key in keys)))
    return {"columns": head, "rows": lines, "left": len(matrix.columns) - len(keys)}


def column_titles(keys: Sequence[str], asked: BoardAsked) -> list[str]:
    """Return what stands above the columns."""
    whole = _("合计")
    if asked.mode == "organisation":
        names: dict[Any, str] = names_of([int(key) for key in keys if key != WHOLE])
        return [names.get(int(key), key) if key != WHOLE else whole for key in keys]
    codes = {code for key in keys for code in key.split(">") if code}
    named = area_names(codes)
    if asked.mode == "pair":
        return [_pair(key, named) if key != WHOLE else whole for key in keys]
    outside = {key for key in keys if key and not key.startswith(asked.place)}
    return [(f"→ {named.get(key, key)}" if key in outside else named.get(key, key)) if key else whole for key in keys]


def _pair(key: str, names: dict[str, str]) -> str:
    giver, _sign, receiver = key.partition(">")
    return f"{names.get(giver, giver)} → {names.get(receiver, receiver) if receiver else _('各地')}"


def _cell(cell: Cell | None, workstream: str, key: str, asked: BoardAsked) -> dict[str, Any] | None:
    """One cell: a mark, a word, and the tone behind them; it opens the targets it is made of."""
    if cell is None:
        return None
    changes: dict[str, str | None] = {"workstream": workstream}
    if key != WHOLE and asked.mode == "organisation":
        changes["organisation"] = key
    elif key != WHOLE:
        changes |= {"place": key.rpartition(">")[2] or key.partition(">")[0], "by": asked.mode}
    titles = [f"{one.figure.title}：{explained(one) or STATES[one.standing.state].word}" for one in cell.lines]
    return {
        "text": format_html('<span class="state state-{}">{}</span>', STATES[cell.worst].tone, cell.text),
        "url": asked.address(**changes) + "#targets",
        "title": "\n".join(titles[:8]),
    }
