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
from bangfu.reports.checker.relations.arithmetic import Interval, altered_digit, interval, judged, shown, telling_digits
from bangfu.reports.checker.relations.finding import Relation, relation

_TOTAL_WORD = re.compile(r"(?:共计?|合计|总计|总数|一共|总共|累计|小计)(?:有|为|达|达到|是)?$")
_RATE = ("percent", "permille", "percentage_point", "multiple", "year", "month", "day", "night", "hour", "week")
_EACH = re.compile(r"每|人均|户均|平均|均价|单价|标准|最高|最低|起付")
_CHANGE = re.compile(
    r"增加|增长|减少|下降|提高|降低|净增|同比|环比|较上年|比上年|较去年|比去年|较年初|高于|低于|多于|超"
)
_OVERLAP = re.compile(
    r"党员|妇女|残疾|少数民族|^女|女性|女干部|大学|退役|共青团|儿童|老人|老年|骨干|优秀|先进|新增|已|完成|^(?:享受)?(?:低保|五保|贫困|脱贫|建档立卡|监测|困难)[户人口对象贫劳动力群众]*$"
)
_OPEN = re.compile(r"等|还有|以及其他|不含|不包括|另有|另|部分|主要")
_CLOSING = re.compile(r"剩余|其他|其余|其它|余下|结余|未")
_OPPOSITES = ("线上线下", "男女", "集中分散", "现金物资", "省内省外", "县内县外", "城镇农村", "新建改建", "新建改扩建", "返岗新增", "新增返岗", "城市农村", "国有民营", "中央省级市级县级", "水田旱地", "种植养殖", "公办民办", "资金物资", "现金实物", "财政社会")  # fmt: skip
_MAX_PARTS = 40


def nested_sums(page: Page) -> Iterator[Relation]:
    """Totals with 其中, 包括, 分别为 or a list in parentheses behind them."""
    for cue, first in page.nested():
        yield from _split(page, page.spots[max(0, first - 12) : first], first, cue)
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
        rivals = [t for t in totals if t.claim.unit == unit]
        found = _nested(page, total, rivals, first)
        if found and unit not in done or (found and len(rivals) > 1):
            yield found
            done.add(unit)


def _is_beside(page: Page, spot: Spot) -> bool:
    """Whether a figure before 其中 is a rate, a change or a target rather than a total."""
    behind = page.text[spot.claim.until : spot.claim.until + 6]
    return (
        spot.claim.unit in _RATE
        or _is_change(spot)
        or re.match(r"的?(?:年度|全年)?(?:目标|任务|计划)", behind) is not None
        or re.search(r"(?:目标|任务)(?:为|是)?$|(?:\d{4}年|上年|去年|同期)的?$", spot.label) is not None
    )


def _nested(page: Page, total: Spot, rivals: list[Spot], first: int) -> Relation | None:
    """The sum of the parts behind 其中, looked for in ever longer stretches of the paragraph."""
    head = page.spots[first]
    stretch = page.spots[first : first + _MAX_PARTS]
    extents = (
        [s for s in stretch if s.part == head.part],
        [s for s in stretch if s.sentence == head.sentence],
        [s for s in stretch if s.sentence <= head.sentence + 1 and s.paragraph == head.paragraph],
        [s for s in stretch if s.sentence <= head.sentence + 3 and s.paragraph == head.paragraph],
    )
    for extent in extents:
        parts = _parts(extent, total, head.depth)
        for candidate in _candidates(parts, total, rivals):
            if found := _agreement(total, candidate):
                return found
    return _nested_conflict(page, total, rivals, extents)


def _nested_conflict(page: Page, total: Spot, rivals: list[Spot], extents: tuple[list[Spot], ...]) -> Relation | None:
    """The contradiction behind 其中, within its part, its sentence, and (for many telling digits) the next sentences."""
    head = extents[0][0]
    for number, extent in enumerate(extents):
        parts = _parts(extent, total, head.depth)
        own = [part for part in parts if total is max(rivals, key=lambda rival: _affinity(part, rival, rivals))]
        if len(own) < 2 or total is not _closest(rivals, own) or (number > 1 and own[-1].sentence == head.sentence):
            continue
        if found := _contradiction(page, total, own, strict=number > 1):
            return found
    return None


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
        and not _EACH.search(spot.label)
        and not _is_change(spot)
    ]


def _is_change(spot: Spot) -> bool:
    return bool(_CHANGE.search(spot.label)) and not re.search(r"新增|增资", spot.label)


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
    if not total.claim.exact or not all(part.claim.exact for part in parts):
        return None
    computed, possible = _sum(parts)
    verdict = judged(total.claim, computed, possible)
    if verdict is None or (verdict != "consistent" and not _fine(total, computed, parts)):
        return None
    if computed != Fraction(total.claim.value):
        verdict, note = "rounding", note or "各项四舍五入后与合计相差末位"
    return _relation(total, parts, computed, verdict, note)


def _fine(total: Spot, computed: Fraction, parts: list[Spot]) -> bool:
    """Rounding may explain a difference only if it is small beside the total."""
    difference = abs(Fraction(total.claim.value) - computed)
    return difference * 200 <= Fraction(total.claim.value) and len(parts) >= 2


def _sum(parts: list[Spot]) -> tuple[Fraction, Interval]:
    computed = sum((Fraction(part.claim.value) for part in parts), Fraction(0))
    possible = Interval(Fraction(0), Fraction(0))
    for part in parts:
        possible += interval(part.claim)
    return computed, possible


def _relation(total: Spot, parts: list[Spot], computed: Fraction, verdict: str, note: str = "") -> Relation:
    unit = total.claim.unit
    formula = " + ".join(shown(part.claim.value, unit) for part in parts) + " = " + shown(computed, unit)
    return relation("sum", total.claim, [part.claim for part in parts], formula, computed, verdict, note)  # type: ignore[arg-type]


def _contradiction(
    page: Page, total: Spot, parts: list[Spot], strict: bool = False, listed: bool = False
) -> Relation | None:
    """A conflict, if the parts are a complete list and no other reading makes them add up.

    `listed`: the parts stand alone in parentheses; `strict`: only an altered digit among many convinces.
    """
    claims = [total.claim, *(part.claim for part in parts)]
    if len(parts) > 12 or not all(claim.exact for claim in claims):
        return None
    computed, possible = _sum(parts)
    stated = Fraction(total.claim.value)
    difference = stated - computed
    if interval(total.claim).meets(possible) or _open_list(page, total, parts) or _saved(page, total, parts, computed):
        return None
    plain = (
        not strict
        and (_complete(page, parts) or (listed and not _overlapping(parts)))
        and _slip(total, parts, difference)
    )
    if not plain and not _altered(total, parts, difference):
        return None
    note = f"各项之和与合计相差{shown(abs(difference), total.claim.unit)}"
    return _relation(total, parts, computed, "conflict", note)


def _slip(total: Spot, parts: list[Spot], difference: Fraction) -> bool:
    """Whether one altered digit explains the difference, or it is small beside the total."""
    stated = Fraction(total.claim.value)
    if abs(difference) * 20 <= stated and stated >= 20:
        return True
    return _one_digit(total, parts, difference)


def _one_digit(total: Spot, parts: list[Spot], difference: Fraction) -> bool:
    fixes = [
        (total.claim, Fraction(total.claim.value) - difference),
        *((part.claim, Fraction(part.claim.value) + difference) for part in parts),
    ]
    return any(altered_digit(claim.value, wanted, claim.step or Decimal(1)) for claim, wanted in fixes)


def _altered(total: Spot, parts: list[Spot], difference: Fraction) -> bool:
    """Whether so many digits agree that one altered digit is the only likely reason why the others do not."""
    digits = telling_digits([total.claim, *(part.claim for part in parts)])
    return digits >= (5 if _overlapping(parts) else 4) and _one_digit(total, parts, difference)


def _overlapping(parts: list[Spot]) -> bool:
    return any(_OVERLAP.search(core(part.lead + part.label)) for part in parts)


def _open_list(page: Page, total: Spot, parts: list[Spot]) -> bool:
    last = parts[-1].claim.until
    return bool(_OPEN.search(page.text[total.claim.until : min(last + 12, last + len(parts[-1].tail) + 2)]))


def _opening(page: Page, part: Spot) -> str:
    """The first words of the stretch between semicolons that a figure stands in (甘肃永登县和武山县4家，实际投资额…)."""
    start = max(
        (match.end() for match in re.finditer("[。；;\n]", page.text[max(0, part.claim.at - 80) : part.claim.at])),
        default=0,
    )
    return core(re.split("[，,]", page.text[max(0, part.claim.at - 80) + start : part.claim.at])[0])


def _complete(page: Page, parts: list[Spot]) -> bool:
    """Whether the parts look like all of one kind: parallel descriptions, nothing that may overlap."""
    labels = [core(part.lead + part.label) or part.tail for part in parts]
    if len(set(labels)) < len(labels):
        labels = [_opening(page, part) for part in parts]
    if any(_OVERLAP.search(label) for label in labels) and not (_CLOSING.search(labels[-1]) or _opposite(labels)):
        return False
    if any(not label for label in labels) or len(set(labels)) < len(labels):
        return False
    return parallel(labels)


def parallel(labels: list[str]) -> bool:
    """Whether descriptions are of one pattern: a common ending or beginning, or opposites."""
    if _CLOSING.search(labels[-1]):
        return True
    letters = [re.sub(r"[^一-鿿A-Za-z]", "", label) for label in labels]
    if not all(letters):
        return False
    if len({word[-1] for word in letters}) == 1 or len({word[0] for word in letters}) == 1:
        return True
    if _opposite(letters):
        return True
    return all(word[-1] in "内外上下男女" for word in letters) or all(
        word[-1] in "省市县区乡镇村州旗" for word in letters
    )


def _opposite(labels: list[str]) -> bool:
    """Whether the descriptions divide a whole by themselves: 线上/线下, 返岗/新增."""
    return any(all(any(word[i : i + 2] in group for i in range(len(word))) for word in labels) for group in _OPPOSITES)


def _saved(page: Page, total: Spot, parts: list[Spot], computed: Fraction) -> bool:
    """Whether another figure nearby explains the sum: another total, a part of a part, a part left out."""
    near = page.spots[max(0, total.index - 12) : parts[-1].index + 12]
    near = [
        s for s in near if s.paragraph == total.paragraph and total.sentence - 1 <= s.sentence <= parts[-1].sentence
    ]
    alike = [
        s for s in near if s.claim.unit == total.claim.unit and s.claim.exact and s is not total and s not in parts
    ]
    stated = Fraction(total.claim.value)
    if any(Fraction(spot.claim.value) in (computed, stated - computed, computed - stated) for spot in alike):
        return True
    values = [Fraction(part.claim.value) for part in parts]
    for size in range(1, len(values) - 1):
        for group in combinations(values, size):
            if computed - sum(group) == stated:
                return True
    return False


def _fit(page: Page, total: Spot, parts: list[Spot]) -> Iterator[Relation]:
    if len(parts) < 2 or total.claim.unit in _RATE:
        return
    if found := _agreement(total, parts):
        yield found
    elif found := _contradiction(page, total, parts, listed=True):
        yield found


def trailing_sums(page: Page) -> Iterator[Relation]:
    """Parts first, then the total: 甲20个、乙30个，共50个."""
    for total in page.spots:
        if total.claim.unit in _RATE or not total.claim.exact or not _TOTAL_WORD.search(core_end(total)):
            continue
        listed = [s for s in page.before(total, 12) if s.claim.unit == total.claim.unit and s.depth == total.depth]
        listed.reverse()
        runs = [listed[start:] for start in range(len(listed) - 1)]
        found = next((found for run in runs if (found := _agreement(total, run))), None)
        if found:
            yield found
        elif len(listed) >= 2 and (found := _contradiction_before(page, total, listed)):
            yield found


def core_end(spot: Spot) -> str:
    """The last words before a figure, down to two characters of what it counts (共113个, 合计资金)."""
    return re.sub(r"(?:资金|投入|投资|金额|人数|户数|捐款|款物)$", "", spot.label.strip())


def _contradiction_before(page: Page, total: Spot, listed: list[Spot]) -> Relation | None:
    claims = [total.claim, *(part.claim for part in listed)]
    between = page.text[listed[0].claim.until : total.claim.at]
    if (
        not all(claim.exact for claim in claims)
        or _OPEN.search(between)
        or not parallel([core(s.label) or s.tail for s in listed])
    ):
        return None
    computed, possible = _sum(listed)
    difference = Fraction(total.claim.value) - computed
    biggest = max(part.claim.value for part in listed)
    if interval(total.claim).meets(possible) or biggest >= total.claim.value or _saved(page, total, listed, computed):
        return None
    alike = all(likeness(part.tail, total.tail) >= 0.5 for part in listed)
    if not (alike and _slip(total, listed, difference)) and not _altered(total, listed, difference):
        return None
    note = f"各项之和与合计相差{shown(abs(difference), total.claim.unit)}"
    return _relation(total, listed, computed, "conflict", note)


def leading_sums(page: Page) -> Iterator[Relation]:
    """A total followed by its parts with no cue word: 销售100万元，线上40万元，线下60万元."""
    for total in page.spots:
        if total.claim.unit in _RATE or not total.claim.exact or _EACH.search(total.label):
            continue
        following = [s for s in _following(page, total) if s.claim.unit == total.claim.unit]
        following = [s for s in following if not _EACH.search(s.label) and not _is_change(s) and s.depth == total.depth]
        for length in range(2, min(len(following), 10) + 1):
            run = following[:length]
            if not _telling(total, run):
                continue
            found = _agreement(total, run)
            if found and found.computed == total.claim.value:
                yield found
                break
        else:
            if found := _leading_conflict(page, total, following):
                yield found


def _leading_conflict(page: Page, total: Spot, following: list[Spot]) -> Relation | None:
    if not 2 <= len(following) <= 6 or max(part.claim.value for part in following) >= total.claim.value:
        return None
    if telling_digits([total.claim, *(part.claim for part in following)]) < 3:
        return None
    closed = bool(_CLOSING.search(following[-1].label)) and len(following) == 2
    return _contradiction(page, total, following) if closed or _opposed(following) else None


def _following(page: Page, total: Spot) -> list[Spot]:
    """The figures behind a total in its sentence; in the next as well, if that ends in a remainder (剩余206户)."""
    here = page.after(total, 16)
    behind = page.spots[total.index + 1 : total.index + 13]
    beyond = [s for s in behind if s.sentence == total.sentence + 1 and s.paragraph == total.paragraph]
    if any(_CLOSING.search(s.label) and "未" not in s.label for s in beyond):
        return [s for s in [*here, *beyond] if s.sentence > total.sentence or s.claim.unit != total.claim.unit]
    return here


def _opposed(parts: list[Spot]) -> bool:
    return _opposite([core(part.lead + part.label) for part in parts])


def _telling(total: Spot, run: list[Spot]) -> bool:
    """Whether a match could hardly be chance: enough digits, or parallel descriptions."""
    digits = len(str(int(total.claim.value / (total.claim.step or 1))).rstrip("0"))
    labels = [core(part.lead + part.label) or part.tail for part in run]
    return digits >= 3 or (all(labels) and len(set(labels)) == len(labels) and parallel(labels))
