"""What makes findings of different months the same: relation, subjects and measures, never the numbers. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bangfu.reports.checker.check import CheckResult
from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.compare import Comparison
from bangfu.reports.checker.relations.finding import Relation

DIGITS = re.compile(r"[0-9０-９.,，%％〇零一二三四五六七八九十百千万亿]+")
PERIOD = re.compile(  # 截至10月底, 今年1月至9月, 上半年: next month's text says another
    r"^(?:截至|截止|自|从|至|到|，)*(?:(?:今|去|本|当|全|上半|下半)年|[本上]月"
    r"|(?:前|第)?[0-9０-９〇零一二三四五六七八九十]+个?(?:年|月|季度|日)|(?:份|初|底|末|以来|至|到))+"
)
KINDS = {
    "sum": "合计",
    "ratio": "比例",
    "growth": "增减",
    "completion": "完成",
    "product": "乘积",
    "subset": "部分与整体",
    "repeat": "重复",
    "ledger": "与账本",
}
About = Mapping[str, Mapping[str, str | None]]


@dataclass(frozen=True)
class Subject:
    """What an explanation is about: ``key`` finds it again in another text, ``words`` tell it to people."""

    key: str
    words: str
    verdict: str


def subject_of_relation(found: Relation, result: CheckResult) -> Subject:
    """Return what a relation is about: its kind, and of each number the subject and the measure, in any order."""
    claims = {claim.id: claim for claim in result.claims}
    return _subject(found.kind, (_words(claims[one], result.about) for one in found.claims), found.verdict)


def subject_of_difference(found: Comparison, result: CheckResult) -> Subject:
    """Return what a difference from the ledger is about: the figure, and what the text calls it."""
    claim = next(one for one in result.claims if one.id == found.claim)
    return _subject("ledger", (found.figure or "", _words(claim, result.about)), found.verdict)


def _words(claim: Claim, about: About) -> str:
    told = about.get(claim.id, {})
    words = "/".join(DIGITS.sub("", PERIOD.sub("", told.get(name) or "")) for name in ("subject", "measure"))
    return words.strip("/") or claim.unit


def _subject(kind: str, parts: Iterable[str], verdict: str) -> Subject:
    named = sorted(set(parts))
    signature = "\n".join((kind, verdict, *named))
    return Subject(hashlib.sha256(signature.encode()).hexdigest(), f"{KINDS[kind]}：{'、'.join(named)}"[:200], verdict)
