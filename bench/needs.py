"""The board over 1,000,000 needs, batch matching, and claims of one need by many at once.

Run alone: ``python bench/needs.py [--needs N] [--open N] [--offers N] [--claimants N]``. Prints a JSON list; progress
goes to standard error. It builds a throw-away installation on SQLite, or uses the empty database named by
``BANGFU_DATABASE_URL``. ``floor`` of a page is the same 50 rows by one query, written into a bare table; of a claim,
the bare transaction: one conditional update and one insert. The peer of matching is first-come.
"""

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bangfu.config.settings")
os.environ.setdefault("BANGFU_HOME", tempfile.mkdtemp(prefix="bangfu-bench-"))
os.environ.setdefault("BANGFU_HOSTS", "testserver")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import F  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from bangfu.kernel.codelists.seeds import load_codelists  # noqa: E402
from bangfu.kernel.errors import Refused  # noqa: E402
from bangfu.kernel.flows.actions import start_many  # noqa: E402
from bangfu.kernel.flows.models import FlowStep  # noqa: E402
from bangfu.kernel.policy.seeds import load_policies  # noqa: E402
from bangfu.kernel.rights.actions import operator  # noqa: E402
from bangfu.kernel.rights.models import Grant, User  # noqa: E402
from bangfu.parties.models import Area, Organisation, Party, UserParty  # noqa: E402
from bangfu.workstreams.exchange import actions  # noqa: E402
from bangfu.workstreams.exchange.actions.claims import exactly  # noqa: E402
from bangfu.workstreams.exchange.matching import Objective, candidates_of, first_come, outcome_of, solve  # noqa: E402
from bangfu.workstreams.exchange.models import Claim, Need, Offer  # noqa: E402
from bangfu.workstreams.exchange.queries.board import Wanted, open_needs  # noqa: E402
from bangfu.workstreams.exchange.queries.matching import need_rows, offer_rows  # noqa: E402

THINGS = ("轮椅", "助听器", "棉被", "书包", "课外书", "书桌", "取暖器", "大米", "食用油", "课桌", "电风扇", "拐杖")
ADDED = ("", "一件", "新的", "老人用", "孩子用", "急需")
COUNTIES = [f"43{n:04d}" for n in range(501, 601)]
random.seed(7)


def say(text: str) -> None:
    """Tell how far it has come."""
    print(f"{time.perf_counter():8.1f} s  {text}", file=sys.stderr)


def build(needs: int, opened: int, offers: int) -> None:
    """Fill the tables set-wise; what is not open is closed."""
    call_command("migrate", verbosity=0)
    load_policies()
    load_codelists()
    parties = Party.objects.bulk_create([Party(kind="organisation") for _n in range(2000)])
    Organisation.objects.bulk_create(
        [
            Organisation(party=p, name=f"单位{n}", kind="private_enterprise", area_code=COUNTIES[n % 100])
            for n, p in enumerate(parties)
        ]
    )
    areas = Party.objects.bulk_create([Party(kind="area") for _c in COUNTIES])
    Area.objects.bulk_create(
        [Area(party=p, code=c, name=f"县{c}", level=6) for p, c in zip(areas, COUNTIES, strict=True)]
    )
    today = timezone.localdate()
    for begin in range(0, needs, 50_000):
        with transaction.atomic():
            Need.objects.bulk_create(
                [_need(n, n >= needs - opened, parties, today) for n in range(begin, begin + 50_000)]
            )
        say(f"{begin + 50_000:,} needs")
    Offer.objects.bulk_create([_offer(n, parties, today) for n in range(offers)], batch_size=1000)
    if connection.vendor == "sqlite":
        connection.cursor().execute("ANALYZE")


def _need(n: int, is_open: bool, parties: list[Any], today: date) -> Need:
    return Need(
        asker=parties[n % 2000],
        asker_kind="organisation",
        area_code=f"{COUNTIES[n % 100]}{100 + n % 20}{200 + n % 15}",
        kind="article",
        title=random.choice(THINGS) + random.choice(ADDED),
        unit="item",
        value=Decimal(random.randint(50, 500)),
        urgency=random.choice((0, 0, 0, 1, 2)),
        state="published" if is_open else "closed",
        entered_on=today,
        published_on=today - timedelta(days=random.randint(0, 29)),
        unclaimed_until=today + timedelta(days=30),
    )


def _offer(n: int, parties: list[Any], today: date) -> Offer:
    county = COUNTIES[n % 100]
    return Offer(
        donor=parties[(n * 13) % 2000],
        area_code=county,
        kind="article",
        title=random.choice(THINGS),
        quantity=Decimal(random.randint(5, 40)),
        unit="item",
        state="open",
        places=[f"{county}{100 + n % 20}"] if n % 3 == 0 else [],
        value_max=Decimal(300) if n % 4 == 0 else None,
        valid_from=today,
    )


def timed(work: Callable[[], Any], times: int = 15) -> float:
    """Return the median seconds of the processor of one call."""
    found = []
    for _n in range(times):
        begun = time.process_time() if connection.vendor == "sqlite" else time.perf_counter()
        work()
        ended = time.process_time() if connection.vendor == "sqlite" else time.perf_counter()
        found.append(ended - begun)
    return statistics.median(found)


def row(name: str, ours: float, floor: float | None = None, peer: float | None = None, **more: Any) -> dict[str, Any]:
    """Return one row of the answer."""
    ratio = {
        "ratio_floor": round(ours / floor, 2) if floor else None,
        "ratio_peer": round(ours / peer, 2) if peer else None,
    }
    return {"name": name, "ours": ours, "peer": peer, "floor": floor, **ratio, **more}


def pages() -> list[dict[str, Any]]:
    """Measure the board: newest, filtered, searched, within a county."""
    user = User.objects.create(username="bench", name="bench", is_operator=True)
    client = Client()
    client.force_login(user)
    asked = {
        "newest": ("", Wanted()),
        "county": (f"?place={COUNTIES[3]}", Wanted(area_code=COUNTIES[3])),
        "urgent": ("?order=urgent", Wanted(order="urgent")),
        "amount": ("?least=100&most=120", Wanted(least=Decimal(100), most=Decimal(120))),
        "text": ("?q=轮椅", Wanted(text="轮椅")),
    }
    found = []
    for name, (query, wanted) in asked.items():
        address = f"/exchange/board/{query}"
        assert client.get(address).status_code == 200

        def bare(wanted: Wanted = wanted) -> str:
            rows = list(open_needs(wanted).values_list("title", "kind", "area_code", "value", "urgency")[:50])
            return "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in r)}</tr>" for r in rows)

        found.append(row(f"board {name}", timed(lambda a=address: client.get(a)), timed(bare), n=Need.objects.count()))
        say(str(found[-1]))
    return found


def matching() -> list[dict[str, Any]]:
    """Measure the batch matcher over everything open, against first-come on the same candidates."""
    begun = time.perf_counter()
    needs, offers = need_rows(""), offer_rows("")
    read = time.perf_counter() - begun
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
    best, other = (outcome_of(candidates, objective, c) for c in (solved.chosen, listed))
    found = row("matching", read + seconds + solving, peer=greedy, n=len(needs), offers=len(offers))
    found |= {"read": read, "candidates": seconds, "solve": solving, "pairs": len(candidates.need)}
    found |= {"method": solved.method, "optimal": solved.optimal, "met": best.met, "first_come_met": other.met}
    found |= {"points": best.points, "first_come_points": other.points, "weeks": best.weeks_left}
    say(str(found))
    return [found]


def claims(claimants: int) -> list[dict[str, Any]]:
    """Let many claim at once: one unit all of them want, and as many units as there are claimants."""
    found = []
    users = [_claimant(n) for n in range(claimants)]
    for name, quantity in (("one unit", 1), ("a unit each", claimants)):
        need = _contested(quantity)
        ours, won = _race(users, lambda user, n=need: _claim(user, n))
        need.refresh_from_db()
        assert won == quantity == need.taken == Claim.objects.filter(need=need).count(), (won, need.taken)
        other = _contested(quantity)
        floor, bare_won = _race(users, lambda user, n=other: _bare(user, n))
        assert bare_won == quantity
        found.append(
            row(f"claims, {name}", ours, floor, n=claimants, per_second=round(claimants / ours), doubles=0, won=won)
        )
        say(str(found[-1]))
    return found


def _claimant(n: int) -> User:
    party = Party.objects.create(kind="organisation")
    Organisation.objects.create(party=party, name=f"认领{n}", kind="private_enterprise", area_code=COUNTIES[0])
    user = User.objects.create(username=f"claimant{n}", name="x")
    Grant.objects.create(user=user, role="unit", area_code=COUNTIES[0], valid_from=date(2020, 1, 1))
    UserParty.objects.create(user=user, party=party)
    return User.objects.prefetch_related("grants").select_related("acts_for").get(pk=user.pk)


def _contested(quantity: int) -> Need:
    need = Need.objects.filter(state="published").order_by("-pk")[random.randint(0, 5000)]
    Need.objects.filter(pk=need.pk).update(quantity=Decimal(quantity), group=True)
    with transaction.atomic():
        start_many(operator(), "exchange.need", [need])
    FlowStep.objects.filter(object_type="exchange.need", object_id=need.pk).update(left_at=timezone.now())
    FlowStep.objects.create(
        flow="exchange.need", object_type="exchange.need", object_id=need.pk, area_code=need.area_code,
        state="published", entered_at=timezone.now(), actor=operator(),
    )  # fmt: skip
    return Need.objects.get(pk=need.pk)


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


def main() -> None:
    """Build and measure."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--needs", type=int, default=1_000_000)
    asked.add_argument("--open", type=int, default=200_000)
    asked.add_argument("--offers", type=int, default=5_000)
    asked.add_argument("--claimants", type=int, default=200)
    given = asked.parse_args()
    build(given.needs, given.open, given.offers)
    answer = [*claims(given.claimants), *pages(), *matching()]
    print(json.dumps(answer, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
