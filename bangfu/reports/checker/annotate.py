"""Showing the findings: the words for them, and the text with its figures marked by verdict (HTML)."""

import html
from collections.abc import Iterable, Mapping
from decimal import Decimal

from bangfu.reports.checker.check import CheckResult
from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.relations.finding import ReadingOf, Relation

SEVERITY = ("conflict", "ambiguous", "truncation", "rounding", "consistent", "unstated")
VERDICTS = {
    "conflict": "矛盾",
    "ambiguous": "有歧义",
    "truncation": "截尾",
    "rounding": "四舍五入",
    "consistent": "相符",
    "unstated": "基数未写明",
    "none": "未涉及关系",
}
_BASED = "为基数"  # readings of a share, by what it may be of
_IMPLIED, _TEN_THOUSAND = ("目标", "基数"), Decimal(10_000)
KINDS = {
    "sum": "合计",
    "ratio": "比例",
    "growth": "增减",
    "completion": "完成",
    "product": "乘积",
    "subset": "部分与整体",
    "repeat": "重复",
}


def verdicts_of(result: CheckResult) -> dict[str, str]:
    """For each claim the gravest verdict of the relations it stands in, `none` for a claim in no relation."""
    verdicts = {claim.id: "none" for claim in result.claims}
    for verdict in reversed(SEVERITY):
        for found in result.relations:
            if found.verdict == verdict:
                verdicts.update(dict.fromkeys(found.claims, verdict))
    return verdicts


def as_html(result: CheckResult) -> str:
    """The text as HTML, each figure in `<mark class="claim claim-VERDICT" data-claim="ID">`; everything is escaped."""
    verdicts, pieces, position = verdicts_of(result), [], 0
    for claim in separate(result.claims):
        verdict = verdicts[claim.id]
        title = html.escape(_title(result, claim, verdict), quote=True)
        pieces.append(html.escape(result.text[position : claim.start]))
        pieces.append(f'<mark class="claim claim-{verdict}" id="{claim.id}" data-claim="{claim.id}" title="{title}">')
        pieces.append(f"{html.escape(result.text[claim.start : claim.end])}</mark>")
        position = claim.end
    pieces.append(html.escape(result.text[position:]))
    return f'<div class="checked-text">{"".join(pieces)}</div>'


def separate(claims: Iterable[Claim]) -> list[Claim]:
    """The claims in order without overlaps."""
    kept: list[Claim] = []
    for claim in sorted(claims, key=lambda claim: (claim.start, -claim.end)):
        if not kept or claim.start >= kept[-1].end:
            kept.append(claim)
    return kept


def _title(result: CheckResult, claim: Claim, verdict: str) -> str:
    involved = [found for found in result.relations if claim.id in found.claims]
    said = [f"{KINDS[found.kind]}：{found.formula}（{VERDICTS[found.verdict]}）{found.note}" for found in involved]
    return "；".join(said) if said else VERDICTS[verdict]


def remark(found: Relation, claims: Mapping[str, Claim]) -> str:
    """What is to be said of a relation beside its formula: the note, and every reading with what it implies."""
    return "；".join(part for part in (found.note, *readings_of(found, claims)) if part)


def readings_of(found: Relation, claims: Mapping[str, Claim]) -> list[str]:
    """Every reading of a relation with the value it implies, in words."""
    return [f"{words}：{value}" for words, value in reading_values(found, claims)]


def reading_values(found: Relation, claims: Mapping[str, Claim]) -> list[tuple[str, str]]:
    """Every reading of a relation and the value it implies; targets and bases of money in yuan or ten thousand."""
    money = any(claims[claim].unit == "CNY" for claim in found.claims)

    def value(one: ReadingOf) -> str:
        if one.reading.endswith(_BASED):
            return f"{one.value}%"
        return _yuan(one.value) if money and one.reading.endswith(_IMPLIED) else f"{one.value:,}"

    return [(one.reading, value(one)) for one in found.readings]


def _yuan(value: Decimal) -> str:
    return f"{value / _TEN_THOUSAND:,.2f}万元" if value >= _TEN_THOUSAND else f"{value:,}元"
