"""What passed between the two sides of a region pair, either way: by working group, kind and year, down to the entries.

A side that is a place stands for everybody seated in it; a unit stands for itself. Entries that wait or are in
dispute are counted, as figures count them; reversed ones are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear

from bangfu.figures.answers import answer
from bangfu.figures.computing import Number, Question
from bangfu.figures.declared import figures
from bangfu.figures.models import Target
from bangfu.figures.natures import NATURE_OF, WORDS
from bangfu.kernel.areas_of import COUNTY, prefix_range
from bangfu.kernel.errors import Denied
from bangfu.kernel.resources import resources
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may, scope_of
from bangfu.kernel.rows.visibility import rows_visible_to
from bangfu.ledger.kinds import entry_kinds
from bangfu.ledger.models import Entry
from bangfu.ledger.queries import entries_visible_to
from bangfu.pairing.models import Pairing
from bangfu.parties.queries import places_of

VIEW = "pairing.pairing.view"
VISITS = ("governance.delegation", "governance.meeting")


@dataclass(frozen=True)
class RegionPair:
    """A pairing with a county, from the side of one reader. ``helper_code`` is empty where the helper is a unit."""

    pairing: Pairing
    helper_code: str
    from_helper: bool

    @property
    def area_code(self) -> str:
        """The county that is helped."""
        return self.pairing.area_code


@dataclass(frozen=True)
class Passed:
    """What passed in one cell: a working group, kind or year."""

    key: Any
    entries: int
    amount: Decimal | None
    persons: int | None
    person_times: int | None


@dataclass(frozen=True)
class Indicator:
    """A target of the pair in a year, with what was reached; ``reached`` is None where it may not be known."""

    target: Target
    reached: Number
    percent: Decimal | None


def counties_helped(area_code: str) -> frozenset[str]:
    """Return the codes of the counties that a place helps or has helped as a region."""
    rows = Pairing.objects.filter(
        scheme__recipient_kind="area", helper__area__code=area_code, recipient__area__level=COUNTY
    )
    return frozenset(rows.values_list("recipient__area__code", flat=True))


def region_pairs(user: User) -> QuerySet[Pairing]:
    """Return the pairings with counties that the user sees from either side: regions and designated units."""
    rows = rows_visible_to(user, resources["pairing.pairing"])
    return rows.filter(
        scheme__recipient_kind="area", scheme__helper_kind__in=("area", "organisation"), recipient__area__level=COUNTY
    ).select_related("scheme", "helper__area")


def seen_by(user: User, pairing: Pairing) -> RegionPair:
    """Return a pairing as the user looks at it: from the helper's side only where the other is not theirs."""
    code = pairing.helper.area.code if pairing.helper.kind == "area" else ""
    helped = scope_of(user, VIEW).covers(pairing.area_code)
    return RegionPair(pairing, code, from_helper=not helped and bool(code) and scope_of(user, VIEW).covers(code))


def entries_between(user: User, pair: RegionPair, *, back: bool = False) -> QuerySet[Entry]:
    """Return the entries from helper to recipient (``back``: the other way) that the user may see, none reversed."""
    giver, receiver = _side(pair, "giver", helper=not back), _side(pair, "receiver", helper=back)
    between = giver & receiver
    if not back:
        between |= Q(pairing=pair.pairing)
    return entries_visible_to(user).filter(between, reverses=None, reversed_by=None)


def _side(pair: RegionPair, column: str, *, helper: bool) -> Q:
    party = pair.pairing.helper_id if helper else pair.pairing.recipient_id
    code = pair.helper_code if helper else pair.area_code
    condition = Q(**{f"{column}_id": party})
    if code:
        low, high = prefix_range(code)
        place = "giver_area_code" if column == "giver" else "area_code"
        condition |= Q(**{f"{place}__gte": low, f"{place}__lt": high})
    return condition


def in_year(entries: QuerySet[Entry], year: int | None) -> QuerySet[Entry]:
    """Return the entries of a year; all where none is given."""
    if year is None:
        return entries
    return entries.filter(happened_on__gte=date(year, 1, 1), happened_on__lte=date(year, 12, 31))


def years_between(user: User, pair: RegionPair) -> list[int]:
    """Return the years in which something passed, the latest first."""
    found = (entries_between(user, pair) | entries_between(user, pair, back=True)).order_by()
    span = found.aggregate(first=Min("happened_on"), last=Max("happened_on"))
    return list(range(span["last"].year, span["first"].year - 1, -1)) if span["last"] else []


def passed_by(entries: QuerySet[Entry], by: str) -> list[Passed]:
    """Return what passed by ``kind``, ``workstream`` or ``year``; one query."""
    rows = entries.annotate(year=ExtractYear("happened_on")).order_by().values(by)
    found = rows.annotate(n=Count("pk"), money=Sum("amount"), people=Sum("persons"), times=Sum("person_times"))
    return [
        Passed(row[by], row["n"], row["money"], row["people"], row["times"])
        for row in sorted(found, key=lambda r: r[by])
    ]


def money_by_year(entries: QuerySet[Entry]) -> dict[tuple[str, str], dict[int, Decimal]]:
    """Return nature of the money and working group → year → CNY; what is of no nature is left out. One query."""
    rows = (
        entries.filter(kind__in=list(NATURE_OF))
        .annotate(year=ExtractYear("happened_on"))
        .order_by()
        .values("kind", "workstream", "year")
    )
    found: dict[tuple[str, str], dict[int, Decimal]] = {}
    for row in rows.annotate(money=Sum("amount")).order_by("workstream", "year"):
        if row["money"]:
            years = found.setdefault((NATURE_OF[row["kind"]], row["workstream"]), {})
            years[row["year"]] = years.get(row["year"], Decimal(0)) + row["money"]
    order = list(WORDS)
    return dict(sorted(found.items(), key=lambda one: (order.index(one[0][0]), one[0][1])))


def people_kinds() -> Sequence[str]:
    """Return the kinds of entries that count people sent or received."""
    return [kind.name for kind in entry_kinds if kind.people or "persons" in kind.needs]


def visits_between(user: User, pair: RegionPair, year: int | None, most: int) -> tuple[list[Entry], int]:
    """Return the latest visits and meetings of a year, both ways, and how many there were."""
    found = entries_between(user, pair) | entries_between(user, pair, back=True)
    rows = in_year(found, year).filter(kind__in=VISITS).order_by("-happened_on", "-pk").select_related("standing")
    return list(rows[:most]), rows.count()


def indicators(user: User, pair: RegionPair, year: int) -> list[Indicator]:
    """Return the targets of a year that concern the pair, each with what was reached as the user may know it.

    The helper's side also sees what it has promised to several counties together.
    """
    if not pair.helper_code or not may(user, "figures.target.view"):
        return []
    rows = Target.objects.filter(
        use=Target.Use.TARGET, giver_area_code=pair.helper_code, ends_on__year=year, organisation=None
    )
    return [_indicator(user, pair, row) for row in rows.order_by("figure", "area_code") if _concerns(pair, row)]


def _concerns(pair: RegionPair, target: Target) -> bool:
    if target.area_code.startswith(pair.area_code):
        return True
    return pair.from_helper and (pair.area_code.startswith(target.area_code) or target.area_code == pair.helper_code)


def _indicator(user: User, pair: RegionPair, target: Target) -> Indicator:
    reached: Number = None
    if target.figure in figures:
        try:
            reached = answer(user, figures[target.figure], question_of(pair, target)).value
        except Denied:
            reached = None
    share = None if reached is None else Decimal(reached) * 100 / target.value
    return Indicator(target, reached, share)


def question_of(pair: RegionPair, target: Target) -> Question:
    """Return what a target asks from the reader's side: their own place, with the other as partner."""
    period = {"from_": target.starts_on, "to": target.ends_on}
    if target.area_code == pair.helper_code:  # promised to all partners together
        return Question(area_code=pair.helper_code, side="giver", **period)
    if pair.from_helper:
        return Question(area_code=pair.helper_code, side="giver", partner=target.area_code, **period)
    return Question(area_code=target.area_code, partner=pair.helper_code, **period)


def helper_codes(pairings: Sequence[Pairing]) -> dict[int, str]:
    """Return pairing → where its helper is, for lists."""
    places = places_of([row.helper_id for row in pairings])
    return {row.pk: places.get(row.helper_id, "") for row in pairings}
