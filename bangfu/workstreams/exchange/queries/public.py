"""The board with everybody's eyes: what the public site may ask for, and nothing finer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.lookups import GreaterThan, LessThanOrEqual

from bangfu.kernel.areas_of import COUNTY, TOWNSHIP
from bangfu.kernel.publishing.declared import Asked, Found
from bangfu.kernel.publishing.places import within
from bangfu.workstreams.exchange.models import Need, Unit
from bangfu.workstreams.exchange.queries.board import ORDERS, ids_on_page, public_place, worth
from bangfu.workstreams.exchange.queries.text_hits import not_withheld

COUNTED, MOST_WORDS = 2001, 5
TOLD = ("published", "claimed", "under_way", "delivered", "confirmed", "closed")
"""States in which a need that was published stays readable at its address."""
UNITS = dict(Unit.choices)
FIELDS = (
    "id", "title", "text", "kind", "band", "quantity", "unit", "value", "taken", "group", "urgency", "needed_by",
    "published_on", "state", "area_code", "wave_id",
)  # fmt: skip
AMOUNTS: Mapping[str, tuple[int | None, int | None]] = {
    "100": (None, 100),
    "500": (100, 500),
    "2000": (500, 2000),
    "more": (2000, None),
}
"""Bands of value in CNY: above the first, up to the second."""


def find_needs(asked: Asked) -> Found:
    """Return open needs a visitor asks for, in public words; two queries."""
    rows = _open(asked.places)
    for name, value in asked.values.items():
        rows = rows.filter(FILTERS[name](value))
    for word in asked.text.split()[:MOST_WORDS]:
        rows = rows.filter(title__contains=word)
    ordered = rows.order_by(*ORDERS[asked.order or "new"])
    ids, total = ids_on_page(ordered, offset=asked.offset, limit=asked.limit, counted=COUNTED)
    told = {row["id"]: row for row in Need.objects.filter(pk__in=ids, state="published").order_by().values(*FIELDS)}
    return Found(rows=[_public(told[pk]) for pk in ids if pk in told], total=total)


def one_need(pk: str, places: tuple[str, ...]) -> dict[str, Any] | None:
    """Return a need that is or was on the board, or None."""
    rows = Need.objects.filter(within(places), not_withheld("need"), pk=pk, published_on__isnull=False, state__in=TOLD)
    row = rows.values(*FIELDS).first()
    return _public(row) if row else None


def need_keys(places: tuple[str, ...], after: int, limit: int) -> Sequence[tuple[int, date | None]]:
    """Return ids of open needs in ascending order with their days."""
    rows = Need.objects.filter(within(places), not_withheld("need"), state="published", pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", "published_on")[:limit])


def _open(places: tuple[str, ...]) -> QuerySet[Need]:
    """Open needs at places; of minors only where no more than the county is asked for, or the filter would tell."""
    rows = Need.objects.filter(within(places), not_withheld("need"), state="published")
    return rows.exclude(band=Need.Band.CHILD) if any(len(place) > COUNTY for place in places) else rows


def _between(name: str) -> Q:
    over, most = AMOUNTS[name]
    condition = Q(value__isnull=False)
    if over is not None:
        condition &= worth(GreaterThan, Decimal(over))
    return condition & worth(LessThanOrEqual, Decimal(most)) if most is not None else condition


FILTERS: Mapping[str, Callable[[str], Q]] = {
    "kind": lambda value: Q(kind=value),
    "band": lambda value: Q(band=value),
    "amount": _between,
    "wish": lambda value: Q(wave__isnull=value != "1"),
}


def _public(row: Mapping[str, Any]) -> dict[str, Any]:
    place = public_place(row["area_code"], row["band"])
    shown = {name: row[name] for name in ("id", "title", "text", "kind", "band", "urgency", "needed_by", "state")}
    return shown | {
        "area_code": place,
        "place": place,
        "day": row["published_on"],
        "published_on": row["published_on"],
        "value": row["value"],
        "quantity": _amount(row["quantity"], row["unit"]),
        "left": _amount(row["quantity"] - row["taken"], row["unit"]),
        "taken": row["taken"] / row["quantity"] if row["group"] else None,
        "wish": "wish" if row["wave_id"] is not None else None,
    }


def _amount(quantity: Decimal, unit: str) -> str:
    return f"{format(quantity.normalize(), ',f')} {UNITS.get(unit, unit)}"


def wishes_by_township(area_code: str, from_: date, to: date) -> Iterator[dict[str, Any]]:
    """Yield for each township how many wishes were published, matched and met in a period; no household is told."""
    rows = Need.objects.filter(within((area_code,)), published_on__range=(from_, to)).exclude(
        state__in=("withdrawn", "refused", "false")
    )
    counted: dict[str, list[int]] = {}
    sums = (
        rows.order_by()
        .values_list("area_code")
        .annotate(
            posted=Count("pk"),
            matched=Count("pk", filter=Q(matched_on__isnull=False)),
            met=Count("pk", filter=Q(completed_on__isnull=False)),
        )
    )
    for code, *numbers in sums:
        kept = counted.setdefault(code[:TOWNSHIP], [0, 0, 0])
        counted[code[:TOWNSHIP]] = [a + b for a, b in zip(kept, numbers, strict=True)]
    for code, (posted, matched, met) in sorted(counted.items()):
        yield {"area_code": code, "place": code, "posted": posted, "matched": matched, "met": met}
