"""Shares told side by side (三次产业结构为3.9∶59.5∶36.6) make up a hundred."""

import re
from collections.abc import Iterator
from fractions import Fraction

from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.context import Page
from bangfu.reports.checker.relations.arithmetic import Verdict, figure, shown
from bangfu.reports.checker.relations.finding import Relation, relation

_BETWEEN = re.compile(r"\s*(?:[:：∶]|比)\s*")
_LEAST = 3  # parts; two may be a ratio


def side_by_side(page: Page) -> Iterator[Relation]:
    """The sum of each run of shares against 100; the last part is held to what the others leave."""
    run: list[Claim] = []
    for claim in [spot.claim for spot in page.spots if spot.claim.kind == "share"]:
        if run and not _BETWEEN.fullmatch(page.text[run[-1].until : claim.at]):
            yield from _hundred(run)
            run = []
        run.append(claim)
    yield from _hundred(run)


def _hundred(run: list[Claim]) -> Iterator[Relation]:
    """Right to the last digit, off by what was rounded (half a step a part), or wrong."""
    if len(run) < _LEAST:
        return
    total = sum((Fraction(part.value) for part in run), Fraction(0))
    room = sum((Fraction(part.step or 1) for part in run), Fraction(0)) / 2
    off = abs(total - 100)
    verdict: Verdict = "consistent" if not off else "rounding" if off <= room else "conflict"
    left = 100 - (total - Fraction(run[-1].value))
    formula = f"100% − {' − '.join(figure(part) for part in run[:-1])} = {shown(left, 'percent')}"
    note = f"各部分之和为{shown(total, 'percent')}" if off else ""
    yield relation("sum", run[-1], run[:-1], formula, left, verdict, note)
