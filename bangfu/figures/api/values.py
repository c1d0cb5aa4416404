"""Figures in the JSON API, read-only: which there are, and one of them for a place and period, with what it counted.

Keys and meaning are those of ``bangfu figures`` and ``bangfu figure --json``; rights and scope those of the pages.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from bangfu.figures.answers import answer
from bangfu.figures.computing import Question, find, rows_of
from bangfu.figures.declared import Figure
from bangfu.figures.dimension_words import narrowed_by, value_of
from bangfu.figures.formulas import Formulas
from bangfu.figures.pages.asking import SIDES
from bangfu.figures.pages.listing import groups_for
from bangfu.figures.scoping import bounded, reach_of
from bangfu.figures.telling import told_answer, told_figure
from bangfu.kernel.api import LARGEST_PAGE, api, plain_answer
from bangfu.kernel.api_words import TEXT, operation
from bangfu.kernel.asking import Days, conditions, days_in, place_in
from bangfu.kernel.errors import Refused
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require

VIEW = "figures.figure.view"
PAGE = 100
NUMBER = {"type": ["number", "null"], "description": "money in CNY"}
LINE = {"type": "object", "properties": dict.fromkeys(("code", "title", "unit", "workstream", "definition"), TEXT)}
PART = {"type": "object", "properties": {"key": {}, "label": TEXT, "value": NUMBER, "entries": {"type": "integer"}}}
ROW = {"type": "object", "properties": {"source": TEXT, "id": {"type": "integer"}}}
VALUE = {
    "type": "object",
    "properties": {
        "code": TEXT,
        "title": TEXT,
        "unit": TEXT,
        "definition": TEXT,
        "value": NUMBER,
        "entries": {"type": "integer", "description": "rows counted"},
        "area": TEXT,
        "from": {"type": ["string", "null"], "format": "date"},
        "to": {"type": ["string", "null"], "format": "date"},
        "by": {"type": "array", "items": PART},
        "rows": {"type": "array", "items": ROW, "description": "with entries=1: one page of what was counted"},
        "rows_count": {"type": "integer"},
        "next_page": {"type": ["integer", "null"]},
    },
}
ASKED = [
    ("area", "area code; by default the caller's own"),
    ("from", "first day, 2020-01-01; left out: since ever"),
    ("to", "last day; left out: up to today"),
    ("period", "2020, 2020Q3, 2020-06 … instead of from and to"),
    ("by", "a dimension: area, month, year, county, township, village, partner, or one of the figure's own"),
    ("side", "receiver (default) or giver"),
    ("pair", "area code of the place on the other side"),
    ("entries", "1: tell which rows were counted"),
    ("page", "page of the rows, from 1"),
    ("size", f"rows a page, at most {LARGEST_PAGE}; {PAGE} if left out"),
]
router = Router(tags=["指标"])


@router.get(
    "/",
    operation_id="list_figures",
    summary="列出指标",
    openapi_extra=operation({"type": "array", "items": LINE}, [("workstream", "only those of one working group")]),
)
def list_(request: HttpRequest) -> HttpResponse:
    """Tell the figures the caller may ask, with what each counts."""
    require(request.user, VIEW)
    formulas, wanted = Formulas(), conditions(request.GET, ("workstream",)).get("workstream", "")
    groups = groups_for(request.user)
    if wanted and wanted not in groups:
        raise Refused(_("没有“%(text)s”这一组指标。") % {"text": wanted[:40]}, field="workstream")
    told = [
        told_figure(figure) | {"definition": formulas.definition(figure)}
        for name, members in groups.items()
        if wanted in ("", name)
        for figure in members
    ]
    return plain_answer(told)


@router.get("/{code}/", operation_id="get_figure", summary="计算指标", openapi_extra=operation(VALUE, ASKED))
def get(request: HttpRequest, code: str) -> HttpResponse:
    """Compute one figure for a place and a period."""
    require(request.user, VIEW)
    figure = find(code)
    known = (*(name for name, _meaning in ASKED), *narrowed_by(figure))
    given = conditions(request.GET, known)
    question = _question(request.user, figure, given)
    bounds = bounded(request.user, figure, question)
    told = told_answer(answer(request.user, figure, question)) | {"definition": Formulas().definition(figure)}
    if given.get("entries") == "1":
        told |= _rows(figure, bounds, given)
    return plain_answer(told)


def _question(user: User, figure: Figure, given: dict[str, str]) -> Question:
    """Return what is asked of a figure."""
    days = days_in(given) or Days(None, None)
    side = given.get("side") or SIDES[0]
    if side not in SIDES:
        raise Refused(_("没有“%(text)s”这一方。") % {"text": side[:20]}, field="side")
    own = reach_of(user, figure).prefixes
    return Question(
        area_code=place_in(given) or (own[0] if len(own) == 1 else ""),
        from_=days.from_,
        to=days.to,
        by=given.get("by", ""),
        side=side,
        partner=place_in(given, "pair"),
        where=tuple((name, "is", value_of(figure, name, given[name])) for name in narrowed_by(figure) if name in given),
    )


def _rows(figure: Figure, bounds: Question, given: dict[str, str]) -> dict[str, Any]:
    """Return one page of what was counted: the rows of the first source, then those of the next."""
    page, size = _number(given, "page", 1, None), _number(given, "size", PAGE, LARGEST_PAGE)
    found: list[dict[str, Any]] = []
    start, count = (page - 1) * size, 0
    for source, rows in rows_of(figure, bounds):
        keys, held = rows.order_by("pk").values_list("pk", flat=True), rows.count()
        first, missing = max(start - count, 0), size - len(found)
        if missing and first < held:
            found += [{"source": source.name, "id": pk} for pk in keys[first : first + missing]]
        count += held
    if page > 1 and not found:
        raise Refused(_("没有第 %(page)s 页。") % {"page": page}, field="page")
    return {"rows": found, "rows_count": count, "next_page": page + 1 if start + size < count else None}


def _number(given: dict[str, str], name: str, usual: int, most: int | None) -> int:
    text = given.get(name, "")
    if not text:
        return usual
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= (most or 10**9):
        raise Refused(_("“%(name)s”不是有效的数。") % {"name": name}, field=name)
    return int(text)


api.add_router("figures", router)
