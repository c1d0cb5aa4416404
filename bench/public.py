"""Public pages over 1,000,000 needs, of which 200,000 are open, against a bare Django view on the same rows.

Run alone: ``python bench/public.py [--needs N] [--open N]``. Prints a JSON list; progress goes to standard error. The
floor is one query for the same 20 rows, a capped count and a bare list in Jinja2, asked through the same client.
``fresh`` forgets what is remembered before each request; ``kept`` is what a crowd on one page meets.
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
import needs as board
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from jinja2 import Environment

from bangfu.config import urls
from bangfu.kernel.policy.seeds import load_policies
from bangfu.kernel.remembered import forget_everything
from bangfu.kernel.rights.actions import operator
from bangfu.portal import actions
from bangfu.portal.sites import sections
from bangfu.workstreams.exchange.models import Need

ROUNDS, COUNTED = 15, 2001
BARE = Environment(autoescape=True).from_string(
    "<!doctype html><html><body><p>{{ total }}</p><ul>{% for row in rows %}<li><a href='/n/{{ row.id }}/'>"
    "{{ row.title }}</a> {{ row.text }} {{ row.kind }} {{ row.band }} {{ row.area_code }} {{ row.value }} "
    "{{ row.quantity }} {{ row.published_on }}</li>{% endfor %}</ul></body></html>"
)
FIELDS = ("id", "title", "text", "kind", "band", "area_code", "value", "quantity", "published_on")
ASKED: dict[str, tuple[str, dict[str, Any]]] = {
    "list": ("", {}),
    "list, page 100": ("page=100", {}),
    "kind": ("kind=article", {"kind": "article"}),
    "place and band": ("place=430510&band=elder", {"area_code__startswith": "430510", "band": "elder"}),
    "amount": ("amount=500", {"value__gt": 100, "value__lte": 500}),
    "search": ("q=轮椅", {"title__contains": "轮椅"}),
    "search, nothing found": ("q=望远镜", {"title__contains": "望远镜"}),
}


@login_not_required
def bare(request: HttpRequest) -> HttpResponse:
    """The same rows by one query, and a capped count."""
    given = request.GET.dict()
    number = int(given.pop("page", "1"))
    rows = Need.objects.filter(state="published", **given).order_by("-id")
    total = rows.order_by()[:COUNTED].count()
    shown = list(rows.values(*FIELDS)[(number - 1) * 20 : number * 20])
    return HttpResponse(BARE.render(rows=shown, total=total))


def measured(ask: Callable[[], Any], before: Callable[[], None] = lambda: None) -> float:
    """Return the median milliseconds of an answer, after one to warm up."""
    times = []
    for _n in range(ROUNDS + 1):
        before()
        began = time.perf_counter()
        answer = ask()
        times.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, answer.status_code
    return statistics.median(times[1:])


def main() -> None:
    """Build, measure, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--needs", type=int, default=1_000_000)
    parser.add_argument("--open", type=int, default=200_000)
    given = parser.parse_args()
    board.build(given.needs, given.open, 0)
    load_policies()
    for code in board.COUNTIES:
        actions.set_site(operator(), area_code=code, open_=True, shown=list(sections()))
    urls.urlpatterns.insert(0, path("bare/", bare))
    client = Client(HTTP_ACCEPT_ENCODING="identity")
    found = []
    for name, (query, filters) in ASKED.items():
        floor_query = filters | ({"page": 100} if "page" in name else {})

        def ours(query: str = query) -> Any:
            return client.get(f"/public/needs/?{query}")

        def floor(given: dict[str, Any] = floor_query) -> Any:
            return client.get("/bare/", given)

        fresh, kept, bottom = measured(ours, forget_everything), measured(ours), measured(floor)
        told = {"fresh_ms": round(fresh, 1), "kept_ms": round(kept, 1), "floor_ms": round(bottom, 1)}
        ratios = {"ratio_fresh": round(fresh / bottom, 2), "ratio_kept": round(kept / bottom, 2)}
        found.append({"name": name} | told | ratios)
        board.say(str(found[-1]))
    for name, address in (("first page", "/public/"), ("one need", f"/public/needs/{given.needs}/")):
        fresh = measured(lambda address=address: client.get(address), forget_everything)
        kept = measured(lambda address=address: client.get(address))
        found.append({"name": name, "fresh_ms": round(fresh, 1), "kept_ms": round(kept, 1)})
        board.say(str(found[-1]))
    size = len(Client(HTTP_ACCEPT_ENCODING="gzip").get("/public/needs/").content)
    found.append({"name": "list, bytes over the line", "bytes": size})
    print(json.dumps(found, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
