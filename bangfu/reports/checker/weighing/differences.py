"""Three figures of one unit, the first the sum of the other two: what is more or less, what is left, two parts."""

import re

import numpy as np

from bangfu.reports.checker.relations.moments import direction
from bangfu.reports.checker.weighing.figures import Figures, Floats, Indexes, close_to
from bangfu.reports.checker.weighing.hypotheses import Hypotheses
from bangfu.reports.checker.weighing.known import Known

BACK = 160
_BEFORE, _BEFORE_SAID = 7, 30  # figures before it, one of which is always of the three; more where it is called a rest
_POINTS_APART = 10.0  # percentages that are compared are hardly further apart
_HARDLY = 0.35  # a slip is hardly larger
_STEP = re.compile(r"增加?|多|减少?|降|提高|上升|差|低|高|省|涨|跌|贵|便宜|超|缺|少|追加")
_REST = re.compile(
    r"其余|其他|其它|剩|余下?|另|还[有差需要]|尚|仍|未|没有?|不[在到合]|欠|只差|正在|在建|续建|继续|待|结余|盈余|缺口|自筹|自付|再|刨|扣|除去"
)
_REST_BEHIND = re.compile(r"^[^，。；\d]{0,4}(?:没|未|不合格|不在|缺|欠|剩|还)")  # 三个没过的
_ALL = re.compile(
    r"共|合计|总|累计|加起来|合起来|[两三][项类者部种年地头样笔]|相加|一加|加在一|之和|凑|[达到至]$|全年|全部|成本"
)
_PARTS = re.compile(r"其中|包括|分别|[：:]")
_WAYS = "增加?|增长|提高|上升|升|涨|扩大|减少?|下降|降低?|缩短|缩小|压减|回落|多|少|高|低|长|短|快|慢|贵|便宜"
_THAN = re.compile(r"[比较][^。；！？]{0,14}$")  # 112个，较上年末的 …
_STEP_THEN = re.compile(rf"^[^，。；]{{0,10}}[，,]?(?:净|新)?(?:{_WAYS})[了出近约]?[^，。；\d]{{0,4}}$")  # … 97个，增加
_FROM = re.compile(r"[由从][^，。；]{0,8}$")
_TO = re.compile(r"^[^，。；]{0,8}[到至为]$")  # 由420张增加到 …

FEATURES = (
    "near_sentence", "near_distance", "near_paragraph", "far_sentence", "far_distance", "far_paragraph", "far_before",
    "adjacent", "adjacent_all", "minus", "minus_other", "plus", "minus_step", "minus_rest", "plus_all", "plus_step",
    "minus_up", "minus_down", "like_near", "like_far", "like_two", "words", "near_each", "far_each", "near_change",
    "far_change", "near_base", "far_base", "far_total", "near_total", "far_total_minus", "near_goal", "far_goal",
    "inexact", "bracketed", "cells", "known_pair", "known_total", "parts_between", "rates", "far_summed_minus",
    "each_differs", "far_topic", "money_between", "sum_listed", "minus_listed", "sum_size",
    "framed", "shared", "shared_rest", "column", "column_sum", "column_named",
    "rest_behind", "near_rest", "near_all", "far_first_all", "step_goal", "told_again",
)  # fmt: skip
NONE_FEATURES = (
    "nothing", "step", "rest", "all", "points", "parted", "rest_behind", "size",
)  # fmt: skip


def differences_of(figures: Figures, known: Known, place: int, close: bool = False) -> Hypotheses | None:
    """All pairs before the figure at `place` whose sum or difference it may be; the larger of a difference first.

    Each three figures are looked at once, from the one that the text tells last.
    """
    start = max(0, place - BACK)
    before = close_to(figures, place) if close else np.arange(start, place)
    before = before[before < place]
    before = before[comparable(figures, place, before)]
    near = before[before >= place - (_BEFORE_SAID if _says_so(figures, place) else _BEFORE)]
    stated, room = float(figures.value[place]), _room(figures, place)
    grid = _pairs(figures, place, near, before)
    further = [grid, _shares(figures, known, place)]
    if not close and figures.cell[before].any() and not figures.cell[place]:
        further.append(_of_columns(figures, before))
    grid = _once(figures, np.concatenate(further, axis=1))
    if not grid.shape[1]:
        return None
    one, two = figures.value[grid[0]], figures.value[grid[1]]
    minus, plus = np.abs(one - two), one + two
    subtracting = (minus >= room[0]) & (minus <= room[1])
    adding = (plus >= room[0]) & (plus <= room[1]) & (not figures.points[place])
    if not (subtracting | adding).any():
        off = np.minimum(np.abs(minus - stated), np.abs(plus - stated))
        if not (close and (off < _HARDLY * stated).any()):
            return None
    pairs = np.concatenate([grid, grid], axis=1)
    is_sum = np.repeat([False, True], len(one))
    ordered = figures.value[pairs[0]] >= figures.value[pairs[1]]
    larger, smaller = np.where(ordered, pairs[0], pairs[1]), np.where(ordered, pairs[1], pairs[0])
    fits = np.concatenate([subtracting, adding])
    apart = min(stated, _POINTS_APART) if figures.percent[place] else stated
    wide = max(room[1] - room[0], float(figures.step[place] or 1))
    chance = np.full(len(fits), min(1.0, wide / apart) if apart else 1.0)  # that a difference is 0人 tells nothing
    features = _features(figures, known, place, pairs[0], pairs[1], is_sum)
    return Hypotheses(
        np.stack([larger, smaller, is_sum.astype(np.intp)], 1), features, _none(figures, place), fits, chance
    )


def _pairs(f: Figures, place: int, near: Indexes, before: Indexes) -> Indexes:
    """Pairs of a figure of `near` and one of `before` that stands before it; of percentages and points one of each."""
    ordered = near[:, None] > before[None, :]
    if f.percent[place]:
        ordered &= f.points[near][:, None] != f.points[before][None, :]
    at = np.nonzero(ordered)
    return np.stack([near[at[0]], before[at[1]]])


def _once(f: Figures, grid: Indexes) -> Indexes:
    """The pairs of `grid`, each once."""
    return np.stack(np.divmod(np.unique(grid[0] * len(f) + grid[1]), len(f)))


def _shares(f: Figures, known: Known, place: int) -> Indexes:
    """The figures of shares and completions known, wherever they stand: what is left of them may be told far behind.

    The later one first, as in `_pairs`.
    """
    last, first = known.shares.max(1, initial=0), known.shares.min(1, initial=place)
    kept = (last < place) & comparable(f, place, last) & comparable(f, place, first)
    return np.stack([last[kept], first[kept]])


def _of_columns(f: Figures, before: Indexes) -> Indexes:
    """Pairs of cells in one column of a table, the later one first: 从表中看，石桥、柏坪两镇合计97户."""
    cells = before[f.cell[before]]
    column = f.column[cells]
    at = np.nonzero((column[:, None] == column[None, :]) & (cells[:, None] > cells[None, :]))
    return np.stack([cells[at[0]], cells[at[1]]])


def _says_so(figures: Figures, place: int) -> bool:
    """Whether the words before a figure say that it is a rest, a step, or all of it."""
    words = _words_before(figures, place)
    return any(cue.search(words) for cue in (_STEP, _REST, _ALL))


def is_step(figures: Figures, place: int) -> bool:
    """Whether the words before a figure say that it is by how much something changed or differs."""
    return bool(_STEP.search(_words_before(figures, place)))


def _words_before(figures: Figures, place: int) -> str:
    spot = figures.items[place].spot
    return spot.clause[-12:] if spot else figures.items[place].words


def comparable(f: Figures, place: int, others: Indexes) -> np.ndarray:
    """Whether others may be added to, or taken from, the figure at `place`; points are of percentages."""
    if f.points[place]:
        return f.percent[others] & f.single[others]
    if f.percent[place]:
        return (f.percent[others] | f.points[others]) & f.single[others]
    if f.proportion[place]:
        return f.proportion[others]
    return f.alike(place, others) & f.single[others]


def _room(f: Figures, place: int) -> tuple[float, float]:
    claim, value = f.items[place].claim, float(f.value[place])
    step = float(f.step[place] or 0)
    half = float(f.slack[place]) * 0.02 + 1e-6 * value * (value < 1e6)
    if claim.bound == "at_least":
        return value - half, value + step
    if claim.bound == "at_most":
        return value - step, value + half
    if claim.bound == "about":
        return value * 0.95, value * 1.05
    return value - half, value + half


def _none(f: Figures, place: int) -> Floats:
    words = _words_before(f, place)
    said = [bool(cue.search(words)) for cue in (_STEP, _REST, _ALL)]
    size = np.log10(max(float(f.value[place]) / max(float(f.step[place] or 1), 1e-9), 1))
    return np.array(
        [1, *said, f.points[place], bool(_PARTS.search(words)), _rest_behind(f, place), size], dtype=np.float32
    )


def _rest_behind(f: Figures, place: int) -> bool:
    spot = f.items[place].spot
    return bool(spot and _REST_BEHIND.search(spot.tail))


def _features(f: Figures, known: Known, place: int, near: Indexes, far: Indexes, is_sum: np.ndarray) -> Floats:
    words = _words_before(f, place)
    step, rest, everything = (bool(cue.search(words)) for cue in (_STEP, _REST, _ALL))
    way = direction(words)
    value = f.value
    like, topic = f.likeness(place, f.everyone), f.under(place, f.everyone)
    minus = ~is_sum
    larger = np.where(value[near] >= value[far], near, far)
    shared = known.shared(near, far) | known.shared(far, near)
    column = f.cell[near] & f.cell[far] & (f.column[near] == f.column[far]) & ~f.cell[place]
    named = _rows_named(f, place) if column.any() else f.cell
    columns = [
        f.sentence[near] == f.sentence[place],
        np.log1p(place - near),
        f.paragraph[near] == f.paragraph[place],
        f.sentence[far] == f.sentence[place],
        np.log1p(place - far),
        f.paragraph[far] == f.paragraph[place],
        far == near - 1,
        (near == place - 1),
        (near == place - 1) & (far == place - 2),
        minus & (larger == far),
        minus & (larger == near),
        is_sum,
        minus & step,
        minus & rest,
        is_sum & everything,
        is_sum & step,
        minus & (way > 0) & (larger == near),
        minus & (way < 0) & (larger == far),
        like[near],
        like[far],
        f.likeness(near, far),
        (f.word[near] == f.word[place]) & (f.word[far] == f.word[place]),
        f.each[near],
        f.each[far],
        f.change[near],
        f.change[far],
        f.base[near],
        f.base[far],
        f.total[far],
        f.total[near],
        minus & f.total[far] & (larger == far),
        f.goal[near],
        f.goal[far],
        ~f.exact[near] | ~f.exact[far],
        f.bracketed[near] != f.bracketed[far],
        f.cell[near] | f.cell[far],
        known.within(near, far) | known.within(far, near),
        known.summed[larger],
        _parts_between(f, far),
        f.relative[near] & f.relative[far],
        minus * known.summed[far],
        f.each[near] != f.each[far],
        topic[far],
        np.log1p(np.abs(near - far)),
        is_sum & f.listed[place] & f.listed[near],
        minus & f.listed[place],
        is_sum * np.log10(np.maximum(value[place], 1)),
        minus & _framed(f, place, near, far, step),
        minus & shared,
        minus & shared & rest,
        column,
        column & is_sum,
        column & (named[near] & named[far]),
        minus & _rest_behind(f, place),
        minus & f.rest[near],
        is_sum & f.total[near],
        minus & f.total[np.minimum(near, far)] & (larger == np.minimum(near, far)),
        minus & step & (f.goal[near] | f.goal[far]),
        (value[near] == value[place]) | (value[far] == value[place]),
    ]
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def _rows_named(f: Figures, place: int) -> np.ndarray:
    """For each figure whether it is a cell whose row the sentence of the one at `place` names (石桥、柏坪两镇)."""
    spot = f.items[place].spot
    if spot is None:
        return np.zeros(len(f), dtype=bool)
    start = max(f.page.text.rfind(stop, 0, spot.claim.at) for stop in "。；\n")
    said = f.page.text[start + 1 : spot.claim.until]
    return np.array([bool(item.spot is None and item.words[:2] and item.words[:2] in said) for item in f.items])


def _framed(f: Figures, place: int, one: Indexes, other: Indexes, step: bool) -> np.ndarray:
    """Whether the sentence spells a difference out: 112个，较上年末的97个新增15个; 由420张增加到650张，增加230张."""
    found = np.zeros(len(one), dtype=bool)
    if not step:
        return found
    text, items = f.page.text, f.items
    first, last = np.minimum(one, other), np.maximum(one, other)
    for at in np.flatnonzero((last >= place - 3) & (first >= place - 4) & (f.sentence[first] == f.sentence[place])):
        base, now = items[first[at]].claim, items[last[at]].claim
        between, behind = text[base.until : now.at], text[now.until : items[place].claim.at]
        then = _STEP_THEN.search(behind) is not None
        before = text[max(0, base.at - 12) : base.at]
        found[at] = then and bool(_THAN.search(between) or (_FROM.search(before) and _TO.search(between)))
    return found


def _parts_between(f: Figures, far: Indexes) -> np.ndarray:
    """Whether 其中, a colon or the like stands right behind the earliest of the three, before the next one."""
    text = f.page.text
    found = {}
    for one in np.unique(far):
        until = f.items[one].claim.until
        found[one] = bool(_PARTS.search(text[until : until + 24]))
    return np.array([found[one] for one in far], dtype=bool)
