"""One case with its clock, papers, help and conditions; a sheet to print; an applicant's receipt."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from bangfu.kernel.codelists.queries import label, labels
from bangfu.kernel.evidence.queries import evidence_of
from bangfu.kernel.pages.attachments import shown_files
from bangfu.kernel.pages.details import offered_acts, sections, shown_panels, turn, upload_offer
from bangfu.kernel.pages.frame import show
from bangfu.kernel.pages.lists import crumbs_to
from bangfu.kernel.pages.submissions import new_key
from bangfu.kernel.resources import resources
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import may_on
from bangfu.kernel.rows.visibility import row_visible_to
from bangfu.parties.queries import area_path
from bangfu.workstreams.monitoring.applications.actions import issue_code
from bangfu.workstreams.monitoring.cases.flow import STATES
from bangfu.workstreams.monitoring.cases.models import Case
from bangfu.workstreams.monitoring.cases.permissions import CASE_PUBLISH
from bangfu.workstreams.monitoring.cases.queries import clock_words, may_see_inside, papers_of, steps_told
from bangfu.workstreams.monitoring.leaving.guard import leaving_checks
from bangfu.workstreams.monitoring.measures.proving import proofs_of

State = Case.State
WAY = (State.VISITING, State.COMPARING, State.MEETING, State.PUBLISHING, State.TOWNSHIP, State.COUNTY, State.PLANNING)
WAY_IN = (*WAY, State.HELPING)
WAY_OUT = (State.HELPING, *Case.LEAVING, State.CLEARED)
GUARDED = (State.HELPING, *Case.LEAVING)


def case_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a case as far as the user may: where it is, what is late, its papers, its help, and what leaving needs."""
    user, resource = request.user, resources["monitoring.case"]
    case: Any = row_visible_to(user, resource, pk)
    inside, today = may_see_inside(user, case), timezone.localdate()
    words, tone = clock_words(case, today)
    way = WAY_OUT if case.state in (*Case.LEAVING, State.CLEARED) else WAY_IN
    context = {
        "case": case,
        "name": str(case.household),
        "place": area_path(case.area_code),
        "state": STATES[case.state],
        "clock": (words, tone),
        "day": (today - case.raised_on).days,
        "way": [STATES[state][0] for state in way],
        "now": way.index(case.state) if case.state in way else None,
        "inside": inside,
        "acts": _acts(user, case),
        "sections": _known(sections(user, resource, pk)),
        "papers": papers_of(case) if inside else None,
        "publications": _publications(case),
        "measures": _measures(case, inside),
        "checks": _checks(case, inside),
        "log": steps_told(case, inside),
        "later": case.later.order_by("-id").first(),
        "panels": shown_panels(user, resource, case),
        "turn": turn(request, resource, pk),
        "key": new_key(),
    }
    return show(request, "monitoring/case.html", context, crumbs=[*crumbs_to(resource), ("", str(case))])


def _acts(user: User, case: Case) -> list[dict[str, Any]]:
    acts = offered_acts(user, resources["monitoring.case"], case)
    meeting = case.meetings.order_by("-id").first() if case.state in ("meeting", "leaving_meeting") else None
    if meeting is not None and meeting.agreed and may_on(user, CASE_PUBLISH, case):
        url = f"{reverse('monitoring.case.bulk', args=['publish'])}?ids={case.pk}"
        acts.insert(0, {"title": _("张榜公示"), "url": url, "tone": "primary", "has_form": True, "question": ""})
    return acts


def _known(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out facts that are not there yet."""
    return [{**part, "items": [(title, value) for title, value in part["items"] if value]} for part in parts]


def _publications(case: Case) -> list[dict[str, Any]]:
    rows = case.publications.select_related("publication").order_by("-id")
    return [
        {
            "url": reverse("monitoring-publication", args=[row.publication_id]),
            "title": row.publication.get_purpose_display(),
            "from": row.publication.posted_on,
            "to": row.publication.ends_on,
            "ended": row.publication.ended_on,
            "objection": row.objection,
            "settled": row.settled,
        }
        for row in rows
    ]


def _measures(case: Case, inside: bool) -> list[dict[str, Any]]:
    """Return the plan as rows of a table: what, against which risk, and what in the book proves it."""
    risks = labels("risk")
    rows = []
    for proof in proofs_of(case):
        measure, found = proof.measure, proof.help
        amount = f" {found.amount:,.2f} {_('元')}" if found and found.amount is not None else ""
        proved: Any = _("还没有帮扶记录")
        if found:
            proved = {"text": f"{found.title} {found.happened_on.isoformat()}{amount}", "url": found.url}
        rows.append(
            {
                "cells": (
                    {"text": measure.title, "url": f"/monitoring/measure/{measure.pk}/"},
                    label("measure", measure.kind),
                    risks.get(measure.risk, measure.risk) if inside else None,
                    measure.due_on.isoformat() if measure.due_on else None,
                    {"text": _("已落实"), "tone": "good"} if found else {"text": _("待落实"), "tone": "warning"},
                    proved,
                )
            }
        )
    return rows


HOLDS = {True: (_lazy("满足"), "good"), False: (_lazy("不满足"), "bad"), None: (_lazy("待确认"), "waiting")}


def _checks(case: Case, inside: bool) -> list[dict[str, Any]]:
    """Return the conditions for leaving as rows of a table, each with its evidence as far as the user may read it."""
    if case.state not in GUARDED:
        return []
    rows = []
    for check in leaving_checks(case, timezone.localdate()):
        word, tone = HOLDS[check.holds]
        evidence: Any = check.evidence if inside or not check.private else None
        if evidence and check.url:
            evidence = {"text": evidence, "url": check.url}
        rows.append({"cells": (check.title, {"text": word, "tone": tone}, evidence)})
    return rows


def publication_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a sheet as it hangs, ready to print, with its photograph; to the offices also which cases are on it."""
    user, resource = request.user, resources["monitoring.publication"]
    row: Any = row_visible_to(user, resource, pk)
    cases = [(str(p.case.household), p.case_id, p.objection) for p in row.cases.select_related("case__household")]
    context = {
        "row": row,
        "sheet": row.sheet,
        "cases": cases,
        "open": row.ended_on is None,
        "early": timezone.localdate() < row.ends_on,
        "acts": offered_acts(user, resource, row),
        "files": shown_files(evidence_of(row)),
        "upload": upload_offer(user, resource, row),
        "key": new_key(),
    }
    return show(request, "monitoring/publication.html", context, crumbs=[*crumbs_to(resource), ("", str(row))])


def receipt_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then show an applicant's number with a fresh code, once, ready to print."""
    resource = resources["monitoring.application"]
    row: Any = row_visible_to(request.user, resource, pk)
    receipt = issue_code(request.user, row) if request.method == "POST" else None
    context = {"row": row, "receipt": receipt, "place": area_path(row.area_code)}
    steps = [*crumbs_to(resource), (f"/monitoring/application/{pk}/", row.number), ("", _("回执"))]
    return show(request, "monitoring/receipt.html", context, crumbs=steps)


urlpatterns = [
    path("monitoring/cases/<int:pk>/", case_page, name="monitoring-case"),
    path("monitoring/publications/<int:pk>/", publication_page, name="monitoring-publication"),
    path("monitoring/applications/<int:pk>/receipt/", receipt_page, name="monitoring-receipt"),
]
