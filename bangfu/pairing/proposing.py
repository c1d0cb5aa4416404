"""From the registers to an assignment problem: both sides of a scheme, candidate pairs, and the terms of their cost.

Pure reading; ``actions.proposals`` stores what the assigner answers. Costs are whole numbers: a scheme's weight
times a term. The terms of a pair:

``own_village``  1 when the recipient lies outside the village the helper is meant for
``township``     1 when it lies in another township
``county``       1 when it lies in another county
``load``         the k-th recipient of a helper costs k − 1 times the weight, so that load is even
``kept``         what a pair of today is cheaper by, so that a new proposal moves few families

and those of ``preferring``: distance, own unit's village, kinship, skills, last year's helper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangfu.kernel.areas_of import COUNTY, TOWNSHIP, VILLAGE
from bangfu.pairing.assigner import Assignment, Candidates, Helpers, Problem, Recipients, positions, solve
from bangfu.pairing.assigner.candidates import Pairs, Places, all_pairs, area_numbers, generate, union
from bangfu.pairing.assigner.refusals import refused
from bangfu.pairing.assigner.rules import Rule
from bangfu.pairing.assigner.side_rules import EFFORT, solve_with_rules
from bangfu.pairing.assigner.widening import solve_widening
from bangfu.pairing.models import Scheme
from bangfu.pairing.narrowing import allowed, nest_for
from bangfu.pairing.needs import weights_of
from bangfu.pairing.preferring import Candidates as Offered
from bangfu.pairing.preferring import class_capacities, further_terms
from bangfu.pairing.queries.sides import helpers_for, place_field, recipients_for
from bangfu.pairing.queries.today import Today, load_elsewhere, today_in, unenrolled
from bangfu.pairing.ruling import People, rules_for
from bangfu.parties.queries import places_of

ALL_PAIRS = 6_000_000
ENOUGH = 20
LARGEST_BONUS = 10**9
KEPT = 60
"""What a pair of today is cheaper by where the scheme does not say: nobody is moved without need."""
UNLIMITED = 1_000_000


@dataclass(frozen=True)
class Sides:
    """Helpers and recipients of a scheme in a place, as parallel arrays; who is not ``ready`` takes nobody new."""

    helper_ids: NDArray[np.int64]
    helper_places: NDArray[np.str_]
    capacity: NDArray[np.int64]
    recipient_ids: NDArray[np.int64]
    recipient_places: NDArray[np.str_]
    weight: NDArray[np.int64]
    ready: NDArray[np.bool_]


def sides_of(
    scheme: Scheme, area_code: str, on: date, today: Today, *, helper: int | None = None, recipient: int | None = None
) -> Sides:
    """Read both sides; a helper of today who never enrolled stands behind the others and keeps whom it has.

    Where nobody ever enrolled, those who help today are all there are: they take others too.
    """
    enrolled = helpers_for(scheme, area_code, on).order_by("party_id")
    rows = recipients_for(scheme, area_code, on).order_by("pk")
    enrolled = enrolled if helper is None else enrolled.filter(party_id=helper)
    rows = rows if recipient is None else rows.filter(pk=recipient)
    helpers = list(enrolled.values_list("party_id", "area_code", "capacity"))
    ready = len(helpers) if helpers or scheme.enrolments.exists() else None
    helpers += [(pk, "", None) for pk in unenrolled(scheme, today, on) if helper in (None, pk)]
    fields = ["pk", place_field(scheme), *ATTRIBUTE.get(scheme.recipient_kind, [])]
    recipients = list(rows.values_list(*fields))
    weights = weights_of(scheme, area_code, on, [(r[0], (r[2] or "") if len(r) > 2 else "") for r in recipients])
    ids = np.array([h[0] for h in helpers], dtype=np.int64)
    return Sides(
        helper_ids=ids,
        helper_places=np.array([h[1] for h in helpers], dtype=str),
        capacity=capacities(scheme, ids, [h[2] for h in helpers]),
        recipient_ids=np.array([r[0] for r in recipients], dtype=np.int64),
        recipient_places=np.array([r[1] for r in recipients], dtype=str),
        weight=np.array(weights, dtype=np.int64),
        ready=np.arange(len(helpers)) < (len(helpers) if ready is None else ready),
    )


ATTRIBUTE = {"household": ["attribute"], "person": ["household__attribute"]}


def capacities(scheme: Scheme, helpers: NDArray[np.int64], own: Sequence[int | None]) -> NDArray[np.int64]:
    """Return the most recipients of each helper: the scheme's, or that of its class, and its own where that is less."""
    most = scheme.per_helper_max if scheme.per_helper_max is not None else UNLIMITED
    of_class = class_capacities(scheme, helpers)
    limits = [
        min(of_class.get(pk, most), UNLIMITED if less is None else less)
        for pk, less in zip(helpers.tolist(), own, strict=True)
    ]
    return np.array(limits, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Question:
    """What the assigner is asked: both sides of a scheme in a place, how things stand today, and what to weigh.

    ``steady`` asks for the fewest moves: nothing but a gap is reason enough for a family to change its helper.
    ``effort`` is the solver's deterministic time for each level where there are side rules.
    """

    scheme: Scheme
    sides: Sides
    today: Today
    elsewhere: NDArray[np.int64]
    on: date
    steady: bool = False
    effort: float = EFFORT

    @cached_property
    def rules(self) -> list[Rule]:
        """The scheme's side rules; read only where it has any."""
        sides = self.sides
        if not self.scheme.side_rules:
            return []
        places = sides.recipient_places.tolist()
        return rules_for(People(self.scheme, sides.helper_ids, sides.recipient_ids, places, self.on))

    @cached_property
    def standing(self) -> tuple[Pairs, NDArray[np.bool_]]:
        """Today's pairs whose both sides are still there, by position, and which of them are frozen."""
        helper = positions(self.sides.helper_ids, self.today.helper)
        recipient = positions(self.sides.recipient_ids, self.today.recipient)
        there = (helper >= 0) & (recipient >= 0) & self.today.staying
        return Pairs(helper[there], recipient[there]), self.today.frozen[there]

    @cached_property
    def places(self) -> tuple[Places, Places]:
        """Where both sides are."""
        helpers, recipients = self.sides.helper_places, self.sides.recipient_places
        return Places(area_numbers(helpers)), Places(area_numbers(recipients))

    @cached_property
    def seats(self) -> NDArray[np.str_]:
        """Where helpers are meant to help, or else where they are."""
        found = list(zip(self.sides.helper_ids.tolist(), self.sides.helper_places.tolist(), strict=True))
        places = places_of([pk for pk, place in found if not place])
        return np.array([place or places.get(pk, "") for pk, place in found], dtype=str)

    @property
    def is_small(self) -> bool:
        """Whether every helper can come into question for every recipient."""
        return len(self.sides.helper_ids) * len(self.sides.recipient_ids) <= ALL_PAIRS

    @property
    def usual_bonus(self) -> int:
        """What a pair of today is cheaper by under the scheme."""
        return int(self.scheme.weights.get("kept", KEPT))

    def nearby(self) -> Pairs:
        """Return who comes into question first: everybody where that is few enough, else who is near."""
        helpers, recipients = len(self.sides.helper_ids), len(self.sides.recipient_ids)
        if self.scheme.eligible.get("inside"):
            nest = nest_for(self.scheme, self.sides.helper_ids, self.sides.recipient_ids, self.on)
            return union(recipients, Pairs.of(*nest.candidates()))
        if self.is_small:
            return all_pairs(helpers, recipients)
        return generate(*self.places, wanted=ENOUGH, widest=0)

    def candidates(self, pairs: Pairs) -> tuple[Pairs, NDArray[np.bool_], NDArray[np.bool_]]:
        """Return those pairs, and today's, that the scheme allows; which are today's, and which of these are frozen.

        A frozen pair stays whatever the scheme says, and a helper who is not ready keeps only whom it has.
        """
        sides, width = self.sides, max(len(self.sides.recipient_ids), 1)
        standing, frozen = self.standing
        whole = len(pairs.helper) == len(sides.helper_ids) * len(sides.recipient_ids)
        found = pairs if whole else union(width, pairs, standing)
        keys = found.helper.astype(np.int64) * width + found.recipient
        at = np.searchsorted(keys, standing.helper.astype(np.int64) * width + standing.recipient)
        marks = np.zeros((2, len(keys)), dtype=bool)
        marks[0, at], marks[1, at[frozen]] = True, True
        kept = allowed(
            self.scheme, sides.helper_ids, sides.recipient_ids, (self.seats, sides.recipient_places), found, self.on
        )
        kept &= marks[0] | sides.ready[found.helper]
        kept |= marks[1]
        if kept.all():
            return found, marks[0], marks[1]
        return Pairs(found.helper[kept], found.recipient[kept]), marks[0][kept], marks[1][kept]

    def problem(self, pairs: Pairs) -> Problem:
        """Return the problem for a list of candidates; today's pairs always come into question, frozen ones stay."""
        scheme, sides, count = self.scheme, self.sides, len(self.sides.recipient_ids)
        found, current, frozen = self.candidates(pairs)
        offered = Offered(
            scheme, sides.helper_ids, sides.recipient_ids, self.seats, sides.recipient_places, *found, self.on
        )
        terms = _terms(sides, *found) | further_terms(offered)
        weights = {name: int(value) for name, value in scheme.weights.items()}
        most = max(scheme.per_recipient_max or len(sides.helper_ids), scheme.per_recipient_min, 1)
        capacity = np.maximum(sides.capacity - self.elsewhere, 0)
        minimum = np.clip(scheme.per_helper_min - self.elsewhere, 0, None)
        problem = Problem(
            helpers=Helpers(sides.helper_ids, capacity, np.where(sides.ready, minimum, 0)),
            recipients=Recipients(
                sides.recipient_ids, np.full(count, scheme.per_recipient_min), np.full(count, most), sides.weight
            ),
            candidates=Candidates(*found, terms),
            weights={name: weights.get(name, 0) for name in terms},
            frozen=frozen,
            current=current,
            keep_bonus=self.usual_bonus,
            load_cost=np.arange(min(int(capacity.max(initial=0)), 50) or 1) * weights.get("load", 0),
        )
        return replace(problem, keep_bonus=steady_bonus(problem)) if self.steady else problem


def question_for(
    scheme: Scheme,
    area_code: str,
    on: date,
    *,
    steady: bool = False,
    effort: float = EFFORT,
    helper: int | None = None,
    recipient: int | None = None,
) -> Question:
    """Read all that the assigner needs to know of a scheme in a place; a fixed number of statements.

    With ``helper`` and ``recipient`` only these two are asked about.
    """
    today = today_in(scheme, area_code, on)
    sides = sides_of(scheme, area_code, on, today, helper=helper, recipient=recipient)
    elsewhere = load_elsewhere(scheme, area_code, sides.helper_ids, sides.recipient_ids, today, on)
    return Question(scheme, sides, today, elsewhere, on, steady, effort)


def solved(question: Question) -> Assignment:
    """Return the best assignment; in a large county the search widens only for those who would stay without.

    Raises ``ProblemRefused`` where rules contradict each other, or where the effort did not suffice to keep them all.
    """
    pairs = question.nearby()
    if not question.is_small and not question.scheme.eligible.get("inside"):
        assignment, pairs = solve_widening(question.problem, pairs, *question.places, wanted=ENOUGH, widest=0)
        if not question.rules:
            return assignment
    problem = question.problem(pairs)
    if not question.rules:
        return solve(problem)
    try:
        return solve_with_rules(problem, question.rules, question.effort)
    except TimeoutError as spent:
        raise refused("effort_spent") from spent


def steady_bonus(problem: Problem) -> int:
    """Return a bonus for today's pairs that no saving elsewhere outweighs, so that as few as possible move."""
    cost = problem.cost + problem.keep_bonus * problem.current
    spread = int(np.ptp(cost)) + int(np.ptp(problem.load_cost)) if len(cost) else 0
    return min((spread + 1) * max(len(problem.recipients), 1), LARGEST_BONUS)


def _terms(
    sides: Sides, helper: NDArray[np.int32], recipient: NDArray[np.int32]
) -> dict[str, NDArray[np.integer[Any]]]:
    """A helper meant for no place in particular is equally near everywhere."""
    terms = {}
    for name, length in (("own_village", VILLAGE), ("township", TOWNSHIP), ("county", COUNTY)):
        _, codes = np.unique(
            np.concatenate([_cut(sides.helper_places, length), _cut(sides.recipient_places, length)]),
            return_inverse=True,
        )
        of_helper, of_recipient = codes[: len(sides.helper_ids)], codes[len(sides.helper_ids) :]
        anywhere = np.array([len(place) < length for place in sides.helper_places], dtype=bool)
        far = (of_helper[helper] != of_recipient[recipient]) & ~anywhere[helper]
        terms[name] = far.astype(np.int32)
    return terms


def _cut(places: NDArray[np.str_], length: int) -> NDArray[np.str_]:
    return np.array([place[:length] for place in places], dtype=str)
