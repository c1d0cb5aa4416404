"""May the risk of a household be called gone? Each condition with what it rests on (domain rules of 风险消除).

A household without anybody able to work is never marked: it stays on watch. Nothing here looks at quotas or ratios.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from bangfu.kernel.calendars import months_later
from bangfu.kernel.codelists.queries import labels
from bangfu.kernel.policy.queries import policy
from bangfu.parties.models import Household
from bangfu.workstreams.monitoring.cases.models import Case, CaseVisit, Purpose
from bangfu.workstreams.monitoring.cases.policy_keys import LEAVING_MONTHS
from bangfu.workstreams.monitoring.cases.rules import able, income_line, members_of, risk_words
from bangfu.workstreams.monitoring.checks.models import CheckProblem
from bangfu.workstreams.monitoring.clues.models import Clue
from bangfu.workstreams.monitoring.measures.proving import Proof, proofs_of

UNSAFE = ("c", "d")


@dataclass(frozen=True)
class Check:
    """One condition: whether it holds (None: not known yet), what that rests on, and where to see it."""

    name: str
    title: str
    holds: bool | None
    evidence: str
    url: str = ""
    private: bool = False


@dataclass(frozen=True)
class Known:
    """What the conditions look at, read once."""

    case: Case
    on: date
    visits: list[CaseVisit]
    leaving: CaseVisit | None
    proofs: list[Proof]


def leaving_checks(case: Case, on: date) -> list[Check]:
    """Return every condition for leaving as it stands on a day."""
    visits = list(case.visits.order_by("visited_on", "id"))
    leaving = next((v for v in reversed(visits) if v.purpose == Purpose.LEAVING), None)
    known = Known(case, on, visits, leaving, proofs_of(case))
    return [check(known) for check in CONDITIONS]


def blocking(case: Case, on: date, *, before_visit: bool) -> list[Check]:
    """Return the conditions that stand in the way; before the visit, only those that it cannot change."""
    checks = leaving_checks(case, on)
    if before_visit:
        return [c for c in checks if c.name in EARLY and c.holds is False]
    return [c for c in checks if c.holds is not True]


def _labour(known: Known) -> Check:
    names = [p.name for p in able(members_of(known.case.household))]
    evidence = (
        _("有劳动能力：%(names)s") % {"names": "、".join(names)}
        if names
        else _("整户没有劳动力，不标注风险消除，持续监测。")
    )
    url = f"/parties/household/{known.case.household_id}/"
    return Check("labour", _("家庭有劳动力"), bool(names), evidence, url)


def _time(known: Known) -> Check:
    begun = known.case.decided_on
    if begun is None:
        return Check("time", _("纳入满规定时间"), False, _("还没有审定纳入。"))
    months = policy(LEAVING_MONTHS, known.case.area_code, known.on)
    ripe = months_later(begun, months)
    words = {"day": begun.isoformat(), "months": months, "ripe": ripe.isoformat()}
    evidence = _("%(day)s 纳入，满 %(months)s 个月为 %(ripe)s。") % words
    return Check("time", _("纳入满规定时间"), known.on >= ripe, evidence)


def _measures(known: Known) -> Check:
    proved = {p.measure.risk for p in known.proofs if p.help}
    open_ = [risk for risk in known.case.risks if risk not in proved]
    title = _("每项风险都有已落实的措施")
    if open_:
        evidence = _("没有帮扶记录证明措施落实：%(risks)s。") % {"risks": risk_words(open_)}
        return Check("measures", title, False, evidence, private=True)
    told = "；".join(f"{p.measure.title}：{p.help.title} {p.help.happened_on}" for p in known.proofs if p.help)
    return Check("measures", title, True, told, private=True)


def _income(known: Known) -> Check:
    title = _("收入稳定高于当年收入监测范围")
    line = income_line(known.case.area_code, known.on)
    if line is None:
        return Check("income", title, None, _("尚未设置 %(year)s 年收入监测范围。") % {"year": known.on.year})
    if known.leaving is None or known.leaving.income is None:
        return Check("income", title, None, _("等消除核实入户填写人均纯收入。"))
    months = policy(LEAVING_MONTHS, known.case.area_code, known.on)
    since = months_later(known.on, -months)
    recent = [v for v in known.visits if v.income is not None and v.visited_on >= since]
    low = [v for v in recent if _amount(v) <= line]
    told = "；".join(f"{v.visited_on} {_amount(v):,.2f}" for v in recent)
    evidence = _("监测范围 %(line)s 元；近 %(months)s 个月入户：%(told)s 元。") % {
        "line": f"{line:,.2f}",
        "months": months,
        "told": told,
    }
    return Check("income", title, not low, evidence)


def _amount(visit: CaseVisit) -> Decimal:
    return visit.income if visit.income is not None else Decimal(0)


def _burden(known: Known) -> Check:
    title = _("大额刚性支出已解决")
    if known.leaving is None:
        return Check("burden", title, None, _("等消除核实入户填写。"))
    paid = known.leaving.burden
    told = _("自付刚性支出 %(paid)s 元") % {"paid": f"{paid:,.2f}"} if paid is not None else ""
    finding = _("入户认定已解决") if known.leaving.settled else _("入户没有认定已解决")
    return Check("burden", title, known.leaving.settled, "，".join(t for t in (told, finding) if t), private=True)


def _guarantees(known: Known) -> Check:
    title = _("“三保障”和饮水没有问题")
    open_ = guarantee_problems(known.case.household)
    if known.leaving is not None:
        words = labels("check_item")
        open_ += [words.get(code, code) for code in known.leaving.problems]
    if open_:
        return Check("guarantees", title, False, _("未解决：%(what)s。") % {"what": "、".join(dict.fromkeys(open_))})
    if known.leaving is None:
        return Check("guarantees", title, None, _("名册和排查没有问题；等消除核实入户确认。"))
    return Check(
        "guarantees", title, True, _("名册、排查和 %(day)s 入户都没有问题。") % {"day": known.leaving.visited_on}
    )


def guarantee_problems(household: Household) -> list[str]:
    """Return what the register, and the standing check of the guarantees, say is not in order."""
    found = [_("住房安全")] if household.housing_safety in UNSAFE else []
    found += [_("基本医疗（有人未参保）")] if household.members.filter(medical_insured=False).exists() else []
    words = labels("check_item")
    problems = CheckProblem.objects.filter(household=household, state__in=CheckProblem.STANDING)
    return found + [words.get(item, item) for item in problems.order_by("id").values_list("item", flat=True)]


def _gone(known: Known) -> Check:
    title = _("原有风险已消除，没有新的风险")
    clue = Clue.objects.filter(household=known.case.household_id, state__in=Clue.UNFINISHED).first()
    if clue is not None:
        words = {"day": clue.raised_on.isoformat()}
        return Check("gone", title, False, _("%(day)s 有未处理完的风险线索。") % words, f"/monitoring/clue/{clue.pk}/")
    if known.leaving is None:
        return Check("gone", title, None, _("等消除核实入户确认。"))
    if known.leaving.risks:
        told = _("入户发现仍有：%(risks)s。") % {"risks": risk_words(known.leaving.risks)}
        return Check("gone", title, False, told, private=True)
    return Check("gone", title, True, _("%(day)s 入户没有发现风险。") % {"day": known.leaving.visited_on})


CONDITIONS: tuple[Callable[[Known], Check], ...] = (_labour, _time, _measures, _income, _burden, _guarantees, _gone)
EARLY = ("labour", "time", "measures", "guarantees", "gone")
"""Conditions that the visit before leaving cannot change."""
