"""Reading pairings for the office: load, gaps, who left, and proposals compared with today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from bangfu.figures.answers import remembered
from bangfu.kernel.areas_of import COUNTY, prefix_range
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import scoped
from bangfu.pairing.models import Enrolment, Pairing, Proposal, ProposalRow, Scheme
from bangfu.pairing.queries import in_force
from bangfu.pairing.queries.sides import below
from bangfu.parties.queries import area_paths, names_of, places_of

TOWNSHIP_UP = 9
KIND_PATHS = {
    "household": "recipient__household__area_code",
    "area": "recipient__area__code",
    "organisation": "recipient__organisation__area_code",
    "person": "recipient__person__area_code",
}


@dataclass(frozen=True)
class Load:
    """How many helpers have how many recipients; ``idle`` stand ready and help nobody."""

    by_count: dict[int, int]
    idle: int

    @property
    def helpers(self) -> int:
        """How many help somebody."""
        return sum(self.by_count.values())

    @property
    def mean(self) -> float | None:
        """Recipients of an active helper on average."""
        pairs = sum(count * helpers for count, helpers in self.by_count.items())
        return pairs / self.helpers if self.helpers else None


def load_of(scheme: Scheme, area_code: str) -> Load:
    """Return the load of the helpers of a place: two grouped queries, remembered for each state of the books."""
    return remembered(("load", scheme.pk, area_code, timezone.localdate()), lambda: _load(scheme, area_code))


def _load(scheme: Scheme, area_code: str) -> Load:
    active = Pairing.objects.filter(in_force(), below(area_code), scheme=scheme).order_by()
    counts = active.values("helper_id").annotate(recipients=Count("pk")).values_list("recipients", flat=True)
    by_count: dict[int, int] = {}
    for recipients in counts.iterator():
        by_count[recipients] = by_count.get(recipients, 0) + 1
    ready = Enrolment.objects.filter(in_force(), scheme=scheme)
    if area_code:
        ready = ready.filter(below(area_code[:COUNTY], "county_code"))
    busy = Pairing.objects.filter(in_force(), scheme=scheme)
    if len(area_code) > COUNTY:
        ready = ready.filter(below(area_code))
    idle = ready.exclude(party__in=busy.values("helper_id")).count()
    return Load(dict(sorted(by_count.items())), idle)


def gone_but_paired(scheme: Scheme, area_code: str, most: int) -> list[Pairing]:
    """Return pairings in force whose helper has left the register or died: somebody must take over."""
    key = ("gone", scheme.pk, area_code, most, timezone.localdate())
    return remembered(key, lambda: _gone_but_paired(scheme, area_code, most))


def _gone_but_paired(scheme: Scheme, area_code: str, most: int) -> list[Pairing]:
    rows = Pairing.objects.filter(in_force(), below(area_code), scheme=scheme, helper__kind="person")
    rows = rows.exclude(helper__person__left_on=None, helper__person__died_on=None)
    return list(rows.order_by("area_code", "pk")[:most])


def left_lately(scheme: Scheme, area_code: str, most: int) -> list[Enrolment]:
    """Return the helpers who left the scheme, the latest first."""
    rows = Enrolment.objects.filter(scheme=scheme).exclude(valid_to=None)
    if area_code:
        rows = rows.filter(below(area_code[:COUNTY], "county_code"))
    return list(rows.order_by("-valid_to", "-pk")[:most])


def proposals_visible_to(user: User) -> QuerySet[Proposal]:
    """Return the proposals for places where the user may see them."""
    return scoped(Proposal.objects.select_related("scheme", "made_by"), user, "pairing.proposal.view")


CHANGED = ~Q(helper_id=F("current_id"))
UNPAIRED = Q(helper=None)
STARTED = Q(current=None) & ~UNPAIRED
ENDED = ~Q(current=None) & UNPAIRED
MOVED = ~Q(current=None) & ~UNPAIRED & CHANGED
KEPT = ~UNPAIRED & Q(helper_id=F("current_id"))


def counts_of(proposal: Proposal) -> dict[str, int]:
    """Return how many rows of a proposal stay, change, begin, end, have nobody, or were set by hand; one query."""
    return proposal.rows.aggregate(
        all=Count("pk"),
        kept=Count("pk", filter=KEPT),
        moved=Count("pk", filter=MOVED),
        started=Count("pk", filter=STARTED),
        ended=Count("pk", filter=ENDED),
        unpaired=Count("pk", filter=UNPAIRED),
        by_hand=Count("pk", filter=Q(by_hand=True)),
    )


def rows_of(proposal: Proposal, show: str, place: str) -> QuerySet[ProposalRow]:
    """Return the rows of a proposal: all, ``changed``, ``unpaired`` or ``by_hand``, perhaps of one place."""
    rows = proposal.rows.all()
    conditions = {"changed": MOVED | STARTED | ENDED, "unpaired": UNPAIRED, "by_hand": Q(by_hand=True)}
    if show in conditions:
        rows = rows.filter(conditions[show])
    if place:
        path = KIND_PATHS[proposal.scheme.recipient_kind]
        low, high = prefix_range(place)
        rows = rows.filter(**{f"{path}__gte": low, f"{path}__lt": high})
    return rows.order_by("pk")


@dataclass(frozen=True)
class RowShown:
    """One row of a proposal with names, place and the terms of its cost."""

    row: ProposalRow
    recipient: str
    place: str
    today: str
    proposed: str
    terms: dict[str, int]

    @property
    def cost(self) -> int:
        """The cost of the pair, without load."""
        return sum(self.terms.values())


def shown_rows(proposal: Proposal, rows: Sequence[ProposalRow]) -> list[RowShown]:
    """Return rows with what a page shows of them, in a fixed number of queries."""
    names = names_of({pk for r in rows for pk in (r.recipient_id, r.helper_id, r.current_id)})
    places = places_of([r.recipient_id for r in rows])
    paths = area_paths(set(places.values()), top=TOWNSHIP_UP)
    return [
        RowShown(
            r,
            names.get(r.recipient_id, ""),
            paths.get(places.get(r.recipient_id, ""), ""),
            names.get(r.current_id or 0, ""),
            names.get(r.helper_id or 0, ""),
            dict(r.terms),
        )
        for r in rows
    ]


def pairings_listed(user: User, scheme: Scheme, area_code: str) -> QuerySet[Any]:
    """Return the pairings in force of a scheme and place that the user may see."""
    rows = scoped(Pairing.objects.all(), user, "pairing.pairing.view")
    return rows.filter(in_force(), below(area_code), scheme=scheme)
