"""Which places and periods a user may choose."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.figures.tables.asking import pairs_of
from bangfu.kernel.areas_of import CITY, COUNTY, LEVELS, TOWNSHIP
from bangfu.kernel.asking import WAYS, conditions, days_in, flag_in, place_in
from bangfu.kernel.errors import Refused
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import scope_of
from bangfu.ledger.models import Entry
from bangfu.ledger.queries.years import telling_year_in
from bangfu.parties.models import Area
from bangfu.parties.queries import area_names, existing_on
from bangfu.reports.document import Document
from bangfu.reports.periods import recent
from bangfu.reports.permissions import VIEW
from bangfu.reports.queries import report_for

MOST = 300
COMPARE = "compare"  # beside the same period a year before
ASKED = (*WAYS, COMPARE)


def places_of(user: User) -> list[tuple[str, str]]:
    """Return the code and name of each place the user may report on: those granted, and the levels below a county.

    Names below a county carry an indent, so that the list reads as a tree. Villages are listed to those who work
    below a county.
    """
    scope = scope_of(user, VIEW)
    deepest = TOWNSHIP if any(len(p) <= COUNTY for p in scope.prefixes) else max(LEVELS)
    levels = [level for level in LEVELS if CITY <= level <= deepest]
    rows = existing_on(Area.objects.filter(scope.q("code"), level__in=levels)).order_by("code")
    found = list(rows.values_list("code", "name")[:MOST])
    shortest = min((len(code) for code, _name in found), default=0)
    depth = {level: i for i, level in enumerate(level for level in LEVELS if level >= shortest)}
    return [(code, "　" * depth[len(code)] + name) for code, name in found if len(code) in depth]


def chosen_place(request: HttpRequest) -> str:
    """Return the place asked for, or the first of the user's own."""
    if asked := place_in(request.GET):
        return asked
    prefixes = [p for p in scope_of(request.user, VIEW).prefixes if p]
    if prefixes:
        return prefixes[0]
    counties = Area.objects.filter(level=COUNTY).order_by("code").values_list("code", flat=True)
    return counties.first() or ""


def partners_of(area_code: str, chosen: str) -> list[tuple[str, str]]:
    """Return the places that a place is paired with, by name, and the one that the address names; none to choose from
    is an empty list.
    """
    found = dict(pairs_of(area_code))
    if chosen and chosen not in found:
        found |= area_names([chosen])
    return list(found.items())


def asked_report(request: HttpRequest, name: str) -> tuple[Document, str]:
    """Return the report that an address asks for, and the place on the other side."""
    given = conditions(request.GET, ASKED)
    area_code, partner = chosen_place(request), place_in(request.GET, "pair")
    how = {"side": given.get("side", ""), "partner": partner, "compared": flag_in(given, COMPARE)}
    return report_for(request.user, name, area_code, chosen_period(request, area_code), **how), partner


def chosen_period(request: HttpRequest, area_code: str) -> str:
    """Return the period asked for (``kernel.asking``), or the last year that tells much of the place."""
    given = {name: text for name in ("from", "to", "year", "period") if (text := request.GET.get(name, "").strip())}
    if list(given) == ["period"]:
        return given["period"]
    days = days_in(request.GET)
    if days is None:
        return usual_period(area_code)
    if days.named:
        return given["year"]
    if days.from_ is None or days.to is None:
        raise Refused(_("报告要有开始和截止两个日期，或写一个时期。"), field="from" if days.from_ is None else "to")
    return f"{days.from_}..{days.to}"


def usual_period(area_code: str) -> str:
    """Return the last year that tells much of the place, helped or helping; this year where there are no entries."""
    today = timezone.localdate()
    past = Entry.objects.filter(happened_on__lte=today)
    sides = [past.filter(area_code__startswith=area_code), past.filter(giver_area_code__startswith=area_code)]
    return str(telling_year_in(*sides) or today.year)


def period_choices() -> list[tuple[str, str]]:
    """Return the periods people most often ask for, with their words."""
    return [(period.code, period.words) for period in recent(timezone.localdate())]


def address(route: str, *args: str | int, area: str, period: str, **more: str) -> str:
    """Return the address of a report's page for a place and period."""
    return f"{reverse(route, args=args)}?{urlencode({'area': area, 'period': period, **more})}"


def site_of(request: HttpRequest) -> str:
    """Return the site's own address, for links in files and QR codes."""
    return request.build_absolute_uri("/").rstrip("/")
