"""One row of a proposal: why this helper, what the next best would cost, and another choice with its price at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bangfu.kernel.errors import Refused
from bangfu.kernel.pages.edits import attempt
from bangfu.kernel.pages.frame import show
from bangfu.kernel.rights.scope import may, require
from bangfu.office.pages.proposal_words import change_word, is_ruled, reasons, term_words
from bangfu.office.pages.proposals import MAKE, proposal_of
from bangfu.office.queries.explaining import alternatives_of, explainable
from bangfu.office.queries.proposals import shown_rows
from bangfu.pairing.actions import adjust, restore
from bangfu.pairing.forms.proposals import AdjustForm
from bangfu.pairing.models import Proposal, ProposalRow
from bangfu.pairing.queries.pricing import price
from bangfu.parties.models import Party
from bangfu.parties.queries import names_of

NOBODY = 0


def row_page(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    """Say why a recipient has this helper, what the next best would cost, and let a person choose otherwise."""
    user, proposal = request.user, proposal_of(request.user, pk)
    row = proposal.rows.filter(pk=row_pk).first()
    if row is None:
        raise Http404
    may_adjust = proposal.state == Proposal.State.OPEN and may(user, MAKE, proposal.area_code)
    asked = asked_in(request)
    initial = {"helper": asked or None, "nobody": asked == NOBODY}
    form = AdjustForm(request.POST if request.method == "POST" else None, actor=user, initial=initial)
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _adjusted(request, row, form)):
        messages.success(request, _("已调整。"))
        return redirect("proposal-row", pk, row_pk)
    shown = shown_rows(proposal, [row])[0]
    wanted = "alternatives" in request.GET
    context = {
        "proposal": proposal,
        "shown": shown,
        "change": change_word(row),
        "terms": [(term_words(name, cost), cost) for name, cost in shown.terms.items()],
        "reasons": reasons(shown, ruled=is_ruled(proposal)),
        "form": form,
        "may_adjust": may_adjust,
        "explainable": explainable(proposal),
        "alternatives": alternatives_of(proposal, row.recipient_id, row.helper_id)
        if wanted and explainable(proposal)
        else None,
        "term_words": term_words,
        "priced": price_words(proposal, row, asked) if may_adjust and asked is not None else None,
        "solved": solved_words(row) if may_adjust else "",
        "load": row.helper_id and proposal.rows.filter(helper_id=row.helper_id).count(),
        "back": reverse("proposal", args=[pk]),
    }
    steps = [
        (reverse("pairing"), _("结对总览")),
        (context["back"], _("建议 %(n)s") % {"n": pk}),
        ("", shown.recipient),
    ]
    status = 422 if request.method == "POST" else 200
    return show(request, "office/proposal_row.html", context, crumbs=steps, status=status)


def _adjusted(request: HttpRequest, row: ProposalRow, form: AdjustForm) -> ProposalRow:
    helper = form.cleaned_data["helper"]
    return adjust(request.user, row, helper=Party.objects.get(pk=helper) if helper else None)


def solved_words(row: ProposalRow) -> str:
    """Return whom the assigner had proposed where a person has chosen otherwise; empty text for all other rows."""
    if row.solved is None:
        return ""
    helper = row.solved["helper"]
    return names_of([helper]).get(helper, "") if helper else _("不安排")


@require_POST
def restore_row(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    """Put back what the assigner had proposed for a row."""
    proposal = proposal_of(request.user, pk)
    row = proposal.rows.filter(pk=row_pk).first()
    if row is None:
        raise Http404
    restore(request.user, row)
    messages.success(request, _("已恢复为系统的建议。"))
    return redirect("proposal-row", pk, row_pk)


def price_page(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    """Answer with what another helper would change, as a part of the page or as JSON, before anything is saved."""
    proposal = proposal_of(request.user, pk)
    require(request.user, MAKE, proposal.area_code)
    row = proposal.rows.filter(pk=row_pk).first()
    if row is None:
        raise Http404
    asked = asked_in(request)
    context = {"priced": None if asked is None else price_words(proposal, row, asked)}
    return render(request, "office/proposal_price.html", context)


def asked_in(request: HttpRequest) -> int | None:
    """Return whom an address asks about: a helper, ``NOBODY``, or None where it asks about neither."""
    helper = request.GET.get("helper", "")
    return int(helper) if helper.isdigit() else NOBODY if request.GET.get("nobody") else None


def price_words(proposal: Proposal, row: ProposalRow, asked: int) -> dict[str, Any]:
    """Return a price in words, or why there is none."""
    helper = None if asked == NOBODY else asked
    try:
        priced = price(proposal, row, helper)
    except Refused as refused:
        return {"refused": refused.message, "who": names_of([helper]).get(helper or 0, "")}
    load = priced.load
    return {
        "refused": "",
        "who": names_of([helper]).get(helper or 0, "") or _("不安排"),
        "cost": priced.cost,
        "more": priced.more,
        "terms": [term_words(name, cost) for name, cost in priced.terms.items()],
        "load": None
        if load is None
        else _("现有 %(n)s 个，上限 %(most)s")
        % {"n": load.here + load.elsewhere, "most": _("不限") if load.most is None else load.most},
        "total": int(proposal.summary.get("total_cost", 0)) + int(proposal.summary.get("by_hand", 0)) + priced.more,
    }
