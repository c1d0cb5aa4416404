"""A household's checks on its own page."""

from __future__ import annotations

from django.template.loader import render_to_string

from bangfu.kernel.codelists.queries import labels
from bangfu.kernel.rights.models import User
from bangfu.parties.models import Household
from bangfu.workstreams.monitoring.checks.items import ITEMS
from bangfu.workstreams.monitoring.checks.queries import problems_by_sheet, sheets_visible_to

MOST = 6


def render_checks_of_household(user: User, household: Household) -> str:
    """Return the last checks of a household with their problems, or nothing where there was none."""
    sheets = list(
        sheets_visible_to(user).filter(household=household).select_related("check_round").order_by("-id")[:MOST]
    )
    if not sheets:
        return ""
    problems, words = problems_by_sheet(user, sheets), labels(ITEMS)
    rows = [
        {
            "sheet": sheet,
            "problems": [(problem, words.get(problem.item, problem.item)) for problem in problems.get(sheet.pk, ())],
        }
        for sheet in sheets
    ]
    return render_to_string("monitoring/checks_of_household.html", {"rows": rows})
