"""Colour scales: a few steps from light to dark, which read the same in print and to the colour-blind.

A step has a number for its shade (0 the lightest) or, in a scale of classes, a tone; the style sheet gives each its
colour, the tones in clearly different lightness. The words of the legend come with the step.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from bangfu.kernel.formats import number

SHADES = 5
TONES = ("neutral", "good", "waiting", "warning", "bad")
Text = str | Promise


@dataclass(frozen=True, slots=True)
class Step:
    """One colour of a map and what it means."""

    title: Text
    look: str  # "0" to "4", or a tone


@dataclass(frozen=True)
class Scale:
    """The steps of a map, and which step a value takes."""

    steps: Sequence[Step]
    bounds: Sequence[float] = ()  # of numbers: where each further step begins
    names: Sequence[str] = ()  # of classes: the value of each step

    def step_of(self, value: float | str | None) -> int | None:
        """Return the number of a value's step; None for what is unknown."""
        if value is None:
            return None
        if self.names:
            return self.names.index(str(value)) if value in self.names else None
        return sum(float(value) >= bound for bound in self.bounds)


def shares(bounds: Sequence[float] = (0.5, 0.8, 0.95, 1.0)) -> Scale:
    """Return a scale for shares from 0 to 1; the last bound is usually 1, so that what is whole stands out."""
    words = [f"{bound * 100:g}%" for bound in bounds]
    titles = [_("不到 %s") % words[0]]
    titles += [_("%(low)s 至不到 %(high)s") % {"low": a, "high": b} for a, b in pairwise(words)]
    titles.append(words[-1] if bounds[-1] >= 1 else _("%s 及以上") % words[-1])
    return Scale(_shaded(titles), tuple(bounds))


def amounts(values: Iterable[float | None], unit: Text = "") -> Scale:
    """Return a scale for counts or sums that fits these values: zero apart, the rest in round steps of similar size."""
    present = sorted(float(value) for value in values if value is not None)
    bounds = sorted({_round(value) for value in _quantiles([value for value in present if value > 0])})
    ends: list[float | None] = [*bounds[1:], None]
    titles = [_range(low, high) for low, high in zip(bounds, ends, strict=False)]
    if not bounds or present[0] <= 0:
        titles.insert(0, number(0))
    else:
        bounds = bounds[1:]
    return Scale(_shaded([f"{title} {unit}".strip() for title in titles]), tuple(bounds))


def classes(words: Mapping[str, tuple[Text, str]]) -> Scale:
    """Return a scale of named classes: value → (words, tone). A tone is one of ``TONES``."""
    if unknown := {tone for _title, tone in words.values()} - set(TONES):
        raise ValueError(f"no such tone of a map: {', '.join(sorted(unknown))}")
    return Scale([Step(title, tone) for title, tone in words.values()], names=tuple(words))


def _shaded(titles: Sequence[Text]) -> list[Step]:
    """Spread the steps over the shades, so that the last is always the darkest."""
    last = max(len(titles) - 1, 1)
    return [Step(title, str(round(place * (SHADES - 1) / last))) for place, title in enumerate(titles)]


def _quantiles(values: Sequence[float]) -> list[float]:
    return [values[len(values) * part // (SHADES - 1)] for part in range(SHADES - 1)] if values else []


def _round(value: float) -> float:
    """Return a value rounded down to one or two figures: 1,234 → 1,200; small whole numbers as they are."""
    if value < 1:
        return value
    unit = 10 ** max(len(str(int(value))) - 2, 0)
    return float(int(value) // unit * unit)


def _range(low: float, high: float | None) -> str:
    if high is None:
        return _("%s 及以上") % number(low)
    if float(low).is_integer() and float(high).is_integer():
        return number(low) if high == low + 1 else f"{number(low)}–{number(high - 1)}"
    return _("%(low)s 至不到 %(high)s") % {"low": number(low), "high": number(high)}
