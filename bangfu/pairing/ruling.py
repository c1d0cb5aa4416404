"""A scheme's side rules as the assigner understands them: who is in which group, read from the registers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from bangfu.pairing.assigner.problem import Ints
from bangfu.pairing.assigner.refusals import refused
from bangfu.pairing.assigner.rules import (
    OUTSIDE,
    ApartHelpers,
    ApartRecipients,
    Counting,
    Quota,
    Rule,
    TogetherRecipients,
    Variety,
)
from bangfu.pairing.conditions import CONDITIONS, filter_of
from bangfu.pairing.models import Scheme
from bangfu.pairing.queries.sides import OPEN_KINDS, existing
from bangfu.pairing.side_rules import eligible_of, sentence
from bangfu.parties.models import Household, Person

CHUNK = 5_000


@dataclass(frozen=True)
class People:
    """Both sides by party id, and the place of each recipient, in the order of the problem."""

    scheme: Scheme
    helpers: NDArray[np.int64]
    recipients: NDArray[np.int64]
    places: Sequence[str]
    on: date

    @cached_property
    def units(self) -> Ints:
        """The unit of each helper as a group; whoever has none is a group alone."""
        ids = self.helpers.tolist()
        units = dict(_read(Person.objects.exclude(works_for=None), ids, "works_for_id"))
        return numbered([units.get(pk, pk) for pk in ids])

    @property
    def each_helper(self) -> Ints:
        """Every helper a group of its own."""
        return np.arange(len(self.helpers))

    def areas(self, level: int) -> Ints:
        """The area of each recipient as a group; outside when its place is not known so exactly."""
        return numbered([place[:level] if len(place) >= level else None for place in self.places])

    def class_of(self, side: str, name: str) -> Ints:
        """0 for who is of a class, outside for all others."""
        ids = (self.helpers if side == "helper" else self.recipients).tolist()
        kind = self.scheme.helper_kind if side == "helper" else self.scheme.recipient_kind
        eligible, found = eligible_of(name), set()
        [condition] = eligible
        for each in OPEN_KINDS if kind == Scheme.ANY else (kind,):
            if CONDITIONS[condition].fits(each):
                rows = existing(each, self.on).filter(filter_of(side, each, eligible, on=self.on))
                found |= {pk for pk, _same in _read(rows, ids, "pk")}
        return np.array([0 if pk in found else OUTSIDE for pk in ids], dtype=np.int64)

    def split_pairs(self) -> NDArray[np.intp]:
        """Positions of recipients one of which was split off from the other, or both from a third."""
        ids = self.recipients.tolist()
        parent = dict(_read(Household.objects.exclude(split_from=None), ids, "split_from_id"))
        at = {pk: place for place, pk in enumerate(ids)}
        families: dict[int, list[int]] = {}
        for child, old in parent.items():
            families.setdefault(old, [at[old]] if old in at else []).append(at[child])
        pairs = [(family[0], other) for family in families.values() for other in family[1:]]
        return np.array(pairs, dtype=np.intp).reshape(-1, 2)

    def relatives(self) -> NDArray[np.intp]:
        """Positions of helpers who live in one household."""
        ids = self.helpers.tolist()
        homes = dict(_read(Person.objects.exclude(household=None), ids, "household_id"))
        families: dict[int, list[int]] = {}
        for place, pk in enumerate(ids):
            if pk in homes:
                families.setdefault(homes[pk], []).append(place)
        pairs = [(a, b) for family in families.values() for n, a in enumerate(family) for b in family[n + 1 :]]
        return np.array(pairs, dtype=np.intp).reshape(-1, 2)


def rules_for(people: People) -> list[Rule]:
    """Return the side rules of a scheme for these people, each under its sentence."""
    return [MAKERS[rule["rule"]](people, sentence(people.scheme, rule), rule) for rule in people.scheme.side_rules]


def _unit_per_area(p: People, name: str, rule: Mapping[str, Any]) -> Rule:
    return _quota(name, p.units, p.areas(rule["level"]), rule, Counting.HELPERS)


def _units_in_area(p: People, name: str, rule: Mapping[str, Any]) -> Rule:
    return Variety(name, p.units, p.areas(rule["level"]), rule["most"])


def _areas_per_helper(p: People, name: str, rule: Mapping[str, Any]) -> Rule:
    return Variety(name, p.each_helper, p.areas(rule["level"]), rule["most"], of_helpers=True)


def _class_per_helper(p: People, name: str, rule: Mapping[str, Any]) -> Rule:
    return _quota(name, p.each_helper, p.class_of("recipient", rule["class"]), rule, Counting.PAIRS)


def _class_per_area(p: People, name: str, rule: Mapping[str, Any]) -> Rule:
    return _quota(name, p.class_of("helper", rule["class"]), p.areas(rule["level"]), rule, Counting.HELPERS)


def _quota(name: str, ours: Ints, theirs: Ints, rule: Mapping[str, Any], counting: Counting) -> Rule:
    """Raises ``ProblemRefused`` where something is demanded of a class that nobody is of."""
    least = rule.get("least") or 0
    if least and ((ours == OUTSIDE).all() or (theirs == OUTSIDE).all()):
        raise refused("rule_nobody", rules=[name], needed=least)
    return Quota(name, ours, theirs, rule.get("most"), least, counting)


MAKERS: dict[str, Callable[[People, str, Mapping[str, Any]], Rule]] = {
    "unit_per_area": _unit_per_area,
    "units_in_area": _units_in_area,
    "areas_per_helper": _areas_per_helper,
    "class_per_helper": _class_per_helper,
    "class_per_area": _class_per_area,
    "split_together": lambda p, name, _rule: TogetherRecipients(name, p.split_pairs()),
    "split_apart": lambda p, name, _rule: ApartRecipients(name, p.split_pairs()),
    "relatives_apart": lambda p, name, rule: ApartHelpers(name, p.relatives(), p.areas(rule["level"])),
}


def _read(rows: QuerySet[Any], ids: Sequence[int], column: str) -> Iterator[tuple[int, Any]]:
    """Yield (party, value) of the rows that are among these parties, some thousand at a time."""
    for start in range(0, len(ids), CHUNK):
        yield from rows.filter(pk__in=ids[start : start + CHUNK]).order_by().values_list("pk", column)


def numbered(keys: Sequence[Any]) -> Ints:
    """Return groups as numbers from 0; ``OUTSIDE`` for None."""
    numbers: dict[Any, int] = {}
    found = [OUTSIDE if key is None else numbers.setdefault(key, len(numbers)) for key in keys]
    return np.array(found, dtype=np.int64)
