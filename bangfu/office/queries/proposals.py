"""Reading proposals for the office: beside today row by row, by place and by helper, and what would cover the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Substr

from bangfu.kernel.areas_of import COUNTY, TOWNSHIP, VILLAGE, prefix_range
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import scoped
from bangfu.pairing.answers import SURPLUS
from bangfu.pairing.models import Enrolment, Proposal, ProposalRow, Scheme
from bangfu.parties.queries import area_paths, names_of, places_of

TOWNSHIP_UP = 9
KIND_PATHS = {
    "household": "recipient__household__area_code",
    "area": "recipient__area__code",
    "organisation": "recipient__organisation__area_code",
    "person": "recipient__person__area_code",
}


def proposals_visible_to(user: User) -> QuerySet[Proposal]:
    """Return the proposals for places where the user may see them."""
    return scoped(Proposal.objects.select_related("scheme", "made_by"), user, "pairing.proposal.view")


CHANGED = ~Q(helper_id=F("current_id"))
UNPAIRED = Q(helper=None) & ~Q(terms__has_key=SURPLUS)
STARTED = Q(current=None) & ~UNPAIRED
ENDED = ~Q(current=None) & Q(helper=None)
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


def rows_of(
    proposal: Proposal, show: str, place: str, helper: int | None = None, name: str = ""
) -> QuerySet[ProposalRow]:
    """Return the rows of a proposal: all, ``changed``, ``unpaired`` or ``by_hand``, of one place, of one helper.

    A helper's rows are those it has today or would have. ``name``: how the name of somebody in the row begins.
    """
    rows = proposal.rows.all()
    conditions = {"changed": MOVED | STARTED | ENDED, "unpaired": UNPAIRED, "by_hand": Q(by_hand=True)}
    if show in conditions:
        rows = rows.filter(conditions[show])
    if place:
        path = KIND_PATHS[proposal.scheme.recipient_kind]
        low, high = prefix_range(place)
        rows = rows.filter(**{f"{path}__gte": low, f"{path}__lt": high})
    if helper is not None:
        rows = rows.filter(Q(helper_id=helper) | Q(current_id=helper))
    if name:
        rows = rows.filter(_named(proposal.scheme, name))
    return rows.order_by("pk")


def _named(scheme: Scheme, name: str) -> Q:
    helper_kinds = NAME_PATHS if scheme.helper_kind == Scheme.ANY else {scheme.helper_kind: ""}
    found = Q(**{f"recipient__{NAME_PATHS[scheme.recipient_kind]}__startswith": name})
    for kind in helper_kinds:
        for side in ("helper", "current"):
            found |= Q(**{f"{side}__{NAME_PATHS[kind]}__startswith": name})
    return found


NAME_PATHS = {
    "household": "household__head_name",
    "area": "area__name",
    "organisation": "organisation__name",
    "person": "person__name",
}


@dataclass(frozen=True)
class RowShown:
    """One row of a proposal with names, place and the terms of its cost."""

    row: ProposalRow
    recipient: str
    code: str
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
            places.get(r.recipient_id, ""),
            paths.get(places.get(r.recipient_id, ""), ""),
            names.get(r.current_id or 0, ""),
            names.get(r.helper_id or 0, ""),
            dict(r.terms),
        )
        for r in rows
    ]


@dataclass(frozen=True)
class Part:
    """What a proposal does in one place below its own."""

    area_code: str
    all: int
    kept: int
    moved: int
    started: int
    ended: int
    unpaired: int

    @property
    def today(self) -> int:
        """How many have a helper today."""
        return self.kept + self.moved + self.ended

    @property
    def proposed(self) -> int:
        """How many would have one."""
        return self.kept + self.moved + self.started

    @property
    def changed(self) -> int:
        """How many get another helper, their first, or lose theirs."""
        return self.moved + self.started + self.ended


def parts_of(proposal: Proposal, place: str = "", most: int = 0) -> list[Part]:
    """Return a proposal by the villages of a place if these are no more than ``most``, else by the level below it.

    One grouped query.
    """
    path = KIND_PATHS[proposal.scheme.recipient_kind]
    rows = rows_of(proposal, "all", place).order_by().values(part=Substr(F(path), 1, VILLAGE))
    found = rows.annotate(
        all=Count("pk"),
        kept=Count("pk", filter=KEPT),
        moved=Count("pk", filter=MOVED),
        started=Count("pk", filter=STARTED),
        ended=Count("pk", filter=ENDED),
        unpaired=Count("pk", filter=UNPAIRED),
    ).order_by("part")
    parts = [Part(row.pop("part"), **row) for row in found]
    if len(parts) <= most:
        return parts
    within = place or proposal.area_code
    digits = next((n for n in (COUNTY, TOWNSHIP, VILLAGE) if n > len(within)), VILLAGE)
    return _summed(parts, digits)


def _summed(parts: Sequence[Part], digits: int) -> list[Part]:
    sums: dict[str, Counter[str]] = {}
    for part in parts:
        counts = {name: value for name, value in asdict(part).items() if name != "area_code"}
        sums.setdefault(part.area_code[:digits], Counter()).update(counts)
    return [Part(code, **{name: counted[name] for name in COUNTS}) for code, counted in sorted(sums.items())]


COUNTS = ("all", "kept", "moved", "started", "ended", "unpaired")


def crossings_of(proposal: Proposal, digits: int) -> dict[tuple[str, str], int]:
    """Return how many pairs lead from one place to another: helpers meant for the first, recipients in the second.

    Helpers meant for no place in particular lead from nowhere and are left out.
    """
    scheme = proposal.scheme
    meant = dict(Enrolment.objects.filter(scheme=scheme, valid_to=None).values_list("party_id", "area_code"))
    rows = proposal.rows.filter(helper__isnull=False).order_by()
    path = KIND_PATHS[scheme.recipient_kind]
    counted = rows.values("helper_id", part=Substr(F(path), 1, digits)).annotate(n=Count("pk"))
    found: dict[tuple[str, str], int] = {}
    for helper, part, count in counted.values_list("helper_id", "part", "n").iterator():
        origin = meant.get(helper, "")[:digits]
        if len(origin) == digits and origin != part:
            found[origin, part] = found.get((origin, part), 0) + count
    return found


def loads_of(proposal: Proposal) -> QuerySet[Any]:
    """Return helpers with how many they would have, how many of these are new, the busiest first."""
    rows = proposal.rows.filter(helper__isnull=False).order_by().values("helper_id")
    fresh = Q(current=None) | ~Q(helper_id=F("current_id"))
    return rows.annotate(load=Count("pk"), new=Count("pk", filter=fresh)).order_by("-load", "-new", "helper_id")


def losses_of(proposal: Proposal, helpers: Sequence[int]) -> dict[int, int]:
    """Return how many each of some helpers would give up."""
    rows = proposal.rows.filter(MOVED | ENDED, current_id__in=helpers).order_by().values("current_id")
    return dict(rows.annotate(n=Count("pk")).values_list("current_id", "n"))


@dataclass(frozen=True)
class Remedy:
    """The smallest change of rules that would cover everybody, by names and places; the rest of long lists counted."""

    raises: list[tuple[str, int, int]]
    raised: int
    newcomers: list[tuple[str, int, int]]
    new_helpers: int
    rules: list[tuple[str, int]]

    def __bool__(self) -> bool:
        return bool(self.raised or self.new_helpers or self.rules)


def remedy_of(proposal: Proposal, most: int = 10) -> Remedy:
    """Return a proposal's remedy for a page; nothing in it when nobody stays without."""
    kept = proposal.summary.get("remedy") or {}
    raises, newcomers = kept.get("raises", [])[:most], kept.get("newcomers", [])[:most]
    names = names_of({pk for pk, _old, _new in raises})
    paths = area_paths({code for code, _helpers, _recipients in newcomers if code}, top=TOWNSHIP_UP)
    return Remedy(
        [(names.get(pk, ""), old, new) for pk, old, new in raises],
        int(kept.get("raised", 0)),
        [(paths.get(code, code), helpers, recipients) for code, helpers, recipients in newcomers],
        int(kept.get("new_helpers", 0)),
        [(name, int(more)) for name, more in kept.get("rules", [])],
    )


CHUNK = 2000


def exported_rows(proposal: Proposal) -> Iterator[tuple[RowShown, int]]:
    """Yield every row of a proposal with names and its number in the register, some thousand at a time."""
    last = 0
    while chunk := list(proposal.rows.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        last = chunk[-1].pk
        yield from ((shown, shown.row.recipient_id) for shown in shown_rows(proposal, chunk))
