"""Gifts to one receiver that came by two channels close together: posted by a register, and recorded by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from bangfu.kernel.areas_of import prefix_range
from bangfu.ledger.models import Entry

BATCH = 500
FIELDS = ("pk", "giver_id", "receiver_id", "happened_on", "amount", "quantity", "unit", "details")


@dataclass(frozen=True)
class Gift:
    """One standing entry; ``amount`` is CNY, ``words`` what its details say."""

    entry: int
    giver: int | None
    receiver: int
    on: date
    amount: Decimal | None
    quantity: Decimal | None
    unit: str
    words: str


def gifts_beside(
    prefix: str, kinds: Collection[str], days: int, *, area_code: str = "", since: date | None = None
) -> Iterator[tuple[Gift, Gift]]:
    """Yield pairs of one receiver at most ``days`` apart: an entry whose source begins with ``prefix``, and another.

    Neither is reversed. ``since`` bounds the day of the first. A fixed number of queries for each 500 receivers.
    """
    posted = _standing(kinds, area_code).filter(source__startswith=prefix)
    if since is not None:
        posted = posted.filter(happened_on__gte=since)
    first = [_gift(row) for row in posted.values(*FIELDS)]
    receivers = sorted({gift.receiver for gift in first})
    others: dict[int, list[Gift]] = defaultdict(list)
    for start in range(0, len(receivers), BATCH):
        rows = _standing(kinds, area_code).filter(receiver__in=receivers[start : start + BATCH])
        for row in rows.exclude(source__startswith=prefix).values(*FIELDS):
            others[row["receiver_id"]].append(_gift(row))
    for gift in first:
        for other in others[gift.receiver]:
            if abs((gift.on - other.on).days) <= days:
                yield gift, other


def gifts_recorded(
    prefix: str, kinds: Collection[str], receivers: Collection[int], *, from_: date, to: date
) -> dict[int, list[Gift]]:
    """Return by receiver the standing gifts of some days whose source does not begin with ``prefix``.

    One query for each 500 receivers.
    """
    found: dict[int, list[Gift]] = defaultdict(list)
    wanted = sorted(set(receivers))
    for start in range(0, len(wanted), BATCH):
        rows = _standing(kinds, "").filter(receiver__in=wanted[start : start + BATCH], happened_on__range=(from_, to))
        for row in rows.exclude(source__startswith=prefix).values(*FIELDS):
            found[row["receiver_id"]].append(_gift(row))
    return found


def _standing(kinds: Collection[str], area_code: str) -> QuerySet[Entry]:
    rows = Entry.objects.filter(kind__in=list(kinds), reverses=None, reversed_by=None, receiver__isnull=False)
    if area_code:
        low, high = prefix_range(area_code)
        rows = rows.filter(area_code__gte=low, area_code__lt=high)
    return rows.order_by("pk")


def _gift(row: dict[str, Any]) -> Gift:
    words = " ".join(str(value) for value in row["details"].values() if isinstance(value, str))
    return Gift(
        row["pk"], row["giver_id"], row["receiver_id"], row["happened_on"], row["amount"], row["quantity"],
        row["unit"], words,
    )  # fmt: skip
