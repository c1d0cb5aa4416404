"""When parts contradict their total: a complete list, no other reading, one altered digit that explains it."""

import re
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise

from bangfu.reports.checker.context import Page, Spot, core, likeness
from bangfu.reports.checker.relations.arithmetic import altered_digit, interval, shown, telling_digits
from bangfu.reports.checker.relations.finding import Relation
from bangfu.reports.checker.relations.parts import CLOSING, of_two_cuts, sum_relation, total_of
from bangfu.reports.checker.tables import table

_OVERLAP = re.compile(
    r"党员|妇女|残疾|少数民族|^女|女性|女干部|大学|退役|共青团|儿童|老人|老年|骨干|优秀|先进|新增|已|完成"
    r"|^(?:享受)?(?:低保|五保|贫困|脱贫|建档立卡|监测|困难)[户人口对象贫劳动力群众]*$"
)
_NET = re.compile("净")
_OPEN = re.compile(r"等|还有|以及其他|不含|不包括|另有|另|部分|主要")
_ADDED = re.compile(r"(?:合计|共计|总计|总共|加起来|相加)(?:为|有|达)?$")
_OPPOSITES: list[list[str]] = table("cues")["opposites"]["sides"]


def contradiction(
    page: Page, total: Spot, parts: list[Spot], strict: bool = False, listed: bool = False
) -> Relation | None:
    """A conflict, if the parts are a complete list and no other reading makes them add up.

    `listed`: the parts stand alone in parentheses; `strict`: only an altered digit among many convinces.
    """
    claims = [total.claim, *(part.claim for part in parts)]
    if len(parts) > 12 or not all(claim.exact for claim in claims) or of_two_cuts(parts):
        return None
    computed, possible = total_of(parts)
    stated = Fraction(total.claim.value)
    difference = stated - computed
    if interval(total.claim).meets(possible) or _open_list(page, total, parts) or _saved(page, total, parts, computed):
        return None
    if len(parts) == 2 and _NET.search(total.label) and abs(parts[0].claim.value - parts[1].claim.value) == stated:
        return None  # 净增6家（新入8家、退出2家）
    if computed >= 2 * stated and max(part.claim.value for part in parts) > total.claim.value:
        return None  # 产业园区2个，帮扶车间新建15个，改扩建6个
    listed = listed and not _overlapping(parts)
    plain = not strict and (listed or _complete(page, parts)) and _slip(total, parts, difference, listed)
    plain = plain or (not strict and _slightly_over(total, parts, difference))
    if not plain and not _altered(total, parts, difference):
        return None
    note = f"各项之和与合计相差{shown(abs(difference), total.claim.unit)}"
    return sum_relation(total, parts, computed, "conflict", note)


def contradiction_before(page: Page, total: Spot, listed: list[Spot]) -> Relation | None:
    """The same for a list that ends in its total (…，共113个)."""
    claims = [total.claim, *(part.claim for part in listed)]
    between = page.text[listed[0].claim.until : total.claim.at] + listed[0].clause
    if not all(claim.exact for claim in claims) or _OPEN.search(between) or of_two_cuts(listed):
        return None
    computed, possible = total_of(listed)
    difference = Fraction(total.claim.value) - computed
    biggest = max(part.claim.value for part in listed)
    if interval(total.claim).meets(possible) or biggest >= total.claim.value or _saved(page, total, listed, computed):
        return None
    alike = parallel([core(s.label) or s.tail for s in listed], whole=True)
    tails = [core(part.tail) for part in listed]
    alike = alike and all(tail == core(total.tail) or likeness(tail, total.tail) >= 0.5 for tail in tails)
    certain = (alike and _slip(total, listed, difference, True)) or _altered(total, listed, difference)
    if not certain and not (alike and _nothing_else(page, total, listed)):
        return None
    note = f"各项之和与合计相差{shown(abs(difference), total.claim.unit)}"
    return sum_relation(total, listed, computed, "conflict", note)


def _nothing_else(page: Page, total: Spot, listed: list[Spot]) -> bool:
    """Whether a sentence holds nothing but its list and the total: 甲村20户，乙村30户，丙村40户，合计100户."""
    here = [s for s in page.in_sentence(total.sentence) if s.index <= total.index and s.part == total.part]
    words = core(_ADDED.sub("", total.label))
    between = [page.text[one.claim.until : other.claim.at] for one, other in pairwise([*listed, total])]
    plain = all(re.fullmatch(r"[，,、和及；][^，,。；\d]{1,14}", said) for said in between)
    return here == [*listed, total] and bool(_ADDED.search(total.label)) and not words and plain and len(listed) > 2


def _slip(total: Spot, parts: list[Spot], difference: Fraction, listed: bool) -> bool:
    """Whether one altered digit explains the difference, or the parts are slightly more than their total.

    Parts slightly less than the total convince only where the list closes itself (其余): what is missing may have gone
    unnamed (合作社 beside 企业 and 个体工商户). Round figures differ by one digit too easily (5000, of which 2000 and
    1000): below three telling digits only a list in parentheses convinces.
    """
    stated = Fraction(total.claim.value)
    small = abs(difference) * 20 <= stated and stated >= 20
    if small and (difference < 0 or _closed(parts)):
        return True
    if difference < 0 and not _overlapping(parts) and (opposed(parts) or _kinds_of_money(parts)):
        return True  # 线上 and 线下 cannot together be more than the whole, however far they are
    digits = telling_digits([total.claim, *(part.claim for part in parts)])
    return (listed or digits >= 3 or opposed(parts)) and _one_digit(total, parts, difference)


def _kinds_of_money(parts: list[Spot]) -> bool:
    """Whether sums of money are told apart by one word of a pattern (县级60万元、乡级50万元): none is in another."""
    labels = [core(part.label) for part in parts]
    alike = len(set(labels)) == len(labels) and len({label[-1:] for label in labels} - {""}) == 1
    return parts[0].claim.unit == "CNY" and alike and all(1 < len(label) <= 6 for label in labels)


def _slightly_over(total: Spot, parts: list[Spot], difference: Fraction) -> bool:
    """Whether three or more parts that hardly overlap are a little more than their whole (34人: 11, 9 and 15)."""
    over = difference < 0 and abs(difference) * 20 <= Fraction(total.claim.value)
    return over and len(parts) >= 3 and not _overlapping(parts) and _one_digit(total, parts, difference)


def _closed(parts: list[Spot]) -> bool:
    """Whether a list of parts leaves nothing out: it ends in the rest, or names both sides of a whole."""
    return bool(CLOSING.search(core(parts[-1].lead + parts[-1].label))) or opposed(parts)


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
    """Whether the parts may count the same people twice (党员, 妇女); money and projects are not counted twice so."""
    if parts[0].claim.unit not in ("person", "household", "person_time"):
        return False
    return any(_OVERLAP.search(core(part.lead + part.label)) for part in parts)


def _open_list(page: Page, total: Spot, parts: list[Spot]) -> bool:
    """Whether the list says that it is not all (…等, 另有…), up to the end of its sentence."""
    behind = re.split("[。；;\n]", page.text[parts[-1].claim.until : parts[-1].claim.until + 14])[0]
    return bool(_OPEN.search(page.text[total.claim.until : parts[-1].claim.until]) or _OPEN.search(behind))


def _opening(page: Page, part: Spot) -> str:
    """The first words of the stretch between semicolons that a figure stands in (永登县和武山县4家，…)."""
    start = max(
        (match.end() for match in re.finditer("[。；;\n]|其中", page.text[max(0, part.claim.at - 80) : part.claim.at])),
        default=0,
    )
    return core(re.split("[，,]", page.text[max(0, part.claim.at - 80) + start : part.claim.at])[0])


def _complete(page: Page, parts: list[Spot]) -> bool:
    """Whether the parts look like all of one kind: parallel descriptions, nothing that may overlap."""
    labels = [core(part.lead + part.label) or part.tail for part in parts]
    if len(set(labels)) < len(labels):
        labels = [_opening(page, part) for part in parts]
    if _overlapping(parts) and not (CLOSING.search(labels[-1]) or opposite(labels)):
        return False
    if any(not label for label in labels) or len(set(labels)) < len(labels):
        return False
    return parallel(labels)


def parallel(labels: list[str], whole: bool = False) -> bool:
    """Whether descriptions are of one pattern: a common ending or beginning, or opposites.

    `whole`: the text says itself that the list is all (共), so that places may be such a list.
    """
    if CLOSING.search(labels[-1]):
        return True
    letters = [re.sub(r"[^一-鿿A-Za-z]", "", label) for label in labels]
    if not all(letters):
        return False
    if opposite(letters):
        return True
    if not whole and all(word[-1] in "省市县区乡镇村州旗" for word in letters):
        return False  # places of a larger place: a list of some of them is as common as a list of all
    if len({word[-1] for word in letters}) == 1 or len({word[0] for word in letters}) == 1:
        return True
    return all(word[-1] in "内外上下男女" for word in letters) or all(
        word[-1] in "省市县区乡镇村州旗" for word in letters
    )


def opposite(labels: list[str]) -> bool:
    """Whether the descriptions divide a whole by themselves, each naming another side of it: 线上/线下, 返岗/新增."""
    return any(_sides(labels, group) for group in _OPPOSITES)


def _sides(labels: list[str], group: list[str]) -> bool:
    """Whether each description names one side of `group`, and no two the same."""
    named = [max((side for side in group if side in label), key=len, default="") for label in labels]
    return len(labels) > 1 and all(named) and len(set(named)) == len(labels)


def opposed(parts: list[Spot]) -> bool:
    return opposite([core(part.lead + part.label) for part in parts])


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
    for size in range(1, min(len(values) - 1, 4)):
        for group in combinations(values, size):
            if computed - sum(group) == stated:
                return True
    return False
