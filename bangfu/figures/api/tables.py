"""Statistical tables in the JSON API: which there are, and one of them with every row and cell."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from bangfu.figures.pages.tables import VIEW, read
from bangfu.figures.tables.composing import compose_table, tables_for
from bangfu.figures.tables.telling import told_table
from bangfu.kernel.api import answer, api
from bangfu.kernel.api_words import TEXT, operation
from bangfu.kernel.rights.scope import require

ASKED = [
    ("area", "area code; by default the caller's own"),
    ("from", "first day, 2020-01-01; left out with to: since ever"),
    ("to", "cut-off day"),
    ("period", "2020, 2020Q3, 2020-06 … instead of from and to; by default the last recorded year"),
    ("side", "receiver or giver"),
    ("pair", "area code of the county on the other side"),
]
router = Router(tags=["统计表"])


ROWS = {"type": "array", "items": {"type": "object"}}


@router.get("/", operation_id="list_tables", summary="列出统计表", openapi_extra=operation({"type": "array"}))
def list_(request: HttpRequest) -> HttpResponse:
    """Tell the tables the caller may read."""
    require(request.user, VIEW)
    return answer(
        [
            {"code": table.name, "title": str(table.title), "workstream": table.workstream}
            for group in tables_for(request.user).values()
            for table in group
        ]
    )


@router.get(
    "/{code}/",
    operation_id="get_table",
    summary="计算统计表",
    openapi_extra=operation({"type": "object", "properties": {"code": TEXT, "parts": ROWS}}, ASKED),
)
def get(request: HttpRequest, code: str) -> HttpResponse:
    """Tell one table for a place and a period, with every row and cell."""
    table, question, _period = read(request, code)
    return answer(told_table(compose_table(request.user, table, question)))


api.add_router("tables", router)
