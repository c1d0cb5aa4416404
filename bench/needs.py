"""The board over 1,000,000 needs, batch matching, and claims of one need by many at once.

Run alone: ``python bench/needs.py [--needs N] [--open N] [--offers N] [--claimants N] [--only claims|pages|matching]``.
Prints a JSON list; progress goes to standard error. It builds a throw-away installation on SQLite (``needs_data``), or
uses the database named by ``BANGFU_DATABASE_URL``: ``python -m scripts.postgres python bench/needs.py``.

``floor`` of a page is a bare Django view on the same rows, asked through the same client; ``kept`` is the page once
more while nobody has written anything; of the results, the same counts by one statement without the page; of a claim,
the bare transaction: one conditional update and one insert; of matching, the same candidates given to OR-Tools as a
plain assignment. The peer of matching is first-come; ``whole`` is the same solution without cutting it into parts.
"""

import argparse
import json
import random
import statistics
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
import numpy as np  # isort puts needs_data, which sets Django up, before all that is ours
from django.db import connection, transaction
from django.db.models import Count, F, TextField
from django.db.models.functions import Cast, Substr
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone
from jinja2 import Environment
from needs_data import COUNTIES, build, say
from ortools.graph.python import min_cost_flow

from bangfu.config import urls
from bangfu.kernel.errors import Refused
from bangfu.kernel.flows.models import FlowStep
from bangfu.kernel.rights.actions import operator
from bangfu.kernel.rights.models import Grant, User
from bangfu.parties.models import Organisation, Party, UserParty
from bangfu.workstreams.exchange import actions
from bangfu.workstreams.exchange.actions.claims import exactly
from bangfu.workstreams.exchange.matching import (
    Candidates,
    NeedRow,
    Objective,
    OfferRow,
    candidates_of,
    first_come,
    outcome_of,
    solve,
)
from bangfu.workstreams.exchange.matching.flow import by_flow
from bangfu.workstreams.exchange.models import Claim, Need
from bangfu.workstreams.exchange.pages import board
from bangfu.workstreams.exchange.queries.matching import need_rows, offer_rows
from bangfu.workstreams.exchange.queries.results import GONE

random.seed(7)
CLOCK = time.process_time if connection.vendor == "sqlite" else time.perf_counter


def timed(work: Callable[[], Any], times: int = 15) -> float:
    """Return the median seconds of one call, after one to warm up: of the processor where all is in this process."""
    found = []
    for _n in range(times + 1):
        begun = CLOCK()
        work()
        found.append(CLOCK() - begun)
    return statistics.median(found[1:])


def row(name: str, ours: float, floor: float | None = None, peer: float | None = None, **more: Any) -> dict[str, Any]:
    """Return one row of the answer."""
    ratio = {
        "ratio_floor": round(ours / floor, 2) if floor else None,
        "ratio_peer": round(ours / peer, 2) if peer else None,
    }
    return {"name": name, "ours": ours, "peer": peer, "floor": floor, **ratio, **more}


BOARD: dict[str, tuple[str, dict[str, Any], tuple[str, ...]]] = {
    "newest": ("", {}, ("-published_on", "-id")),
    "page 100": ("page=100", {"page": 100}, ("-published_on", "-id")),
    "county": (f"place={COUNTIES[3]}", {"area_code__startswith": COUNTIES[3]}, ("-published_on", "-id")),
    "kind": ("kind=article", {"kind": "article"}, ("-published_on", "-id")),
    "urgent first": ("order=urgent", {}, ("-urgency", "-first", "id")),
    "waited longest": ("order=old", {}, ("published_on", "id")),
    "cheapest": ("order=small", {}, (F("value").asc(nulls_last=True), "id")),  # type: ignore[dict-item]
    "amount": ("least=100&most=120", {"value__gte": 100, "value__lte": 120}, ("-published_on", "-id")),
    "text": ("q=轮椅", {"title__contains": "轮椅"}, ("-published_on", "-id")),
    "text, nothing found": ("q=望远镜", {"title__contains": "望远镜"}, ("-published_on", "-id")),
}
CELLS = ("id", "title", "kind", "band", "area_code", "value", "quantity", "urgency", "published_on")


def bare_board(request: HttpRequest) -> HttpResponse:
    """The same 50 rows by one query, a capped count, and a bare table in Jinja2, behind the same log-in."""
    _query, filters, order = BOARD[request.GET["name"]]
    given = dict(filters)
    first = (given.pop("page", 1) - 1) * 50
    rows = Need.objects.filter(state="published", **given)
    total = rows.order_by()[: first + 1051].count()
    shown = list(rows.order_by(*order).values(*CELLS)[first : first + 50])
    return HttpResponse(TABLE.render(rows=shown, total=total))


TABLE = Environment(autoescape=True).from_string(
    "<!doctype html><html><body><p>{{ total }}</p><table>{% for row in rows %}<tr>{% for cell in row.values() %}"
    "<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table></body></html>"
)


def pages() -> list[dict[str, Any]]:
    """Measure the board in every order and by every filter, new and kept, and the page of results."""
    user = User.objects.filter(username="bench").first() or User.objects.create(username="bench", is_operator=True)
    client = Client()
    client.force_login(user)
    urls.urlpatterns.insert(0, path("bare/", bare_board))
    found = []
    for name, (query, _filters, _order) in BOARD.items():
        address = f"/exchange/board/?{query}"
        assert client.get(address).status_code == 200
        ours = timed(lambda a=address: (board._tables._drop(), client.get(a)))  # as if something had been written since
        kept = timed(lambda a=address: client.get(a))
        floor = timed(lambda n=name: client.get("/bare/", {"name": n}))
        told = {"n": Need.objects.count(), "kept": kept, "ratio_kept": round(kept / floor, 2)}
        found.append(row(f"board, {name}", ours, floor, **told))
        say(str(found[-1]))
    begins = timezone.localdate() - timedelta(days=365)
    for place in ("", COUNTIES[3]):
        address = f"/exchange/results/?place={place}"
        assert client.get(address).status_code == 200
        posted = Need.objects.filter(area_code__startswith=place, published_on__gte=begins).exclude(state__in=GONE)

        def by_hand(rows: Any = posted, length: int = 9 if place else 2) -> Any:
            told = {"posted": Count("id"), "matched": Count("matched_on"), "completed": Count("completed_on")}
            by_place = list(rows.order_by().values_list(Substr("area_code", 1, length)).annotate(**told))
            month = Substr(Cast("published_on", TextField()), 1, 7)
            return by_place, list(rows.order_by().values_list(month).annotate(**told))

        ours, floor = timed(lambda a=address: client.get(a), 5), timed(by_hand, 5)
        found.append(row(f"results, {place or 'everywhere'}", ours, floor, n=posted.count()))
        say(str(found[-1]))
    return found


def matching() -> list[dict[str, Any]]:
    """Measure the batch matcher over everything open, against first-come on the same candidates; twice.

    Once with the offers as they are, once where most of them have conditions and there is about as much as is needed.
    """
    begun = time.perf_counter()
    needs, offers = need_rows(""), offer_rows("")
    read = time.perf_counter() - begun
    return [matched("matching", needs, offers, read), matched("matching, conditions", needs, conditioned(offers), read)]


def conditioned(offers: list[OfferRow]) -> list[OfferRow]:
    """Give most offers conditions: half only for some ages, a third for one township, a quarter for small values."""
    chance = random.Random(11)
    found = []
    for offer in offers:
        bands = frozenset(chance.sample(("child", "elder", "adult", "family"), 2)) if chance.random() < 0.5 else ()
        found.append(replace(offer, bands=frozenset(bands), left=offer.left * chance.choice((1, 2, 3))))
    return found


def matched(name: str, needs: list[NeedRow], offers: list[OfferRow], read: float) -> dict[str, Any]:
    """Measure one batch."""
    objective = Objective()
    begun = time.perf_counter()
    candidates = candidates_of(needs, offers, objective)
    seconds = time.perf_counter() - begun
    begun = time.perf_counter()
    solved = solve(candidates, objective)
    solving = time.perf_counter() - begun
    begun = time.perf_counter()
    listed = first_come(candidates)
    greedy = time.perf_counter() - begun
    capacity = np.array([offer.left // 1000 for offer in offers])
    begun = time.perf_counter()
    whole, points = by_flow(candidates, objective, capacity)
    uncut = time.perf_counter() - begun
    assert (int(whole.sum()), points) == (int(solved.chosen.sum()), solved.points), "parts are as good as the whole"
    bare = bare_assignment(candidates, capacity)
    best, other = (outcome_of(candidates, objective, c) for c in (solved.chosen, listed))
    found = row(name, read + seconds + solving, bare, greedy, n=len(needs), offers=len(offers))
    found |= {"read": read, "candidates": seconds, "solve": solving, "whole": uncut, "pairs": len(candidates.need)}
    found |= {"method": solved.method, "optimal": solved.optimal, "met": best.met, "first_come_met": other.met}
    found |= {"points": best.points, "first_come_points": other.points, "urgent": (best.urgent_met, other.urgent_met)}
    found |= {"households": (best.households, other.households), "villages": (best.villages, other.villages)}
    say(str(found))
    return found


def bare_assignment(candidates: Candidates, capacity: Any) -> float:
    """Return the seconds OR-Tools needs for the same pairs without steps for villages and households."""
    wanted, need = np.unique(candidates.need, return_inverse=True)
    count, offers, one = len(wanted), len(capacity), np.ones(len(wanted), dtype=np.int64)
    sink, none = count + offers, np.zeros(count, dtype=np.int64)
    flow: Any = min_cost_flow.SimpleMinCostFlow()
    begun = time.perf_counter()
    pairs = np.ones(len(need), dtype=np.int64)
    flow.add_arcs_with_capacity_and_unit_cost(need, count + candidates.offer, pairs, -candidates.score)
    flow.add_arcs_with_capacity_and_unit_cost(np.arange(count), np.full(count, sink), one, none)
    rest = np.arange(offers)
    flow.add_arcs_with_capacity_and_unit_cost(count + rest, np.full(offers, sink), capacity, np.zeros_like(rest))
    flow.set_nodes_supplies(np.arange(count), one)
    flow.set_node_supply(sink, -count)
    assert flow.solve() == flow.OPTIMAL
    return time.perf_counter() - begun


ROUNDS = 5


def claims(claimants: int) -> list[dict[str, Any]]:
    """Let many claim at once: one unit all of them want, and as many units as there are claimants; medians."""
    found = []
    users = [_claimant(n) for n in range(claimants)]
    for name, quantity in (("one unit", 1), ("a unit each", claimants)):
        ours, floor, opened = [], [], _contested(quantity, 2 * ROUNDS + 1)
        _race(users, lambda user, n=opened[0]: _bare(user, n))  # warms both up: files, caches, connections
        for need, other in zip(opened[1::2], opened[2::2], strict=True):
            Claim.objects.filter(donor__in=[user.acts_for.party_id for user in users]).update(
                claimed_at=timezone.now() - timedelta(days=2), state="released"
            )  # fair use looks at what each has claimed before
            seconds, won = _race(users, lambda user, n=need: _claim(user, n))
            need.refresh_from_db()
            held = Claim.objects.filter(need=need, state="claimed").count()
            assert won == quantity == need.taken == held, (won, need.taken, held)
            ours.append(seconds)
            seconds, bare_won = _race(users, lambda user, n=other: _bare(user, n))
            assert bare_won == quantity, bare_won
            floor.append(seconds)
        typical = statistics.median(ours)
        told = {"n": claimants, "per_second": round(claimants / typical), "doubles": 0, "won": quantity}
        found.append(row(f"claims, {name}", typical, statistics.median(floor), **told, every=(ours, floor)))
        say(str(found[-1]))
    return found


def _claimant(n: int) -> User:
    known = User.objects.prefetch_related("grants").select_related("acts_for").filter(username=f"claimant{n}")
    if known.exists():  # from an earlier run on a kept installation
        return known.get()
    party = Party.objects.create(kind="organisation")
    Organisation.objects.create(party=party, name=f"认领{n}", kind="private_enterprise", area_code=COUNTIES[0])
    user = User.objects.create(username=f"claimant{n}", name="x")
    Grant.objects.create(user=user, role="unit", area_code=COUNTIES[0], valid_from=date(2020, 1, 1))
    UserParty.objects.create(user=user, party=party)
    return known.get()


def _contested(quantity: int, count: int) -> list[Need]:
    """Return needs of so many units, each with its flow on the board, that no earlier race was for."""
    rows = Need.objects.filter(state="published", taken=0, area_code__startswith=COUNTIES[0])
    raced = FlowStep.objects.filter(flow="exchange.need").values("object_id")
    needs = list(rows.exclude(pk__in=raced).order_by("-pk")[:count])
    Need.objects.filter(pk__in=[need.pk for need in needs]).update(quantity=Decimal(quantity), group=True)
    FlowStep.objects.bulk_create(
        FlowStep(
            flow="exchange.need", object_type="exchange.need", object_id=need.pk, area_code=need.area_code,
            state="published", entered_at=timezone.now(), actor=operator(),
        )
        for need in needs
    )  # fmt: skip
    return list(Need.objects.filter(pk__in=[need.pk for need in needs]))


def _claim(user: User, need: Need) -> bool:
    try:
        actions.claim_need(user, Need.objects.get(pk=need.pk), quantity=Decimal(1))
    except Refused:
        return False
    return True


def _bare(user: User, need: Need) -> bool:
    with transaction.atomic():
        free = Need.objects.filter(pk=need.pk, state="published", quantity__gte=F("taken") + exactly(Decimal(1)))
        if not free.update(taken=F("taken") + exactly(Decimal(1))):
            return False
        Claim.objects.create(
            need=need, donor_id=user.acts_for.party_id, area_code=need.area_code, quantity=Decimal(1), claimed_by=user,
            claimed_at=timezone.now(), claimed_on=timezone.localdate(),
        )  # fmt: skip
    return True


def _race(users: list[User], claim: Callable[[User], bool]) -> tuple[float, int]:
    start, won = threading.Barrier(len(users) + 1), []

    def run(user: User) -> None:
        connection.ensure_connection()
        start.wait()
        try:
            if claim(user):
                won.append(user.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(user,)) for user in users]
    for thread in threads:
        thread.start()
    start.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begun, len(won)


PARTS = ("claims", "pages", "matching")


def main() -> None:
    """Build and measure."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--needs", type=int, default=1_000_000)
    asked.add_argument("--open", type=int, default=200_000)
    asked.add_argument("--offers", type=int, default=5_000)
    asked.add_argument("--claimants", type=int, default=200)
    asked.add_argument("--only", choices=PARTS, nargs="*", default=PARTS)
    given = asked.parse_args()
    build(given.needs, given.open, given.offers)
    work = {"claims": lambda: claims(given.claimants), "pages": pages, "matching": matching}
    answer = [row for name in given.only for row in work[name]()]
    print(json.dumps(answer, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
