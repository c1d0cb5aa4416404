"""Altered figures: statements whose reading is certain, and that hold but for one digit.

A conflict costs more trust than a miss. So one is told here only where the words leave one choice of figures (the
group is named with 中, a sister share has the same whole, a mean stands behind its total and its count, a base is
called so) and where setting one digit right in one of the figures makes them agree.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from bangfu.reports.checker.context import Page, Spot
from bangfu.reports.checker.relations.arithmetic import (
    altered_digit,
    interval,
    shown,
)
from bangfu.reports.checker.relations.finding import Relation, relation
from bangfu.reports.checker.relations.nearness import RELATIVE, around
from bangfu.reports.checker.relations.slip_amounts import difference, mean, product, sum_in_sentence, yearly
from bangfu.reports.checker.relations.slip_rates import (
    completion_of_target,
    due_and_done,
    growth_from_base,
    named_rate,
    named_whole,
    of_figure,
    points_between,
    share_of,
)
from bangfu.reports.checker.relations.slip_reading import Reading


def slips(page: Page, known: list[Relation]) -> Iterator[Relation]:
    """Conflicts of figures that nothing in `known` explains."""
    stated = {found.claims[0] for found in known if found.kind not in ("subset", "repeat")}
    wholes, summed = _wholes(known), _summed(known)
    for spot in page.spots:
        if not spot.claim.exact or spot.claim.value <= 0 or spot.claim.word == "成":
            continue
        for reading in _readings(page, spot, wholes, summed):
            if spot.claim.id in stated and not reading.spelt:
                break
            if "×" in reading.formula and reading.kind == "product" and reading.others[0].id in stated:
                continue  # the rate belongs to another total
            if interval(reading.stated).meets(reading.possible) or reading.computed <= 0:
                break
            if reading.spelt or (_is_slip(reading) and not _told_beside(page, spot, reading)):
                note = f"按文中数字计算应为{shown(reading.computed, spot.claim.unit, spot.claim)}"
                yield relation(
                    reading.kind, reading.stated, reading.others, reading.formula, reading.computed, "conflict", note
                )
                break


def _readings(page: Page, spot: Spot, wholes: dict[str, set[str]], summed: set[tuple[str, str]]) -> Iterator[Reading]:
    unit = spot.claim.unit
    if unit in ("percent", "permille"):
        if found := of_figure(page, spot) or share_of(page, spot, wholes, summed) or named_rate(page, spot):
            yield found
        if found := due_and_done(page, spot):
            yield found
        if found := growth_from_base(page, spot) or completion_of_target(page, spot) or named_whole(page, spot):
            yield found
    elif unit == "multiple":
        if found := of_figure(page, spot):
            yield found
    elif unit == "percentage_point":
        if found := points_between(page, spot):
            yield found
    elif unit not in RELATIVE:
        if found := mean(page, spot) or yearly(page, spot):
            yield found
        for read in (difference, sum_in_sentence, product):
            if found := read(page, spot):
                yield found


def _is_slip(reading: Reading) -> bool:
    for claim, wanted in reading.remedies:
        step = Fraction(claim.step or 1)
        if wanted in (Fraction(claim.value) * 10, Fraction(claim.value) / 10):
            return True  # the point one place off
        if wanted > 0 and altered_digit(claim.value, round(wanted / step) * step, claim.step or Decimal(1)):
            return True
    return False


def _told_beside(page: Page, spot: Spot, reading: Reading) -> bool:
    """Whether the sentence tells what was computed: then that is the one, and the other is of another year or thing."""
    used = {reading.stated.id, *(claim.id for claim in reading.others)}
    return any(
        one.claim.unit == reading.stated.unit and interval(one.claim).meets(reading.possible)
        for one in around(page, spot)
        if one.claim.id not in used
    )


def _summed(known: list[Relation]) -> set[tuple[str, str]]:
    """Every whole with each of the parts that make it up to the last digit."""
    sums = [found for found in known if found.kind == "sum" and found.verdict == "consistent"]
    return {(found.claims[0], part) for found in sums for part in found.claims[1:]}


def _wholes(known: list[Relation]) -> dict[str, set[str]]:
    """For every percentage that fits: what it is a share of."""
    shares: dict[str, set[str]] = {}
    for found in known:
        if found.kind == "ratio" and found.verdict == "consistent" and len(found.claims) == 3:
            shares.setdefault(found.claims[2], set()).add(found.claims[0])
    return shares
