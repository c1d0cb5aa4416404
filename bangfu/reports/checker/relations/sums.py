"""Sums: a total and its parts, nested (其中), listed before it (共113个), or simply behind it.

Agreement is looked for generously: any run of parts that makes up the total counts. A conflict is asserted only if the
parts are plainly a complete list of one kind, no part is missing or counted twice, and one altered digit (or a small
difference) explains it.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from bangfu.reports.checker.context import Page, Spot, core, likeness
from bangfu.reports.checker.relations.arithmetic import judged, telling_digits
from bangfu.reports.checker.relations.finding import Relation
from bangfu.reports.checker.relations.parts import CHANGE, CLOSING, EACH, RATES, of_two_cuts, sum_relation, total_of
from bangfu.reports.checker.relations.sum_conflicts import contradiction, contradiction_before, opposed, parallel

_TOTAL_WORD = re.compile(
    r"(?:共计?|合计|总计|总数|一共|总共|累计|小计)"
    r"(?:有|为|达|达到|是|减贫|脱贫|投入|完成|实现|安排|发放|捐赠|接收|培训|走访|出列|新增|选派|争取|拨付|下达)?$"
)
_REST = re.compile(r"结余|结转|剩余|盈余|还有|尚有|余额|净收入|未支出|尚余")
_MAX_PARTS = 30
_MAX_RIVALS = 4


def nested_sums(page: Page) -> Iterator[Relation]:
    """Totals with 其中, 包括, 分别为 or a list in parentheses behind them."""
    for cue, first in page.nested():
        yield from _split(page, page.spots[max(0, first - 10) : first], first, cue)
    yield from _parenthesised(page)


def _parenthesised(page: Page) -> Iterator[Relation]:
    """The parts in parentheses behind one or two totals: 13951户68202人（城镇240户544人，农村…）."""
    for index, spot in enumerate(page.spots[1:], start=1):
        last = page.spots[index - 1]
        if spot.depth <= last.depth or spot.sentence != last.sentence:
            continue
        parts = _inside(page, index, spot.depth)
        totals = [
            t
            for t in page.spots[max(0, index - 2) : index]
            if t.sentence == last.sentence and t.claim.until + 2 >= last.claim.at
        ]
        for total in totals:
            yield from _fit(page, total, [part for part in parts if part.claim.unit == total.claim.unit])


def _inside(page: Page, index: int, depth: int) -> list[Spot]:
    parts = []
    for spot in page.spots[index : index + _MAX_PARTS]:
        if spot.depth < depth or spot.sentence != page.spots[index].sentence:
            break
        if spot.depth == depth:
            parts.append(spot)
    return parts


def _fit(page: Page, total: Spot, parts: list[Spot]) -> Iterator[Relation]:
    if len(parts) < 2 or total.claim.unit in RATES:
        return
    if (found := _agreement(total, parts)) or (found := contradiction(page, total, parts, listed=True)):
        yield found


def _split(page: Page, earlier: list[Spot], first: int, cue: int) -> Iterator[Relation]:
    head = page.spots[first]
    opening = page.sentence_span(head.sentence)[0]
    fresh = not page.text[opening:cue].strip(" “")
    reach = 2 if fresh else 0
    totals = [
        t for t in earlier if head.sentence - reach <= t.sentence and t.paragraph == head.paragraph and t.claim.at < cue
    ]
    totals = [t for t in totals if t.depth <= head.depth and not _is_beside(page, t)]
    own = {t.claim.unit for t in totals if t.part == head.part}
    totals = [t for t in totals if t.claim.unit not in own or t.part == head.part]
    done: set[str] = set()
    for total in reversed(totals):
        unit = total.claim.unit
        rivals = [t for t in totals if t.claim.unit == unit][-_MAX_RIVALS:]
        if total not in rivals:
            continue
        found = _nested(page, total, rivals, first)
        if (found and unit not in done) or (found and len(rivals) > 1):
            yield found
            done.add(unit)


def _is_beside(page: Page, spot: Spot) -> bool:
    """Whether a figure before 其中 is a rate, a change or a target rather than a total."""
    behind = page.text[spot.claim.until : spot.claim.until + 6]
    return (
        spot.claim.unit in RATES
        or _is_change(spot)
        or EACH.search(spot.label) is not None
        or re.match(r"的?(?:年度|全年)?(?:目标|任务|计划)", behind) is not None
        or re.search(r"(?:目标|任务)(?:为|是)?$|(?:\d{4}年|上年|去年|同期)的?$", spot.label) is not None
    )


def _nested(page: Page, total: Spot, rivals: list[Spot], first: int) -> Relation | None:
    """The sum of the parts behind 其中, looked for in ever longer stretches of the paragraph."""
    head = page.spots[first]
    stretch = page.spots[first : first + _MAX_PARTS]
    near = [s for s in stretch if s.paragraph == head.paragraph]
    growing = (
        [s for s in near if s.part == head.part],
        [s for s in near if s.sentence == head.sentence],
        [s for s in near if s.sentence <= head.sentence + 1],
        [s for s in near if s.sentence <= head.sentence + 3],
    )
    extents = [extent for number, extent in enumerate(growing) if number == 0 or len(extent) > len(growing[number - 1])]
    for extent in extents:
        parts = _parts(extent, total, head.depth)
        for candidate in _candidates(parts, total, rivals):
            if found := _agreement(total, candidate):
                return found
    return _nested_conflict(page, total, rivals, extents)


def _nested_conflict(page: Page, total: Spot, rivals: list[Spot], extents: list[list[Spot]]) -> Relation | None:
    """The contradiction behind 其中: in its part, its sentence, and (for many telling digits) the next sentences."""
    head = extents[0][0]
    for extent in extents:
        beyond = extent[-1].sentence > head.sentence
        parts = _parts(extent, total, head.depth)
        own = [part for part in parts if total is max(rivals, key=lambda rival: _affinity(part, rival, rivals))]
        if len(own) < 2 or total is not _closest(rivals, own) or (beyond and own[-1].sentence == head.sentence):
            continue
        if beyond and not parallel([core(part.label) or part.tail for part in own], whole=True):
            continue  # a story of several sentences, no list
        if found := contradiction(page, total, own, strict=beyond):
            return found
        enumerated = _enumerated(page, own)
        if 2 <= len(enumerated) < len(own) and (found := contradiction(page, total, enumerated, strict=beyond)):
            return found
    return None


def _enumerated(page: Page, parts: list[Spot]) -> list[Spot]:
    """The first parts as far as commas of enumeration join them (省派24名、市派51名、县派211名，第一书记92名)."""
    for length, part in enumerate(parts, start=1):
        if page.text[part.claim.until : part.claim.until + 1] != "、":
            return parts[:length]
    return parts


def _closest(rivals: list[Spot], parts: list[Spot]) -> Spot:
    """The total a 其中 refers to: the one described most like its parts, else the nearest."""
    return max(rivals, key=lambda rival: (max(likeness(rival.words, part.words) for part in parts), rival.index))


def _affinity(part: Spot, rival: Spot, rivals: list[Spot]) -> tuple[float, int]:
    return likeness(part.words, rival.words), rivals.index(rival)


def _parts(extent: list[Spot], total: Spot, depth: int) -> list[Spot]:
    return [
        spot
        for spot in extent
        if spot.claim.unit == total.claim.unit
        and spot.depth <= depth
        and not EACH.search(spot.label)
        and not _is_change(spot)
    ]


def _is_change(spot: Spot) -> bool:
    return bool(CHANGE.search(spot.label)) and not re.search(r"新增|增资", spot.label)


def _candidates(parts: list[Spot], total: Spot, rivals: list[Spot]) -> Iterator[list[Spot]]:
    """The whole list, its beginnings, and those parts that are described like the total."""
    if len(parts) < 2:
        return
    yield parts
    if len(rivals) > 1:
        alike = [part for part in parts if total is max(rivals, key=lambda rival: _affinity(part, rival, rivals))]
        if 2 <= len(alike) < len(parts):
            yield alike
    for length in range(len(parts) - 1, 1, -1):
        yield parts[:length]
    flat = [part for part in parts if part.sentence == parts[0].sentence]
    for skip in range(1, min(3, len(flat) - 1)):
        if len(flat) - skip >= 2 and len(flat) <= 8:
            for dropped in combinations(range(1, len(flat)), skip):
                yield [part for index, part in enumerate(flat) if index not in dropped]


def _agreement(total: Spot, parts: list[Spot], note: str = "") -> Relation | None:
    if not total.claim.exact or not all(part.claim.exact for part in parts) or of_two_cuts(parts):
        return None
    if abs(sum((part.claim.value for part in parts), Decimal(0)) - total.claim.value) * 200 > total.claim.value:
        return None  # rounding may explain a difference only if it is small beside the total
    computed, possible = total_of(parts)
    verdict = judged(total.claim, computed, possible)
    if verdict is None:
        return None
    if computed != Fraction(total.claim.value):
        verdict, note = "rounding", note or "各项四舍五入后与合计相差末位"
    return sum_relation(total, parts, computed, verdict, note)


def trailing_sums(page: Page) -> Iterator[Relation]:
    """Parts first, then the total: 甲20个、乙30个，共50个."""
    for total in page.spots:
        if total.claim.unit in RATES or not total.claim.exact or not _TOTAL_WORD.search(core_end(total)):
            continue
        listed = [s for s in page.before(total, 12) if s.claim.unit == total.claim.unit and s.depth == total.depth]
        listed = [s for s in reversed(listed) if not _is_change(s) and not _is_rate(page, s)]
        runs = [listed[start:] for start in range(len(listed) - 1)]
        found = next((found for run in runs if (found := _agreement(total, run))), None)
        if found or (len(listed) >= 2 and (found := contradiction_before(page, total, listed))):
            yield found


def _is_rate(page: Page, spot: Spot) -> bool:
    """Whether a figure is a rate among amounts: 每人600元, 600元档的8790人, 800元标准."""
    behind = page.text[spot.claim.until : spot.claim.until + 3]
    return bool(EACH.search(spot.label)) or behind.startswith(("档", "的标准", "标准", "/", "每"))


def counted_totals(page: Page) -> Iterator[Relation]:
    """三项合计5452.5万元: as many figures of the paragraph before it as it says."""
    for total in page.spots:
        said = re.search(r"([两三四五])[项批类处个][^，。；\d]{0,6}(?:合计|共计?|总计|相加)(?:为|达)?$", total.label)
        if said is None or not total.claim.exact:
            continue
        earlier = [s for s in page.before(total, 14, 6) if s.claim.unit == total.claim.unit and s.claim.exact]
        for parts in combinations(reversed(earlier), "__两三四五".index(said[1])):
            if parts[-1] is not earlier[0] and said[1] != "两":
                continue  # what is counted ends with the figure right before
            computed, _ = total_of(list(parts))
            if computed == Fraction(total.claim.value):
                yield sum_relation(total, list(parts), computed, "consistent")
                break


def core_end(spot: Spot) -> str:
    """The last words before a figure, down to two characters of what it counts (共113个, 合计资金)."""
    return re.sub(r"(?:资金|投入|投资|金额|人数|户数|捐款|款物)$", "", spot.label.strip())


def leading_sums(page: Page) -> Iterator[Relation]:
    """A total followed by its parts with no cue word: 销售100万元，线上40万元，线下60万元."""
    for total in page.spots:
        if total.claim.unit in RATES or not total.claim.exact or EACH.search(total.label):
            continue
        following = [s for s in _following(page, total) if s.claim.unit == total.claim.unit]
        following = [s for s in following if not EACH.search(s.label) and not _is_change(s) and s.depth == total.depth]
        run = _exact_run(total, following)
        if (run and _telling(total, run) and (found := _agreement(total, run))) or (
            found := _leading_conflict(page, total, following)
        ):
            yield found


def _exact_run(total: Spot, following: list[Spot]) -> list[Spot] | None:
    """The first figures behind a total (two to ten) that make it up exactly."""
    value = Decimal(0)
    for length, part in enumerate(following[:10], start=1):
        value += part.claim.value
        if value >= total.claim.value:
            return following[:length] if value == total.claim.value and length > 1 else None
    return None


def balances(page: Page) -> Iterator[Relation]:
    """What is left over: 总收入28.6万元，…；总支出19.3万元，结余9.3万元."""
    for rest in page.spots:
        if not rest.claim.exact or not _REST.search(rest.label):
            continue
        earlier = [s for s in page.before(rest, 16, 3) if s.claim.unit == rest.claim.unit and s.claim.exact]
        for spent in earlier:
            for total in earlier:
                if total.claim.value == spent.claim.value + rest.claim.value and total.index < spent.index:
                    computed, _ = total_of([spent, rest])
                    yield sum_relation(total, [spent, rest], computed, "consistent")
                    break
            else:
                continue
            break


def _leading_conflict(page: Page, total: Spot, following: list[Spot]) -> Relation | None:
    if not 2 <= len(following) <= 6 or max(part.claim.value for part in following) >= total.claim.value:
        return None
    if telling_digits([total.claim, *(part.claim for part in following)]) < 3:
        return None
    if "其中" in page.text[page.sentence_span(total.sentence)[0] : total.claim.at]:
        return None
    if following[0].part != total.part and CLOSING.search(following[-1].label):
        return None  # 花了1.02亿元；修冷库5400万元；其余8400万元: the total stands before all of them
    closed = bool(CLOSING.search(following[-1].label)) and len(following) <= 4
    return contradiction(page, total, following) if closed or opposed(following) else None


def _following(page: Page, total: Spot) -> list[Spot]:
    """The figures behind a total in its sentence; in the next as well, if that ends in a remainder (剩余206户)."""
    here = page.after(total, 16)
    behind = page.spots[total.index + 1 : total.index + 13]
    beyond = [s for s in behind if s.sentence == total.sentence + 1 and s.paragraph == total.paragraph]
    if any(CLOSING.search(s.label) and "未" not in s.label for s in beyond):
        return [s for s in [*here, *beyond] if s.sentence > total.sentence or s.claim.unit != total.claim.unit]
    return here


def _telling(total: Spot, run: list[Spot]) -> bool:
    """Whether a match could hardly be chance: enough digits, or parallel descriptions."""
    digits = len(str(int(total.claim.value / (total.claim.step or 1))).rstrip("0"))
    labels = [core(part.lead + part.label) or part.tail for part in run]
    return digits >= 3 or (all(labels) and len(set(labels)) == len(labels) and parallel(labels))
