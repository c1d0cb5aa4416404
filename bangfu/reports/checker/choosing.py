"""Which figures of a ledger a passage means, by its words alone: never by the value.

`rank` weighs each title by how much of its meaning the passage says (near the number more than far from it) and how
much of what is said beside the number the title takes up.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import log
from typing import Generic, Protocol, TypeVar

from bangfu.reports.checker.senses import meaning, opposed, pairs, same_unit, senses

FLOOR = 0.35  # below this no figure is meant
PLAIN = 0.53  # from this a figure is meant so plainly that another value is a difference
MARGIN = 0.1  # figures nearer than this to the best are not told apart by the words
BESIDE = 0.4  # how much hangs on the words right beside a number
OTHER_UNIT = 0.85
_UNTOLD = 0.3  # a number beside which stand no known words
_OPPOSED = 0.4
_FAR = 0.75  # nothing of the title stands beside the number, where something else does


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says about a number: beside it, in its clause, in its sentence before and behind, and above it.

    `whole` is said beside the number of which it is told to be a part (其中).
    """

    own: str = ""
    clause: str = ""
    before: str = ""
    after: str = ""
    above: str = ""
    whole: str = ""

    def weighed(self) -> tuple[tuple[str, float], ...]:
        """The passages with the weight of their words, the nearest first."""
        return (
            (self.own, 1.0),
            (self.whole, 1.0),
            (self.clause, 0.9),
            (self.before, 0.6),
            (self.after, 0.35),
            (self.above, 0.35),
        )


class Titled(Protocol):
    """A figure as far as words go."""

    @property
    def code(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def unit(self) -> str: ...


T = TypeVar("T", bound=Titled)


@dataclass(frozen=True, slots=True)
class Ranked(Generic[T]):
    """A figure and how plainly it is meant, from 0 to 1; `shared` is what title and passage both say."""

    figure: T
    score: float
    shared: frozenset[str] = field(default=frozenset())
    opposed: bool = False


def rivals(ranked: Iterable[Ranked[T]]) -> list[Ranked[T]]:
    """The figures among which the words of a passage do not decide, the one meant most plainly first.

    They are those that fit nearly as well as the best, and those that say what the best says of one kind, channel or
    giver: a text that goes on about one sort leaves out its name.
    """
    known = [one for one in ranked if one.score >= FLOOR]
    if not known:
        return []
    best = known[0]
    general = meaning(best.figure.title)
    return [
        one
        for one in known
        if one.score >= best.score - MARGIN or (not one.opposed and general < meaning(one.figure.title))
    ]


class Titles(Generic[T]):
    """Figures to choose from. What many titles say tells less than what few say."""

    def __init__(self, figures: Iterable[T]) -> None:
        self.figures = list(figures)
        counts: dict[str, int] = {}
        for title in {figure.title for figure in self.figures}:
            for feature in meaning(title):
                counts[feature] = counts.get(feature, 0) + 1
        total = len(self.figures) + 1
        self._weights = {feature: log(1 + total / count) for feature, count in counts.items()}
        self._wholes = {
            title: sum(self._weights[feature] for feature in meaning(title))
            for title in {figure.title for figure in self.figures}
        }
        self._counted: dict[str, list[T]] = {}  # figures by the unit in which a text may count them

    def rank(self, said: Said, unit: str) -> list[Ranked[T]]:
        """The figures of a unit, those meant most plainly first."""
        if unit not in self._counted:
            self._counted[unit] = [figure for figure in self.figures if same_unit(figure.unit, unit)]
        found = _Features(said)
        ranked = [self._scored(figure, found, unit) for figure in self._counted[unit]]
        return sorted(ranked, key=lambda one: (-one.score, one.figure.code))

    def _scored(self, figure: T, found: "_Features", unit: str) -> Ranked[T]:
        meant = meaning(figure.title)
        whole = self._wholes[figure.title]
        shared = frozenset(feature for feature in meant if found.weight(feature) > 0)
        if not whole or not shared:
            return Ranked(figure, 0.0)
        told = sum(self._weights[feature] * found.weight(feature) for feature in shared) / whole
        taken_up = self._taken_up(meant, found.own_senses)
        score = told * (1 - BESIDE + BESIDE * taken_up) * (1 if figure.unit == unit else OTHER_UNIT)
        nothing_near = found.own_senses and not any(found.weight(feature) == 1 for feature in shared)
        only_the_whole = found.beside and not found.beside & meant  # of which the number is a part
        if nothing_near or only_the_whole:
            score *= _FAR
        against = opposed(meant, found.near_senses)
        return Ranked(figure, score * (_OPPOSED if against else 1), shared, against)

    def _taken_up(self, meant: frozenset[str], own: frozenset[str]) -> float:
        """How much of what is said beside the number the title says too."""
        known = {sense: self._weights.get(sense, 1.0) for sense in own}
        return (
            sum(weight for sense, weight in known.items() if sense in meant) / sum(known.values()) if known else _UNTOLD
        )


class _Features:
    """The senses and pairs of characters of a passage, each with the weight of the nearest place it stands in."""

    def __init__(self, said: Said) -> None:
        self._weights: dict[str, float] = {}
        for words, weight in said.weighed():
            for feature in senses(words) | pairs(words):
                self._weights.setdefault(feature, weight)
        self.beside = senses(said.own)
        self.own_senses = self.beside | senses(said.whole)
        self.near_senses = self.own_senses or senses(said.clause)

    def weight(self, feature: str) -> float:
        return self._weights.get(feature, 0.0)
