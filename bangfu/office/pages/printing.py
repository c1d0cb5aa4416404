"""What is printed of a household: the card on the door, and the handbook that goes with a helper.

The card holds only what may stand on a door: no number of a paper, telephone or account, nothing of health, no cause,
no amount, no child's name. The handbook is for the helper's hands; it has no such number either.
"""

from __future__ import annotations

from typing import Any

import segno
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.codelists.queries import labels
from bangfu.kernel.pages.frame import show
from bangfu.kernel.pages.lists import crumbs_to
from bangfu.kernel.resources import resources
from bangfu.office.pages.household import HOUSEHOLD, household_of, incomes_table, status_line
from bangfu.office.queries.household import helpers_today, received_openly
from bangfu.parties.models import Household
from bangfu.parties.queries import area_names, area_path
from bangfu.parties.queries import household_page as read_household

ON_CARD, IN_HANDBOOK, BLANK_LINES = 8, 40, 12


def card_of(request: HttpRequest, household: Household) -> dict[str, Any]:
    """Return what stands on the card."""
    members = list(household.members.values_list("pk", flat=True))
    words = labels("household_standing")
    return {
        "head": str(household),
        "number": household.number,
        "place": area_path(household.area_code),
        "county": area_names([household.area_code[:6]]).get(household.area_code[:6], ""),
        "persons": household.member_count,
        "standing": str(words.get(household.standing, household.standing)),
        "helpers": helpers_today(household),
        "received": received_openly(request.user, household, members, ON_CARD),
        "address": request.build_absolute_uri(reverse("household", args=[household.pk])),
        "printed_on": timezone.localdate(),
    }


def card_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the card, ready to print on one page."""
    household = household_of(request.user, pk)
    shown = card_of(request, household)
    code = segno.make(shown["address"], error="m").svg_data_uri(scale=4, border=2, omitsize=True)
    context = {"card": shown, "qr": code, "household": household}
    return show(request, "office/card.html", context, crumbs=_crumbs(household, _("明白卡")))


def handbook_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the handbook: members, statuses, income, helpers, help received, and lines to fill in by hand."""
    household = household_of(request.user, pk)
    known = read_household(request.user, pk)
    members = [m.person.pk for m in known.members]
    relations, sexes = labels("relation"), labels("sex")
    context = {
        "household": household,
        "known": known,
        "place": area_path(household.area_code),
        "standing": str(labels("household_standing").get(household.standing, household.standing)),
        "people": [
            (m.person.name, relations.get(m.relation, m.relation), sexes.get(m.person.sex, m.person.sex), m.age)
            for m in known.members
        ],
        "statuses": status_line(known.statuses),
        "helpers": helpers_today(household),
        "incomes": incomes_table(known.incomes[:5]),
        "received": received_openly(request.user, household, members, IN_HANDBOOK),
        "blank_lines": BLANK_LINES,
        "printed_on": timezone.localdate(),
    }
    return show(request, "office/handbook.html", context, crumbs=_crumbs(household, _("帮扶手册")))


def _crumbs(household: Household, title: str) -> list[tuple[str, Any]]:
    return [
        *crumbs_to(resources[HOUSEHOLD]),
        (reverse("household", args=[household.pk]), str(household)),
        ("", title),
    ]
