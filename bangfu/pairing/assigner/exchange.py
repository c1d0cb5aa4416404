"""The cheapest way to make room for a change: shortest exchanges in the residual graph.

Giving a recipient another helper frees the old one and burdens the new one, who may pass a recipient on, and so
on until the old helper, or anybody with time to spare, takes the last. Each step moves one recipient or changes
one load. All steps have non-negative slack, so Dijkstra's search from the end finds the cheapest chain, and
stops as soon as nothing better can come.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .problem import Problem
from .residual import NEVER, Slack

ROOT = -1
"""The node where loads and unfilled places end, beside helpers 0, 1, ..."""


class Step(NamedTuple):
    """One step of a chain from `origin` to `target` (helpers or `ROOT`), by moving `recipient` (or nobody: -1)."""

    origin: int
    target: int
    recipient: int


@dataclass(frozen=True, eq=False)
class Chains:
    """Searches for chains of exchanges in one assignment.

    `taken` lists the chosen candidates that may change, by recipient: those of recipient r are
    `taken[taken_start[r]:taken_start[r + 1]]`.
    """

    problem: Problem
    slack: Slack
    taken: NDArray[np.intp]
    taken_start: NDArray[np.intp]

    @classmethod
    def of(cls, problem: Problem, slack: Slack) -> Chains:
        """All chains of an assignment with that slack."""
        taken = np.flatnonzero(slack.leave < NEVER)
        taken = taken[np.argsort(problem.candidates.recipient[taken], kind="stable")]
        everybody = np.arange(len(problem.recipients) + 1)
        return cls(problem, slack, taken, np.searchsorted(problem.candidates.recipient[taken], everybody))

    def cheapest(self, end: int, avoiding: int, entry: dict[int, int], wanted: int) -> list[Chain]:
        """The `wanted` cheapest chains from the helpers of `entry` to `end`, cheapest first.

        `entry` is what starting at a helper costs; `avoiding` is the recipient the change is about.
        """
        found: list[Chain] = []
        first = min(entry.values(), default=0)
        known = self.direct_cost(end, entry, wanted)

        def limit() -> int:
            return min(known + 1, found[wanted - 1].cost if len(found) >= wanted else known + 1) - first

        search = Search(self, avoiding, limit, {end: 0})
        for node, distance in search.settle():
            if node in entry:
                found.append(Chain(distance + entry[node], node, end, search))
                found.sort(key=lambda chain: (chain.cost, chain.start))
        return found[:wanted]

    def direct_cost(self, end: int, entry: dict[int, int], wanted: int) -> int:
        """What the `wanted` best cost at most, because helpers with time to spare need no chain."""
        ending = 0 if end == ROOT else int(self.slack.freer[end])
        direct = sorted(cost + int(self.slack.busier[helper]) + ending for helper, cost in entry.items())
        return min(direct[wanted - 1], int(NEVER)) if len(direct) >= wanted else int(NEVER)


@dataclass(eq=False)
class Chain:
    """A chain from helper `start` to `end`, at `cost` in slack."""

    cost: int
    start: int
    end: int
    search: Search

    def steps(self) -> Iterator[Step]:
        """The steps in order."""
        node = self.start
        while node != self.end:
            target, recipient = self.search.onward[node]
            yield Step(node, target, recipient)
            node = target


@dataclass(eq=False)
class Search:
    """Dijkstra's search, backwards from the end of the chains."""

    chains: Chains
    avoiding: int
    limit: Callable[[], int]
    distance: dict[int, int]
    onward: dict[int, tuple[int, int]] = field(default_factory=dict)
    reached: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    heap: list[tuple[int, int]] = field(default_factory=list)

    def settle(self) -> Iterator[tuple[int, int]]:
        """Nodes in order of distance, until `limit()` is reached."""
        self.heap = [(distance, node) for node, distance in self.distance.items()]
        self.reached = np.full(len(self.chains.problem.recipients), NEVER, dtype=np.int64)
        self.reached[self.avoiding] = -1
        while self.heap and self.heap[0][0] < self.limit():
            distance, node = heapq.heappop(self.heap)
            if distance > self.distance[node]:
                continue
            yield node, distance
            if node == ROOT:
                self.pass_root(distance)
            else:
                self.pass_helper(node, distance)

    def offer(self, node: int, distance: int, target: int, recipient: int) -> None:
        """A way from `node` to `target` by moving `recipient`."""
        if distance < self.distance.get(node, int(NEVER)):
            self.distance[node] = distance
            self.onward[node] = (target, recipient)
            heapq.heappush(self.heap, (distance, node))

    def pass_helper(self, helper: int, distance: int) -> None:
        """Whoever could hand a recipient to `helper`, and the root if `helper` could do with one fewer."""
        slack, problem = self.chains.slack, self.chains.problem
        if slack.freer[helper] < NEVER:
            self.offer(ROOT, distance + int(slack.freer[helper]), helper, -1)
        arcs = slice(problem.helper_start[helper], problem.helper_start[helper + 1])
        there = distance + slack.enter[arcs]
        recipients = problem.candidates.recipient[arcs]
        better = np.flatnonzero((there < self.reached[recipients]) & (there < self.limit()))
        self.reached[recipients[better]] = there[better]
        for recipient, cost in zip(recipients[better].tolist(), there[better].tolist(), strict=True):
            self.pass_recipient(recipient, cost, helper)

    def pass_recipient(self, recipient: int, distance: int, target: int) -> None:
        """The helpers whom `recipient` could leave for `target`, and the root if it could have one more."""
        chains = self.chains
        if chains.slack.gain[recipient] < NEVER:
            self.offer(ROOT, distance + int(chains.slack.gain[recipient]), target, recipient)
        for arc in chains.taken[chains.taken_start[recipient] : chains.taken_start[recipient + 1]].tolist():
            origin = int(chains.problem.candidates.helper[arc])
            self.offer(origin, distance + int(chains.slack.leave[arc]), target, recipient)

    def pass_root(self, distance: int) -> None:
        """Every helper with time to spare, and every one who could drop a recipient."""
        chains, slack = self.chains, self.chains.slack
        furthest = min(self.limit() - distance, int(NEVER)) - 1
        spare = np.flatnonzero(slack.busier <= furthest)
        for helper, cost in zip(spare.tolist(), slack.busier[spare].tolist(), strict=True):
            self.offer(helper, distance + cost, ROOT, -1)
        recipient = chains.problem.candidates.recipient[chains.taken]
        cost = slack.leave[chains.taken] + np.minimum(slack.lose[recipient], NEVER - 1)
        dropping = np.flatnonzero((cost <= furthest) & (slack.lose[recipient] < NEVER) & (recipient != self.avoiding))
        arcs, recipient, cost = chains.taken[dropping], recipient[dropping], cost[dropping]
        helpers = chains.problem.candidates.helper[arcs]
        for helper, price, dropped in zip(helpers.tolist(), cost.tolist(), recipient.tolist(), strict=True):
            self.offer(helper, distance + price, ROOT, dropped)
