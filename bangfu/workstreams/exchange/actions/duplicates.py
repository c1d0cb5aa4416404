"""The same gift met on the board and recorded by hand as well: found here, decided on the ledger's list of doubles."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from django.utils import timezone

from bangfu.kernel.actions import action
from bangfu.kernel.policy.queries import policy_or_none
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.ledger.actions import suspect_doubles
from bangfu.ledger.queries.beside import Gift, gifts_beside, gifts_recorded
from bangfu.workstreams.exchange.limits import DUPLICATE_DAYS
from bangfu.workstreams.exchange.permissions import CLAIM_APPROVE
from bangfu.workstreams.exchange.queries.matching import synonym_groups
from bangfu.workstreams.exchange.similarity import Likeness

KINDS = (
    "exchange.donation_money", "exchange.donation_goods", "exchange.donation_goods_counted", "exchange.wish",
    "exchange.service", "exchange.job_found", "exchange.skill_taught", "exchange.sale_helped", "exchange.adoption",
)  # fmt: skip
ONLINE, ALIKE, LOOKED_BACK = "exchange.claim:", 0.3, 60
Pair = tuple[Gift, Gift]


@action(CLAIM_APPROVE)
def find_duplicates(actor: User, *, area_code: str) -> int:
    """Set gifts of the board beside those recorded by hand for the same receiver; return how many pairs are new.

    A pair is suspected within the policy's days when the words are alike, the amount is the same, or the giver is.
    """
    require(actor, CLAIM_APPROVE, area_code)
    return suspected(area_code, None)


def suspected(area_code: str, since: date | None) -> int:
    """Put the suspected pairs of a place on the ledger's list; return how many are new."""
    days = days_of(area_code)
    if days is None:
        return 0
    pairs = list(gifts_beside(ONLINE, KINDS, days, area_code=area_code, since=since))
    return suspect_doubles([(one.entry, other.entry) for one, other in pairs_alike(pairs)])


def days_of(area_code: str) -> int | None:
    """Return how many days apart two records of one gift may lie at a place; None where no policy says it."""
    days = policy_or_none(DUPLICATE_DAYS, area_code, timezone.localdate())
    return None if days is None else int(days)


def recorded_by_hand(planned: Sequence[Gift], area_code: str) -> list[Pair]:
    """Return gifts about to be written up at a place, each beside one recorded by hand that may be the same."""
    days = days_of(area_code)
    if days is None or not planned:
        return []
    around = timedelta(days=days)
    from_, to = min(gift.on for gift in planned) - around, max(gift.on for gift in planned) + around
    found = gifts_recorded(ONLINE, KINDS, [gift.receiver for gift in planned], from_=from_, to=to)
    near = [(gift, other) for gift in planned for other in found[gift.receiver] if abs(gift.on - other.on) <= around]
    return pairs_alike(near)


def pairs_alike(pairs: list[Pair]) -> list[Pair]:
    """Return the pairs that may be one gift."""
    if not pairs:
        return []
    likeness = Likeness([one.words for one, _other in pairs], [other.words for _one, other in pairs], synonym_groups())
    numbers = np.arange(len(pairs))
    alike = likeness.of(numbers, numbers)
    return [pair for pair, near in zip(pairs, alike.tolist(), strict=True) if near >= ALIKE or _same(*pair)]


def _same(one: Gift, other: Gift) -> bool:
    same_sum = one.amount is not None and one.amount == other.amount
    return same_sum or (one.giver is not None and one.giver == other.giver)


def suspect_lately(_actor: User, on: date) -> int:
    """Look at the gifts of the last weeks; return nothing left to do. For the daily job."""
    suspected("", on - timedelta(days=LOOKED_BACK))
    return 0
