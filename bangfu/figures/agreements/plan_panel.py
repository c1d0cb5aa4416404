"""The block of a village–enterprise agreement that shows its plan: measures by year beside what was delivered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.figures.agreements.performance import Performed, percent, performance
from bangfu.kernel import formats
from bangfu.kernel.codelists.queries import labels
from bangfu.kernel.rights.models import User
from bangfu.pairing.models import Agreement, VillagePlan
from bangfu.pairing.village_plans import MODE_LIST, may_have_plan

FULL = Decimal(100)


@dataclass
class YearOfPlan:
    """The measures of one year: what they cost in CNY, and what of it was delivered.

    ``measured`` is the part of the budget that can be compared with the ledger; ``delivered`` belongs to it alone.
    """

    year: int
    measures: list[str] = field(default_factory=list)
    budget: Decimal = Decimal(0)
    measured: Decimal = Decimal(0)
    delivered: Decimal = Decimal(0)

    @property
    def reached(self) -> Decimal | None:
        """Delivered money in percent of the measured budget; None where nothing can be compared."""
        return percent(self.delivered, self.measured)


def village_plan_panel(user: User, agreement: Agreement) -> str:
    """Return the plan; a word where one may still be written; empty text for other agreements."""
    plan = VillagePlan.objects.filter(agreement=agreement).first()
    if plan is None and not may_have_plan(agreement):
        return ""
    years = years_of(performance(user, agreement)) if plan else []
    context = {"plan": plan, "facts": _facts(plan) if plan else [], "years": _shown(years)}
    return render_to_string("figures/village_plan.html", context)


def measures_panel(user: User, plan: VillagePlan) -> str:
    """Return the measures of a plan by year, with the way to its agreement."""
    years = years_of(performance(user, plan.agreement))
    address = reverse("pairing.agreement.detail", args=[plan.agreement_id])
    context = {"plan": plan, "facts": [], "years": _shown(years), "agreement_url": address}
    return render_to_string("figures/village_plan.html", context)


def years_of(rows: Sequence[Performed]) -> list[YearOfPlan]:
    """Add up the measures of a plan by year, in the order of the years.

    Measures of one year that count the same entries share one delivery, so it is added once.
    """
    found: dict[int, YearOfPlan] = {}
    counted: set[tuple[int, str, str, str]] = set()
    for row in rows:
        duty = row.duty
        year = found.setdefault(duty.year, YearOfPlan(duty.year))
        year.measures.append(duty.text)
        if duty.amount is None:
            continue
        year.budget += duty.amount
        if not row.measured:
            continue
        year.measured += duty.amount
        entries = (duty.year, duty.side, duty.entry_kind, duty.figure)
        if entries not in counted:
            counted.add(entries)
            year.delivered += row.amount or 0
    return sorted(found.values(), key=lambda one: one.year)


def _facts(plan: VillagePlan) -> list[tuple[str, Any]]:
    words, agreement = labels(MODE_LIST), plan.agreement
    return [
        (_("帮扶方式"), "、".join(str(words.get(mode, mode)) for mode in plan.modes)),
        (_("帮扶目标"), plan.goals),
        (_("计划受益户数"), _count(plan.households_planned, _("户"))),
        (_("计划受益人数"), _count(plan.persons_planned, _("人"))),
        (_("起止"), f"{agreement.valid_from.isoformat()} – {agreement.valid_to or _('未约定期限')}"),
        *([(_("计划说明"), plan.note)] if plan.note else []),
    ]


def _count(number: int | None, word: str) -> str | None:
    return None if number is None else f"{number:,} {word}"


def _shown(years: list[YearOfPlan]) -> list[dict[str, Any]]:
    """Return the years for a narrow column, and their sum where there are several."""
    if not years:
        return []
    whole = YearOfPlan(0)
    for year in years:
        whole.budget += year.budget
        whole.measured += year.measured
        whole.delivered += year.delivered
    shown = [_row(str(year.year), "；".join(year.measures), year) for year in years]
    return [*shown, _row(_("合计"), "", whole)] if len(years) > 1 else shown


def _row(title: str, measures: str, year: YearOfPlan) -> dict[str, Any]:
    reached = year.reached
    return {
        "year": title,
        "measures": measures,
        "budget": formats.money(year.budget) if year.budget else None,
        "delivered": formats.money(year.delivered) if year.measured else None,
        "reached": None
        if reached is None
        else {"text": formats.percent(reached / 100), "tone": "good" if reached >= FULL else "waiting"},
    }
