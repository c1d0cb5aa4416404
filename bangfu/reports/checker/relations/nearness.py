"""What stands around a figure, and which figures may be compared: shared by the search and by altered figures."""

import re

from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.context import Page, Spot, core, likeness
from bangfu.reports.checker.relations.parts import CHANGE, EACH
from bangfu.reports.checker.relations.shares import COMPLETION, GROWTH, SPENDING, is_together

RELATIVE = ("percent", "permille", "percentage_point", "multiple")
TIMES = ("year", "month", "day", "night", "hour", "week")
REST = re.compile(
    r"其余|剩余|余下|余额|结余|仍有|尚有|还有|尚余|还剩|其他|其它|自付|自筹|缺口|还差|自己只?[交付缴]|个人[交付缴]|未[一-鿿]{1,6}的?$"
)
SHARE_OF = re.compile(r"(?:占[^，。；\d]{0,12}|所占比例|比重|占比)(?:为|达到?|是)?$")
STOCK = re.compile(r"目前|现[有在]|在岗|仍[有在]|还[有剩]|剩余")  # what is there now, not what was given
WINDOW = 12  # figures before one that may explain it, within its paragraph and two sentences
_BASE_AFTER = re.compile(r"(?:比|较|由|从)(?:(?![增减升降多少提])[^，。；、\d]){0,10}$")
_SHORT_OF = re.compile(r"(?<!从)(?:未|没有|没能|不足|不到|欠|短缺|缺口|少[发拨付领])")
_REACHING = re.compile(r"惠及|覆盖|受益|涉及|带动|支持|资助|补助|救助|发放|发给|用于|帮助|慰问|服务|共计?|累计|分别|给")
_COUNTING = ("所", "家", "项", "处", "名", "位")
_MEASURED = {"CNY", "USD", "mu", "ton", "km", "kilogram", "jin", "person_time", "hectare", "square_metre", "kw"}


def around(page: Page, spot: Spot) -> list[Spot]:
    """The figures of a sentence around one of them, itself included; of an endless sentence only the nearest."""
    near = page.spots[max(0, spot.index - WINDOW) : spot.index + WINDOW + 1]
    return [other for other in near if other.sentence == spot.sentence]


def of_something_else(page: Page, total: Spot, count: Spot) -> bool:
    """Whether a count behind a total is of another thing: 专柜300万元，直播60场, but not 372万元，惠及465户."""
    if total.index >= count.index:
        return False
    subject = _REACHING.sub("", core(count.label))
    apart = re.search("[；;。]", page.text[total.claim.until : count.claim.at]) is not None
    return apart or (bool(subject) and likeness(subject, core(total.label)) == 0)


def is_short_of(page: Page, first: Spot, last: Spot) -> bool:
    """Whether the words from one figure to another deny what they say (未按每村5万元足额拨付的8家, 欠拨27万元)."""
    opening = page.sentence_span(first.sentence)[0]
    start = max(opening, page.text.rfind("，", opening, first.claim.at))
    return _SHORT_OF.search(page.text[start : last.claim.at]) is not None


def is_called_base(page: Page, spot: Spot) -> bool:
    """Whether others are compared with a figure: 比上年的720人次, 由720人次 (增加到860人次)."""
    words = page.text[max(page.sentence_span(spot.sentence)[0], spot.claim.at - 12) : spot.claim.at]
    return _BASE_AFTER.search(words) is not None


def is_yardstick(page: Page, spot: Spot) -> bool:
    """Whether a figure is only what a rate is a rate of: 占全县174个行政村的69.5%, 占年度任务22000人的99.3%."""
    rate = page.spots[spot.index + 1] if spot.index + 1 < len(page.spots) else None
    if rate is None or rate.claim.unit not in ("percent", "permille"):
        return False
    of = re.fullmatch(r"[^，。；\d]{0,12}的", page.text[spot.claim.until : rate.claim.at])
    return of is not None and re.search("占|完成|达到?", spot.label) is not None


def words_of(spot: Spot) -> str:
    """What is said right before a figure."""
    return spot.label if spot.label.strip() else spot.lead


def is_amount(spot: Spot) -> bool:
    """Whether a figure is an exact amount or count, neither a rate nor a length of time."""
    return spot.claim.exact and spot.claim.value > 0 and spot.claim.unit not in (*RELATIVE, *TIMES)


def is_rounded_down(spot: Spot) -> bool:
    """Whether a figure is an amount said to be a little more or about (突破12亿元), whose digits may still be exact."""
    claim = spot.claim
    loose = claim.bound in ("at_least", "about") and claim.upper is None and claim.step is not None
    return loose and claim.value > 0 and claim.unit not in (*RELATIVE, *TIMES)


def shared_part(page: Page, spot: Spot) -> Spot | None:
    """The part that a share right behind it speaks of (因病致贫401户，占48%), if `spot` is such a share."""
    if spot.claim.unit not in ("percent", "permille") or not SHARE_OF.search(words_of(spot).strip()):
        return None
    if is_together(spot):
        return None
    part = next((s for s in page.before(spot, 2) if s.claim.kind != "coverage"), None)
    if part is None or not is_amount(part) or EACH.search(words_of(part)):
        return None
    return None if re.search(r"[。；]", page.text[part.claim.until : spot.claim.at]) else part


def amounts_of(page: Page, spot: Spot) -> list[Spot]:
    """Exact amounts around a figure: those before it, nearest first, then those behind it in its sentence."""
    return [s for s in [*page.before(spot, WINDOW, 2), *page.after(spot, 4)] if is_amount(s)]


def alike(one: Claim, other: Claim) -> bool:
    """Whether two amounts may be compared; a bare 个 counts whatever the other one counts."""
    if one.unit != other.unit and (one.unit in RELATIVE or other.unit in RELATIVE):
        return False
    if one.unit == other.unit or (one.word and one.word == other.word and one.word in _COUNTING):
        return True
    return "个" in (one.word, other.word) and not {one.unit, other.unit} & _MEASURED


__all__ = [
    "CHANGE",
    "COMPLETION",
    "EACH",
    "GROWTH",
    "RELATIVE",
    "REST",
    "SPENDING",
    "STOCK",
    "TIMES",
    "WINDOW",
    "alike",
    "amounts_of",
    "around",
    "is_amount",
    "words_of",
]
