"""The three pages of a receipt: the telephone to call, the slip with the code, and the code typed in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused
from bangfu.kernel.pages.edits import attempt
from bangfu.kernel.pages.frame import show
from bangfu.kernel.resources import resources
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.kernel.rows.visibility import row_visible_to
from bangfu.parties.queries import names_of
from bangfu.workstreams.exchange.actions import confirm_by_code, issue_code, read_contact
from bangfu.workstreams.exchange.actions.codes import code_ways
from bangfu.workstreams.exchange.forms import CodeForm
from bangfu.workstreams.exchange.models import Claim
from bangfu.workstreams.exchange.permissions import CLAIM_CONFIRM


def claim_of(user: User, pk: int) -> Claim:
    """Return a claim the user may see; raise Absent otherwise."""
    claim: Any = row_visible_to(user, resources["exchange.claim"], pk)
    return Claim.objects.select_related("need").get(pk=claim.pk)


def contact_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then show the number the donor may call; who looked is remembered."""
    claim = claim_of(request.user, pk)
    number = read_contact(request.user, claim) if request.method == "POST" else ""
    answer = show(
        request, "exchange/contact.html", {"claim": claim, "number": number}, crumbs=_crumbs(claim, _("联系方式"))
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


def slip_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask how the code is to reach the asker; then show it once, ready to print."""
    claim = claim_of(request.user, pk)
    require(request.user, CLAIM_CONFIRM, claim.area_code)
    code, problem, way = "", "", request.POST.get("way", "paper")
    if request.method == "POST" and way in code_ways:
        try:
            code = issue_code(request.user, claim, way=way)
        except Refused as refused:  # no telephone, no log-in: another way is one press away
            problem = refused.message
        else:
            if code_ways[way].send is not None:
                messages.success(request, _("确认码已发给求助方。"))
                return redirect("exchange.claim.detail", pk)
    context = {
        "problem": problem,
        "claim": claim,
        "code": code,
        "ways": [(one.name, one.title) for one in code_ways if one.offered()],
        "asker": names_of([claim.need.asker_id]).get(claim.need.asker_id, ""),
    }
    crumbs = _crumbs(claim, _("确认码"))
    answer = show(request, "exchange/slip.html", context, crumbs=crumbs, status=422 if problem else 200)
    answer["Cache-Control"] = "private, no-store"
    return answer


def code_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the code from whoever delivered. Not within a transaction: a wrong attempt stays counted."""
    claim = claim_of(request.user, pk)
    form = CodeForm(request.POST if request.method == "POST" else None, actor=request.user)

    def work() -> str:
        confirm_by_code(request.user, claim, **form.cleaned_data)
        messages.success(request, _("确认码正确，已确认收到。"))
        return reverse("exchange.claim.detail", args=[pk])

    if request.method == "POST" and form.is_valid() and attempt(form, work):
        return redirect(form.answer)
    context = {
        "page": {"title": _("输入确认码"), "note": claim.need.title},
        "form": form,
        "hidden": {},
        "cancel_url": reverse("exchange.claim.detail", args=[pk]),
        "submit_label": _("确认收到"),
        "edited": None,
        "edited_by": None,
    }
    status = 422 if request.method == "POST" else 200
    return show(request, "kernel/pages/form.html", context, crumbs=_crumbs(claim, _("输入确认码")), status=status)


def _crumbs(claim: Claim, title: str) -> list[tuple[str, Any]]:
    return [(reverse("exchange.claim.detail", args=[claim.pk]), claim.need.title), ("", title)]
