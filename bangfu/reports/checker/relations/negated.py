"""What has been done and what has not: 已开工60个 and 还有4个没开工 make up 项目64个, however far apart they stand."""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from bangfu.reports.checker.context import Page, Spot
from bangfu.reports.checker.relations.arithmetic import altered_digit, shown
from bangfu.reports.checker.relations.finding import Relation
from bangfu.reports.checker.relations.nearness import EACH, alike, is_amount, words_of
from bangfu.reports.checker.relations.parts import sum_relation, total_of

_NOT = re.compile(r"(?:尚未|还未|未能|没有|未|没)(?P<act>[一-鿿]{2})")
_BACK, _BEHIND = 160, 8


def negated(page: Page, known: list[Relation]) -> Iterator[Relation]:
    """Sums of a figure that is denied (未X, 没X), of the same act done before it, and of the whole before both."""
    summed = {claim for found in known if found.kind == "sum" for claim in found.claims[1:]}
    told = {frozenset(found.claims) for found in known if found.verdict == "conflict"}
    wholes = {
        found.claims[1]: page.by_claim.get(found.claims[2])
        for found in known
        if found.kind == "ratio" and found.verdict == "consistent" and len(found.claims) == 3
    }
    for rest in page.spots:
        if not is_amount(rest) or rest.claim.id in summed:
            continue
        said = _NOT.search(words_of(rest)) or _NOT.match(page.text[rest.claim.until : rest.claim.until + _BEHIND])
        found = said and (_made_up(page, rest, said["act"]) or _not_made_up(page, rest, said["act"], wholes))
        if found and (found.verdict == "consistent" or frozenset(found.claims) not in told):
            yield found


def _made_up(page: Page, rest: Spot, act: str) -> Relation | None:
    before = [s for s in page.spots[max(0, rest.index - _BACK) : rest.index] if is_amount(s)]
    before = [s for s in before if alike(s.claim, rest.claim) and not EACH.search(words_of(s))]
    done = [s for s in before if act in words_of(s) + s.tail[:4] and not _NOT.search(words_of(s))]
    for part in reversed(done):
        whole = next((s for s in reversed(before) if s.claim.value == part.claim.value + rest.claim.value), None)
        if whole and whole.index < part.index and rest.claim.value > 0:
            computed, _ = total_of([part, rest])
            return sum_relation(whole, [part, rest], Fraction(computed), "consistent")
    return None


def _not_made_up(page: Page, rest: Spot, act: str, wholes: dict[str, Spot | None]) -> Relation | None:
    """已消除39户，占53.4%，尚有44户未消除, of 73: what is done has its whole by its share, so that the rest is off."""
    part = next((s for s in page.before(rest, 3) if alike(s.claim, rest.claim) and is_amount(s)), None)
    whole = wholes.get(part.claim.id) if part else None
    if part is None or whole is None or act not in words_of(part) or _NOT.search(words_of(part)):
        return None
    wanted = Fraction(whole.claim.value) - Fraction(part.claim.value)
    if wanted <= 0 or not altered_digit(rest.claim.value, wanted, rest.claim.step or Decimal(1)):
        return None
    computed, _ = total_of([part, rest])
    note = f"已、未两项之和与总数不符，未{act}应为{shown(wanted, rest.claim.unit, rest.claim)}"
    return sum_relation(whole, [part, rest], computed, "conflict", note)
