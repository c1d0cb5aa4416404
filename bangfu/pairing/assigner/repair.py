"""A good assignment that keeps the side rules, found by forbidding what breaks them and solving the flow again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from .assignment import Assignment
from .flow import solve
from .objective import cost_objective
from .problem import Ints, Mask
from .refusals import ProblemRefused
from .residual import NEVER, slack_of
from .rules import (
    OUTSIDE,
    ApartHelpers,
    ApartRecipients,
    Counting,
    Quota,
    Rule,
    TogetherRecipients,
    Variety,
    breaches,
)

ROUNDS = 20
"""Flows solved at most before repair is given up."""


def repaired(relaxed: Assignment, rules: Sequence[Rule]) -> Mask | None:
    """Candidates of an assignment that keeps all rules, or None where this simple way finds none."""
    repair = Repair(relaxed)
    for _ in range(ROUNDS):
        if not breaches(repair.problem, repair.chosen, rules):
            return repair.chosen
        for rule in rules:
            repair.mend(rule)
        try:
            if not repair.solve_again():
                return None
        except ProblemRefused:
            return None
    return None


class Repair:
    """The state of a repair: what is `forbidden`, what is `forced`, and the candidates `chosen` under both."""

    def __init__(self, relaxed: Assignment) -> None:
        self.problem = relaxed.problem
        self.chosen = relaxed.chosen
        self.forbidden = np.zeros(len(self.chosen), dtype=bool)
        self.forced = self.problem.frozen.copy()
        self.changed = False
        objective = cost_objective(self.problem, relaxed.certificate.place_price)
        slack = slack_of(self.problem, objective, relaxed.chosen, relaxed.certificate.cost)
        self.slack: Ints = np.where(slack.enter < NEVER, slack.enter, 0)

    def solve_again(self) -> bool:
        """Solve with what is forbidden and forced by now; False if nothing new was."""
        if not self.changed:
            return False
        self.changed = False
        kept = np.flatnonzero(~self.forbidden)
        problem = replace(self.problem, frozen=self.forced).only(kept)
        self.chosen = np.zeros(len(self.chosen), dtype=bool)
        self.chosen[kept[solve(problem).chosen]] = True
        return True

    def forbid(self, arcs: NDArray[np.intp]) -> None:
        """Take candidates out, except forced ones."""
        new = arcs[~self.forbidden[arcs] & ~self.forced[arcs]]
        self.forbidden[new] = True
        self.changed |= bool(len(new))

    def force(self, arc: int) -> None:
        """Choose a candidate for good."""
        self.forced[arc] = True
        self.changed = True

    def mend(self, rule: Rule) -> None:
        """Forbid or force what mends the breaches of one rule."""
        match rule:
            case Quota():
                self.mend_quota(rule)
            case Variety():
                self.mend_variety(rule)
            case ApartHelpers():
                self.mend_apart_helpers(rule)
            case ApartRecipients():
                for first, second in rule.pairs.tolist():
                    shared = np.intersect1d(self.helpers_of(first), self.helpers_of(second))
                    candidates = self.problem.candidates
                    self.forbid(np.flatnonzero((candidates.recipient == second) & np.isin(candidates.helper, shared)))
            case TogetherRecipients():
                for first, second in rule.pairs.tolist():
                    if not np.array_equal(self.helpers_of(first), self.helpers_of(second)):
                        self.unite(first, second)

    def helpers_of(self, recipient: int) -> NDArray[np.int32]:
        """Helpers chosen for a recipient, in order."""
        candidates = self.problem.candidates
        return candidates.helper[self.chosen & (candidates.recipient == recipient)]

    def mend_quota(self, rule: Quota) -> None:
        """Keep the best `most` of a group and forbid its others; force one more where too few."""
        helper, recipient = self.problem.candidates.helper, self.problem.candidates.recipient
        width = int(np.max(rule.recipient_group, initial=0)) + 1
        helper_group = np.asarray(rule.helper_group, dtype=np.int64)[helper]
        recipient_group = np.asarray(rule.recipient_group, dtype=np.int64)[recipient]
        outside = (helper_group == OUTSIDE) | (recipient_group == OUTSIDE)
        group = np.where(outside, OUTSIDE, helper_group * width + recipient_group)
        by_helper = rule.counting is Counting.HELPERS
        for breach in breaches(self.problem, self.chosen, [rule]):
            arcs = np.flatnonzero(group == breach.where[0] * width + breach.where[1])
            if breach.found < rule.least:
                self.force_one(arcs, by_helper)
            else:
                self.forbid(surplus(arcs, helper, self.chosen, self.slack, rule.most or 0, by_helper))

    def mend_variety(self, rule: Variety) -> None:
        """Leave a group with too many different ones those that have most of it by now."""
        candidates = self.problem.candidates
        bounded, counted = rule.sides(candidates.helper, candidates.recipient)
        order = np.argsort(bounded, kind="stable")
        for breach in breaches(self.problem, self.chosen, [rule]):
            start, end = np.searchsorted(bounded[order], [breach.where[0], breach.where[0] + 1])
            arcs = order[start:end]
            groups, taken = np.unique(counted[arcs[self.chosen[arcs]]], return_counts=True)
            kept = groups[np.argsort(-taken, kind="stable")][: rule.most]
            self.forbid(arcs[~np.isin(counted[arcs], kept)])

    def force_one(self, arcs: NDArray[np.intp], by_helper: bool) -> None:
        """Choose one more candidate of `arcs` for good, the one with the least slack."""
        helper = self.problem.candidates.helper
        open_arcs = arcs[~self.chosen[arcs] & ~self.forbidden[arcs]]
        if by_helper:
            open_arcs = open_arcs[~np.isin(helper[open_arcs], helper[arcs[self.chosen[arcs]]])]
        if len(open_arcs):
            self.force(int(open_arcs[np.argmin(self.slack[open_arcs])]))

    def mend_apart_helpers(self, rule: ApartHelpers) -> None:
        """Where two helpers meet, the one with fewer recipients there leaves."""
        helper, recipient = self.problem.candidates.helper, self.problem.candidates.recipient
        everybody = np.arange(len(self.problem.recipients))
        group = np.asarray(everybody if rule.recipient_group is None else rule.recipient_group)[recipient]
        for first, second in rule.pairs.tolist():
            groups = [group[self.chosen & (helper == one)] for one in (first, second)]
            for where in np.intersect1d(*groups).tolist():
                if where != OUTSIDE:
                    fewer = first if (groups[0] == where).sum() < (groups[1] == where).sum() else second
                    self.forbid(np.flatnonzero((helper == fewer) & (group == where)))

    def unite(self, first: int, second: int) -> None:
        """Leave two recipients only the common helper with the least slack for both."""
        candidates = self.problem.candidates
        total: dict[int, int] = {}
        seen: dict[int, int] = {}
        arcs = np.flatnonzero(np.isin(candidates.recipient, (first, second)) & ~self.forbidden)
        for arc in arcs.tolist():
            helper = int(candidates.helper[arc])
            total[helper] = total.get(helper, 0) + int(self.slack[arc])
            seen[helper] = seen.get(helper, 0) + 1
        common = [helper for helper, count in seen.items() if count == 2]
        best = min(common, key=lambda helper: (total[helper], helper), default=None)
        self.forbid(arcs if best is None else arcs[candidates.helper[arcs] != best])


def surplus(
    arcs: NDArray[np.intp], helper: NDArray[np.int32], chosen: Mask, slack: Ints, most: int, by_helper: bool
) -> NDArray[np.intp]:
    """Candidates of a group to forbid, so that at most `most` pairs (or helpers) are left in it."""
    if by_helper:
        count: dict[int, int] = {}
        for one in helper[arcs[chosen[arcs]]].tolist():
            count[one] = count.get(one, 0) + 1
        kept = sorted(count, key=lambda one: (-count[one], one))[:most]
        return arcs[~np.isin(helper[arcs], kept)]
    taken = arcs[chosen[arcs]]
    kept_arcs = taken[np.argsort(slack[taken], kind="stable")[:most]]
    return np.setdiff1d(arcs, kept_arcs)
