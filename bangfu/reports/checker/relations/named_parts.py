"""Totals whose parts the words name again: 交通和稳岗补贴1574.7万元, 线上…线下…, 使总数达到128所, 两地互派合计199名."""

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, pairwise

from bangfu.reports.checker.context import Page, Spot, core, likeness
from bangfu.reports.checker.relations.arithmetic import judged
from bangfu.reports.checker.relations.finding import Relation
from bangfu.reports.checker.relations.nearness import CHANGE, EACH, REST, alike, is_amount, words_of
from bangfu.reports.checker.relations.parts import sum_relation, total_of
from bangfu.reports.checker.relations.sum_conflicts import opposite
from bangfu.reports.checker.tables import table

_JOINED = re.compile(r"(?P<first>[一-鿿]{2,6})[和与及、](?P<second>[一-鿿]{2,8})$")
_REACHED = re.compile(r"(?:总数|总量|累计|数)?(?:增至|达到|增加到|扩大到|达|增到)$")
_NEW = re.compile(r"(?:新增|增加|再增|新建|新签)[^，。；\d]{0,8}$")
_TOGETHER = re.compile(r"(?:合计|共计|累计|总计)[^，。；\d]{0,6}$")
_SIDE = re.compile("|".join(side for group in table("cues")["opposites"]["sides"] for side in group))
_BACK = 60
_TELLING = 10  # a count of less is another one too easily


def named_parts(page: Page, known: list[Relation]) -> Iterator[Relation]:
    """Sums whose total or parts `known` does not have as a sum; only agreement."""
    totals = {found.claims[0] for found in known if found.kind == "sum"}
    for spot in page.spots:
        if not is_amount(spot) or EACH.search(words_of(spot)):
            continue
        found = _grown_to(page, spot)
        if found is None and spot.claim.id not in totals:
            found = _joined(page, spot) or _all_told(page, spot) or _rest_of_other_words(page, spot)
        if found:
            yield found
    yield from _two_sides(page)


def _earlier(page: Page, spot: Spot) -> list[Spot]:
    """Amounts of the same unit before a figure, nearest first."""
    before = reversed(page.spots[max(0, spot.index - _BACK) : spot.index])
    return [s for s in before if is_amount(s) and s.claim.unit == spot.claim.unit and not EACH.search(words_of(s))]


def _joined(page: Page, total: Spot) -> Relation | None:
    """交通和稳岗补贴1574.7万元: two figures before it that are called 交通补贴 and 稳岗补贴."""
    said = _JOINED.search(core(total.label))
    if said is None:
        return None
    earlier = _earlier(page, total)
    first, second = _called(earlier, said["first"][-2:]), _called(earlier, said["second"][:2])
    for one in first:
        for other in second:
            if one is not other and one.claim.value + other.claim.value == total.claim.value:
                parts = sorted((one, other), key=lambda s: s.index)
                return sum_relation(total, parts, Fraction(total.claim.value), "consistent")
    return None


def _called(earlier: list[Spot], name: str) -> list[Spot]:
    return [s for s in earlier if name in s.words + s.clause][:3]


def _grown_to(page: Page, total: Spot) -> Relation | None:
    """新增项目学校32所，使总数达到128所; 增至30个（新增4个）: what there was, wherever it was told."""
    if not _REACHED.search(total.label.strip()):
        return None
    beside = [s for s in [*page.before(total, 1), *page.after(total, 1)] if alike(s.claim, total.claim)]
    new = next((s for s in beside if is_amount(s) and _NEW.search(s.clause)), None)
    if new is None or new.claim.value >= total.claim.value:
        return None
    wanted = total.claim.value - new.claim.value
    base = next((s for s in _earlier(page, total) if s.claim.value == wanted and s is not new), None)
    if base is None or wanted < _TELLING:
        return None
    return sum_relation(total, [base, new], Fraction(total.claim.value), "consistent")


def _all_told(page: Page, total: Spot) -> Relation | None:
    """两地互派专技人才合计199名: two or three figures before it whose words share its noun."""
    if not _TOGETHER.search(total.label.strip()) or total.claim.value < _TELLING:
        return None
    words = core(total.clause)
    like = [s for s in _earlier(page, total) if likeness(words, s.words) > 0 and not CHANGE.search(words_of(s))][:6]
    for size in (2, 3):
        for parts in combinations(sorted(like, key=lambda s: s.index), size):
            if total_of(list(parts))[0] == Fraction(total.claim.value):
                return sum_relation(total, list(parts), Fraction(total.claim.value), "consistent")
    return None


def _rest_of_other_words(page: Page, rest: Spot) -> Relation | None:
    """需要配镜的14004人次，已免费配镜12884副，还有1120人在等: counted in other words, made up to the last digit."""
    if not REST.search(words_of(rest)) or rest.claim.unit == "CNY":
        return None
    near = [s for s in page.before(rest, 2) if is_amount(s) and s.claim.unit != "CNY" and s.sentence == rest.sentence]
    if len(near) < 2 or near[1].claim.value != near[0].claim.value + rest.claim.value or near[0].claim.value < _TELLING:
        return None
    computed, possible = total_of([near[0], rest])
    verdict = judged(near[1].claim, computed, possible)
    return sum_relation(near[1], [near[0], rest], computed, verdict) if verdict else None


def _two_sides(page: Page) -> Iterator[Relation]:
    """线下7579.44万元，占45%。线上…9263.76万元: the two sides of a whole that was told before them."""
    for unit in dict.fromkeys(s.claim.unit for s in page.spots):
        same = [s for s in page.spots if s.claim.unit == unit and is_amount(s)]
        for one, other in pairwise(same):
            if other.sentence - one.sentence > 1 or not _SIDE.search(one.clause):
                continue
            if not opposite([one.clause, other.clause]):
                continue
            computed, _ = total_of([one, other])
            whole = next((s for s in _earlier(page, one) if Fraction(s.claim.value) == computed), None)
            if whole is not None:
                yield sum_relation(whole, [one, other], computed, "consistent")
