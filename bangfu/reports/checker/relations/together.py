"""Parts taken together: 前两项占七成, 因病、因残两项合占64%, 两类共占79.4%, 三类问题合计47项, 以上捐赠共折款315万元.

How many parts are meant is said, or the parts are named again; which figures they are follows from the list before.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from bangfu.reports.checker.context import Page, Spot
from bangfu.reports.checker.relations.arithmetic import Interval, altered_digit, figure, interval, judged, shown
from bangfu.reports.checker.relations.finding import Relation, relation
from bangfu.reports.checker.relations.nearness import EACH, is_amount, words_of
from bangfu.reports.checker.relations.parts import sum_relation, total_of

_COUNT = {word: number for number, words in ((2, "两二2"), (3, "三3"), (4, "四4"), (5, "五5")) for word in words}
_SAID = re.compile(r"(?P<first>前)?(?P<count>[两二三四五2-5])(?:项|类|种|者|部分|方面|个方面|批|笔|家|块)")
_SUMMED = re.compile(r"合计|共计?|总计|加起来|相加|一共")
_ALL = re.compile(r"(?:以上|上述)[^，。；\d]{0,8}(?:合计|共计?|总计|累计)[^，。；\d]{0,4}$")
_SHARE = re.compile(r"占|比重|比例|超过|达|近|就是|[是为]$")
_ADDED = re.compile(r"加在一起|加起来|合计|合起来|相加|一共|共占")
_LIST, _BACK = 8, 24
_ROOM = Fraction(5)  # 七成 is 65 to 75 per cent


def together(page: Page, known: list[Relation]) -> Iterator[Relation]:
    """Shares of several parts together, and totals of as many parts as the words say."""
    stated = {found.claims[0] for found in known if found.kind not in ("subset", "repeat")}
    for spot in page.spots:
        if spot.claim.id in stated or spot.claim.value <= 0:
            continue
        clause = _clause(page, spot)
        said = _SAID.search(clause)
        found = None
        if spot.claim.unit == "percent" and said and _SHARE.search(clause):
            found = _share(page, spot, clause, said)
        elif is_amount(spot) and spot.claim.step is not None:
            if said and _SUMMED.search(clause, said.end()):
                found = _total(page, spot, _COUNT[said["count"]])
            elif _ALL.search(clause):
                found = _total(page, spot, 0)
        if found:
            yield found
    yield from _shares_added(page)


def _shares_added(page: Page) -> Iterator[Relation]:
    """各占25%、20%和15%，加在一起正好是六成; 比例84%，…占65%、12%、7%: shares that make up a share beside them."""
    for spots in page.sentences.values():
        rates = [s for s in spots if s.claim.unit == "percent" and s.claim.bound == "exact" and s.claim.value < 100]
        for start in range(len(rates) - 1):
            for end in range(start + 2, min(len(rates), start + 6) + 1):
                parts = rates[start:end]
                computed = sum((Fraction(part.claim.value) for part in parts), Fraction(0))
                beside = rates[end : end + 1]
                near = [s for s in page.before(parts[0], 5, 1) if s.claim.unit == "percent" and s.claim.exact][:1]
                closing = [s for s in beside if _ADDED.search(page.text[parts[-1].claim.until : s.claim.at])]
                for whole in [*closing, *(near if len(parts) > 2 else [])]:
                    if Fraction(whole.claim.value) == computed:
                        yield sum_relation(whole, parts, computed, "consistent")


def _clause(page: Page, spot: Spot) -> str:
    """The words before a figure, back over the list that a comma of enumeration joins (因病、因残两项合占)."""
    start = page.sentence_span(spot.sentence)[0]
    return re.split("[，,。；;：:（(]", page.text[max(start, spot.claim.at - 40) : spot.claim.at])[-1]


def _parts_before(page: Page, spot: Spot) -> list[Spot]:
    """Amounts before a figure in its paragraph, in order, without rates and without the figure of the count itself."""
    near = [s for s in page.before(spot, _BACK, 4) if is_amount(s) and not EACH.search(words_of(s))]
    return [s for s in reversed(near) if s.claim.unit != "type" and not _SAID.fullmatch(s.claim.text)]


def _share(page: Page, spot: Spot, clause: str, said: re.Match[str]) -> Relation | None:
    number, before = _COUNT[said["count"]], _parts_before(page, spot)
    for unit in dict.fromkeys(s.claim.unit for s in reversed(before)):
        same = [s for s in before if s.claim.unit == unit]
        for parts in _groups(same, clause, said, number):
            both = sum((Fraction(s.claim.value) for s in parts), Fraction(0))
            for whole in reversed(same[: same.index(parts[0]) + 1] + same[same.index(parts[-1]) + 1 :]):
                if whole in parts or Fraction(whole.claim.value) <= both:
                    continue
                computed = both / Fraction(whole.claim.value) * 100
                if _fits(spot, computed):
                    names = " + ".join(figure(s.claim) for s in parts)
                    formula = f"({names}) ÷ {figure(whole.claim)} × 100 = {shown(computed, 'percent', spot.claim)}"
                    claims = [*(s.claim for s in parts), whole.claim]
                    return relation("ratio", spot.claim, claims, formula, computed, "consistent")
    return None


def _groups(same: list[Spot], clause: str, said: re.Match[str], number: int) -> Iterator[list[Spot]]:
    """The parts that may be meant: those named again, the first ones of the list, the last ones before the figure."""
    names = [name for name in re.split("[、和及与]", clause[: said.start()]) if len(name) > 1]
    named = [s for s in same if any(name[-4:] in s.words for name in names)]
    if len(names) == number and len(named) >= number:
        yield named[:number]
    if said["first"]:
        for start in range(max(0, len(same) - _LIST), len(same) - number + 1):
            yield same[start : start + number]
    elif len(same) > number:
        yield same[-number:]


def _fits(spot: Spot, computed: Fraction) -> bool:
    stated, claim = Fraction(spot.claim.value), spot.claim
    if claim.word == "成" or claim.step is None or claim.bound != "exact":
        low, high = {"at_least": (0, 2 * _ROOM), "at_most": (-_ROOM, 0)}.get(claim.bound, (-_ROOM, _ROOM))
        return stated + low <= computed <= stated + high
    return judged(claim, computed, Interval(computed, computed)) is not None


def _total(page: Page, total: Spot, number: int) -> Relation | None:
    """三类问题合计47项: the last three before it, or any three that make it up; `number` 0 is all of the paragraph."""
    same = [s for s in _parts_before(page, total) if s.claim.unit == total.claim.unit]
    if not number:
        same = [s for s in same if s.sentence >= total.sentence - 1]
    if number:
        for parts in combinations(same[-_LIST:], number):
            if parts[-1] is same[-1] and total_of(list(parts))[0] == Fraction(total.claim.value):
                return sum_relation(total, list(parts), Fraction(total.claim.value), "consistent")
    parts = same[-number:] if number else [s for s in same if s.claim.value < total.claim.value]
    if len(parts) < max(2, number):
        return None
    computed, possible = total_of(parts)
    if interval(total.claim).meets(possible):
        verdict = "consistent" if computed == Fraction(total.claim.value) else "rounding"
        return sum_relation(total, parts, computed, verdict)
    return _contradiction(total, parts, same, computed)


def _contradiction(total: Spot, parts: list[Spot], same: list[Spot], computed: Fraction) -> Relation | None:
    """A conflict where one digit, or hardly a fiftieth, is all that is wrong, and no other parts could be meant."""
    stated = Fraction(total.claim.value)
    off = altered_digit(total.claim.value, computed, total.claim.step or Decimal(1))
    if not (off or abs(stated - computed) * 25 <= stated) or len(same) > len(parts) + 2:
        return None
    if len(parts) < 3 and (parts[0].index + 2 != total.index or parts[0].part != total.part or len(same) > len(parts)):
        return None
    note = f"各项之和与合计相差{shown(abs(stated - computed), total.claim.unit)}"
    return sum_relation(total, parts, computed, "conflict", note)
