"""The same fact said twice: equal figures with equal descriptions, and figures that differ in one digit only."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.context import Page, Spot, core, likeness
from bangfu.reports.checker.relations.arithmetic import Verdict, altered_digit, figure, shown
from bangfu.reports.checker.relations.finding import Relation, relation
from bangfu.reports.checker.relations.parts import EACH
from bangfu.reports.checker.tables import table

_WEAK_UNITS = (
    "percent",
    "permille",
    "percentage_point",
    "multiple",
    "year",
    "month",
    "day",
    "night",
    "hour",
    "time",
    "type",
)
_TIMES = ("year", "month", "day", "quarter")
_PLACES = ("village", "county", "township", "city")
_PERIODS = tuple(table("cues")["periods"]["words"])
_SCOPE = re.compile(r"全[省市州县区旗乡镇村]")
_DIFFERENT = re.compile(
    r"其中|新增|剩余|未|已|累计|去年|上年|同比|增加|减少|首批|又|再|另|每|计划|目标|任务|\d{4}年|培训|走访|慰问|发放|覆盖|带动|惠及|受益|第"
)
_POINTING = re.compile(r"(?:这|上述|以上|前述|该|全部|所有)(?:的)?$")
_AMONG = re.compile(r"[^，。；\d]{0,6}[中里](?:[，,]|$)")
_MIN_DIGITS, _COARSE = 3, 1000
_LIKE, _HARDLY = 0.3, 0.2


def repeats(page: Page) -> Iterator[Relation]:
    """Every later mention of a figure with the same description."""
    first: dict[tuple[str, Decimal], list[Spot]] = defaultdict(list)
    for spot in page.spots:
        claim = spot.claim
        if claim.unit in _TIMES and claim.value >= 2 and _is_period(page, spot):
            pass
        elif claim.unit in _WEAK_UNITS or claim.bound != "exact" or (claim.value < 2 and claim.unit != "CNY"):
            continue
        mentions = first[claim.unit, claim.value]
        earlier = next((s for s in mentions if s.sentence != spot.sentence and _same(s, spot)), None)
        if earlier:
            formula = f"{figure(claim)} = {shown(earlier.claim.value, claim.unit)}"
            yield relation("repeat", claim, [earlier.claim], formula, Fraction(earlier.claim.value), "consistent")
        elif len(mentions) < 8:
            mentions.append(spot)


def _same(one: Spot, other: Spot) -> bool:
    digits = len(one.claim.value.normalize().as_tuple().digits)
    if digits >= 4 or one.claim.unit in _TIMES:
        return True
    if one.claim.unit in _PLACES and one.claim.value >= 3 and "新" not in one.label + other.label:
        return True
    if one.claim.unit == "CNY" and EACH.search(one.clause[-8:]) and EACH.search(other.clause[-8:]):
        return True  # 每箱88元 … 一箱卖88元
    if digits >= 2 and likeness(one.clause + one.tail[:6], other.clause + other.tail[:6]) >= _HARDLY:
        return True
    digits = len(str(int(one.claim.value)).rstrip("0"))
    if digits >= 2 and (_pointed_at(other) or _crossed(one, other) >= _LIKE):
        return True
    nouns = likeness(one.tail[:10], other.tail[:10]) >= 0.5
    if digits >= 3:
        return nouns or likeness(one.words, other.words) >= 0.3 or one.claim.unit in ("household", "person", "village")
    return nouns or likeness(one.words, other.words) >= 0.5


def _is_period(page: Page, spot: Spot) -> bool:
    """Whether a length of time is what figures are counted over: 三年来, 前十个月, 300天里."""
    behind = page.text[spot.claim.until : spot.claim.until + 2]
    return behind.startswith(_PERIODS) or page.text[: spot.claim.at].endswith(_PERIODS)


def _pointed_at(spot: Spot) -> bool:
    """Whether a figure points back at one said before: 这6900万元, 今年的6900万元中, 64个项目要."""
    said = spot.label.strip()
    return bool(_POINTING.search(said)) or bool(_AMONG.match(spot.tail)) or (not said and bool(spot.tail))


def _crossed(one: Spot, other: Spot) -> float:
    """How alike the noun before one figure is to the noun behind another: 农业产业化企业54家, 54家农业企业."""
    nouns = [(core(s.label)[-8:], core(s.tail)[:6]) for s in (one, other)]
    return max(likeness(nouns[0][0], nouns[1][1]), likeness(nouns[0][1], nouns[1][0]))


def rounded_repeats(page: Page) -> Iterator[Relation]:
    """A figure told in round words and given exactly elsewhere: 1.68亿元 … 16843.2万元; 1.3亿多元 … 1.344亿元."""
    exact: dict[str, list[Spot]] = defaultdict(list)
    for spot in page.spots:
        if spot.claim.exact and spot.claim.unit not in _WEAK_UNITS and _digits(spot) >= _MIN_DIGITS:
            exact[spot.claim.unit].append(spot)
    ordered = {unit: sorted(spots, key=lambda spot: spot.claim.value) for unit, spots in exact.items()}
    for spot in page.spots:
        claim = spot.claim
        coarse = claim.bound != "exact" or (claim.step or 0) >= _COARSE
        if claim.unit in _WEAK_UNITS or claim.upper is not None or claim.step is None or not coarse:
            continue
        fitting = [s for s in _near(ordered.get(claim.unit, []), claim) if s is not spot and _rounds(claim, s.claim)]
        fitting = [s for s in fitting if _digits(s) > _digits(spot) and s.sentence != spot.sentence]
        named = [s for s in fitting if likeness(spot.words, s.words) > 0]
        fitting = named or (sorted(fitting, key=_digits, reverse=True)[:1] if _digits(spot) > 1 else [])
        if len({s.claim.value for s in fitting}) == 1:
            formula = f"{figure(claim)} ≈ {figure(fitting[0].claim)}"
            value = Fraction(fitting[0].claim.value)
            verdict: Verdict = "rounding" if claim.bound == "exact" else "consistent"
            yield relation("repeat", claim, [fitting[0].claim], formula, value, verdict, "为该数的约数")


def _near(ordered: list[Spot], claim: Claim) -> list[Spot]:
    """Of figures ordered by value those that a vague one may stand for at most, in the order of the text."""
    room = max(claim.step or Decimal(1), _last_place(claim))
    low = bisect_left(ordered, claim.value - room, key=lambda spot: spot.claim.value)
    high = bisect_right(ordered, claim.value + room, key=lambda spot: spot.claim.value)
    return sorted(ordered[low:high], key=lambda spot: spot.claim.start)


def _digits(spot: Spot) -> int:
    return len(spot.claim.value.normalize().as_tuple().digits)


def _last_place(claim: Claim) -> Decimal:
    """The place of the last digit that is not 0: 10 million for 超8000万."""
    exponent = claim.value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def _rounds(claim: Claim, exact: Claim) -> bool:
    """Whether a vague figure may stand for an exact one: the same digits as far as it shows any."""
    step, more = claim.step or Decimal(1), exact.value - claim.value
    if claim.bound == "at_least":
        return 0 < more < max(step, _last_place(claim))
    if claim.bound == "at_most":
        return -min(max(step, _last_place(claim)), claim.value / 10) <= more < 0
    return abs(more) * 2 <= step


def altered_repeats(page: Page) -> Iterator[Relation]:
    """A count of the whole place that comes back with two digits swapped or one changed: 1246户 … 1264户脱贫户."""
    known: dict[tuple[str, str, str], Spot] = {}
    for spot in page.spots:
        subject = _subject(page, spot)
        if subject is None:
            continue
        earlier = known.setdefault(subject, spot)
        if earlier is spot or earlier.claim.value == spot.claim.value:
            continue
        if altered_digit(spot.claim.value, Fraction(earlier.claim.value), spot.claim.step or Decimal(1)):
            formula = f"{figure(spot.claim)} ≠ {shown(earlier.claim.value, spot.claim.unit)}"
            note = "同一事实前后两处不一致"
            yield relation(
                "repeat", spot.claim, [earlier.claim], formula, Fraction(earlier.claim.value), "conflict", note
            )


def _subject(page: Page, spot: Spot) -> tuple[str, str, str] | None:
    """Scope, unit and noun of a count of a whole place (全镇, household, 脱贫户), None if it may be anything else."""
    claim = spot.claim
    if (
        claim.unit not in ("household", "person", "village")
        or not claim.exact
        or len(str(int(claim.value))) < _MIN_DIGITS
    ):
        return None
    start = page.sentence_span(spot.sentence)[0]
    before = page.text[max(start, claim.at - 14) : claim.at]
    scope = _SCOPE.search(before)
    if scope is None or _DIFFERENT.search(page.text[max(start, claim.at - 24) : claim.at]):
        return None
    noun = _counted(before[scope.end() :], spot.tail)
    return (scope.group(), claim.unit, noun) if noun else None


def _counted(label: str, tail: str) -> str:
    """What is counted, from the words before (共有脱贫户1246户) or behind the figure (1264户脱贫户)."""
    noun = re.search(r"(?:建档立卡)?(?:贫困|脱贫|低保|监测)(?:户|人口|村|对象)$", core(label)) or re.match(
        r"(?:建档立卡)?(?:贫困|脱贫|低保|监测)(?:户|人口|村|对象)", tail
    )
    return noun.group().removeprefix("建档立卡") if noun else ""
