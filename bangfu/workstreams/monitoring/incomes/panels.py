"""A household's items of income on its own page."""

from __future__ import annotations

from decimal import Decimal

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may
from bangfu.parties.models import Household
from bangfu.workstreams.monitoring.incomes.models import IncomeItem, IncomeSheet
from bangfu.workstreams.monitoring.incomes.permissions import INCOME_RECORD, INCOME_VIEW

YEARS = 3


def render_items_of_household(user: User, household: Household) -> str:
    """Return the items of the last years, and where to record last year's."""
    if not may(user, INCOME_VIEW, household.area_code):
        return ""
    sheets = IncomeSheet.objects.filter(household=household).order_by("-year")[:YEARS]
    titles = dict(IncomeItem.objects.order_by("area_code").values_list("code", "title"))
    rows = [
        {
            "year": sheet.year,
            "url": reverse("income-items", args=[household.pk, sheet.year]),
            "items": [(titles.get(code, code), Decimal(fen).scaleb(-2)) for code, fen in sheet.items.items()],
        }
        for sheet in sheets
    ]
    last = timezone.localdate().year - 1
    record = may(user, INCOME_RECORD, household.area_code)
    context = {"rows": rows, "year": last, "url": reverse("income-items", args=[household.pk, last]) if record else ""}
    return render_to_string("monitoring/income_items.html", context)
