"""Places or units in order of what they have reached. The method is said beside the result; its numbers are policy.

Score: the weighted mean of the completion of a place's targets in percent, each counted up to a cap. Equal scores (to
two decimals) share a rank, and the next one is passed over (1, 2, 2, 4). Targets without a value count as nothing
reached and are told; upper limits and shares in percent count 100 when kept and 0 when not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from bangfu.figures.board.achieving import Achievement
from bangfu.figures.board.matrix import WHOLE, Matrix
from bangfu.figures.models import Bound
from bangfu.figures.pace import State
from bangfu.figures.units import NOT_SUMMED
from bangfu.kernel.policy.keys import PolicyKey
from bangfu.kernel.policy.queries import policy_or_none

CENT = Decimal("0.01")
WEIGHTS = PolicyKey(
    name="figures.ranking_weights",
    title=_("排名中各指标的权重"),
    type="table",
    help=_("指标代号 → 权重；没有列出的为 1，权重为 0 的不计。"),
)
CAP = PolicyKey(
    name="figures.ranking_cap",
    title=_("排名中单项完成率的上限"),
    type="decimal",
    unit="%",
    help=_("一项再怎么超额，也只按这个完成率计分。"),
)
RANKING_POLICIES = (WEIGHTS, CAP)


@dataclass(frozen=True)
class Ranked:
    """One place or unit: its rank, score, and what the score is made of."""

    rank: int
    key: str
    score: Decimal
    targets: int
    reached: int
    unknown: int


def ranked(groups: Mapping[str, Sequence[Achievement]], weights: Mapping[str, Any], cap: Decimal) -> list[Ranked]:
    """Return the groups in order; those none of whose targets has a weight are left out."""
    scored = []
    for key, lines in groups.items():
        weighted = [(one, Decimal(str(weights.get(one.figure.name, 1)))) for one in lines]
        counted = [(one, weight) for one, weight in weighted if weight > 0]
        if not counted:
            continue
        score = sum(weight * points(one, cap) for one, weight in counted) / sum(weight for _one, weight in counted)
        scored.append((score.quantize(CENT, ROUND_HALF_UP), key, [one for one, _weight in counted]))
    scored.sort(key=lambda item: (-item[0], item[1]))
    found: list[Ranked] = []
    for number, (score, key, lines) in enumerate(scored, start=1):
        rank = found[-1].rank if found and found[-1].score == score else number
        states = [one.standing.state for one in lines]
        found.append(Ranked(rank, key, score, len(lines), states.count(State.REACHED), states.count(State.UNKNOWN)))
    return found


def points(one: Achievement, cap: Decimal) -> Decimal:
    """Return what one target counts: its completion in percent up to the cap."""
    found = one.standing
    if found.actual is None:
        return Decimal(0)
    if one.target.bound == Bound.AT_MOST:
        return Decimal(100) if found.state in (State.REACHED, State.ON_PACE) else Decimal(0)
    if one.figure.unit in NOT_SUMMED:
        return Decimal(100) if found.state is State.REACHED else Decimal(0)
    return min(max(found.reached or Decimal(0), Decimal(0)), cap)


def ranking_of(matrix: Matrix, place: str, workstream: str, on: date) -> tuple[list[Ranked], Decimal]:
    """Return the columns of a board in order, for one working group or all, and the cap that was used."""
    weights = policy_or_none(WEIGHTS.name, place, on) or {}
    cap = policy_or_none(CAP.name, place, on) or Decimal(100)
    keys = [key for key in matrix.columns if key != WHOLE]
    groups = {key: matrix.lines(workstream, key) for key in keys}
    return ranked({key: lines for key, lines in groups.items() if lines}, weights, cap), cap
