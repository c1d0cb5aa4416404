"""Applying without a log-in, and asking how far an application is; a village hangs up the address as a QR code."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from bangfu.kernel.areas_of import COUNTY, VILLAGE, is_code
from bangfu.kernel.errors import Refused
from bangfu.kernel.pages.edits import attempt
from bangfu.kernel.publishing.frame import for_everybody, show_public
from bangfu.workstreams.monitoring.applications.actions import application_status, send_application
from bangfu.workstreams.monitoring.applications.public import SECTION, PublicApplicationForm, StatusForm, counties


@for_everybody("GET", "HEAD", "POST")
def apply_page(request: HttpRequest) -> HttpResponse:
    """Ask for the county where several take applications, then for the village and what happened; give the receipt."""
    offered = counties()
    given = request.GET.get("area", "")
    county = given[:COUNTY] if is_code(given) else ""
    if not county and len(offered) == 1:
        county = offered[0][0]
    around: dict[str, Any] = {"title": _("农户申报"), "section": SECTION}
    if county not in dict(offered):
        context = {"counties": offered, "asked": bool(county)}
        return show_public(request, "monitoring/apply_county.html", context, **around)
    initial = {"area_code": given} if len(given) == VILLAGE else {}
    form: Any = PublicApplicationForm(request.POST or None, county=county, initial=initial)
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _sent(form)):
        around["title"] = _("申报回执")
        return show_public(request, "monitoring/applied.html", {"receipt": form.answer}, index=False, **around)
    context = {"form": form, "county": dict(offered)[county], "several": len(offered) > 1}
    status = 422 if request.method == "POST" else 200
    return show_public(request, "monitoring/apply.html", context, status=status, **around)


def _sent(form: PublicApplicationForm) -> Any:
    given = {name: value for name, value in form.cleaned_data.items() if name != "agreed"}
    return send_application(**given)


@for_everybody("GET", "HEAD", "POST")
def status_page(request: HttpRequest) -> HttpResponse:
    """Tell how far an application is to whoever has its number and code: by post, so that no address holds them."""
    form: Any = StatusForm(request.POST or None)
    told, problem = None, ""
    if request.method == "POST" and form.is_valid():
        try:
            told = application_status(**form.cleaned_data)
        except Refused as refused:
            problem = refused.message
    return show_public(
        request,
        "monitoring/apply_status.html",
        {"form": form, "told": told, "problem": problem},
        title=_("查询进度"),
        section=SECTION,
        crumbs=[(reverse("monitoring-apply"), _("农户申报"))],
        index=request.method != "POST",
        status=422 if problem else 200,
    )


urlpatterns = [
    path("public/apply/", apply_page, name="monitoring-apply"),
    path("public/apply/status/", status_page, name="monitoring-apply-status"),
]
