"""Printing papers for the households of a whole village or township."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.areas_of import significant
from bangfu.kernel.asking import day_of
from bangfu.kernel.codelists.queries import labels
from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.jobs.models import Job
from bangfu.kernel.pages.addresses import job_address
from bangfu.kernel.pages.frame import show
from bangfu.kernel.pages.submissions import new_key, submit_once
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may, require, scope_of
from bangfu.kernel.rows.visibility import Absent
from bangfu.parties.actions.unmasking import UNMASK
from bangfu.parties.models import Area
from bangfu.parties.queries import area_names, existing_on, households_visible_to
from bangfu.reports.pages.places import chosen_place, site_of
from bangfu.reports.papers.actions import JOB, default_days, fetch_papers, order_papers
from bangfu.reports.papers.files import KEPT, until
from bangfu.reports.papers.homes import homes_of
from bangfu.reports.papers.kinds import PAPERS
from bangfu.reports.papers.setting import set_sheets
from bangfu.reports.papers.sheets import card
from bangfu.reports.papers.wanted import Wanted
from bangfu.reports.permissions import PRINT

LEVELS, MOST, LATEST = (6, 9, 12), 600, 10


def card_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Send one household's card, as it comes for a whole village. Raises Absent as for one that does not exist."""
    household = households_visible_to(request.user).filter(pk=pk).first()
    if household is None:
        raise Absent(_("没有这一户。"))
    wanted = Wanted(
        paper="card",
        area_code=household.area_code,
        user=request.user,
        on=timezone.localdate(),
        base=site_of(request),
    )
    content = set_sheets(card(homes_of(request.user, [household]), wanted), wanted)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="card-{household.number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def papers_page(request: HttpRequest) -> HttpResponse:
    """Choose papers and place, or order them; what was ordered lately stands below."""
    require(request.user, PRINT)
    if request.method != "POST":
        return _form(request, request.GET)
    try:
        return redirect(submit_once(request.user, request.POST.get("key", ""), lambda: _ordered(request))[0])
    except Denied:
        raise
    except Refused as refused:
        return _form(request, request.POST, problem=refused.message, status=422)


def _ordered(request: HttpRequest) -> str:
    given = request.POST
    job = order_papers(
        request.user,
        paper=given.get("paper", ""),
        area_code=significant(given.get("area", "").strip()),
        standing=given.get("standing", ""),
        purpose=given.get("purpose", "").strip(),
        base=site_of(request),
        from_=day_of(given.get("from_", ""), "from_"),
        to=day_of(given.get("to", ""), "to"),
        phone=given.get("phone", "").strip()[:40],
        unit=given.get("unit", "").strip()[:60],
    )
    return job_address(job.pk)


def _form(request: HttpRequest, given: Any, *, problem: str = "", status: int = 200) -> HttpResponse:
    user = request.user
    paper = PAPERS.get(given.get("paper", ""), PAPERS["card"])
    places = places_to_print(user)
    area_code = given.get("area") or (places[0][0] if places else chosen_place(request))
    first, last = default_days(significant(area_code), timezone.localdate())
    context = {
        "papers": [
            {"paper": one, "url": f"{reverse('papers')}?paper={one.name}&area={area_code}", "active": one is paper}
            for one in PAPERS.values()
        ],
        "paper": paper,
        "area": area_code,
        "places": places,
        "standings": [(code, str(label)) for code, label in labels("household_standing").items()],
        "given": given,
        "from_": given.get("from_") or first,
        "to": given.get("to") or last,
        "unit": given.get("unit", ""),
        "may_unmask": paper.numbers and may(user, UNMASK),
        "problem": problem,
        "key": new_key(),
        "lately": _lately(user),
        "hours": int(KEPT.total_seconds() // 3600),
    }
    return show(request, "reports/papers.html", context, crumbs=[("", _("打印到户材料"))], status=status)


def places_to_print(user: User) -> list[tuple[str, str]]:
    """Return the counties, townships and villages the user may print for, as an indented tree."""
    scope = scope_of(user, PRINT)
    rows = existing_on(Area.objects.filter(scope.q("code"), level__in=LEVELS)).order_by("code")
    found = list(rows.values_list("code", "name")[:MOST])
    shortest = min((len(code) for code, _name in found), default=0)
    depth = {level: number for number, level in enumerate(level for level in LEVELS if level >= shortest)}
    return [(code, "　" * depth[len(code)] + name) for code, name in found]


def _lately(user: User) -> list[dict[str, Any]]:
    jobs = list(Job.objects.filter(kind=JOB, actor=user).order_by("-id")[:LATEST])
    names = area_names({job.area_code for job in jobs})
    return [_order(job, names.get(job.area_code, job.area_code)) for job in jobs]


def _order(job: Job, place: str) -> dict[str, Any]:
    last = until(job)
    return {
        "job": job,
        "title": PAPERS[job.args["wanted"]["paper"]].title,
        "place": place,
        "pages": (job.result or {}).get("pages"),
        "until": last,
        "file": reverse("papers-file", args=[job.pk]) if last and last > timezone.now() else "",
        "url": job_address(job.pk),
    }


def papers_file(request: HttpRequest, job_id: int) -> HttpResponse:
    """Send a finished order to whoever ordered it."""
    job, path = fetch_papers(request.user, job_id=job_id)
    response = FileResponse(path.open("rb"), filename=job.result["name"], content_type="application/pdf")
    response["Cache-Control"] = "private, no-store"
    return response
