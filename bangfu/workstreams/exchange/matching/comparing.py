"""What an allocation does, beside what first-come does with the same needs; and what would have met more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from bangfu.workstreams.exchange.matching.candidates import Candidates, Mask, Objective, Relaxed, candidates_of
from bangfu.workstreams.exchange.matching.rows import NeedRow, OfferRow
from bangfu.workstreams.exchange.matching.solving import Solved, fill, points_of, solve


@dataclass(frozen=True)
class Outcome:
    """An allocation in figures: needs met, villages and households reached, weeks waited by those left, points."""

    needs: int
    met: int
    urgent_met: int
    villages: int
    households: int
    weeks_left: int
    points: int

    @property
    def rate(self) -> float | None:
        """Needs met of all, in per cent; None without needs."""
        return self.met * 100 / self.needs if self.needs else None

    def as_data(self) -> dict[str, Any]:
        """Return the figures as a dictionary, the rate among them."""
        return asdict(self) | {"rate": self.rate}


def outcome_of(candidates: Candidates, objective: Objective, chosen: Mask) -> Outcome:
    """Return what an allocation does."""
    met = set(candidates.need[chosen].tolist())
    rows = [candidates.needs[n] for n in met]
    return Outcome(
        needs=len(candidates.needs),
        met=len(met),
        urgent_met=sum(1 for row in rows if row.urgency == 2),
        villages=len({row.area_code[:12] for row in rows}),
        households=len({row.asker for row in rows}),
        weeks_left=sum(row.weeks for n, row in enumerate(candidates.needs) if n not in met),
        points=points_of(candidates, objective, chosen),
    )


def first_come(candidates: Candidates) -> Mask:
    """Return what a board that only lists does: donors come one after the other, and each takes from the top.

    Donors come in the order of their offers; the top of the board is the oldest need. Every donor keeps their own
    conditions and gives until nothing is left.
    """
    order = np.lexsort((candidates.need, candidates.offer))
    return fill(candidates, Objective(), order)


SECONDS_EACH = 4.0
REASONS = ("no_offer", "unlike", "place", "conditions", "used_up")


def reasons_of(solved: Solved, needs: Sequence[NeedRow], offers: Sequence[OfferRow]) -> dict[int, str]:
    """Return need position → why it stays unmet: the first condition that shuts everything out."""
    candidates = solved.candidates
    met, possible = set(candidates.need[solved.chosen].tolist()), set(candidates.need.tolist())
    kinds = {(offer.kind, offer.unit) for offer in offers}
    budgets = any(offer.is_budget for offer in offers)
    reasons = {}
    for number, need in enumerate(needs):
        if number in met:
            continue
        if number in possible:
            reasons[number] = "used_up"
        elif (need.kind, need.unit) not in kinds and not (budgets and need.wish):
            reasons[number] = "no_offer"
        else:
            reasons[number] = "conditions"
    return reasons


def remedies(
    needs: Sequence[NeedRow],
    offers: Sequence[OfferRow],
    objective: Objective,
    synonyms: Sequence[Sequence[str]],
    met: int,
) -> list[dict[str, Any]]:
    """Return how many more needs would be met without a condition, or with more of the offers that ran out.

    Each is a solution of its own of the whole problem, not a guess from the pairs; what a short search finds counts,
    so that there may be more.
    """
    found = []
    for name, relaxed in (
        ("place", Relaxed(places=True)),
        ("conditions", Relaxed(conditions=True)),
        ("unlike", Relaxed(likeness=True)),
    ):
        solved = solve(
            candidates_of(needs, offers, objective, synonyms, relaxed=relaxed), objective, seconds=SECONDS_EACH
        )
        found.append({"name": name, "more": int(solved.chosen.sum()) - met})
    candidates = candidates_of(needs, offers, objective, synonyms)
    found.append({"name": "used_up", "more": len(set(candidates.need.tolist())) - met})
    return sorted((row for row in found if row["more"] > 0), key=lambda row: -row["more"])


def narrowed(
    unmet: Sequence[NeedRow], offers: Sequence[OfferRow], objective: Objective, synonyms: Sequence[Sequence[str]]
) -> dict[int, str]:
    """Return need id → the one condition without which somebody could meet it: likeness, place or the donor's own."""
    told: dict[int, str] = {}
    for name, relaxed in (
        ("place", Relaxed(places=True)),
        ("conditions", Relaxed(conditions=True)),
        ("unlike", Relaxed(likeness=True)),
    ):
        possible = candidates_of(unmet, offers, objective, synonyms, most=1, relaxed=relaxed).need
        for number in set(possible.tolist()):
            told.setdefault(unmet[number].id, name)
    return told
