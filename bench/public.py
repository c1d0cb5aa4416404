"""Public pages over 1,000,000 needs, of which 200,000 are open, against a bare Django view on the same rows.

Run alone: ``python bench/public.py [--needs N] [--open N]``. Prints a JSON list; progress goes to standard error. It
builds a throw-away installation on SQLite (``needs_data``), or uses the database named by ``BANGFU_DATABASE_URL``.

The floor is one query for the same 20 rows, a capped count and a bare list in Jinja2, asked through the same client.
``cold`` forgets everything that is remembered before each request; ``new page`` forgets only pages, as a site in use
does for a page nobody asked for in the last seconds; ``kept`` is what a crowd on one page meets. ``plan`` is how the
database answers: it is never a walk through the table.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
import needs_data
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path
from jinja2 import Environment

from bangfu.config import urls
from bangfu.kernel.remembered import forget_everything
from bangfu.kernel.rights.actions import operator
from bangfu.portal import actions
from bangfu.portal.pages.site import _pages
from bangfu.portal.sites import open_site, sections
from bangfu.workstreams.exchange.models import Need

CLOCK = time.process_time if connection.vendor == "sqlite" else time.perf_counter
ROUNDS, COUNTED = 9, 2001
BARE = Environment(autoescape=True).from_string(
    "<!doctype html><html><body><p>{{ total }}</p><ul>{% for row in rows %}<li><a href='/n/{{ row.id }}/'>"
    "{{ row.title }}</a> {{ row.text }} {{ row.kind }} {{ row.band }} {{ row.area_code }} {{ row.value }} "
    "{{ row.quantity }} {{ row.published_on }}</li>{% endfor %}</ul></body></html>"
)
FIELDS = ("id", "title", "text", "kind", "band", "area_code", "value", "quantity", "published_on")
NEWEST = ("-id",)
ASKED: dict[str, tuple[str, dict[str, Any], tuple[str, ...]]] = {
    "list": ("", {}, NEWEST),
    "page 100": ("page=100", {}, NEWEST),
    "kind": ("kind=article", {"kind": "article"}, NEWEST),
    "kind, nothing there": ("kind=job", {"kind": "job"}, NEWEST),
    "age band": ("band=elder", {"band": "elder"}, NEWEST),
    "county": ("place=430510", {"area_code__startswith": "430510"}, NEWEST),
    "county and band": ("place=430510&band=elder", {"area_code__startswith": "430510", "band": "elder"}, NEWEST),
    "township": ("place=430510105", {"area_code__startswith": "430510105"}, NEWEST),
    "100 to 500 yuan": ("amount=500", {"value__gt": 100, "value__lte": 500}, NEWEST),
    "above 2,000 yuan, elder": ("amount=more&band=elder", {"value__gt": 2000, "band": "elder"}, NEWEST),
    "wishes": ("wish=1", {"wave__isnull": False}, NEWEST),
    "most urgent first": ("order=urgent", {}, ("-urgency", "-first", "id")),
    "waited longest first": ("order=old", {}, ("published_on", "id")),
    "cheapest first": ("order=small", {}, ("value", "id")),
    "search": ("q=轮椅", {"title__contains": "轮椅"}, NEWEST),
    "search, nothing found": ("q=望远镜", {"title__contains": "望远镜"}, NEWEST),
}
OTHERS = (
    ("first page", "/public/"),
    ("one need", "/public/needs/{pk}/"),
    ("results", "/public/results/"),
    ("feed", "/public/needs/feed.xml"),
    ("feed of a county", "/public/needs/feed.xml?place=430510"),
)


@login_not_required
def bare(request: HttpRequest) -> HttpResponse:
    """The same rows by one query, and a capped count."""
    name = request.GET["name"]
    _query, given, order = ASKED[name]
    number = 100 if name == "page 100" else 1
    rows = Need.objects.filter(state="published", **given).order_by(*order)
    total = rows.order_by()[:COUNTED].count()
    shown = list(rows.values(*FIELDS)[(number - 1) * 20 : number * 20])
    return HttpResponse(BARE.render(rows=shown, total=total))


def measured(ask: Callable[[], Any], before: Callable[[], None] = lambda: None) -> float:
    """Return the median milliseconds of an answer: of the processor where the database is in the process."""
    times = []
    for _n in range(ROUNDS + 1):
        before()
        began = CLOCK()
        answer = ask()
        times.append((CLOCK() - began) * 1000)
        assert answer.status_code == 200, answer.status_code
    return statistics.median(times[1:])


def plans(ask: Callable[[], Any]) -> list[str]:
    """Return by which indexes the database finds the needs of a page. Raises AssertionError where it walks them all."""
    forget_everything()
    with CaptureQueriesContext(connection) as made:
        ask()
    found = []
    with connection.cursor() as cursor:
        for query in made:
            if not query["sql"].startswith("SELECT") or 'FROM "exchange_need"' not in query["sql"]:
                continue
            sqlite = connection.vendor == "sqlite"
            cursor.execute(("EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN ") + query["sql"].replace("%", "%%"))
            steps = [str(step[-1]).strip() for step in cursor.fetchall()]
            found += [step[:100] for step in steps if "exchange_need" in step and not step.startswith("Sort Key")]
    walks = [step for step in found if not any(word in step.upper() for word in ("INDEX", "PRIMARY KEY", "BITMAP"))]
    assert not walks, walks
    return found


def compared(name: str, ours: Callable[[], Any], floor: Callable[[], Any] | None = None) -> dict[str, Any]:
    """Measure a page cold, as a new page and kept, and the floor."""
    times = {
        "cold": measured(ours, forget_everything),
        "new page": measured(ours, _pages._drop),
        "kept": measured(ours),
        "floor": measured(floor) if floor else 0.0,
    }
    told = {f"{key}_ms": round(value, 1) for key, value in times.items() if value}
    bottom = times["floor"]
    ratios = {f"{key} ÷ floor": round(times[key] / bottom, 2) for key in ("cold", "new page", "kept") if bottom}
    found = {"name": name} | told | ratios | {"plan": plans(ours)}
    needs_data.say(str(found))
    return found


def main() -> None:
    """Build, measure, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--needs", type=int, default=1_000_000)
    parser.add_argument("--open", type=int, default=200_000)
    given = parser.parse_args()
    needs_data.build(given.needs, given.open, 0)
    if not open_site().counties:
        for code in needs_data.COUNTIES:
            actions.set_site(operator(), area_code=code, open_=True, shown=list(sections()))
    urls.urlpatterns.insert(0, path("bare/", bare))
    client = Client(HTTP_ACCEPT_ENCODING="identity")
    found = [
        compared(
            name,
            lambda query=query: client.get(f"/public/needs/?{query}"),  # type: ignore[misc]
            lambda name=name: client.get("/bare/", {"name": name}),  # type: ignore[misc]
        )
        for name, (query, _filters, _order) in ASKED.items()
    ]
    newest = Need.objects.filter(state="published").order_by("-pk").values_list("pk", flat=True)[0]
    for name, address in OTHERS:
        found.append(compared(name, lambda address=address: client.get(address.format(pk=newest))))  # type: ignore[misc]
    size = len(Client(HTTP_ACCEPT_ENCODING="gzip").get("/public/needs/").content)
    found.append({"name": "list, bytes over the line", "bytes": size})
    print(json.dumps(found, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
