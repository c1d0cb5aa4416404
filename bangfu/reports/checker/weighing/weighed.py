"""Relations that a reader expects and the arithmetic bears out, wherever in the document the figures stand.

For every figure all relations that it could be stated by are set up (`rates`, `means`, `differences`, `runs`). Signs
in words and places say how much each is to be expected, before any arithmetic; agreement to the last digit then speaks
for a relation the more, the less likely chance gives it. What has most of the belief, against all others and against
there being no relation, is told. Nothing found here is a conflict.
"""

from collections.abc import Callable, Iterator

import numpy as np

from bangfu.reports.checker.context import Page
from bangfu.reports.checker.grids import Grid
from bangfu.reports.checker.relations.finding import Relation
from bangfu.reports.checker.relations.nearness import COMPLETION, SPENDING, is_called_base
from bangfu.reports.checker.weighing import again, differences, means, rates, runs, within
from bangfu.reports.checker.weighing.figures import Figures, blocks_of
from bangfu.reports.checker.weighing.known import Known
from bangfu.reports.checker.weighing.scattered import scattered
from bangfu.reports.checker.weighing.slipping import slipped
from bangfu.reports.checker.weighing.telling import (
    told_again,
    told_growth,
    told_growth_by_step,
    told_mean,
    told_otherwise,
    told_part,
    told_share,
    told_step,
    told_sum,
)
from bangfu.reports.checker.weighing.weights import limits, weights

_LEAST = 0.5  # of all belief
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
    told = list(relations)
    kinds: list[Callable[[Figures, Known, int], Iterator[Relation]]] = [_sums, _steps, _rates, _means]
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
        found = again.repeats_of(figures, known, place)
        if found is None:
            continue
        odds = found[1] @ weight
        best = int(odds.argmax())
        first = int(found[0][best])
        if odds[best] > 0 and frozenset((place, first)) not in known.figures:
            yield told_again(figures.items[first].claim, figures.items[place].claim)


def _altered_repeats(figures: Figures, relations: list[Relation]) -> Iterator[Relation]:
    known = Known(figures, relations)
    weight = weights("altered", again.ALTERED_FEATURES, ()).signs
    for place in figures.core:
        found = again.altered_of(figures, known, place)
        if found is None:
            continue
        odds = found[1] @ weight
        best = int(odds.argmax())
        if odds[best] > limits()["altered"]:
            yield told_otherwise(figures.items[int(found[0][best])].claim, figures.items[place].claim)


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
    rate, spot = item.claim, item.spot
    if not figures.relative[place] or rate.unit == "percentage_point" or rate.value == 100:
        return
    assert spot is not None
    growing = rates.is_growing(spot)
    if place in known.stated and not growing:
        return
    found = rates.rates_of(figures, known, place, growing)
    if found is None:
        return
    weight = weights("growth" if growing else "share", rates.FEATURES, rates.NONE_FEATURES)
    if not growing:
        best = found.best(weight.signs, weight.none)
        if best and best[1] >= _LEAST:
            part, whole, _ = (figures.items[one].claim for one in found.others[best[0]])
            done = COMPLETION.search(spot.clause) and not SPENDING.search(spot.label)
            yield told_share(rate, part, whole, "completion" if done else "ratio")
        return
    for row in found.believed(weight.signs, weight.none, _LEAST):  # by the base, and by the step: both are true
        first, second, by_step = found.others[row]
        if frozenset((place, int(first), int(second))) in known.figures:
            continue
        now = figures.items[first].spot
        if not by_step and now is not None and is_called_base(figures.page, now):
            continue  # 由720人次到860人次，减少一成六
        one, two = figures.items[first].claim, figures.items[second].claim
        yield told_growth_by_step(rate, one, two, figures.way(place)) if by_step else told_growth(rate, one, two)


def _means(figures: Figures, known: Known, place: int) -> Iterator[Relation]:
    if not means.is_per(figures, place) or place in known.stated:
        return
    found = means.means_of(figures, known, place)
    if found is None:
        return
    weight = weights("mean", means.FEATURES, means.NONE_FEATURES)
    best = found.best(weight.signs, weight.none)
    if best is None or best[1] < _LEAST:
        return
    total, count = found.others[best[0]]
    if frozenset((place, int(total), int(count))) not in known.figures:
        yield told_mean(*(figures.items[one].claim for one in (place, total, count)))


def _steps(figures: Figures, known: Known, place: int) -> Iterator[Relation]:
    claim = figures.items[place].claim
    if figures.relative[place] and claim.unit != "percentage_point":
        return
    found = differences.differences_of(figures, known, place)
    if found is None:
        return
    weight = weights("difference", differences.FEATURES, differences.NONE_FEATURES)
    best = found.best(weight.signs, weight.none)
    if best is None or best[1] < _LEAST:
        return
    larger, smaller, is_sum = found.others[best[0]]
    if frozenset((place, int(larger), int(smaller))) in known.figures:
        return
    one, two = figures.items[larger].claim, figures.items[smaller].claim
    if is_sum:
        yield told_sum(claim, sorted([one, two], key=lambda part: part.at))
    elif differences.is_step(figures, place):
        yield told_step(claim, one, two)
    elif differences.is_step(figures, int(smaller)):
        yield told_step(two, one, claim)
    else:
        yield told_sum(one, sorted([two, claim], key=lambda part: part.at))


def _sums(figures: Figures, known: Known, place: int) -> Iterator[Relation]:
    claim = figures.items[place].claim
    if figures.relative[place] and claim.unit != "percent":
        return
    found = runs.runs_of(figures, known, place)
    if found is None:
        return
    weight = weights("run", runs.FEATURES, runs.NONE_FEATURES)
    for chosen in found.believed(weight.signs, weight.none, _LEAST):
        parts = [int(part) for part in found.others[chosen] if part >= 0]
        if frozenset((place, *parts)) not in known.figures:
            yield told_sum(claim, [figures.items[part].claim for part in parts])
