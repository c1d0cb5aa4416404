"""What a figure may be the product of: a price and a count, so much for each and how many, a day's work and the days.

`means` begins with a figure that is said to be for each of something; here the total is what the words call one
(一个棚净落九千五百元，四个棚就是3.8万元; 学生1900名，供餐190天，共36.1万份).
"""

import re

import numpy as np
from numpy.typing import NDArray

from bangfu.reports.checker.weighing.figures import Figures, Floats, Indexes
from bangfu.reports.checker.weighing.hypotheses import Hypotheses, coarseness, room_of
from bangfu.reports.checker.weighing.known import Known
from bangfu.reports.checker.weighing.means import is_per

_BEFORE, _BEHIND = 9, 3
_SENTENCES = 2
_LEAST = 1.5  # what is multiplied once is no product
_SAID = re.compile(
    r"就是|共计?|合计|总|一共|累计|加在一[块起]|加起来|拢共|折合?|计[为约]?$|合[为约]?$|达到?|[需要得领补挣赚收支付发花省用][了到出]?$"
    r"|支出|补助|补贴|金额|收入|进账|落袋|到手|节[省约]"
)
_FOR_EACH = re.compile(r"每|均|单价|标准|一[一-鿿]{1,3}$|[价费薪资租]|按|各")

FEATURES = (
    "same_sentence", "other_sentence", "distance", "other_distance", "adjacent", "behind", "one_unit", "other_unit",
    "one_per", "other_per", "one_each", "count_counts", "count_time", "one_money", "total_said", "total_money",
    "one_change", "base", "goal", "inexact", "digits", "parts_bracketed", "like_one", "like_other", "cells",
    "named", "no_unit_alike", "one_total", "other_total", "known_sum", "per_adjacent",
)  # fmt: skip
NONE_FEATURES = ("nothing", "said", "each", "stated", "explained", "bracketed", "money")


def products_of(figures: Figures, known: Known, place: int) -> Hypotheses | None:
    """All pairs around the figure at `place` whose product it may be: what is for each first, how many second."""
    around = np.arange(max(0, place - _BEFORE), min(len(figures), place + _BEHIND + 1))
    around = around[figures.single[around] & ~figures.relative[around] & (around != place)]
    around = around[
        (figures.value[around] >= _LEAST) & (np.abs(figures.paragraph[around] - figures.paragraph[place]) <= 1)
    ]
    around = around[np.abs(figures.sentence[around] - figures.sentence[place]) <= _SENTENCES]
    if len(around) < 2:
        return None
    grid = np.array(np.meshgrid(around, around, indexing="ij")).reshape(2, -1)
    each, many = grid[:, (grid[0] != grid[1]) & may_multiply(figures, place, grid[0], grid[1])]
    if not len(each):
        return None
    fits, chance = _fit(figures, place, each, many)
    if not fits.any():
        return None
    features = _features(figures, known, place, each, many)
    return Hypotheses(np.stack([each, many], 1), features, _none(figures, known, place), fits, chance)


def may_multiply(f: Figures, place: int, each: Indexes, many: Indexes) -> NDArray[np.bool_]:
    """Whether the first figure may be so much for each of the second, and the one at `place` all of it.

    Money comes of money; a count of anything may come of two counts (1900名，190天，36.1万份), the earlier one first.
    """
    counts = ~f.money[many]
    if f.money[place]:
        return counts & f.money[each]
    return counts & ~f.money[each] & (f.alike(place, each) | (~f.alike(place, many) & (each < many)))


def _fit(f: Figures, place: int, each: Indexes, many: Indexes) -> tuple[NDArray[np.bool_], Floats]:
    low, high = room_of(f, place)
    value = float(f.value[place])
    product = f.value[each] * f.value[many]
    off = product * (coarseness(f, each) + coarseness(f, many)) * (f.step[each] < 1)
    fits = (product >= low - off) & (product <= high + off)
    width = np.maximum(high - low + 2 * off, float(f.step[place] or 0)) / value
    steps = max(value / max(float(f.step[place] or 1), 1e-9), 1)
    chance = np.clip(width / 2, steps**-0.5, 1)  # 6个村、12个合作社、72名党员: short figures multiply by chance
    return fits, chance.astype(np.float32)


def _none(f: Figures, known: Known, place: int) -> Floats:
    words = _words(f, place)
    return np.array(
        [
            1,
            bool(_SAID.search(words)),
            is_per(f, place),
            place in known.stated,
            place in known.explained,
            bool(f.bracketed[place]),
            bool(f.money[place]),
        ],
        dtype=np.float32,
    )


def _words(f: Figures, place: int) -> str:
    spot = f.items[place].spot
    return spot.clause[-10:] if spot else f.items[place].words


def _features(f: Figures, known: Known, place: int, each: Indexes, many: Indexes) -> Floats:
    said = bool(_SAID.search(_words(f, place)))
    like = f.likeness(place, f.everyone)
    per = _per(f, each, many)
    first, last = np.minimum(each, many), np.maximum(each, many)
    same_unit = f.alike(place, each)
    digits = np.log10(np.maximum(f.value[place] / max(float(f.step[place] or 1), 1e-9), 1))
    columns = [
        f.sentence[each] == f.sentence[place],
        f.sentence[many] == f.sentence[place],
        np.log1p(np.abs(each - place)),
        np.log1p(np.abs(many - place)),
        (last == place - 1) & (first == place - 2),
        (last > place),
        same_unit,
        f.alike(place, many),
        per[each],
        per[many],
        f.each[each],
        f.step[many] >= 1,
        f.time[many],
        f.money[each],
        np.full(len(each), said),
        np.full(len(each), bool(f.money[place])),
        f.change[each] | f.change[many],
        f.base[each] | f.base[many],
        f.goal[each] | f.goal[many],
        ~f.exact[each] | ~f.exact[many],
        np.full(len(each), digits),
        f.bracketed[each] | f.bracketed[many],
        like[each],
        like[many],
        f.cell[each] | f.cell[many],
        f.likeness(each, many),
        ~same_unit & ~f.alike(place, many),
        f.total[each],
        f.total[many],
        (known.summed[each] > 0) | (known.summed[many] > 0),
        per[each] & (np.abs(each - many) == 1),
    ]
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def _per(f: Figures, each: Indexes, many: Indexes) -> NDArray[np.bool_]:
    """For each figure, whether its words say that it is for one of something; asked of the figures of pairs only."""
    found = np.zeros(len(f), dtype=bool)
    for one in np.union1d(each, many):
        spot = f.items[one].spot
        found[one] = bool(spot and _FOR_EACH.search(spot.clause[-8:])) or is_per(f, int(one))
    return found
