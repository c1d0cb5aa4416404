"""Which kind of monitored household a household may become: a dated table of policy, and reasons why not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from bangfu.kernel.codelists.queries import codes, label, labels
from bangfu.kernel.policy.queries import policy, policy_or_none
from bangfu.parties.models import Household, Person
from bangfu.workstreams.monitoring.cases.policy_keys import KIND_RULES

INCOME_LINE = "parties.income_line"
EX_POOR = ("registered", "lifted", "returned")
ABLE = ("ordinary", "skilled", "weak")
ADULT = 18
# A risk as a cause of poverty on the register; what has no cause of its own is "other".
CAUSES = {"illness", "disability", "schooling", "disaster", "labour", "water"}


def population_of(household: Household) -> str:
    """Return ``lifted`` for a household that ever was on the register of poor households, else ``ordinary``."""
    ever = set(household.statuses.values_list("value", flat=True)) | {household.standing}
    return "lifted" if ever & set(EX_POOR) else "ordinary"


def income_line(area_code: str, on: date) -> Decimal | None:
    """Return the upper end of the income range of a place and day in CNY per person, or None where none is set."""
    found = policy_or_none(INCOME_LINE, area_code, on)
    return None if found is None else Decimal(found)


def kind_faults(kind: str, household: Household, income: Decimal | None, on: date, *, final: bool) -> list[str]:
    """Return why a household may not be of a kind on a day; nothing when it may.

    Before the decision (``final`` false) a missing income, or an income line nobody has set, is no fault yet.
    """
    rules: dict[str, Any] = policy(KIND_RULES, household.area_code, on)
    if kind not in {code.code for code in codes("monitored_kind", on)} or kind not in rules:
        words = {"day": on.isoformat(), "kind": label("monitored_kind", kind, on)}
        return [_("%(day)s 没有“%(kind)s”这一类别。") % words]
    rule, faults, title = rules[kind], [], label("monitored_kind", kind, on)
    if (population := population_of(household)) not in rule["from"]:
        words = {"kind": title, "population": population_words()[population]}
        faults.append(_("“%(kind)s”不能由%(population)s纳入。") % words)
    if rule["income"] != "any":
        faults += _income_faults(title, rule["income"], household, income, on, final)
    return faults


def possible_kinds(household: Household, income: Decimal | None, on: date) -> list[str]:
    """Return the kinds a household may be of on a day."""
    return [c.code for c in codes("monitored_kind", on) if not kind_faults(c.code, household, income, on, final=True)]


def population_words() -> dict[str, str]:
    """Return the two populations with their names."""
    return {"lifted": _("脱贫户"), "ordinary": _("一般农户")}


def _income_faults(
    title: str, wanted: str, household: Household, income: Decimal | None, on: date, final: bool
) -> list[str]:
    if not final and (income is None or income_line(household.area_code, on) is None):
        return []
    if income is None:
        return [_("入户核查没有填人均纯收入，不能认定“%(kind)s”。") % {"kind": title}]
    line = Decimal(policy(INCOME_LINE, household.area_code, on))
    words = {"kind": title, "income": f"{income:,.2f}", "line": f"{line:,.2f}"}
    if wanted == "within" and income > line:
        return [_("人均纯收入 %(income)s 元高于收入监测范围 %(line)s 元，不是“%(kind)s”。") % words]
    if wanted == "above" and income <= line:
        return [_("人均纯收入 %(income)s 元在收入监测范围 %(line)s 元以内，不是“%(kind)s”。") % words]
    return []


def members_of(household: Household) -> list[Person]:
    """Return who belongs to a household today."""
    return list(household.members.filter(died_on=None, left_on=None).order_by("pk"))


def adults(persons: Sequence[Person], on: date) -> list[Person]:
    """Return those of age on a day; who has no birth date counts as of age."""
    return [p for p in persons if p.birth_date is None or _age(p.birth_date, on) >= ADULT]


def able(persons: Sequence[Person]) -> list[Person]:
    """Return those who can work."""
    return [p for p in persons if p.labour in ABLE]


def cause_of(risk: str) -> str:
    """Return the cause of poverty that a risk stands for on the register."""
    return risk if risk in CAUSES else "other" if risk else ""


def risk_words(risks: Sequence[str]) -> str:
    """Return risks as people read them."""
    words = labels("risk")
    return "、".join(words.get(risk, risk) for risk in risks)


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
