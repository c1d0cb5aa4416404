"""Whether a figure may be one of the ledger in which a digit was altered, and how little of that is chance."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import log10

from bangfu.reports.checker.choosing import FLOOR, PLAIN
from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.compare import last_place
from bangfu.reports.checker.relations.arithmetic import altered_digit

_WAYS = {"at_least": ROUND_FLOOR, "at_most": ROUND_CEILING}
_COMPANY = 0.5  # what each figure of the sentence adds that agrees with the ledger in the same place and time
_MOST_COMPANY = 2
_LIKELY, _PLAINEST = 0.45, 0.75
_TELLING = 3  # digits
# The less plainly words mean a figure, the less may agreement in all digits but one be chance (in powers of ten).
_WANTED = ((PLAIN, 1.0), (_LIKELY, 1.5), (FLOOR, 2.0))


def surprise(claim: Claim, value: Decimal) -> float | None:
    """How unlikely (in powers of ten) a value that is no business of the claim's comes within one digit of it.

    None where more than one digit differs, or none does. 7129 for 7127 is 2.4, 94 for 34 0.7, 6 for 9 nothing.
    """
    if claim.upper is not None or claim.value <= 0 or value <= 0:
        return None
    last = claim.step if claim.bound == "exact" else last_place(claim.value)
    if not last:
        return None
    have = int((claim.value / last).to_integral_value())
    need = int((value / last).to_integral_value(_WAYS.get(claim.bound, ROUND_HALF_UP)))
    have, need = _without_shared_zeros(have, need)
    if not altered_digit(Decimal(have), Fraction(need), Decimal(1)):
        return None
    many = len(str(have))
    if many < _TELLING and claim.bound == "exact" and value % last:
        return None  # few digits are near whatever is rounded to them
    return many - 1 - log10(many)


def enough(surprise: float, company: int, score: float) -> bool:
    """Whether words that mean a figure with ``score``, and what agrees beside the claim, tell of an altered digit."""
    told = surprise + _COMPANY * min(company, _MOST_COMPANY)
    if not surprise and score < _PLAINEST:
        return False
    return any(score >= least and told >= wanted for least, wanted in _WANTED)


def _without_shared_zeros(one: int, other: int) -> tuple[int, int]:
    while one and other and not one % 10 and not other % 10:
        one, other = one // 10, other // 10
    return one, other
