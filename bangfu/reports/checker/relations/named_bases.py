"""Shares that fit another figure than the base that the text names (占到位资金的72.8%, but 72.8 % of the total)."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from bangfu.reports.checker.context import Page, Spot, core
from bangfu.reports.checker.relations.arithmetic import decimal_of, figure, judged
from bangfu.reports.checker.relations.finding import ReadingOf, Relation
from bangfu.reports.checker.relations.nearness import alike, is_amount
from bangfu.reports.checker.relations.shares import quotient

_OF = re.compile(r"占(?P<base>[^，。；：、占\d]{2,12}?)(?:的|的?比例|的?比重|的?份额)?(?:为|达到?|是|约|近)?$")
_GENERAL = re.compile(r"^(?:[总全其同各本该当]|所有|合计|上述|年度)|[总全](?:数|额|量|部|体)$")
_OF_ANOTHER_TIME = re.compile(r"上年|去年|同期|年初|上一年|前一年|上月|上季|计划|目标")
_STOP = re.compile("[，。；、\n]")
_REACH, _BEHIND = 8, 12


def with_named_bases(page: Page, found: list[Relation]) -> list[Relation]:
    """`found`, but a share that fits another base than the one its sentence names is ambiguous, with both readings."""
    spots = {spot.claim.id: spot for spot in page.spots}
    contested = {one.claims[0] for one in found if one.verdict == "conflict"}
    return [one if one.claims[0] in contested else _read_by_name(page, spots, one) for one in found]


def _read_by_name(page: Page, spots: dict[str, Spot], found: Relation) -> Relation:
    if found.kind != "ratio" or found.verdict not in ("consistent", "rounding", "truncation") or len(found.claims) != 3:
        return found
    rate, part, whole = (spots.get(claim) for claim in found.claims)
    if rate is None or part is None or whole is None or rate.claim.unit != "percent" or not rate.claim.exact:
        return found
    name = _name(rate)
    if not name or name in _words(page, whole) or name in _words(page, part):
        return found
    named = _so_named(page, rate, name)
    if named is None or named.claim.value <= part.claim.value or not alike(named.claim, part.claim):
        return found
    if any(_fits(rate, other, named) for other in [*page.before(rate, _REACH), *page.after(rate, _REACH)]):
        return found
    computed, fitting = quotient(rate, part, named)[0], quotient(rate, part, whole)[0]
    readings = (
        ReadingOf(f"以写明的“{name}”（{figure(named.claim)}）为基数", decimal_of(computed, 2)),
        ReadingOf(f"以{figure(whole.claim)}为基数", decimal_of(fitting, 2)),
    )
    note = f"文中写明的基数是“{name}”，比例却与另一数相符"
    return replace(found, computed=None, difference=None, verdict="ambiguous", note=note, readings=readings)


def _name(rate: Spot) -> str:
    """What a share is told to be of, where it is something of its own: 到位资金, not 总额 or 全县."""
    said = _OF.search(rate.label.strip())
    name = said["base"] if said else ""
    return "" if not core(name) or _GENERAL.search(name) else name


def _so_named(page: Page, rate: Spot, name: str) -> Spot | None:
    """The one figure before a share, in its paragraph, right before or behind which the name stands."""
    near = [s for s in page.before(rate, _REACH, 2) if is_amount(s) and s.paragraph == rate.paragraph]
    named = [s for s in near if name in s.lead + s.label or page.text[s.claim.until :].startswith(name)]
    if len(named) != 1 or _OF_ANOTHER_TIME.search(named[0].lead + named[0].label):
        return None
    return named[0]


def _words(page: Page, spot: Spot) -> str:
    """What is said right before and behind a figure, within its own clause."""
    return f"{spot.lead}{spot.label}|{_STOP.split(page.text[spot.claim.until :][:_BEHIND])[0]}"


def _fits(rate: Spot, part: Spot, whole: Spot) -> bool:
    if part is whole or not is_amount(part) or not alike(part.claim, whole.claim) or whole.claim.value <= 0:
        return False
    computed, possible = quotient(rate, part, whole)
    return Fraction(0) < computed and judged(rate.claim, computed, possible) is not None


__all__ = ["with_named_bases"]
