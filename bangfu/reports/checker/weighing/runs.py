"""Three figures or more in a row that may make up a total: of a list, of sentences, of paragraphs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bangfu.reports.checker.weighing.figures import Figures, Floats, Indexes, close_to
from bangfu.reports.checker.weighing.hypotheses import Hypotheses
from bangfu.reports.checker.weighing.known import Known

_BACK, _AHEAD = 90, 60  # figures before and behind a total among which its parts are looked for
_LEAST, _MOST = 3, 14  # parts
_HARDLY = 0.35  # a slip is hardly larger

FEATURES = (
    "by_part", "by_sentence", "by_paragraph", "plainly", "parts", "behind", "adjacent", "gap", "sentences_off",
    "paragraphs_off", "one_sentence", "one_paragraph", "sentences", "closed_left", "closed_right", "cue", "cut",
    "open_end", "total_said", "total_before", "like", "like_total", "one_word", "one_unit", "each_part",
    "change_part", "base_part", "total_part", "bracketed", "inexact", "cells", "known", "rates", "goal_part",
    "rest_last", "spread", "total_each", "total_change", "rounded", "goal_differs", "topic", "apart", "apart_at_most",
    "stops", "ends", "counted", "first_behind_total", "rest_part", "whole_sentence",
)  # fmt: skip
NONE_FEATURES = (
    "nothing", "total", "part_cue", "each", "change", "known",
)  # fmt: skip


@dataclass(slots=True)
class _Runs:
    """Rows of figures and the runs in them: for each run the row, where it begins in it, how long it is, its sum.

    The kinds of rows: all figures, the first of each part of a sentence, of each sentence, of each paragraph,
    and those that are neither so much for each, nor changes, nor bases.
    """

    rows: list[Indexes]
    row: Indexes
    start: Indexes
    length: Indexes
    sums: NDArray[np.float64]
    slack: NDArray[np.float64]
    first: Indexes
    last: Indexes

    def only(self, kept: Indexes) -> "_Runs":
        row, start, length, first, last = (
            one[kept] for one in (self.row, self.start, self.length, self.first, self.last)
        )
        return _Runs(self.rows, row, start, length, self.sums[kept], self.slack[kept], first, last)

    def total(self, values: NDArray[np.generic]) -> NDArray[np.float64]:
        """For each run the sum of `values` (an array over all figures) over its figures."""
        return self.totals(values[None, :])[0]

    def totals(self, values: NDArray[np.generic]) -> NDArray[np.float64]:
        """The same for several arrays at once, one row each."""
        found = np.zeros((len(values), len(self.row)))
        for number, row in enumerate(self.rows):
            at = np.flatnonzero(self.row == number)
            if not len(at):
                continue
            added = np.zeros((len(values), len(row) + 1))
            np.cumsum(values[:, row], axis=1, out=added[:, 1:])
            found[:, at] = added[:, self.start[at] + self.length[at]] - added[:, self.start[at]]
        return found

    def most(self, values: Floats) -> Floats:
        """For each run the largest of `values`, looked at at its ends and in its middle."""
        middle = np.array(
            [
                self.rows[row][start + length // 2]
                for row, start, length in zip(self.row, self.start, self.length, strict=True)
            ],
            dtype=np.intp,
        )
        return np.maximum(np.maximum(values[self.first], values[self.last]), values[middle])

    def places(self) -> Indexes:
        table = np.full((len(self.row), _MOST), -1, dtype=np.intp)
        for index, (row, start, length) in enumerate(zip(self.row, self.start, self.length, strict=True)):
            table[index, :length] = self.rows[row][start : start + length]
        return table


class Rows:
    """All runs of a page, by the kind of figure that they may make up; found once for each kind."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures
        self._of_kind: dict[tuple[int, int, bool], _Runs | None] = {}

    def around(self, place: int, close: bool) -> tuple[_Runs, Indexes] | None:
        """The runs of figures like the one at `place` that stand around it, on one side, and the figures themselves."""
        f, kind = self._figures, self._figures.kind_of(place)
        if kind not in self._of_kind:
            alike = f.everyone[f.single & f.alike(place, f.everyone)]
            self._of_kind[kind] = _all_runs(f, alike)
        runs = self._of_kind[kind]
        if runs is None:
            return None
        if close:
            window = close_to(f, place)
            low, high = (window[0], window[-1]) if len(window) else (place, place)
        else:
            low, high = max(0, place - _BACK), min(len(f), place + _AHEAD) - 1
        start, end = np.searchsorted(runs.first, (low, high + 1))
        first, last = runs.first[start:end], runs.last[start:end]
        kept = np.flatnonzero((last <= high) & ((last < place) | (first > place))) + start
        window = runs.rows[0]
        return runs.only(kept), window[(window >= low) & (window <= high) & (window != place)]


def rows_of(figures: Figures) -> Rows:
    """The rows of a page, found once and kept with its figures."""
    rows = figures.kept.get("rows")
    if not isinstance(rows, Rows):
        rows = figures.kept["rows"] = Rows(figures)
    return rows


def runs_of(figures: Figures, known: Known, place: int, close: bool = False) -> Hypotheses | None:
    """All rows of three parts or more whose sum the figure at `place` may be, each once."""
    found = rows_of(figures).around(place, close)
    if found is None or not len(found[0].row):
        return None
    runs, window = found
    stated, slack, step = (float(one[place]) for one in (figures.value, figures.slack, figures.step))
    off = np.abs(runs.sums - stated)
    exactly = off <= slack * 0.02 + 1e-7 * stated
    together = figures.paragraph[runs.first] == figures.paragraph[runs.last]  # far apart many sums are nearly right
    loosely = ~exactly & together & (off <= np.minimum(slack + runs.slack, 0.01 * stated))
    fits = exactly | loosely
    if figures.items[place].claim.bound == "at_least":
        fits |= (runs.sums >= stated) & (runs.sums < stated + step)
    if not (fits.any() or (close and (off < _HARDLY * stated).any())):
        return None
    possible = np.flatnonzero(runs.sums < 1.5 * stated)
    runs, fits, exactly, loosely, off = (
        runs.only(possible), fits[possible], exactly[possible], loosely[possible], off[possible],
    )  # fmt: skip
    chance = np.minimum(np.where(exactly, step or 1, 4 * np.maximum(off, slack)) / stated, 1)
    features = _features(figures, known, place, runs, window, loosely)
    return Hypotheses(runs.places(), features, _none(figures, known, place), fits, chance)


def _all_runs(f: Figures, alike: Indexes) -> _Runs | None:
    if len(alike) < _LEAST:
        return None
    rows = [alike]
    for groups in (f.part, f.sentence, f.paragraph):
        _, first = np.unique(groups[alike], return_index=True)
        row = alike[np.sort(first)]
        rows.append(row if _LEAST <= len(row) < len(alike) else row[:0])
    plain = alike[~f.each[alike] & ~f.change[alike] & ~f.base[alike]]
    rows.append(plain if _LEAST <= len(plain) < len(alike) else plain[:0])
    columns = [_in_row(f, number, row) for number, row in enumerate(rows) if len(row)]
    row, start, length, first, last = (np.concatenate(column) for column in list(zip(*columns, strict=True))[:5])
    sums, slack = (np.concatenate(column) for column in list(zip(*columns, strict=True))[5:])
    return _once(_Runs(rows, row, start, length, sums, slack, first, last))


def _in_row(f: Figures, number: int, row: Indexes) -> tuple[NDArray[np.generic], ...]:
    many = np.arange(_LEAST, min(_MOST, len(row)) + 1)
    start, length = (one.ravel() for one in np.meshgrid(np.arange(len(row) - _LEAST + 1), many, indexing="ij"))
    inside = start + length <= len(row)
    start, length = start[inside], length[inside]
    added, off = (np.concatenate([[0.0], np.cumsum(values[row])]) for values in (f.value, f.slack))
    sums, slack = added[start + length] - added[start], off[start + length] - off[start]
    return np.full(len(start), number), start, length, row[start], row[start + length - 1], sums, slack


def _once(runs: _Runs) -> _Runs:
    """Each set of figures once, in the order of the first: its ends and its number tell it well enough."""
    codes = (runs.first * 100_003 + runs.last) * 64 + runs.length
    _, kept = np.unique(codes, return_index=True)
    return runs.only(kept)


def _none(f: Figures, known: Known, place: int) -> Floats:
    signs = (f.total, f.followed_by_parts, f.each, f.change, known.summed)
    return np.array([1, *(sign[place] for sign in signs)], dtype=np.float32)


def _features(f: Figures, known: Known, place: int, runs: _Runs, window: Indexes, loosely: NDArray[np.bool_]) -> Floats:
    first, last, many = runs.first, runs.last, runs.length
    behind = first > place
    near = np.where(behind, first, last)
    like, topic = f.likeness(place, f.everyone), f.under(place, f.everyone)
    left, right = _neighbours(window, first, -1), _neighbours(window, last, 1)

    kinds = (
        f.each, f.change, f.base, f.goal, ~f.exact, f.rest, f.total, f.bracketed, f.cell, f.word == f.word[place],
        f.unit == f.unit[place], _next_likeness(f, window), known.within(f.everyone, np.full(len(f), place)), topic,
    )  # fmt: skip
    each, change, base, goals, inexact, rest, total, bracketed, cells, words, units, next_like, known_part, under = (
        runs.totals(np.stack([np.asarray(kind, dtype=np.float64) for kind in kinds]))
    )
    goals = goals > 0
    columns = [
        runs.row == 1,
        runs.row == 2,
        runs.row == 3,
        runs.row == 4,
        np.log(many),
        behind,
        np.abs(near - place) == 1,
        np.log1p(np.abs(near - place)),
        np.minimum(np.abs(f.sentence[near] - f.sentence[place]), 8),
        np.minimum(np.abs(f.paragraph[near] - f.paragraph[place]), 8),
        f.sentence[first] == f.sentence[last],
        f.paragraph[first] == f.paragraph[last],
        np.log1p(np.abs(f.sentence[first] - f.sentence[last])),
        (left < 0) | (left == place) | (f.part[left] != f.part[first]) | ((left > place) != behind),
        (right < 0) | (f.part[right] != f.part[last]) | ((right > place) != behind),
        behind & f.leads_parts[first],
        f.cuts[first],
        f.endless[last],
        f.total[place] * np.ones(len(many)),
        f.total[place] & ~behind,
        next_like / many,
        runs.most(like),
        words / many,
        units / many,
        (each > 0) & ~f.each[place],
        (change > 0) & ~f.change[place],
        base > 0,
        total / many,
        bracketed / many - float(f.bracketed[place]),
        inexact > 0,
        cells / many,
        known_part / many,
        f.relative[place] * np.ones(len(many)),
        goals,
        f.rest[last],
        np.log1p(np.maximum(np.abs(last - first) - many + 1, 0)),
        f.each[place] * np.ones(len(many)),
        f.change[place] * np.ones(len(many)),
        loosely,
        bool(f.goal[place]) != goals,
        under / many,
        *_apart(f, runs),
        f.stops_behind[last],
        f.counted_parts[first] == many,
        (np.abs(near - place) == 1) & f.leads_parts[first],
        rest > 0,
        (f.sentence[first] == f.sentence[place]) & (f.sentence[last] == f.sentence[place]),
    ]
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def _apart(f: Figures, runs: _Runs) -> list[NDArray[np.float64]]:
    """How far the figures of a run stand apart, in characters (mean, largest), and how many stops are between them."""
    many = np.maximum(runs.length - 1, 1)
    between, largest, stops = np.zeros(len(runs.row)), np.zeros(len(runs.row)), np.zeros(len(runs.row))
    for number, row in enumerate(runs.rows):
        if len(row) < _LEAST:
            continue
        gaps = (f.at[row[1:]] - f.until[row[:-1]]).astype(np.float64)
        stopped = f.stops[row[1:]] - f.stops[row[:-1]]
        at = np.flatnonzero(runs.row == number)
        start, length = runs.start[at], runs.length[at]
        for found, values in ((between, gaps), (stops, stopped)):
            added = np.concatenate([[0.0], np.cumsum(values)])
            found[at] = added[start + length - 1] - added[start]
        largest[at] = [gaps[a : a + b - 1].max() for a, b in zip(start, length, strict=True)]
    return [np.log1p(between / many), np.log1p(largest), np.minimum(stops, 4)]


def _neighbours(window: Indexes, places: Indexes, step: int) -> Indexes:
    """The figure of the window before or behind each place, −1 where there is none."""
    at = np.searchsorted(window, places) + step
    return np.where((at >= 0) & (at < len(window)), window[np.clip(at, 0, len(window) - 1)], -1)


def _next_likeness(f: Figures, window: Indexes) -> Floats:
    found = np.zeros(len(f), dtype=np.float32)
    found[window[:-1]] = f.likeness(window[:-1], window[1:])
    return found
