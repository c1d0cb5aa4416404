"""The same fact told twice: figures of one value whose words and places say that they mean the same."""

import re
from decimal import Decimal
from fractions import Fraction

import numpy as np

from bangfu.reports.checker.relations.arithmetic import altered_digit
from bangfu.reports.checker.relations.moments import of_other_days
from bangfu.reports.checker.relations.tables import TOTAL_ROW
from bangfu.reports.checker.weighing.figures import Figures, Floats, Indexes
from bangfu.reports.checker.weighing.known import Known

_BACK = 250
_MANY = 3  # figures of nearly one value: more of them are no slips
_SAME = re.compile(r"[这该此上前]|同样|也就是|即|正是")
_RESUMED = re.compile(r"[^，。；、]{0,4}(?:里面?|当中|之中|中)(?:[，：有]|$)")  # 还有21个。…21个里面，手续没办完的13个
_FROM_NUMERAL = re.compile(r"[一二三四五六七八九十百千]")

FEATURES = (
    "nothing", "digits", "one_digit", "two_digits", "often", "like", "like_much", "topic", "topic_back",
    "one_sentence", "one_paragraph", "distance", "paragraphs", "opening", "title", "one_word", "each_both",
    "each_one", "change_both", "change_one", "goal_one", "base_one", "same_said", "percent", "money", "script",
    "rounded", "cell", "cells", "bracketed", "whole_again", "stated_first", "stated_second", "unlike", "tails",
    "person", "time", "vague", "total_both", "neighbours_same", "converted", "crossed", "crossed_well",
    "resumed", "other_unit", "other_unit_digits",
)  # fmt: skip
ALTERED_FEATURES = (*FEATURES, "swapped", "first_again", "second_again", "first_explained", "second_explained")


def repeats_of(figures: Figures, known: Known, place: int) -> tuple[Indexes, Floats] | None:
    """Earlier figures of the value of the one at `place` (or that round to it), with what speaks for one fact."""
    before = np.arange(max(0, place - _BACK), place)
    same = (figures.unit[before] == figures.unit[place]) | (figures.amount[place] & figures.alike(place, before))
    before = before[figures.single[before] & same]
    if not len(before) or not figures.single[place]:
        return None
    value, step = float(figures.value[place]), float(figures.step[place] or 0)
    off = np.abs(figures.value[before] - value)
    equal = off <= 1e-9 * value
    rounded = ~equal & (off <= np.maximum(step, figures.step[before]) / 2 * 1.0001) & (off <= 0.02 * value)
    rounded &= np.maximum(step, figures.step[before]) >= 10 * np.maximum(np.minimum(step, figures.step[before]), 1e-9)
    before, equal = before[equal | rounded], equal[equal | rounded]
    return (before, _features(figures, known, place, before, equal)) if len(before) else None


def altered_of(figures: Figures, known: Known, place: int) -> tuple[Indexes, Floats] | None:
    """Earlier figures that differ from the one at `place` by one digit or two swapped ones, with their signs."""
    claim = figures.items[place].claim
    before = np.arange(max(0, place - _BACK), place)
    same = (
        figures.exact[before]
        & (figures.unit[before] == figures.unit[place])
        & (figures.step[before] == figures.step[place])
    )
    before = before[same]
    if not len(before) or not figures.exact[place] or figures.each[place] or figures.change[place]:
        return None
    value, step = float(figures.value[place]), claim.step or Decimal(1)
    other = figures.value[before]
    before = before[
        (other != value) & (other > value / 10) & (other < value * 10) & _digit_off(other, value, float(step))
    ]
    if len(before) > 8 * _MANY:
        return None
    altered = [
        not _of_a_part(figures, one, place)
        and altered_digit(claim.value, Fraction(figures.items[one].claim.value), step)
        for one in before
    ]
    before = before[np.array(altered, dtype=bool)] if len(before) else before
    if not 0 < len(before) <= _MANY:
        return None
    swapped = [is_swapped(figures, int(one), place) for one in before]
    often = [
        np.sum((figures.value == figures.value[one]) & (figures.unit == figures.unit[place])) > 1 for one in before
    ]
    twice = np.full(len(before), np.sum((figures.value == value) & (figures.unit == figures.unit[place])) > 1)
    computed = [int(one) in known.explained for one in before]
    own = np.full(len(before), place in known.explained)
    signs = np.array([swapped, often, twice, computed, own], dtype=np.float32).T
    return before, np.concatenate(
        [_features(figures, known, place, before, np.ones(len(before), dtype=bool)), signs], axis=1
    )


def is_swapped(figures: Figures, one: int, other: int) -> bool:
    """Whether figures have the same digits: 1246户 and 1264户; lists count up (甲村100户，乙村101户).

    The first of three digits is the one that nobody swaps unseen: 1204人 and 2104人 are two groups.
    """
    first, second = (str(figures.items[place].claim.value) for place in (one, other))
    if sorted(first) != sorted(second) or (first[0] != second[0] and len(first.rstrip("0.")) > 2):
        return False
    items = figures.items[one], figures.items[other]
    return not (all(item.spot for item in items) and of_other_days(figures.page, items[0].sentence, items[1].sentence))


def _of_a_part(figures: Figures, one: int, other: int) -> bool:
    """Whether one of two figures is a table's, of a row that is not the whole: an office of twenty, not the county."""
    cells = [figures.items[place] for place in (one, other) if figures.cell[place]]
    return any(not TOTAL_ROW.match(item.words) for item in cells)


def _digit_off(others: np.ndarray, value: float, step: float) -> np.ndarray:
    """Whether figures may differ from `value` by one digit (a digit times a power of ten) or two neighbours swapped."""
    off = np.rint(np.abs(others - value) / step)
    found = np.zeros(len(others), dtype=bool)
    for power in (1, 10, 100, 1000, 10_000, 100_000, 1_000_000):
        digits = off / power
        found |= (digits == np.rint(digits)) & ((digits <= 9) | ((digits % 9 == 0) & (digits <= 81)))
    return found


def _digits(value: float, step: float) -> int:
    return len(str(round(value / step)).rstrip("0")) if step else 1


def _features(f: Figures, known: Known, place: int, before: Indexes, equal: np.ndarray) -> Floats:
    ones = np.ones(len(before))
    item, spot = f.items[place], f.items[place].spot
    digits = min(_digits(float(f.value[place]), float(f.step[place] or 0)), 5)
    often = np.sum((f.value == f.value[place]) & (f.unit == f.unit[place]))
    like = f.likeness(place, before)
    tail = spot.tail[:4] if spot else ""
    tails = [bool(tail and (other := f.items[one].spot) and other.tail[:2] == tail[:2]) for one in before]
    chinese = [
        bool(_FROM_NUMERAL.search(f.items[one].claim.text)) != bool(_FROM_NUMERAL.search(item.claim.text))
        for one in before
    ]
    crossed = f.crossed(place, before)
    neighbours = [_neighbour_again(f, int(one), place) for one in before]
    columns = [
        ones,
        digits * ones,
        (digits == 1) * ones,
        (digits == 2) * ones,
        np.log(max(often, 1)) * ones,
        like,
        like >= 0.6,
        f.under(place, before),
        f.under(before, place),
        f.sentence[before] == f.sentence[place],
        f.paragraph[before] == f.paragraph[place],
        np.log1p(place - before),
        np.minimum(np.abs(f.paragraph[before] - f.paragraph[place]), 8),
        f.paragraph[before] <= f.paragraph[0] + 1,
        f.paragraph[before] <= f.paragraph[0],
        f.word[before] == f.word[place],
        f.each[before] & f.each[place],
        f.each[before] != f.each[place],
        f.change[before] & f.change[place],
        f.change[before] != f.change[place],
        f.goal[before] != f.goal[place],
        f.base[before] != f.base[place],
        bool(_SAME.search(item.words[-8:])) * ones,
        (item.claim.unit == "percent") * ones,
        (item.claim.unit == "CNY") * ones,
        chinese,
        ~equal,
        f.cell[before] != f.cell[place],
        f.cell[before] & f.cell[place],
        f.bracketed[before] | f.bracketed[place],
        known.divided[place] * ones > 0,
        _in(known.stated, before),
        (place in known.stated) * ones,
        like == 0,
        tails,
        (item.claim.unit in ("person", "household", "village")) * ones,
        f.time[place] * ones,
        ~f.exact[before] | ~f.exact[place],
        f.total[before] & f.total[place],
        neighbours,
        [_given_unit(f, int(one)) != _given_unit(f, place) for one in before],
        np.minimum(crossed, 3),
        crossed >= 2,
        bool(spot and _RESUMED.match(spot.tail)) * ones,
        f.unit[before] != f.unit[place],
        (f.unit[before] != f.unit[place]) * digits,
    ]
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def _given_unit(f: Figures, place: int) -> str:
    """The unit as the text gives it (斤, 吨), before it was made comparable."""
    spot = f.items[place].spot
    return (spot or f.items[place]).claim.unit


def _in(stated: set[int], places: Indexes) -> np.ndarray:
    return np.array([int(one) in stated for one in places], dtype=bool)


def _neighbour_again(f: Figures, one: int, place: int) -> bool:
    """Whether the figure right before or behind is told again too (401户1306人 … 401户1306人)."""
    for step in (-1, 1):
        near, here = one + step, place + step
        if (
            near >= 0
            and here < len(f)
            and near != place
            and f.value[near] == f.value[here]
            and f.unit[near] == f.unit[here]
        ):
            return True
    return False
