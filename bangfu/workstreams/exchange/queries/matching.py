"""Open needs and offers of a place as matching takes them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, ExpressionWrapper, F, Q
from django.utils import timezone

from bangfu.kernel.areas_of import parents, prefix_range
from bangfu.kernel.codelists.queries import labels
from bangfu.parties.models import Household
from bangfu.workstreams.exchange.matching.rows import NeedRow, OfferRow
from bangfu.workstreams.exchange.models import Need, Offer, Synonyms
from bangfu.workstreams.exchange.similarity import split_words

NEED = (
    "pk", "asker_id", "area_code", "kind", "unit", "title", "category", "band", "urgency", "published_on", "first",
    "wave_id",
)  # fmt: skip
WHOLE = {
    "thousandths": ExpressionWrapper(F("quantity"), BigIntegerField()),
    "left_thousandths": ExpressionWrapper(F("quantity") - F("taken"), BigIntegerField()),
    "fen": ExpressionWrapper(F("value"), BigIntegerField()),
}
"""Amounts as the whole numbers they are kept as: a province has hundreds of thousands of them."""


def below(area_code: str) -> Q:
    """Return the range condition for a place."""
    low, high = prefix_range(area_code)
    condition = Q(area_code__gte=low)
    return condition & Q(area_code__lt=high) if high is not None else condition


def need_rows(area_code: str, *, ids: tuple[int, ...] = ()) -> list[NeedRow]:
    """Return what is open on the board at a place (or of some needs), oldest first; two queries."""
    rows = Need.objects.filter(below(area_code), state="published", taken__lt=F("quantity"))
    if ids:
        rows = Need.objects.filter(pk__in=ids)
    found = list(rows.order_by("published_on", "pk").values(*NEED, **WHOLE))
    askers = Household.objects.filter(pk__in=rows.order_by().values("asker_id")) if found else Household.objects.none()
    standings = dict(askers.values_list("pk", "standing"))
    today, words = timezone.localdate(), labels("need_category")
    return [_need_row(row, standings.get(row["asker_id"], ""), today, words) for row in found]


def _need_row(row: dict[str, Any], standing: str, today: date, words: Any) -> NeedRow:
    left, fen = row["left_thousandths"], row["fen"]
    waited = (today - row["published_on"]).days if row["published_on"] else 0
    return NeedRow(
        id=row["pk"],
        asker=row["asker_id"],
        area_code=row["area_code"],
        kind=row["kind"],
        unit=row["unit"],
        text=f"{row['title']} {words.get(row['category'], '')}".strip(),
        quantity=left,
        value=None if fen is None else fen * left // row["thousandths"],
        category=row["category"],
        band=row["band"],
        standing=standing,
        urgency=row["urgency"],
        weeks=waited // 7,
        first=row["first"],
        wish=row["wave_id"] is not None,
    )


def offer_rows(area_code: str, on: date | None = None) -> list[OfferRow]:
    """Return what can be given at a place on a day: offers meant for it, for a part of it, or for a larger place."""
    day = on or timezone.localdate()
    above = [*parents(area_code), area_code] if area_code else []
    rows = Offer.objects.filter(Q(area_code__in=above) | below(area_code), state=Offer.State.OPEN, valid_from__lte=day)
    rows = rows.filter(Q(valid_to=None) | Q(valid_to__gte=day)).order_by("valid_from", "pk")
    words = labels("need_category")
    return [_offer_row(row, words) for row in rows if row.left > 0]


def _offer_row(row: Offer, words: Any) -> OfferRow:
    named = " ".join(str(words.get(code, "")) for code in row.categories)
    return OfferRow(
        id=row.pk,
        donor=row.donor_id,
        area_code=row.area_code,
        kind=row.kind,
        unit=row.unit,
        text=f"{row.title} {named}".strip(),
        left=thousandths(row.left),
        each_max=None if row.each_max is None else thousandths(row.each_max),
        value_max=None if row.value_max is None else int(row.value_max * 100),
        places=tuple(row.places),
        standings=frozenset(row.standings),
        bands=frozenset(row.bands),
        categories=frozenset(row.categories),
    )


def thousandths(quantity: Decimal) -> int:
    """Return a quantity in whole thousandths."""
    return int(quantity * 1000)


def synonym_groups() -> list[list[str]]:
    """Return the groups of words that mean the same."""
    return [split_words(words) for words in Synonyms.objects.values_list("words", flat=True)]
