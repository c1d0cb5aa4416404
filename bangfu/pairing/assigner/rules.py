"""Side rules: what a flow cannot express, and whether an assignment keeps it.

All arrays follow the order of the people in the problem as the caller built it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .problem import Ints, Mask, Problem, sorting

OUTSIDE = -1
"""Group of people whom a rule does not concern."""


class Counting(StrEnum):
    """What a quota counts."""

    PAIRS = "pairs"
    HELPERS = "helpers"
    """Different helpers, however many recipients each has in the group."""


@dataclass(frozen=True, eq=False)
class Quota:
    """Between `least` and `most` (None: any number) in every group of helpers with every group of recipients.

    At most two cadres of one unit in one village: groups are units and villages, counting helpers, most 2. Each
    role of a team once: groups are roles and teams, most 1. At least one party member in each village: members
    are group 0 and others `OUTSIDE`, least 1.
    """

    name: str
    helper_group: Ints
    recipient_group: Ints
    most: int | None = None
    least: int = 0
    counting: Counting = Counting.PAIRS

    def reordered(self, helper_order: NDArray[np.intp], recipient_order: NDArray[np.intp]) -> Quota:
        """The rule for people in another order."""
        groups = np.asarray(self.helper_group)[helper_order], np.asarray(self.recipient_group)[recipient_order]
        return replace(self, helper_group=groups[0], recipient_group=groups[1])


@dataclass(frozen=True, eq=False)
class ApartHelpers:
    """Two helpers (rows of `pairs`) never work in the same group of recipients (by default: for the same one)."""

    name: str
    pairs: NDArray[np.integer]
    recipient_group: Ints | None = None

    def reordered(self, helper_order: NDArray[np.intp], recipient_order: NDArray[np.intp]) -> ApartHelpers:
        """The rule for people in another order."""
        group = None if self.recipient_group is None else np.asarray(self.recipient_group)[recipient_order]
        return replace(self, pairs=moved(self.pairs, helper_order), recipient_group=group)


@dataclass(frozen=True, eq=False)
class ApartRecipients:
    """Two recipients (rows of `pairs`) never have the same helper."""

    name: str
    pairs: NDArray[np.integer]

    def reordered(self, _: NDArray[np.intp], recipient_order: NDArray[np.intp]) -> ApartRecipients:
        """The rule for people in another order."""
        return replace(self, pairs=moved(self.pairs, recipient_order))


@dataclass(frozen=True, eq=False)
class TogetherRecipients:
    """Two recipients (rows of `pairs`) have the same helpers: a household that was split, two wards of one kin."""

    name: str
    pairs: NDArray[np.integer]

    def reordered(self, _: NDArray[np.intp], recipient_order: NDArray[np.intp]) -> TogetherRecipients:
        """The rule for people in another order."""
        return replace(self, pairs=moved(self.pairs, recipient_order))


@dataclass(frozen=True, eq=False)
class Variety:
    """At most `most` different groups of helpers in each group of recipients: one unit for a village group.

    With `of_helpers` the other way round: each group of helpers in at most `most` groups of recipients, as one cadre
    (each helper a group) whose households lie in one village. People `OUTSIDE` are not counted.
    """

    name: str
    helper_group: Ints
    recipient_group: Ints
    most: int = 1
    of_helpers: bool = False

    def reordered(self, helper_order: NDArray[np.intp], recipient_order: NDArray[np.intp]) -> Variety:
        """The rule for people in another order."""
        groups = np.asarray(self.helper_group)[helper_order], np.asarray(self.recipient_group)[recipient_order]
        return replace(self, helper_group=groups[0], recipient_group=groups[1])

    def sides(self, helper: NDArray[np.integer], recipient: NDArray[np.integer]) -> tuple[Ints, Ints]:
        """For each pair the group that is bounded, and the group that is counted in it; `OUTSIDE` for both or none."""
        ours = np.asarray(self.helper_group, dtype=np.int64)[helper]
        theirs = np.asarray(self.recipient_group, dtype=np.int64)[recipient]
        outside = (ours == OUTSIDE) | (theirs == OUTSIDE)
        bounded, counted = (ours, theirs) if self.of_helpers else (theirs, ours)
        return np.where(outside, OUTSIDE, bounded), np.where(outside, OUTSIDE, counted)


Rule = Quota | ApartHelpers | ApartRecipients | TogetherRecipients | Variety


@dataclass(frozen=True)
class RuleBreach:
    """Where an assignment breaks a rule: groups or people concerned, and the number found for a quota."""

    rule: str
    where: tuple[Any, ...]
    found: int = 0


def canonical_rules(problem: Problem, rules: Sequence[Rule]) -> list[Rule]:
    """The rules for `problem.canonical()`."""
    helper_order, recipient_order = sorting(problem.helpers.ids)[0], sorting(problem.recipients.ids)[0]
    return [rule.reordered(helper_order, recipient_order) for rule in rules]


def breaches(problem: Problem, chosen: Mask, rules: Sequence[Rule]) -> list[RuleBreach]:
    """Every breach of `rules` by the chosen candidates; rules and problem in the same order."""
    found: list[RuleBreach] = []
    helper, recipient = problem.candidates.helper[chosen], problem.candidates.recipient[chosen]
    for rule in rules:
        match rule:
            case Quota():
                found += quota_breaches(rule, helper, recipient)
            case Variety():
                found += variety_breaches(rule, helper, recipient)
            case ApartHelpers():
                found += apart_breaches(rule, problem, helper, recipient)
            case ApartRecipients():
                of = helpers_by(recipient, helper)
                shared = ((a, b) for a, b in rule.pairs.tolist() if of.get(a, set()) & of.get(b, set()))
                found += [RuleBreach(rule.name, named(problem.recipients.ids, pair)) for pair in shared]
            case TogetherRecipients():
                of = helpers_by(recipient, helper)
                split = ((a, b) for a, b in rule.pairs.tolist() if of.get(a, set()) != of.get(b, set()))
                found += [RuleBreach(rule.name, named(problem.recipients.ids, pair)) for pair in split]
    return found


def quota_breaches(rule: Quota, helper: NDArray[np.int32], recipient: NDArray[np.int32]) -> list[RuleBreach]:
    """Groups with too many or too few."""
    count = dict.fromkeys(obliged_groups(rule), 0)
    seen = set()
    for h, r in zip(helper.tolist(), recipient.tolist(), strict=True):
        where = int(rule.helper_group[h]), int(rule.recipient_group[r])
        counted = (where, h) if rule.counting is Counting.HELPERS else (where, h, r)
        if OUTSIDE not in where and counted not in seen:
            seen.add(counted)
            count[where] = count.get(where, 0) + 1
    most = np.inf if rule.most is None else rule.most
    return [RuleBreach(rule.name, where, n) for where, n in sorted(count.items()) if not rule.least <= n <= most]


def variety_breaches(rule: Variety, helper: NDArray[np.integer], recipient: NDArray[np.integer]) -> list[RuleBreach]:
    """Groups in which too many different ones meet."""
    within = {k: v for k, v in helpers_by(*rule.sides(helper, recipient)).items() if k != OUTSIDE}
    return [RuleBreach(rule.name, (where,), len(of)) for where, of in sorted(within.items()) if len(of) > rule.most]


def obliged_groups(rule: Quota) -> list[tuple[int, int]]:
    """Groups that must reach a least number, whether or not they have candidates."""
    if rule.least <= 0:
        return []
    helper_groups, recipient_groups = np.unique(rule.helper_group), np.unique(rule.recipient_group)
    pairs = ((a, b) for a in helper_groups.tolist() for b in recipient_groups.tolist())
    return [pair for pair in pairs if OUTSIDE not in pair]


def apart_breaches(
    rule: ApartHelpers, problem: Problem, helper: NDArray[np.int32], recipient: NDArray[np.int32]
) -> list[RuleBreach]:
    """Helpers who meet where they must not."""
    group = recipient if rule.recipient_group is None else np.asarray(rule.recipient_group)[recipient]
    places = helpers_by(helper, group)
    met = ((a, b) for a, b in rule.pairs.tolist() if (places.get(a, set()) & places.get(b, set())) - {OUTSIDE})
    return [RuleBreach(rule.name, named(problem.helpers.ids, pair)) for pair in met]


def helpers_by(key: NDArray[np.integer], value: NDArray[np.integer]) -> dict[int, set[int]]:
    """All values that occur with each key."""
    found: dict[int, set[int]] = {}
    for k, v in zip(key.tolist(), value.tolist(), strict=True):
        found.setdefault(k, set()).add(v)
    return found


def moved(pairs: NDArray[np.integer], order: NDArray[np.intp]) -> NDArray[np.intp]:
    """Positions in pairs after their people have been put in `order`."""
    place = np.empty(len(order), dtype=np.intp)
    place[order] = np.arange(len(order))
    return place[np.asarray(pairs, dtype=np.intp).reshape(-1, 2)]


def named(ids: NDArray[Any], pair: Sequence[int]) -> tuple[Any, ...]:
    """Identifiers of two people."""
    return tuple(ids[list(pair)].tolist())
