"""Relations that a reader expects and the arithmetic bears out, wherever in the document the figures stand.

For every figure all relations that it could be stated by are set up (`rates`, `means`, `differences`, `runs`). Signs
in words and places say how much each is to be expected, before any arithmetic; agreement to the last digit then speaks
for a relation the more, the less likely chance gives it. What has most of the belief, against all others and against
there being no relation, is told. What does not fit is told only where `slipping` and `again` are sure of a slip.
"""

import math
from collections.abc import Callable, Iterator

import numpy as np

from bangfu.reports.checker.context import Page
from bangfu.reports.checker.grids import Grid
from bangfu.reports.checker.relations.finding import Relation
from bangfu.reports.checker.relations.nearness import is_called_base
from bangfu.reports.checker.weighing import again, differences, means, products, rates, runs, within
from bangfu.reports.checker.weighing.figures import Figures, Floats, Indexes, blocks_of
from bangfu.reports.checker.weighing.hypotheses import Hypotheses
from bangfu.reports.checker.weighing.known import Known
from bangfu.reports.checker.weighing.scattered import scattered
from bangfu.reports.checker.weighing.slipping import slipped
from bangfu.reports.checker.weighing.telling import (
    doubted,
    told_again,
    told_of,
    told_otherwise,
    told_part,
    told_product,
    told_sum,
)
from bangfu.reports.checker.weighing.weights import Weights, limits, weights

_LEAST = 0.5  # of all belief
_LEAST_AGAIN = 0.6  # where the grammar found other figures for it
_LEAST_ACCUSED = 0.9  # where it contradicts them
_LEAST_WITHIN = 0.25  # that a part is of a whole is no claim by itself: a lower bar


def weighed(page: Page, grids: list[Grid], relations: list[Relation]) -> Iterator[Relation]:
    """Relations that `relations` do not tell yet."""
    if len(page.spots) + len(page.cells) < 3:
        return
    told = list(relations)
    for figures in blocks_of(page, grids):
        for found in _weighed(figures, told):
            told.append(found)
            yield found


def _weighed(figures: Figures, relations: list[Relation]) -> Iterator[Relation]:
    told = [found for found in relations if all(claim in figures.place for claim in found.claims)]
    kinds: list[Callable[[Figures, Known, int], Iterator[Relation]]] = [_sums, _rates, _means, _products, _steps]
    for kind in kinds:
        known = Known(figures, told)
        for place in figures.core:
            if figures.items[place].spot is None or not figures.single[place]:
                continue
            for found in kind(figures, known, place):
                told.append(found)
                yield found
    for finder in (_scattered, _repeats, _subsets, slipped, _altered_repeats):
        for found in finder(figures, told):
            told.append(found)
            yield found


def _scattered(figures: Figures, relations: list[Relation]) -> Iterator[Relation]:
    known = Known(figures, relations)
    for place in figures.core:
        parts = scattered(figures, known, place) if figures.items[place].spot else None
        if parts:
            yield told_sum(figures.items[place].claim, [figures.items[part].claim for part in parts])


def _repeats(figures: Figures, relations: list[Relation]) -> Iterator[Relation]:
    known = Known(figures, relations)
    weight = weights("again", again.FEATURES, ()).signs
    for place in figures.core:
        first, odds = _likeliest(again.repeats_of(figures, known, place), weight)
        if odds > 0 and frozenset((place, first)) not in known.figures:
            yield told_again(figures.items[first].claim, figures.items[place].claim)


def _altered_repeats(figures: Figures, relations: list[Relation]) -> Iterator[Relation]:
    known = Known(figures, relations)
    weight = weights("altered", again.ALTERED_FEATURES, ()).signs
    told: set[tuple[float, float]] = set()  # a name said otherwise in the heading is told once, not at each mention
    for place in figures.core:
        first, odds = _likeliest(again.altered_of(figures, known, place), weight)
        values = float(figures.value[first]), float(figures.value[place])
        over = odds - limits()["altered"]
        if over > -limits()["doubt"] and values not in told and again.is_swapped(figures, first, place):
            told.add(values)
            found = told_otherwise(figures.items[first].claim, figures.items[place].claim)
            yield found if over > 0 else doubted(found)


def _likeliest(found: tuple[Indexes, Floats] | None, weight: Floats) -> tuple[int, float]:
    """The earlier figure that is most likely the same fact, and the odds; none where nothing was found."""
    if found is None:
        return -1, -math.inf
    odds = found[1] @ weight
    best = int(odds.argmax())
    return int(found[0][best]), float(odds[best])


def _subsets(figures: Figures, relations: list[Relation]) -> Iterator[Relation]:
    known = Known(figures, relations)
    weight = weights("within", within.FEATURES, within.NONE_FEATURES)
    for place in figures.core:
        item = figures.items[place]
        if item.spot is None or figures.relative[place] or not figures.single[place]:
            continue
        found = within.wholes_of(figures, known, place)
        if found is None:
            continue
        wholes, signs, none = found
        odds = np.append(signs @ weight.signs, none @ weight.none).astype(np.float64)
        expected = np.exp(odds - odds.max())
        best = int(expected[:-1].argmax())
        whole = int(wholes[best])
        if expected[best] / expected.sum() > _LEAST_WITHIN and frozenset((place, whole)) not in known.figures:
            yield told_part(item.claim, figures.items[whole].claim)


def _rates(figures: Figures, known: Known, place: int) -> Iterator[Relation]:
    item = figures.items[place]
    rate = item.claim
    if not figures.relative[place] or rate.unit == "percentage_point":
        return
    growing = rates.is_growing(figures, place)
    if growing or rates.follows_a_step(figures, place):
        grown = list(_growth(figures, known, place))
        yield from grown
        if growing or grown:
            return
    if found := rates.rates_of(figures, known, place, False):
        weight = weights("share", rates.FEATURES, rates.NONE_FEATURES)
        yield from _best(figures, known, place, found, weight, "share")


def _growth(figures: Figures, known: Known, place: int) -> Iterator[Relation]:
    found = rates.rates_of(figures, known, place, True)
    if found is None:
        return
    weight = weights("growth", rates.FEATURES, rates.NONE_FEATURES)
    for row in found.believed(weight.signs, weight.none, _LEAST):  # by the base, and by the step: both are true
        others = [int(other) for other in found.others[row]]
        if frozenset((place, *others[:2])) in known.figures:
            continue
        now = figures.items[others[0]].spot
        if not others[2] and now is not None and is_called_base(figures.page, now):
            continue  # 由720人次到860人次，减少一成六
        yield told_of(figures, "growth", place, others)


def _means(figures: Figures, known: Known, place: int) -> Iterator[Relation]:
    if not means.is_per(figures, place):
        return
    if found := means.means_of(figures, known, place):
        weight = weights("mean", means.FEATURES, means.NONE_FEATURES)
        yield from _best(figures, known, place, found, weight, "mean")


def _products(figures: Figures, known: Known, place: int) -> Iterator[Relation]:
    if figures.relative[place] or figures.time[place]:
        return
    found = products.products_of(figures, known, place)
    if found is None:
        return
    weight = weights("product", products.FEATURES, products.NONE_FEATURES)
    best = found.best(weight.signs, weight.none)
    if best is None or best[1] < _LEAST:
        return
    each, many = (int(other) for other in found.others[best[0]])
    if frozenset((place, each, many)) in known.figures or known.says(figures, place, [each, many]):
        return
    yield told_product(*(figures.items[one].claim for one in (place, each, many)))


def _steps(figures: Figures, known: Known, place: int) -> Iterator[Relation]:
    if not figures.subtracted(place):
        return
    if found := differences.differences_of(figures, known, place):
        weight = weights("difference", differences.FEATURES, differences.NONE_FEATURES)
        yield from _best(figures, known, place, found, weight, "difference")


def _best(
    figures: Figures, known: Known, place: int, found: Hypotheses, weight: Weights, kind: str
) -> Iterator[Relation]:
    """The relation that is believed most, if it has enough of all belief and is not known yet."""
    best = found.best(weight.signs, weight.none)
    again = kind in ("share", "mean") and place in known.stated
    least = (_LEAST_ACCUSED if place in known.accused else _LEAST_AGAIN) if again else _LEAST
    if best is None or best[1] < least:
        return
    others = [int(other) for other in found.others[best[0]]]
    if frozenset((place, *others[:2])) in known.figures or (again and known.says(figures, place, others[:2])):
        return
    yield told_of(figures, kind, place, others)


def _sums(figures: Figures, known: Known, place: int) -> Iterator[Relation]:
    if figures.relative[place] and figures.items[place].claim.unit != "percent":
        return
    found = runs.runs_of(figures, known, place)
    if found is None:
        return
    weight = weights("run", runs.FEATURES, runs.NONE_FEATURES)
    for row in found.believed(weight.signs, weight.none, _LEAST):
        parts = [int(part) for part in found.others[row] if part >= 0]
        hidden = float(figures.value[parts].min()) <= float(figures.slack[place])  # by the rounding of the total
        if not hidden and frozenset((place, *parts)) not in known.figures:
            yield told_of(figures, "run", place, parts)
