"""Checks as people work with them: the rounds, one round by place, one village's households, the printed sheets."""

from __future__ import annotations

from datetime import date
from typing import Any

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel import maps
from bangfu.kernel.areas_of import COUNTY, VILLAGE
from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.maps import Drawing
from bangfu.kernel.pages.frame import show
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may, require, scope_of
from bangfu.kernel.rows.visibility import Absent
from bangfu.parties.maps import Shown, area_map
from bangfu.parties.queries import area_names, area_path
from bangfu.workstreams.monitoring.checks.items import items_of, titles_of
from bangfu.workstreams.monitoring.checks.models import CheckRound, CheckSheet
from bangfu.workstreams.monitoring.checks.permissions import ROUND_OPEN, ROUND_VIEW, SHEET_RECORD, SHEET_VIEW
from bangfu.workstreams.monitoring.checks.printing import sheets_pdf
from bangfu.workstreams.monitoring.checks.queries import (
    PlaceStanding,
    problems_by_sheet,
    round_visible_to,
    rounds_concerning,
    standing_by_place,
    total_of,
    village_sheets,
)
from bangfu.workstreams.monitoring.checks.recording import Failed, record_sheets

SHOWN = 50


def checks_page(request: HttpRequest) -> HttpResponse:
    """List the rounds that concern the user, those under way first, with how far they are."""
    user = request.user
    require(user, ROUND_VIEW)
    rounds = list(CheckRound.objects.filter(rounds_concerning(user)).order_by("-state", "-id")[:SHOWN])
    context = {
        "rounds": [_told(user, row) for row in rounds],
        "new_url": "/monitoring/check_round/new/" if may(user, ROUND_OPEN) else "",
        "types_url": "/monitoring/check_type/",
    }
    return show(request, "monitoring/checks.html", context, crumbs=[("", _("入户排查"))])


def _told(user: User, row: CheckRound) -> dict[str, Any]:
    village = _only_village(user, row)
    total = total_of(standing_by_place(user, row, village[:-1] if village else row.area_code))
    address = reverse("check-village", args=[row.pk, village]) if village else reverse("check-round", args=[row.pk])
    return {"row": row, "total": total, "url": address}


def _only_village(user: User, row: CheckRound) -> str:
    """Return the village, where the user works for one alone and the round is wider; else nothing."""
    prefixes = [p for p in scope_of(user, SHEET_VIEW).prefixes if p.startswith(row.area_code)]
    return prefixes[0] if len(prefixes) == 1 and len(prefixes[0]) >= VILLAGE else ""


def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how a round stands by place: visited, problems by item, what is late; down to villages."""
    user = request.user
    row = round_visible_to(user, pk)
    below = request.GET.get("area", "") or row.area_code
    if not below.startswith(row.area_code):
        raise Absent(_("这个地方不在这一轮排查里。"))
    places = standing_by_place(user, row, below)
    close = row.state == CheckRound.State.OPEN and may(user, ROUND_OPEN, row.area_code)
    context = {
        "row": row,
        "place": area_path(below),
        "places": [(place, _place_url(row, place)) for place in places],
        "total": total_of(places),
        "items": list(titles_of(row.items).items()),
        "gaps": _gaps(row, places),
        "close_url": f"/monitoring/check_round/{pk}/act/close/" if close else "",
        "import_url": "/import/check-results/",
        "below": below,
    }
    crumbs = [(reverse("checks"), _("入户排查"))]
    if below != row.area_code:
        crumbs += [(reverse("check-round", args=[pk]), row.title), ("", area_names([below]).get(below, below))]
    else:
        crumbs += [("", row.title)]
    return show(request, "monitoring/check_round.html", context, crumbs=crumbs)


def _place_url(row: CheckRound, place: PlaceStanding) -> str:
    if len(place.code) >= VILLAGE:
        return reverse("check-village", args=[row.pk, place.code])
    return f"{reverse('check-round', args=[row.pk])}?area={place.code}"


def _gaps(row: CheckRound, places: list[PlaceStanding]) -> Drawing | None:
    """Return problems not closed by place as a map; None where there is none."""
    if not any(place.standing for place in places):
        return None
    addresses = {place.code: _place_url(row, place) for place in places}
    shown = {
        place.code: Shown(
            place.standing if place.visited else None,
            f"{place.standing}" if place.visited else "—",
            note=_("已入户 %(done)s / %(all)s 户") % {"done": place.visited, "all": place.households},
        )
        for place in places
    }
    scale = maps.amounts([place.standing for place in places], unit=_("个"))
    return area_map(_("未销号问题分布"), shown, scale, address=addresses.__getitem__, measure=_("未销号"))


def village_page(request: HttpRequest, pk: int, village: str) -> HttpResponse:
    """Show a village's households; tick only what differs, and confirm all others at once."""
    user = request.user
    row = round_visible_to(user, pk)
    sheets = village_sheets(user, row, village)
    record = row.state == CheckRound.State.OPEN and may(user, SHEET_RECORD, village)
    problem: Refused | None = None
    if request.method == "POST":
        try:
            told = _record(user, row, sheets, request)
        except Denied:
            raise
        except Refused as refused:
            problem = refused
        else:
            messages.success(request, str(told))
            return redirect("check-village", pk, village)
    items = items_of(row.items)
    todo = [sheet for sheet in sheets if sheet.state == CheckSheet.State.PENDING]
    done = [sheet for sheet in sheets if sheet.state != CheckSheet.State.PENDING]
    context = {
        "row": row,
        "village": area_path(village),
        "items": items,
        "titles": titles_of(row.items),
        "todo": todo if record else [],
        "waiting": [] if record else todo,
        "left": len(todo),
        "done": done,
        "all": len(sheets),
        "problems": problems_by_sheet(user, done),
        "posted": request.POST if problem else None,
        "problem": problem,
        "today": timezone.localdate(),
        "print_url": reverse("check-village-print", args=[pk, village]),
    }
    crumbs = [(reverse("checks"), _("入户排查")), (reverse("check-round", args=[pk]), row.title)]
    crumbs.append(("", area_names([village]).get(village, village)))
    status = 422 if problem else 200
    return show(request, "monitoring/check_village.html", context, crumbs=crumbs, status=status)


def _record(user: User, row: CheckRound, sheets: list[CheckSheet], request: HttpRequest) -> Any:
    """Read what was ticked: ``fail`` is *sheet:item*, ``absent`` a sheet nobody was met at, ``note-…`` the words."""
    given = request.POST
    absent = {int(value) for value in given.getlist("absent") if value.isdigit()}
    shown = {int(value) for value in given.getlist("sheet") if value.isdigit()}
    own = {sheet.pk for sheet in sheets}
    failed: dict[int, list[Failed]] = {}
    for value in given.getlist("fail"):
        number, _sign, item = value.partition(":")
        if number.isdigit() and int(number) in own:
            failed.setdefault(int(number), []).append(Failed(item, given.get(f"note-{number}", "")))
    if both := absent & failed.keys():
        names = "、".join(str(sheet.household) for sheet in sheets if sheet.pk in both)
        raise Refused(_("%(names)s：勾了问题又勾了“没见到人”，请核对。") % {"names": names})
    visited = (shown & own) - absent
    if not visited:
        raise Refused(_("没有可以登记的农户。"))
    return record_sheets(user, row, sheets=visited, failed=failed, checked_on=_day(given.get("checked_on", "")))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused(_("请填写入户日期。"), field="checked_on") from error


def print_page(request: HttpRequest, pk: int, village: str) -> HttpResponse:
    """Send a village's sheets as PDF, filled in with what the registers know; raise Refused without a Chinese font."""
    user = request.user
    row = round_visible_to(user, pk)
    sheets = village_sheets(user, row, village)
    address = request.build_absolute_uri(reverse("check-village", args=[pk, village]))
    code = segno.make(address, error="m").svg_inline(scale=3, border=0)
    names = area_names([row.area_code[:COUNTY]])
    content = sheets_pdf(row, area_path(village), sheets, code, names.get(row.area_code[:COUNTY], ""))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="check-{pk}-{village}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


urlpatterns = [
    path("monitoring/checks/", checks_page, name="checks"),
    path("monitoring/checks/<int:pk>/", round_page, name="check-round"),
    path("monitoring/checks/<int:pk>/<str:village>/", village_page, name="check-village"),
    path("monitoring/checks/<int:pk>/<str:village>/sheets.pdf", print_page, name="check-village-print"),
]
