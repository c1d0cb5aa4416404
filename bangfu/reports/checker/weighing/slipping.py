"""The conflicts of a page: for every figure still unexplained, whether it is a slip."""

import re
from collections.abc import Iterator

from bangfu.reports.checker.relations.finding import Relation
from bangfu.reports.checker.weighing import differences, means, rates, runs, slips
from bangfu.reports.checker.weighing.figures import Figures, Floats
from bangfu.reports.checker.weighing.hypotheses import Hypotheses
from bangfu.reports.checker.weighing.known import Known
from bangfu.reports.checker.weighing.telling import contradicted, told_of
from bangfu.reports.checker.weighing.weights import Weights, limits, weights

_PREDICATE = re.compile(r"完成|达到|实现|预计|控制在|突破")
_SIGNS = {
    "run": (runs.FEATURES, runs.NONE_FEATURES),
    "share": (rates.FEATURES, rates.NONE_FEATURES),
    "growth": (rates.FEATURES, rates.NONE_FEATURES),
    "mean": (means.FEATURES, means.NONE_FEATURES),
    "difference": (differences.FEATURES, differences.NONE_FEATURES),
}


def slipped(figures: Figures, relations: list[Relation]) -> Iterator[Relation]:
    """Conflicts among figures that `relations` neither explain nor accuse."""
    known = Known(figures, relations)
    explained, summed = explained_by(figures, relations)
    for place in figures.core:
        item = figures.items[place]
        if item.spot is None or not item.claim.exact:
            continue  # what is told vaguely contradicts hardly anything
        for kind in _SIGNS:
            if place in (explained if kind == "difference" else known.computed):
                continue
            found = close_hypotheses(figures, known, place, kind)
            if found is None:
                continue
            slip = slips.slip_of(figures, place, found, weight_of(f"close_{kind}", kind), kind)
            if slip is None:
                continue
            others = [int(other) for other in found.others[slip.row]]
            if kind in ("run", "difference") and summed & set(others if kind == "run" else others[:2]):
                continue
            if kind == "run" and (_counted_twice(known, others) or _of_different_things(figures, others)):
                continue
            if kind == "share" and len({int(figures.sentence[one]) for one in (place, *others[:2])}) > 1:
                continue
            if slip.features @ slip_weights(kind) > limits()[kind]:
                yield contradicted(told_of(figures, kind, place, others))
                break


def _of_different_things(figures: Figures, others: list[int]) -> bool:
    """Whether a row tells of different things, each with a verb or a rate of its own (收入完成27亿元，增长12%；…)."""
    row = [other for other in others if other >= 0]
    if figures.leads_parts[row[0]] or figures.cuts[row[0]]:
        return False
    rates = int(figures.relative[row[0] : row[-1]].sum())
    return rates > 1 or any(_PREDICATE.search(figures.items[other].words) for other in row)


def _counted_twice(known: Known, others: list[int]) -> bool:
    """Whether a figure of a row is the sum of others of it (547名，98名，两者合起来645名)."""
    row = set(others)
    return any(total in row and parts <= row for total, parts in known.sums)


def explained_by(figures: Figures, relations: list[Relation]) -> tuple[set[int], set[int]]:
    """Places in relations that hold, and places that are parts of sums of three and more that hold."""
    explained: set[int] = set()
    summed: set[int] = set()
    for found in relations:
        if found.verdict not in ("consistent", "rounding", "truncation") or found.kind in ("subset", "repeat"):
            continue
        places = [figures.place[claim] for claim in found.claims if claim in figures.place]
        explained.update(places)
        if found.kind == "sum" and len(places) > 3:
            summed.update(places[1:])
    return explained, summed


def close_hypotheses(figures: Figures, known: Known, place: int, kind: str) -> Hypotheses | None:
    """The relations of `kind` that the figure at `place` may be stated by among those right around it."""
    item = figures.items[place]
    unit = item.claim.unit
    if kind in ("share", "growth"):
        if not figures.relative[place] or unit in ("percentage_point", "multiple") or figures.value[place] == 100:
            return None
        growing = item.spot is not None and rates.is_growing(item.spot)
        if growing != (kind == "growth"):
            return None
        return rates.rates_of(figures, known, place, growing, True)
    if kind == "mean":
        return means.means_of(figures, known, place, True) if means.is_per(figures, place) else None
    if kind == "run":
        return None if figures.relative[place] or figures.time[place] else runs.runs_of(figures, known, place, True)
    if figures.relative[place] and unit != "percentage_point":
        return None
    return differences.differences_of(figures, known, place, True)


def weight_of(name: str, kind: str) -> Weights:
    """The weights `name` for the signs of `kind`."""
    return weights(name, *_SIGNS[kind])


def slip_weights(kind: str) -> Floats:
    """The weights of the signs of a slip of `kind`: those of the relation, then those of the difference."""
    signs, none = _SIGNS[kind]
    return weights(f"slip_{kind}", (*signs, *(f"none_{one}" for one in none), *slips.FEATURES), ()).signs
