"""Comparing claims with figures of a ledger. Pure: the ledger hands in candidate figures, this module judges.

Which figure a claim means is told by its words (`choosing`), never by its value. A claim is `equal` to the figure if
the digits agree, `rounded` if they agree once the figure is rounded (or cut off) to the digits the claim shows or lies
within its bound, `different` if the figure is plainly meant but disagrees, and `unknown` if no figure is plainly meant.
Only where the words fit several figures alike may the value tell which of them it is.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from bangfu.reports.checker.check import number
from bangfu.reports.checker.choosing import PLAIN, Said, Titles, rivals
from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.relations.arithmetic import Interval, judged

LedgerVerdict = Literal["equal", "rounded", "different", "unknown"]
NOTHING = "本地台账中没有对应的数"
_LISTED = 3
_AND_SOME = re.compile("[余餘多来來几幾]")


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

    ``place`` is the code of the place compared with, where the text means one inside that it was asked about;
    ``where`` names place and period of the comparison in words.
    """

    claim: str
    verdict: LedgerVerdict
    figure: str | None = None
    value: Decimal | None = None
    difference: Decimal | None = None
    scope: str = ""
    note: str = ""
    place: str = ""
    where: str = ""

    def as_json(self) -> dict[str, Any]:
        """The comparison in the shape of `check --json` (key `ledger`)."""
        shape: dict[str, Any] = {"claim": self.claim, "figure": self.figure, "value": None, "verdict": self.verdict}
        shape["value"] = None if self.value is None else number(self.value)
        shape["difference"] = None if self.difference is None else number(self.difference)
        return shape | {"scope": self.scope, "compared_with": self.where, "note": self.note}


def compare(claim: Claim, said: Said, candidates: Iterable[Candidate]) -> Comparison:
    """The comparison of `claim`, of which the text says `said`, with the candidate that its words mean.

    Other scopes (another area, another cut-off) of the same figure that would explain a difference are named in `note`.
    """
    known = list(candidates)
    meant = rivals(Titles(known).rank(said, claim.unit))
    if not meant:
        return Comparison(claim.id, "unknown", note=NOTHING)
    for one in meant:
        if not one.figure.scope and (verdict := agreement(claim, one.figure.value)):
            return compared(claim, one.figure, verdict)
    if meant[0].score < PLAIN or is_rough(claim):
        return Comparison(claim.id, "unknown", note=NOTHING)
    best = next((one.figure for one in meant if not one.figure.scope), meant[0].figure)
    explaining = [one for one in known if one.scope and one.code == best.code and agreement(claim, one.value)]
    beside = ((one.figure.title, one.figure.value) for one in meant if one.figure.code != best.code)
    near = listed_values(beside)
    note = f"按“{explaining[0].scope}”口径则相符" if explaining else f"与相近的{near}也不同" if near else ""
    return compared(claim, best, agreement(claim, best.value) or "different", note)


def compare_all(claims: Iterable[Claim], said: Mapping[str, Said], candidates: Iterable[Candidate]) -> list[Comparison]:
    """Every claim compared with the same candidates."""
    known = list(candidates)
    return [compare(claim, said.get(claim.id, Said()), known) for claim in claims]


def listed_values(figures: Iterable[tuple[str, Decimal]]) -> str:
    """The first of figures of nearly the same name, with their values; empty for none."""
    return "、".join(f"“{title}”{number(value):,}" for title, value in list(dict(figures).items())[:_LISTED])


def compared(claim: Claim, candidate: Candidate, verdict: LedgerVerdict, note: str = "") -> Comparison:
    """The comparison of a claim with one candidate, once the verdict is known."""
    difference = claim.value - candidate.value
    return Comparison(claim.id, verdict, candidate.code, candidate.value, difference, candidate.scope, note)


def is_rough(claim: Claim) -> bool:
    """Whether a claim is said in rough shares (三分之二, 四成), which no figure of a ledger contradicts."""
    return claim.unit == "percent" and (claim.step is None or claim.word == "成")


def agreement(claim: Claim, value: Decimal) -> LedgerVerdict | None:
    """How a claim agrees with a value; None if it does not."""
    if claim.value == value:
        return "equal"
    if _within_bound(claim, value):
        return "rounded"
    if not claim.exact or abs(claim.value - value) > (claim.step or 1):
        return None  # no rounding and no cutting off takes away more than one of the last digit
    exact = Fraction(value)
    return "rounded" if judged(claim, exact, Interval(exact, exact)) else None


def last_place(value: Decimal) -> Decimal:
    """The place value of the last digit that is no zero: 10 of 80, 10,000 of 30,000, 100 of 1,200."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def _grain(value: Decimal) -> Decimal:
    """How finely a vague figure is told: 100 for 近1700, 10 for 近1740, 5 for 75%以上."""
    last = last_place(value)
    return last * 5 if value / last % 10 == 5 else last


def _within_bound(claim: Claim, value: Decimal) -> bool:
    """Whether the figure is what a vague claim may say: 80余 is 80 to 89, 3万余 below 4万, 近1700 is 1600 to 1700."""
    if claim.bound == "exact" or claim.value <= 0:
        return claim.upper is not None and claim.value <= value <= claim.upper
    if claim.bound == "at_least" and claim.upper is None and _AND_SOME.search(claim.text):
        return claim.value <= value < claim.value + last_place(claim.value)
    room = claim.value / 10
    near = min(room, _grain(claim.value))
    most = min(max(room, claim.step or Decimal(0)) * Decimal("1.5"), _grain(claim.value))
    ranges = {
        "at_least": (claim.value, claim.upper or claim.value + most),
        "at_most": (claim.value - near, claim.value),
        "about": (claim.value - near, claim.value + near),
    }
    low, high = ranges[claim.bound]
    return low <= value <= high
