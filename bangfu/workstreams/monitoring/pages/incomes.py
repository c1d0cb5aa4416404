"""A household's items of income in one form, with what they come to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.pages.edits import attempt
from bangfu.kernel.pages.frame import show
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may, require, scoped
from bangfu.kernel.rows.visibility import Absent
from bangfu.parties.models import Household, HouseholdIncome
from bangfu.workstreams.monitoring.incomes.actions import record_items
from bangfu.workstreams.monitoring.incomes.counting import items_in_force
from bangfu.workstreams.monitoring.incomes.forms import AmountsForm
from bangfu.workstreams.monitoring.incomes.models import IncomeItem, IncomeSheet
from bangfu.workstreams.monitoring.incomes.permissions import INCOME_RECORD, INCOME_VIEW

FIRST_YEAR = 2000


def income_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead from a yearly income to its items."""
    row = scoped(HouseholdIncome.objects.all(), request.user, INCOME_VIEW).filter(pk=pk).first()
    if row is None:
        raise Absent(_("没有这笔收入，或它不在您的管辖范围内。"))
    return redirect("income-items", row.household_id, row.year)


def items_page(request: HttpRequest, household: int, year: int) -> HttpResponse:
    """Show and record a household's items of a year, by source, those that do not count marked."""
    user, home = request.user, _home(request.user, household)
    if not FIRST_YEAR <= year <= timezone.localdate().year:
        raise Absent(_("没有这个年度。"))
    items = items_in_force(home.area_code, year)
    sheet = IncomeSheet.objects.filter(household=home, year=year).first()
    record = may(user, INCOME_RECORD, home.area_code)
    form = AmountsForm(request.POST or None, actor=user, items=items, initial=_initial(home, sheet))
    if request.method == "POST":
        require(user, INCOME_RECORD, home.area_code)
        if form.is_valid() and attempt(form, lambda: _save(user, home, year, form)):
            messages.success(request, _("已保存。"))
            return redirect("income-items", household, year)
    context = {
        "home": home,
        "year": year,
        "years": _years(household, year),
        "form": form,
        "groups": _groups(form, items),
        "total": HouseholdIncome.objects.filter(household=home, year=year).first(),
        "before": HouseholdIncome.objects.filter(household=home, year=year - 1).first(),
        "record": record,
        "detailed": sheet is not None,
        "cancel_url": f"/parties/household/{household}/",
    }
    crumbs = [("/monitoring/income/", _("农户收入")), (f"/parties/household/{household}/", str(home)), ("", str(year))]
    status = 422 if request.method == "POST" else 200
    return show(request, "monitoring/income.html", context, crumbs=crumbs, status=status)


def _home(user: User, pk: int) -> Household:
    home = scoped(Household.objects.all(), user, INCOME_VIEW).filter(pk=pk).first()
    if home is None:
        raise Absent(_("没有这户，或它不在您的管辖范围内。"))
    return home


def _initial(home: Household, sheet: IncomeSheet | None) -> dict[str, Any]:
    if sheet is None:
        return {"persons": home.member_count}
    return {"persons": sheet.persons, **{code: Decimal(fen).scaleb(-2) for code, fen in sheet.items.items()}}


def _save(user: User, home: Household, year: int, form: AmountsForm) -> None:
    given = form.cleaned_data
    record_items(user, home, year=year, persons=given["persons"], amounts=form.amounts(), reason=given["reason"])


def _groups(form: AmountsForm, items: dict[str, IncomeItem]) -> list[tuple[str, list[Any]]]:
    """Return the fields by source, in the order of the registration card."""
    return [
        (str(source.label), [form[code] for code, item in items.items() if item.source == source])
        for source in IncomeItem.Source
    ]


def _years(household: int, year: int) -> list[dict[str, Any]]:
    this = timezone.localdate().year
    return [
        {
            "title": str(one),
            "url": reverse("income-items", args=[household, one]),
            "active": one == year,
        }
        for one in range(this - 3, this + 1)
    ]


urlpatterns = [
    path("monitoring/incomes/<int:pk>/", income_page, name="household-income"),
    path("monitoring/incomes/<int:household>/<int:year>/", items_page, name="income-items"),
]
