"""Comparing claims with figures of a ledger. Pure: the ledger hands in candidate figures, this module judges.

A claim is `equal` to a figure if the digits agree, `rounded` if they agree once the figure is rounded (or cut off) to
the digits the claim shows or lies within its bound, `different` if the figure is plainly meant but
disagrees, and `unknown` if no candidate is meant.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from bangfu.reports.checker.check import number
from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.context import core, likeness
from bangfu.reports.checker.relations.arithmetic import Interval, judged

LedgerVerdict = Literal["equal", "rounded", "different", "unknown"]

_MEANT = 0.8  # of a title must be said of a claim before the two may be called different
_NAMED, _FEW_DIGITS = 0.5, 3  # of a title is enough for figures that agree, where few digits might agree by chance
_COUNT_WORDS = re.compile(r"(?:户|人|个|次|村|件)?(?:数|数量|总数|总量|总额|金额|合计)$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure of the ledger; its unit is named as in the claims, its value in base units, its scope in words."""

    code: str
    title: str
    unit: str
    value: Decimal
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of one claim: the candidate it was compared with, and claim minus candidate.

    ``place`` is the code of the place compared with, where the text means one inside that it was asked about.
    """

    claim: str
    verdict: LedgerVerdict
    figure: str | None = None
    value: Decimal | None = None
    difference: Decimal | None = None
    scope: str = ""
    note: str = ""
    place: str = ""

    def as_json(self) -> dict[str, Any]:
        """The comparison in the shape of `check --json` (key `ledger`)."""
        shape: dict[str, Any] = {"claim": self.claim, "figure": self.figure, "value": None, "verdict": self.verdict}
        shape["value"] = None if self.value is None else number(self.value)
        shape["difference"] = None if self.difference is None else number(self.difference)
        return shape | {"scope": self.scope, "note": self.note}


def compare(claim: Claim, about: dict[str, str | None], candidates: Iterable[Candidate]) -> Comparison:
    """The best comparison of `claim` (described by `about`, as `CheckResult.about` gives it) with the candidates.

    An agreeing figure needs only a like title; to be called different, a figure must be described plainly alike. Other
    scopes (another area, another cut-off) that would explain a difference are named in `note`.
    """
    same_unit = [candidate for candidate in candidates if candidate.unit == claim.unit]
    ranked = sorted(same_unit, key=lambda one: (-_likeness(about, one), bool(one.scope), one.code))
    agreeing = [(candidate, verdict) for candidate in ranked if (verdict := _agreement(claim, candidate.value))]
    few = len(claim.value.normalize().as_tuple().digits) < _FEW_DIGITS
    for candidate, verdict in agreeing:
        if _likeness(about, candidate) > 0 and not (few and named_in_full(about, candidate.title) < _NAMED):
            return _compared(claim, candidate, verdict)
    rough = claim.step is None or claim.word == "成"  # 三分之二 is hardly a figure of a ledger
    meant = next((one for one in ranked if named_in_full(about, one.title) >= _MEANT and not rough), None)
    if meant is None:
        return Comparison(claim.id, "unknown", note="本地台账中没有对应的数")
    explaining = [candidate for candidate, _ in agreeing if candidate.scope and candidate.scope != meant.scope]
    note = f"按“{explaining[0].scope}”口径则相符" if explaining else ""
    return _compared(claim, meant, "different", note)


def compare_all(
    claims: Iterable[Claim], about: dict[str, dict[str, str | None]], candidates: Iterable[Candidate]
) -> list[Comparison]:
    """Every claim compared with the same candidates."""
    known = list(candidates)
    return [compare(claim, about.get(claim.id, {}), known) for claim in claims]


def _compared(claim: Claim, candidate: Candidate, verdict: LedgerVerdict, note: str = "") -> Comparison:
    difference = claim.value - candidate.value
    return Comparison(claim.id, verdict, candidate.code, candidate.value, difference, candidate.scope, note)


def _likeness(about: dict[str, str | None], candidate: Candidate) -> float:
    return title_likeness(about, candidate.title)


def title_likeness(about: dict[str, str | None], title: str) -> float:
    """How alike a claim's own words and a figure's title are, from 0 (nothing in common) to 1."""
    words = "".join(about.get(key) or "" for key in ("measure", "subject"))
    return likeness(words, title)


def named_in_full(about: dict[str, str | None], title: str) -> float:
    """How much of a figure's title a claim says, 0 to 1: 边缘易致贫户 says half of 脱贫户, 脱贫户2402户 all of it."""
    words = core("".join(about.get(key) or "" for key in ("measure", "subject")))
    name = core(_COUNT_WORDS.sub("", title)) or title
    pairs = [name[index : index + 2] for index in range(len(name) - 1)] or [name]
    return sum(pair in words for pair in pairs) / len(pairs)


def _agreement(claim: Claim, value: Decimal) -> LedgerVerdict | None:
    if claim.value == value:
        return "equal"
    if _within_bound(claim, value):
        return "rounded"
    exact = Fraction(value)
    return "rounded" if claim.exact and judged(claim, exact, Interval(exact, exact)) else None


def _within_bound(claim: Claim, value: Decimal) -> bool:
    """Whether the figure is what a vague claim may say: 80余 is 80 to 89, 近1700 is 1530 to 1700."""
    if claim.bound == "exact" or claim.value <= 0:
        return claim.upper is not None and claim.value <= value <= claim.upper
    room = claim.value / 10
    ranges = {
        "at_least": (claim.value, claim.upper or claim.value + max(room, claim.step or Decimal(0)) * Decimal("1.5")),
        "at_most": (claim.value - room, claim.value),
        "about": (claim.value - room, claim.value + room),
    }
    low, high = ranges[claim.bound]
    return low <= value <= high
