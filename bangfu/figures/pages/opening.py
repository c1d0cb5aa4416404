"""One figure: its value, what is in dispute, its parts, and the rows it counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bangfu.figures.answers import answer
from bangfu.figures.computing import Answer, Part, Question, dimensions_of, find, rows_of
from bangfu.figures.declared import Figure
from bangfu.figures.dimension_words import dimension_title, labelled
from bangfu.figures.formulas import Formulas
from bangfu.figures.ledger_source import ENTRIES
from bangfu.figures.pages.asking import Asked, asked_of, figure_address, year_period
from bangfu.figures.pages.closed import then
from bangfu.figures.pages.listed import listed_persons
from bangfu.figures.pages.listing import fields, group_title
from bangfu.figures.pages.rows import as_table, ordered
from bangfu.figures.pages.words import place_name
from bangfu.figures.scoping import bounded, reach_of, sources_of
from bangfu.figures.sources import Source
from bangfu.figures.units import MONEY, PERCENT, exact, unit_word, written
from bangfu.kernel.manifest import manifests
from bangfu.kernel.pages.frame import show
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.roles import permissions
from bangfu.kernel.rights.scope import may, require
from bangfu.parties.queries import area_names

PER_PAGE = 30
DRAWN = 40  # parts of one chart; more is a table


def figure_page(request: HttpRequest, name: str) -> HttpResponse:
    """Show one figure, open to its rows."""
    user = request.user
    require(user, "figures.figure.view")
    figure = find(name)
    asked = asked_of(request, figure)
    bounds = bounded(user, figure, asked.question)  # refuses a stranger's place before anything is counted
    found = answer(user, figure, asked.question)
    reach = reach_of(user, figure)
    context = {
        "figure": figure,
        "asked": asked,
        "value": written(found.value, figure.unit),
        "exact": exact(found.value, figure.unit),
        "entries": found.entries,
        "apart": [*set_apart(user, asked), *listed_persons(figure, replace(bounds, by=""))],
        "last_year": last_year(user, asked),
        "then": then(user, figure, asked.question),
        "fields": [*fields(user, reach, asked.question.area_code, asked.period), *side_field(asked)],
        "hidden": {k: v for k, v in asked.parameters().items() if v and k not in ("place", "from", "to", "side")},
        "chips": chips(asked),
        "place_name": place_name(user, reach, asked.question.area_code),
        "definition": definition(figure),
        "tabs": tabs(asked),
        "split": split(asked, found),
        "opened": opened(request, asked, bounds),
        "exports": exports(user, asked),
        "may_record": may(user, "ledger.entry.record"),
    }
    crumbs = [(f"{reverse('figures')}?workstream={figure.workstream}", _("指标")), ("", str(figure.title))]
    return show(request, "figures/figure.html", context, crumbs=crumbs)


def definition(figure: Figure) -> list[tuple[str, Any]]:
    """Return what a figure is, in words."""
    return [
        (_("口径"), figure.definition),
        (_("计算方法"), Formulas().formula(figure.expression)),
        (_("计量单位"), unit_word(figure.unit)),
        (_("工作组"), group_title(figure.workstream) if figure.workstream in manifests else figure.workstream),
        (_("依据"), figure.source_of_rule),
        (_("代号"), figure.name),
    ]


def set_apart(user: User, asked: Asked) -> list[dict[str, Any]]:
    """Return what of the value is disputed or waits for the other side, and what was reversed and counts nothing."""
    if [source.name for source in sources_of(asked.figure)] != [ENTRIES.name] or asked.figure.unit == PERCENT:
        return []
    plain = replace(asked.question, by="")
    shown = []
    for state, title, note in (
        ("waiting", _("其中待对方确认"), _("已计入")),
        ("disputed", _("其中有异议"), _("已计入，核实前请慎用")),
        ("reversed", _("已冲销"), _("与冲销记录相抵，不计入")),
    ):
        state_only = (("state", "is", state), ("reverses", "isnull", True))  # what was reversed, not what reversed it
        part = answer(user, asked.figure, replace(plain, where=(*plain.where, *state_only)))
        if part.entries:
            tone = "bad" if state == "disputed" else "warning" if state == "waiting" else ""
            note = _("%(note)s，%(count)s 条") % {"note": note, "count": part.entries}
            value = written(part.value, asked.figure.unit) if part.value else ""
            shown.append({"label": title, "value": value or _("%s 条") % part.entries, "note": note, "tone": tone})
    return shown


def last_year(user: User, asked: Asked) -> dict[str, str] | None:
    """Return the same figure one year before, where a whole year is asked."""
    if asked.period.year is None:
        return None
    before = year_period(asked.period.year - 1)
    found = answer(user, asked.figure, replace(asked.question, by="", from_=before.from_, to=before.to))
    address = asked.address(**{"from": str(before.from_), "to": str(before.to)})
    return {"value": written(found.value, asked.figure.unit), "url": address, "label": before.words}


def side_field(asked: Asked) -> list[dict[str, Any]]:
    """Return the choice between help that arrived and help that came from a place."""
    if not any(source.giver_place for source in sources_of(asked.figure)):
        return []
    options = [("receiver", _("受助方所在地")), ("giver", _("提供方所在地"))]
    return [
        {
            "name": "side",
            "label": _("按"),
            "kind": "select",
            "options": options[1:],
            "placeholder": options[0][1],
            "value": asked.question.side if asked.question.side == "giver" else "",
            "more": True,
        }
    ]


def chips(asked: Asked) -> list[dict[str, str]]:
    """Return the narrower conditions, each with the address without it."""
    partner = asked.question.partner
    pair = {
        "label": _("结对方"),
        "value": area_names([partner]).get(partner, partner),
        "remove_url": asked.address(pair=None),
    }
    return [*([pair] if partner else [])] + [
        {
            "label": dimension_title(asked.figure, name),
            "value": _value_word(asked.figure, name, value),
            "remove_url": asked.address(**{name: None}),
        }
        for name, _operator, value in asked.question.where
    ]


def _value_word(figure: Figure, by: str, value: str | bool) -> str:
    key: Any = int(value) if isinstance(value, str) and value.isdigit() else value
    source = sources_of(figure)[0]
    dimension = source.dimension(by)
    label = dimension.labels([key]).get(key, value) if dimension and dimension.labels else value
    part = Part(key, str(label), None, 0)
    return labelled(Answer(figure, Question(by=by), None, 0, (part,)))[0][1]


def tabs(asked: Asked) -> list[dict[str, Any]]:
    """Return the ways to split the figure."""
    narrowed = {name for name, _operator, _value in asked.question.where}
    offered = [by for by in dimensions_of(asked.figure) if by not in narrowed]
    return [
        {"title": _("合计"), "url": asked.address(by=None), "active": not asked.question.by},
        *(
            {
                "title": _("按%s") % dimension_title(asked.figure, by),
                "url": asked.address(by=by),
                "active": asked.question.by == by,
            }
            for by in offered
        ),
    ]


def split(asked: Asked, found: Answer) -> dict[str, Any] | None:
    """Return the parts by the dimension: a table whose figures open further, and a chart."""
    if not asked.question.by:
        return None
    figure, parts = asked.figure, labelled(found)
    columns = [
        {"key": "label", "title": dimension_title(figure, asked.question.by)},
        {"key": "value", "title": str(figure.title), "align": "right"},
        {"key": "rows", "title": _("记录数"), "align": "right"},
    ]
    rows = []
    for part, label in parts:
        cell = {"text": written(part.value, figure.unit), "title": exact(part.value, figure.unit)}
        address = narrower(asked, part)
        rows.append((label, {**cell, "url": address} if address else cell, f"{part.entries:,}"))
    totals = (_("合计"), written(found.value, figure.unit), f"{found.entries:,}")
    return {"columns": columns, "rows": rows, "totals": totals, "chart": chart(asked, parts)}


def narrower(asked: Asked, part: Part) -> str:
    """Return the address of one part of a figure; empty where it cannot be asked alone."""
    by, key = asked.question.by, part.key
    if key is None or key == "":
        return ""
    if by == "area":
        return asked.address(place=str(key), by="area" if len(str(key)) < 12 else None)
    if by == "year":
        return asked.address(**{"from": f"{key}-01-01", "to": f"{key}-12-31", "by": "month"})
    if by == "month":
        last = date(key.year + key.month // 12, key.month % 12 + 1, 1).toordinal() - 1
        return asked.address(**{"from": f"{key:%Y-%m}-01", "to": date.fromordinal(last).isoformat(), "by": None})
    return asked.address(**{by: str(key), "by": None}) if by in asked.figure.by else ""


def chart(asked: Asked, parts: list[tuple[Part, str]]) -> dict[str, Any] | None:
    """Return the parts as bars (a line over months); None when there is nothing to compare or too much."""
    drawn = [(label, part.value) for part, label in parts if part.value is not None]
    if not 1 < len(drawn) <= DRAWN:
        return None
    over_time = asked.question.by in ("month", "year")
    if not over_time:
        drawn = sorted(drawn, key=lambda pair: pair[1])
    scale, word = (10_000, _("万元")) if asked.figure.unit == MONEY else (1, unit_word(asked.figure.unit))
    names, values = [label for label, _value in drawn], [round(float(value) / scale, 2) for _label, value in drawn]
    category = {"type": "category", "data": names}
    value_axis = {"type": "value", "name": word}
    series = [{"type": "bar", "data": values, "name": str(asked.figure.title), "barMaxWidth": 28}]
    if over_time:
        return {"xAxis": category, "yAxis": value_axis, "series": series, "grid": {"top": 32}}
    return {"yAxis": category, "xAxis": value_axis, "series": series, "grid": {"right": 48}}


def opened(request: HttpRequest, asked: Asked, bounds: Question) -> dict[str, Any]:
    """Return one page of the rows the figure counted; of several sources the one chosen."""
    sources = rows_of(asked.figure, replace(bounds, by=""))
    names = [source.name for source, _rows in sources]
    chosen = request.GET.get("rows", names[0])
    source, rows = next(((s, r) for s, r in sources if s.name == chosen), sources[0])
    pages = Paginator(ordered(rows), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    table = as_table(rows.model, list(page.object_list))
    return {
        **table,
        "title": source.title,
        "total": pages.count,
        "page": page.number,
        "pages": pages.num_pages,
        "url_for": lambda number: _with(asked, rows=source.name if len(names) > 1 else None, page=str(number)),
        "tabs": _source_tabs(asked, [s for s, _rows in sources], source),
    }


def _source_tabs(asked: Asked, sources: list[Source], chosen: Source) -> list[dict[str, Any]]:
    if len(sources) < 2:
        return []
    return [{"title": s.title, "url": _with(asked, rows=s.name), "active": s is chosen} for s in sources]


def _with(asked: Asked, **more: str | None) -> str:
    return figure_address(asked.figure.name, {**asked.parameters(), **more}) + "#rows"


def exports(user: User, asked: Asked) -> list[dict[str, str]]:
    """Return what may be taken out: the table of parts, and the rows for who may export them."""
    base = reverse("figure-export", args=[asked.figure.name])
    given = {key: value for key, value in asked.parameters().items() if value}
    offered = []
    if asked.question.by:
        offered.append(("parts", _("导出分组表")))
    if may_export_rows(user, asked.figure):
        offered.append(("rows", _("导出记录")))
    return [
        {"title": title, "url": f"{base}?{urlencode({**given, 'what': what})}", "icon": "download", "download": True}
        for what, title in offered
    ]


def may_export_rows(user: User, figure: Figure) -> bool:
    """Tell whether the user may take out the rows of every source of the figure."""
    names = [export_permission(source) for source in sources_of(figure)]
    return all(name in permissions and may(user, name) for name in names)


def export_permission(source: Source) -> str:
    """Return the permission that lets the rows of a source leave as a file."""
    return source.permission.replace(".view", ".export")
