"""Two officers at the same moment, on the database that lets them in together."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from bangfu.kernel.errors import Conflict
from bangfu.pairing.actions import accept, adjust, propose
from bangfu.pairing.models import Pairing, Proposal
from bangfu.pairing.tests.conftest import COUNTY, VILLAGE, Villages

DAY = date(2020, 3, 1)
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]


def at_once(*deeds: Callable[[], object]) -> Counter[str]:
    """Do the deeds in threads that start together; return what came of them."""
    start = Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> str:
        start.wait()
        try:
            deed()
        except Conflict:
            return "conflict"
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return Counter(pool.map(do, deeds))


def made(v: Villages) -> Proposal:
    return propose(v.county, scheme=v.scheme, area_code=COUNTY, on=DAY)


def settle(v: Villages) -> None:
    for _n in range(4):
        v.household(VILLAGE)
    for _n in range(2):
        v.helper(VILLAGE)


def test_of_two_proposals_accepted_at_once_one_holds(villages: Villages) -> None:
    settle(villages)
    first, second = made(villages), made(villages)
    came = at_once(*[lambda p=p: accept(villages.county, p, on=DAY) for p in (first, second)])
    assert came == {"done": 1, "conflict": 1}
    recipients = Counter(Pairing.objects.filter(valid_to=None).values_list("recipient_id", flat=True))
    assert set(recipients.values()) == {1}
    assert len(recipients) == 4


def test_one_proposal_is_accepted_once(villages: Villages) -> None:
    settle(villages)
    proposal = made(villages)
    assert at_once(*[lambda: accept(villages.county, proposal, on=DAY)] * 3) == {"done": 1, "conflict": 2}
    assert Pairing.objects.count() == 4


def test_changes_by_hand_at_once_all_count(villages: Villages) -> None:
    settle(villages)
    proposal = made(villages)
    rows = list(proposal.rows.order_by("pk"))
    at_once(*[lambda row=row: adjust(villages.county, row, helper=None) for row in rows])
    proposal.refresh_from_db()
    assert proposal.rows.filter(helper=None).count() == len(rows)
    assert int(proposal.summary["total_cost"]) + int(proposal.summary["by_hand"]) == 0
