"""Figures said in words: 全覆盖 is 100 percent, 翻两番 four times, 过半 more than 50 percent, 满半年 six months."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bangfu.reports.checker.tables import longest_first, table

_CUES = table("cues")
_COVERAGE = re.compile("|".join(longest_first(_CUES["coverage"]["words"])))
_SLOGANS = tuple(_CUES["coverage"]["slogans"])
_DOUBLED = re.compile(
    r"翻了?(?P<near>将近|接近|近|约|超过|超)?(?P<times>[一二两三四五六1-6]?)番(?P<more>还要多|还多|多|以上)?"
)
_HALVES = re.compile(
    r"(?P<less>将?近一半|接近一半|不[到足]一半|一半[都还]?不到|不[到足]半数|将?近半数?|一小半|小半数)"
    r"|(?P<more>过半数?|一多半|一大半|[超逾]过?一半|一半[以之往]上|一半还?多|半数以上|[超逾]过?半数)"
    r"|(?P<half>(?<![前后下上另])一半(?!以)|对半(?=[承分出平担])|(?<=[为是占])半数)"
)
_HALF_AFTER = re.compile(r"[训业岗户后款约][后](?P<half>半年)(?=[之以]?内)")  # 培训后半年内
_NOTHING = re.compile(
    r"率[^，。；\d]{0,3}(?:由[\d.]+%)?(?:(?:为|是)(?P<none>0(?![\d.%％‰]))|下?降[至到为](?P<zero>0(?![\d.%％‰])|零(?=[，。；、])))"
)
_SPANS = "|".join(longest_first(list(_CUES["half"]["units"])))
_HALF_SPAN = re.compile(
    f"(?:(?P<near>近)|(?P<more>超过|不少于|不低于)|{'|'.join(longest_first(_CUES['half']['words']))})"
    f"半(?P<unit>{_SPANS})(?![一度])(?P<above>以上)?"
)
_HALF_BEFORE = re.compile(
    f"(?<![一-鿿\\d])半(?P<unit>{_SPANS})(?=来(?![一-鿿]?[，。])|合计|共|就|下来|累计)"
)  # 半年合计
_HALF_OPEN = re.compile(f"(?<![每一二三四五六七八九十两\\d年月上下前后头大小逾多])半(?P<unit>{_SPANS})(?P<above>以上)")


@dataclass(frozen=True, slots=True)
class Worded:
    """A figure in words at `start` to `end` of the reading copy; `step` as of a `Numeral`."""

    start: int
    end: int
    value: Decimal
    unit: str
    bound: str
    kind: str
    step: Decimal | None = None


def figures_in_words(text: str, mask: bytearray) -> Iterator[Worded]:
    """Every figure said in words that `mask` leaves open."""
    for match in _COVERAGE.finditer(text):
        if not mask[match.start()] and not text.endswith(_SLOGANS, 0, match.start()):
            yield Worded(*match.span(), Decimal(100), "percent", "exact", "coverage")
    for match in _DOUBLED.finditer(text):
        power = max(
            "_一二三四五六".find(match["times"].replace("两", "二") or "一"), "_123456".find(match["times"] or "1")
        )
        said = (
            {"约": "about", "超": "at_least", "超过": "at_least"}.get(match["near"], "at_most") if match["near"] else ""
        )
        bound = said or ("at_least" if match["more"] else "exact")
        yield Worded(*match.span(), Decimal(2) ** power, "multiple", bound, "fact")
    for match in _HALVES.finditer(text):
        if not mask[match.start()]:
            bound = {"more": "at_least", "less": "at_most", "half": "exact"}[match.lastgroup or "half"]
            yield Worded(*match.span(), Decimal(50), "percent", bound, "fact")
    for match in _HALF_SPAN.finditer(text):
        value, unit = _CUES["half"]["units"][match["unit"]]
        bound = "at_most" if match["near"] else "at_least" if match["more"] or match["above"] else "exact"
        yield Worded(*match.span(), Decimal(str(value)), unit, bound, "fact")
    for match in _HALF_AFTER.finditer(text):
        yield Worded(*match.span("half"), Decimal(6), "month", "exact", "fact")
    for match in _NOTHING.finditer(text):
        yield Worded(*match.span(match.lastgroup or 0), Decimal(0), "percent", "exact", "fact", Decimal(1))
    seen = {match.end() for match in _HALF_SPAN.finditer(text)}
    for pattern, bound in ((_HALF_BEFORE, "exact"), (_HALF_OPEN, "at_least")):
        for match in pattern.finditer(text):
            if match.end() not in seen:
                value, unit = _CUES["half"]["units"][match["unit"]]
                yield Worded(*match.span(), Decimal(str(value)), unit, bound, "fact")
