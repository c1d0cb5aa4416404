"""Terms of the cost that are read from the registers and from past pairings: distance, own unit's village, kinship,
skills against needs, and who helped within the last year. Each is read only when the scheme gives it a weight.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from bangfu.kernel.policy.queries import policy_or_none
from bangfu.pairing.models import Enrolment, Pairing, Scheme
from bangfu.pairing.nesting import nest_of
from bangfu.parties.models import Area, Household, Membership, Organisation, Person

Positions = NDArray[np.integer[Any]]
Term = NDArray[np.int32]
ROADS = "pairing.road_distances"
UNIT_STRENGTHS = "pairing.unit_strengths"
UNIT_VILLAGES = "K01"
YEAR = timedelta(days=365)
EARTH_KM = 6371.0
MANY = 5000


@dataclass(frozen=True)
class Candidates:
    """Both sides by party id and place, and candidate pairs as positions in them."""

    scheme: Scheme
    helpers: NDArray[np.int64]
    recipients: NDArray[np.int64]
    helper_places: NDArray[np.str_]
    recipient_places: NDArray[np.str_]
    helper: Positions
    recipient: Positions
    on: date

    def without(self, pairs: Iterable[tuple[int, int]]) -> Term:
        """Return 1 for each candidate that is none of these pairs of party ids."""
        helper_at = {pk: i for i, pk in enumerate(self.helpers.tolist())}
        recipient_at = {pk: i for i, pk in enumerate(self.recipients.tolist())}
        width = max(len(self.recipients), 1)
        keys = [helper_at[h] * width + recipient_at[r] for h, r in pairs if h in helper_at and r in recipient_at]
        found = np.isin(self.helper.astype(np.int64) * width + self.recipient, np.array(keys, dtype=np.int64))
        return (~found).astype(np.int32)


def further_terms(candidates: Candidates) -> dict[str, Term]:
    """Return the terms that the scheme gives a weight."""
    wanted = (name for name in TERMS if candidates.scheme.weights.get(name))
    return {name: TERMS[name](candidates) for name in wanted}


def distance(c: Candidates) -> Term:
    """Whole kilometres between helper's and recipient's place: by road where the policy says how far that is, else as
    the crow flies; 0 where neither is known.
    """
    known = _coordinates(set(c.helper_places.tolist()) | set(c.recipient_places.tolist()))
    mine, theirs = (np.array([_point(known, place) for place in side]).reshape(-1, 2) for side in
                    (c.helper_places, c.recipient_places))  # fmt: skip
    if c.scheme.recipient_kind == "household":
        rows = Household.objects.filter(pk__in=c.recipients.tolist(), longitude__isnull=False, latitude__isnull=False)
        homes = {pk: (float(x), float(y)) for pk, x, y in rows.values_list("pk", "longitude", "latitude")}
        theirs = np.array([homes.get(pk, tuple(theirs[i])) for i, pk in enumerate(c.recipients.tolist())]).reshape(
            -1, 2
        )
    here, there = np.radians(mine[c.helper]), np.radians(theirs[c.recipient])
    width = np.cos((here[:, 1] + there[:, 1]) / 2)
    km = EARTH_KM * np.hypot((here[:, 0] - there[:, 0]) * width, here[:, 1] - there[:, 1])
    km = _by_road(c, km)
    return np.nan_to_num(np.rint(km), nan=0).astype(np.int32)


def _by_road(c: Candidates, km: NDArray[np.float64]) -> NDArray[np.float64]:
    """Replace distances between places whose road the county has measured; the most exact places known count."""
    county = c.recipient_places[0][:6] if len(c.recipient_places) else ""
    table: dict[str, dict[str, Any]] = policy_or_none(ROADS, county, c.on) or {}
    roads = {frozenset((a, b)): float(length) for a, others in table.items() for b, length in others.items()}
    if not roads:
        return km
    (mine, helper), (theirs, recipient) = (np.unique(side, return_inverse=True) for side in
                                           (c.helper_places, c.recipient_places))  # fmt: skip
    known = np.full((len(mine), len(theirs)), np.nan)
    for i, here in enumerate(mine.tolist()):
        for j, there in enumerate(theirs.tolist()):
            known[i, j] = next((roads[pair] for pair in _prefixes(here, there) if pair in roads), np.nan)
    found = known[helper[c.helper], recipient[c.recipient]]
    return np.where(np.isnan(found), km, found)


def _prefixes(here: str, there: str) -> Iterable[frozenset[str]]:
    """Pairs of places from the village up; one place with itself has no road."""
    for n in (12, 9, 6):
        if len(here) >= n and len(there) >= n and here[:n] != there[:n]:
            yield frozenset((here[:n], there[:n]))


def _coordinates(places: set[str]) -> dict[str, tuple[float, float]]:
    prefixes = {place[:level] for place in places for level in (6, 9, 12) if len(place) >= level}
    rows = Area.objects.filter(longitude__isnull=False, latitude__isnull=False)
    if len(prefixes) <= MANY:
        rows = rows.filter(code__in=prefixes)
    return {code: (float(x), float(y)) for code, x, y in rows.values_list("code", "longitude", "latitude")}


def _point(known: dict[str, tuple[float, float]], place: str) -> tuple[float, float]:
    return next((known[place[:n]] for n in (12, 9, 6) if place[:n] in known), (np.nan, np.nan))


def unit_village(c: Candidates) -> Term:
    """1 where the recipient lies outside the villages that the helper's unit is paired with."""
    nest = nest_of(Q(scheme__number=UNIT_VILLAGES), c.helpers.tolist(), c.recipients.tolist(), c.on)
    return (~nest.holds(c.helper, c.recipient)).astype(np.int32)


def kinship(c: Candidates) -> Term:
    """1 where the household register shows no tie: never of one household, neither split off from the other."""
    return c.without(_kin(c))


def _kin(c: Candidates) -> Iterable[tuple[int, int]]:
    helpers = set(c.helpers.tolist())
    if c.scheme.helper_kind == "household":
        rows = Household.objects.filter(split_from__isnull=False).values_list("pk", "split_from_id")
        for one, other in rows:
            yield one, other
            yield other, one
        return
    ever: dict[int, set[int]] = {}
    rows = Membership.objects.filter(person__party__enrolments__scheme=c.scheme)
    for person, home in rows.values_list("person_id", "household_id"):
        if person in helpers:
            ever.setdefault(home, set()).add(person)
    offshoots = Household.objects.filter(Q(pk__in=ever) | Q(split_from__in=ever), split_from__isnull=False)
    for one, other in list(offshoots.values_list("pk", "split_from_id")):
        both = ever.get(one, set()) | ever.get(other, set())
        ever[one], ever[other] = set(both), set(both)
    if c.scheme.recipient_kind == "household":
        yield from ((person, home) for home, persons in ever.items() for person in persons)
        return
    theirs = Membership.objects.filter(household_id__in=list(ever)).values_list("person_id", "household_id")
    yield from ((person, member) for member, home in theirs for person in ever[home] if person != member)


def skills(c: Candidates) -> Term:
    """1 where the helper can do nothing about the causes of the household's poverty that are known."""
    if c.scheme.recipient_kind not in ("household", "person"):
        return np.zeros(len(c.helper), dtype=np.int32)
    codes: dict[str, int] = {}

    def bits(causes: Iterable[str]) -> int:
        return sum(1 << codes.setdefault(cause, len(codes)) for cause in set(causes) if cause)

    needs = _needs(c, bits)
    able = _abilities(c, bits)
    mine = np.array([able.get(pk, 0) for pk in c.helpers.tolist()], dtype=np.int64)
    theirs = np.array([needs.get(pk, 0) for pk in c.recipients.tolist()], dtype=np.int64)
    wanted = theirs[c.recipient]
    return ((wanted != 0) & ((mine[c.helper] & wanted) == 0)).astype(np.int32)


def _needs(c: Candidates, bits: Callable[[Iterable[str]], int]) -> dict[int, int]:
    way = "" if c.scheme.recipient_kind == "household" else "household__"
    rows: Any = Household.objects if not way else Person.objects
    codes = {place[:6] for place in c.recipient_places.tolist()}
    found = rows.filter(_in_counties(codes)).exclude(**{f"{way}main_cause": ""})
    values = found.values_list("pk", f"{way}main_cause", f"{way}other_causes")
    return {pk: bits([main, *(others or ())]) for pk, main, others in values if main}


def _in_counties(codes: set[str]) -> Q:
    found = Q(pk__in=[])
    for code in codes:
        found |= Q(area_code__startswith=code)
    return found


def _abilities(c: Candidates, bits: Callable[[Iterable[str]], int]) -> dict[int, int]:
    """What helpers say they can do; else what their unit's kind is good at, by the policy in force."""
    county = c.recipient_places[0][:6] if len(c.recipient_places) else ""
    strengths: dict[str, list[str]] = policy_or_none(UNIT_STRENGTHS, county, c.on) or {}
    of_kind = {kind: bits(causes) for kind, causes in strengths.items()}
    found: dict[int, int] = {}
    stated = Enrolment.objects.filter(scheme=c.scheme, valid_to=None).values_list(
        "party_id", "skills", "party__person__works_for__kind", "party__organisation__kind"
    )
    for pk, own, unit, organisation in stated:
        found[pk] = bits(own) if own else of_kind.get(unit or organisation or "", 0)
    return found


def former(c: Candidates) -> Term:
    """1 where the helper did not help the recipient at any time in the year before the day."""
    rows = Pairing.objects.filter(scheme__number=c.scheme.number) if c.scheme.number else Pairing.objects.filter(
        scheme=c.scheme
    )  # fmt: skip
    recent = rows.filter(valid_from__lte=c.on).filter(Q(valid_to=None) | Q(valid_to__gte=c.on - YEAR))
    return c.without(recent.values_list("helper_id", "recipient_id"))


TERMS: dict[str, Callable[[Candidates], Term]] = {
    "distance": distance,
    "unit_village": unit_village,
    "kinship": kinship,
    "skills": skills,
    "former": former,
}


def class_capacities(scheme: Scheme, helpers: NDArray[np.int64]) -> dict[int, int]:
    """Return the most recipients of the helpers whose class the scheme names; the first class that fits counts."""
    found: dict[int, int] = {}
    if not scheme.capacity_classes:
        return found
    known: dict[int, dict[str, str]] = {}
    for model, paths in CLASS_PATHS:
        for row in model.objects.filter(enrolments_filter(scheme)).values_list("pk", *paths.values()):
            known[row[0]] = dict(zip(paths, row[1:], strict=True))
    for pk in helpers.tolist():
        for rule in scheme.capacity_classes:
            if known.get(pk, {}).get(rule["class"]) == rule["code"]:
                found[pk] = int(rule["most"])
                break
    return found


def enrolments_filter(scheme: Scheme) -> Q:
    """Return the condition that a register row stands ready under a scheme."""
    return Q(party__enrolments__scheme=scheme, party__enrolments__valid_to=None)


CLASS_PATHS: tuple[tuple[Any, dict[str, str]], ...] = (
    (Person, {"helper_rank": "rank", "helper_organisation": "works_for__kind", "helper_unit_rank": "works_for__rank"}),
    (Organisation, {"helper_organisation": "kind", "helper_unit_rank": "rank"}),
)
