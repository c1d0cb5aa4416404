"""Figures as people tell them: so much a month, what was there and what came and went, hardly four in ten.

Only agreement is asserted.
"""

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from bangfu.reports.checker.context import Page, Spot
from bangfu.reports.checker.relations.arithmetic import Interval, figure, interval, judged, shown
from bangfu.reports.checker.relations.finding import Relation, relation
from bangfu.reports.checker.relations.nearness import (
    EACH,
    GROWTH,
    RELATIVE,
    alike,
    is_amount,
    is_called_base,
    words_of,
)
from bangfu.reports.checker.relations.shares import is_together, ratio_relation

_A_MONTH = re.compile(
    r"(?:每月|月均|一个月|月工资|月补贴|月薪|月租金?|每[人岗户]每?月|月)(?:为|平均|平均为|(?:补贴|补助|工资)?(?:标准|水平)?)?$"
)
_A_DAY = re.compile(r"每[人生名户](?:[一-鿿]{0,3})?每天|每天每[人生名户]")
_MONTHS = re.compile(r"(?<![\d.])(\d{1,2})个月|全年|一年|年内|年[补发支工租]")
_NOW = re.compile(r"年末|期末|月末|覆盖|现在|现有|现|目前|剩|仍有|尚有|增至|减至|达到|共有")
_GONE = re.compile(r"关停|退出|减少|注销|死亡|消除|下降|流出|销户|撤|调出|出栏|关闭|清退|解除|迁出|核减|离")
_COME = re.compile(r"新建|新增|纳入|增加|新纳|调入|流入|识别|新开|迁入|补|接|引进")
_THAT_IS = re.compile(r"[，,（(]?(?:也)?(?:就是|即|合计?|约合|相当于|折合|为|是|计|得)$")
_NEARLY = Fraction(1, 2)  # points that a share told in tenths may be off by, where its whole stands further back
_POWERS = (2, 4, 8)
_LIKELY_ENOUGH = 8  # amounts around a rough share that may be meant


def told(page: Page, known: list[Relation]) -> Iterator[Relation]:
    """Relations of every figure that nothing else explains."""
    stated = {found.claims[0] for found in known if found.kind not in ("subset", "repeat")}
    for spot in page.spots:
        if spot.claim.id in stated or spot.claim.value <= 0:
            continue
        for read in (
            _a_month,
            _a_day,
            _a_year,
            _came_and_went,
            _rough_share,
            _share_named,
            _rough_growth,
            _doubled,
            _yield,
        ):
            if found := read(page, spot):
                yield found
                break


def _a_month(page: Page, rate: Spot) -> Relation | None:
    """公益岗位2310个，人均每月600元，兑现补贴1663.2万元: twelve months, or as many as the paragraph says."""
    if rate.claim.unit != "CNY" or not rate.claim.exact or not _A_MONTH.search(rate.clause[-14:].strip()):
        return None
    near = [*page.before(rate, 8, 2), *page.after(rate, 4)]
    totals = [s for s in near if is_amount(s) and s.claim.unit == "CNY" and s.claim.value > rate.claim.value * 20]
    counts = [s for s in near if is_amount(s) and s.claim.unit != "CNY" and s.claim.value > 1]
    start, end = page.paragraph_span(rate.paragraph)
    said = {int(match[1]) for match in _MONTHS.finditer(page.text, start, end) if match[1]}
    if "半年" in page.text[slice(*page.sentence_span(rate.sentence))]:
        said.add(6)
    if re.search("当月|本月|每月应", page.text[slice(*page.sentence_span(rate.sentence))]):
        said.add(1)
    for months in sorted({12, *said} - {0}):
        for total in totals:
            for count in counts:
                computed = Fraction(rate.claim.value) * Fraction(count.claim.value) * months
                beside = count in page.before(rate, 1) and total in page.after(rate, 1)
                if months == 12 and beside and computed * 10 == Fraction(total.claim.value):
                    return _a_place_off(rate, count, total, computed)
                verdict = judged(total.claim, computed, Interval(computed, computed))
                if verdict and abs(computed / Fraction(total.claim.value) - 1) <= Fraction(1, 1000):
                    formula = f"{figure(rate.claim)} × {figure(count.claim)} × {months}个月"
                    formula = f"{formula} = {shown(computed, 'CNY', total.claim)}"
                    said_months = [s.claim for s in near if s.claim.unit == "month" and s.claim.value == months]
                    claims = [count.claim, rate.claim, *said_months[:1]]
                    return relation("product", total.claim, claims, formula, computed, verdict)
    return None


def _a_day(page: Page, rate: Spot) -> Relation | None:
    """受益学生1.29万人，每名学生每天补助4元，全年供餐200天，支出1032万元: so much a head and a day."""
    if not _A_DAY.search(rate.clause[-14:]) or not rate.claim.exact or rate.claim.unit in RELATIVE:
        return None
    near = [*page.before(rate, 8, 2), *page.after(rate, 4)]
    days = [s for s in near if s.claim.unit == "day" and s.claim.bound == "exact" and s.claim.value > 1]
    totals = [s for s in near if is_amount(s) and alike(s.claim, rate.claim) and s.claim.value > rate.claim.value * 20]
    counts = [s for s in near if is_amount(s) and not alike(s.claim, rate.claim) and s.claim.value > 1]
    for total, count, time in itertools.product(totals, counts, days):
        if rate.claim.value * count.claim.value * time.claim.value == total.claim.value:
            formula = f"{figure(rate.claim)} × {figure(count.claim)} × {figure(time.claim)}天 = {figure(total.claim)}"
            claims = [rate.claim, count.claim, time.claim]
            return relation("product", total.claim, claims, formula, Fraction(total.claim.value), "consistent")
    return None


def _a_place_off(rate: Spot, count: Spot, total: Spot, computed: Fraction) -> Relation:
    """96个岗位、月工资600元，年支出691.2万元: the right digits, the point one place off."""
    formula = f"{figure(rate.claim)} × {figure(count.claim)} × 12个月 = {shown(computed, 'CNY', total.claim)}"
    note = f"数字相同而小数点错一位，应为{shown(computed, 'CNY', total.claim)}"
    return relation("product", total.claim, [count.claim, rate.claim], formula, computed, "conflict", note)


def _a_year(page: Page, total: Spot) -> Relation | None:
    """每年安排2000万元，三年共投入6000万元."""
    if not is_amount(total):
        return None
    for rate in page.before(total, 3):
        if rate.claim.unit != total.claim.unit or not is_amount(rate) or not re.search("每年|年均", rate.clause[-12:]):
            continue
        years = [s for s in page.before(total, 2) if s.claim.unit == "year" and s.claim.exact]
        for year in years:
            if rate.claim.value * year.claim.value == total.claim.value:
                formula = f"{figure(rate.claim)} × {figure(year.claim)} = {figure(total.claim)}"
                computed = Fraction(total.claim.value)
                return relation("product", total.claim, [rate.claim, year.claim], formula, computed, "consistent")
    return None


def _doubled(page: Page, spot: Spot) -> Relation | None:
    """龙头企业31家，比2020年的13家翻了一番多: the two figures of one unit right before it."""
    if spot.claim.unit != "multiple" or "番" not in spot.claim.text:
        return None
    near = [s for s in page.before(spot, 2) if is_amount(s)]
    if len(near) < 2 or near[0].claim.unit != near[1].claim.unit:
        return _doubled_from(page, spot)
    low, high = sorted(near, key=lambda s: s.claim.value)
    times, stated = Fraction(high.claim.value) / Fraction(low.claim.value), Fraction(spot.claim.value)
    if spot.claim.bound == "exact" and times in _POWERS and times != stated:
        formula = f"{figure(high.claim)} ÷ {figure(low.claim)} = {shown(times, 'multiple')}"
        note = f"翻一番为2倍、翻两番为4倍；按文中两数应为{shown(times, 'multiple')}"
        return relation("growth", spot.claim, [high.claim, low.claim], formula, times, "conflict", note)
    fits = {
        "exact": times == stated,
        "at_least": stated <= times < 2 * stated,
        "at_most": stated * 3 / 4 <= times <= stated,
    }
    if not fits.get(spot.claim.bound, abs(times - stated) <= stated / 5):
        return _doubled_from(page, spot)
    formula = f"{figure(high.claim)} ÷ {figure(low.claim)} = {shown(times, 'multiple')}"
    return relation("growth", spot.claim, [high.claim, low.claim], formula, times, "consistent")


def _doubled_from(page: Page, spot: Spot) -> Relation | None:
    """2020年4.6万元，2021年9.3万元，翻了一番; 翻了一番，达到1036，去年518: figures a little further off, or behind."""
    stated, amounts = Fraction(spot.claim.value), [s for s in page.before(spot, 6) if is_amount(s)]
    behind = [s for s in page.after(spot, 3) if is_amount(s)]
    pairs = [(now, base) for now in amounts[:1] for base in amounts[1:]] + list(itertools.pairwise(behind))
    if amounts and (amounts[0].is_base or is_called_base(page, amounts[0])):
        pairs = [(now, amounts[0]) for now in amounts[1:]]  # 7.2万箱，…却比去年的3.6万箱翻了一番
    for now, base in pairs:
        times = Fraction(now.claim.value) / Fraction(base.claim.value)
        fits = {
            "exact": abs(times / stated - 1) <= Fraction(1, 40),
            "at_least": stated <= times < 2 * stated,
            "at_most": stated * 3 / 4 <= times <= stated,
        }
        if now.claim.unit == base.claim.unit and fits.get(spot.claim.bound, abs(times - stated) <= stated / 5):
            formula = f"{figure(now.claim)} ÷ {figure(base.claim)} = {shown(times, 'multiple')}"
            verdict = "consistent" if spot.claim.bound != "exact" or times == stated else "rounding"
            return relation("growth", spot.claim, [now.claim, base.claim], formula, times, verdict)
    return None


def _yield(page: Page, spot: Spot) -> Relation | None:
    """茶园16.5万亩，干茶产量6930吨，亩产42公斤: tons over mu, in the small unit of the yield."""
    small = {"kilogram": 1000, "jin": 2000}.get(spot.claim.unit)
    if small is None or not spot.claim.exact or not re.search("亩产|单产|每亩|亩均|平均", spot.clause[-12:]):
        return None
    near = page.before(spot, 6, 1)
    for harvest in (s for s in near if is_amount(s) and s.claim.unit == "ton"):
        for land in (s for s in near if is_amount(s) and s.claim.unit == "mu"):
            computed = Fraction(harvest.claim.value) * small / Fraction(land.claim.value)
            verdict = judged(spot.claim, computed, interval(harvest.claim).times(small).over(interval(land.claim)))
            if verdict:
                formula = (
                    f"{figure(harvest.claim)} × {small} ÷ {figure(land.claim)} = {shown(computed, spot.claim.unit)}"
                )
                return relation("product", spot.claim, [harvest.claim, land.claim], formula, computed, verdict)
    return None


def _came_and_went(page: Page, now: Spot) -> Relation | None:
    """原来有52个，去年关停7个，新建4个，现在是49个."""
    if not is_amount(now) or now.claim.unit in RELATIVE or not _NOW.search(words_of(now)):
        return None
    same = [s for s in page.before(now, 4, 1) if is_amount(s) and alike(s.claim, now.claim)]
    for length in (2, 3):
        steps, base = same[: length - 1], same[length - 1 : length]
        signs = [_sign(s) for s in steps]
        if not base or not all(signs):
            continue
        computed = Fraction(base[0].claim.value) + sum(
            (sign * Fraction(s.claim.value) for sign, s in zip(signs, steps, strict=True)), Fraction(0)
        )
        if computed == Fraction(now.claim.value):
            moves = "".join(
                f" {'+' if sign > 0 else '−'} {figure(s.claim)}" for sign, s in zip(signs, steps, strict=True)
            )
            formula = f"{figure(base[0].claim)}{moves} = {shown(computed, now.claim.unit, now.claim)}"
            others = [base[0].claim, *(s.claim for s in steps)]
            return relation("sum", now.claim, others, formula, computed, "consistent")
    return None


def _sign(spot: Spot) -> int:
    words = words_of(spot)
    return -1 if _GONE.search(words) else 1 if _COME.search(words) else 0


def _rough_share(page: Page, spot: Spot) -> Relation | None:
    """暗访12个村，5个村有队员脱岗，超过四成; 占58.2%，将近六成: the two figures right before it."""
    claim = spot.claim
    if claim.unit != "percent" or (claim.bound == "exact" and claim.word != "成") or GROWTH.search(words_of(spot)):
        return None
    near = [s for s in page.before(spot, 7) if is_amount(s) and not EACH.search(words_of(s))]
    if is_together(spot):
        return None
    near = near or [s for s in page.before(spot, 4, 1) if is_amount(s)]
    best: tuple[Fraction, Spot, Spot, Fraction] | None = None
    far = [s for s in page.before(spot, 16, 6) if is_amount(s) and not EACH.search(words_of(s))]
    for part in near[:2]:
        for whole in far:
            if not alike(part.claim, whole.claim) or part.claim.value >= whole.claim.value:
                continue
            computed = Fraction(part.claim.value) / Fraction(whole.claim.value) * 100
            off = abs(computed - Fraction(claim.value))
            if (_lies_within(spot, computed) and whole in near) or off < _NEARLY:
                best = min(best or (off, part, whole, computed), (off, part, whole, computed), key=lambda one: one[0])
    if best:
        return ratio_relation("ratio", spot, best[1], best[2], best[3], "consistent")
    return None


def _lies_within(spot: Spot, computed: Fraction) -> bool:
    """Whether a rate is what a rough one says: 超过四成 is 40 to 46 percent, 将近六成 55 to 60."""
    stated = Fraction(spot.claim.value)
    room = Fraction(8) if spot.claim.step == Decimal(10) else Fraction(5)
    low, high = {
        "at_least": (stated, stated + room),
        "at_most": (stated - room, stated),
        "about": (stated - room / 2, stated + room / 2),
    }.get(spot.claim.bound, (stated - Fraction(3), stated + Fraction(3)))
    return low <= computed <= high


def _share_named(page: Page, spot: Spot) -> Relation | None:
    """农户拿四成，就是116.48万元; 资助266元，相当于七成: exactly that part of an amount before it."""
    claim = spot.claim
    if claim.unit != "percent" or claim.bound != "exact" or GROWTH.search(words_of(spot)):
        return None
    parts = [s for s in page.after(spot, 1) if s.part == spot.part and s.claim.at - claim.until <= 10]
    if _THAT_IS.search(words_of(spot).strip()):
        parts = [*page.before(spot, 1), *parts]
    for part in filter(is_amount, parts):
        for whole in page.before(spot, _LIKELY_ENOUGH, 3):
            same = is_amount(whole) and alike(whole.claim, part.claim)
            if same and part.claim.value * 100 == whole.claim.value * claim.value:
                return ratio_relation("ratio", spot, part, whole, Fraction(claim.value), "consistent")
    return None


def _rough_growth(page: Page, spot: Spot) -> Relation | None:
    """从1800元涨到3100元，涨了七成多."""
    claim = spot.claim
    times = claim.unit == "multiple" and claim.step is not None
    third = claim.unit == "percent" and claim.step is None and claim.bound == "exact"  # 增长六分之一
    if not times and not third and (claim.unit != "percent" or claim.bound == "exact"):
        return None
    if not GROWTH.search(words_of(spot)):
        return None
    near = [s for s in page.before(spot, 3) if is_amount(s)]
    if len(near) == 3 and re.search("[涨降提跌]高?了$", words_of(near[0]).strip()):
        near = near[1:]  # 2680元，比上年2480元涨了200元，涨幅约8%
    near = near[:2]
    if len(near) < 2 or near[0].claim.unit != near[1].claim.unit:
        return None
    changing = re.search("增加|减少|多了?$|少了?$", words_of(near[0]))  # 比上年增加1260元: no base
    called = (near[0].is_base and not changing) or is_called_base(page, near[0])
    now, base = reversed(near) if called else near  # 860人次，比上年的720人次增加两成左右
    first = Fraction(base.claim.value)
    changed = re.search("增加|减少|多了?$|少了?$", words_of(now))
    if re.search("[到至为]$", words_of(now).strip()):
        changed = None  # 由720人次增加到860人次
    if changed:
        if now.claim.value >= base.claim.value:
            return None
        sign = 1 if "少" in changed.group() else -1  # 13960元，增加1260元，增长10%左右
        change = Fraction(now.claim.value) / (first + sign * Fraction(now.claim.value))
    else:
        change = Fraction(now.claim.value) / first - 1
    computed = abs(change) * (1 if times else 100)
    if times and (spot.sentence != base.sentence or judged(claim, computed, Interval(computed, computed)) is None):
        return None
    if third and abs(computed / Fraction(claim.value) - 1) > Fraction(1, 200):
        return None
    if not times and not third and not _lies_within(spot, computed):
        return None
    names = figure(now.claim), figure(base.claim)
    quotient = f"({names[0]} − {names[1]}) ÷ {names[1]}"
    if changed:
        quotient = f"{names[0]} ÷ ({names[1]} {'+' if '少' in changed.group() else '−'} {names[0]})"
    formula = f"{quotient} = {shown(computed, claim.unit)}"
    return relation("growth", claim, [now.claim, base.claim], formula, computed, "consistent")
