"""Propose, compare with today, adjust, accept as one step, take the step back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from bangfu.kernel.forms import ActorForm, AreaField, PartyField
from bangfu.kernel.jobs.actions import enqueue
from bangfu.kernel.pages.addresses import job_address
from bangfu.kernel.pages.edits import KEY, attempt
from bangfu.kernel.pages.frame import show
from bangfu.kernel.pages.submissions import new_key, submit_once
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may, require
from bangfu.kernel.rows.visibility import Absent
from bangfu.office.pages.progress import pairing_address
from bangfu.office.proposing import PROPOSE
from bangfu.office.queries.coverage import in_order
from bangfu.office.queries.explaining import alternatives_of, explainable
from bangfu.office.queries.pairing import RowShown, counts_of, proposals_visible_to, rows_of, shown_rows
from bangfu.pairing.actions import accept, adjust, undo_acceptance, withdraw
from bangfu.pairing.models import Proposal, ProposalRow, Scheme
from bangfu.parties.models import Party
from bangfu.parties.queries import area_path, areas_visible_to
from bangfu.parties.queries.areas import below, existing_on

PER_PAGE, MOST_VILLAGES = 100, 400
MAKE, ACCEPT = "pairing.proposal.make", "pairing.proposal.accept"


class ProposeForm(ActorForm):
    """Under which scheme, and for which place."""

    scheme = forms.ChoiceField(
        label=gettext_lazy("结对方案"),
        choices=lambda: [(s.name, s.words) for s in in_order(Scheme.objects.all())],
    )
    area_code = AreaField(
        label=gettext_lazy("地区"), help_text=gettext_lazy("县（区）、乡镇或村；建议只看，不会自动生效。")
    )


class AdjustForm(ActorForm):
    """Another helper, or nobody."""

    helper = PartyField(
        label=gettext_lazy("改为"), required=False, help_text=gettext_lazy("姓名或单位名称开头；留空表示不安排。")
    )


def propose_page(request: HttpRequest) -> HttpResponse:
    """Ask for scheme and place, then let the assigner work in the background."""
    user = request.user
    reach = require(user, MAKE)
    given = {
        "scheme": request.GET.get("scheme"),
        "area_code": request.GET.get("place") or next(iter(reach.prefixes), ""),
    }
    form = ProposeForm(request.POST if request.method == "POST" else None, actor=user, initial=given)
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _asked(request, form)):
        return redirect(form.answer)
    context = {
        "page": {
            "title": _("提出结对建议"),
            "note": _("系统按方案的规则安排，并证明没有更好的安排；采用前可以逐户调整。"),
        },
        "form": form,
        "hidden": {KEY: request.POST.get(KEY) or new_key()},
        "cancel_url": reverse("pairing"),
        "submit_label": _("提出建议"),
    }
    status = 422 if request.method == "POST" else 200
    return show(
        request,
        "kernel/pages/form.html",
        context | {"edited": [], "edited_by": None},
        crumbs=_crumbs(_("提出建议")),
        status=status,
    )


def _asked(request: HttpRequest, form: ProposeForm) -> str:
    def work() -> str:
        scheme, area_code = form.cleaned_data["scheme"], form.cleaned_data["area_code"]
        require(request.user, MAKE, area_code)
        return job_address(enqueue(request.user, PROPOSE.name, area_code=area_code, scheme=scheme, place=area_code).pk)

    return submit_once(request.user, request.POST.get(KEY, ""), work)[0]


def proposal_of(user: User, pk: int) -> Proposal:
    """Return a proposal the user may see; raise Absent as for one that does not exist."""
    found = proposals_visible_to(user).filter(pk=pk).first()
    if found is None:
        raise Absent(_("没有这份结对建议，或它不在您的管辖范围内。"))
    return found


def proposal_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a proposal beside today, one page of it at a time."""
    user, proposal = request.user, proposal_of(request.user, pk)
    chosen, village = request.GET.get("show", "changed"), request.GET.get("place", "")
    pages = Paginator(rows_of(proposal, chosen, village), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    is_open = proposal.state == Proposal.State.OPEN
    counts = counts_of(proposal)
    context = {
        "proposal": proposal,
        "scheme": proposal.scheme,
        "place": area_path(proposal.area_code),
        "is_open": is_open,
        "outdated": is_open and proposal.scheme.version != proposal.scheme_version,
        "counts": counts,
        "tabs": _tabs(proposal, counts, chosen, village),
        "fields": _village_field(user, proposal, village),
        "hidden": {"show": chosen},
        "rows": [_row(proposal, one) for one in shown_rows(proposal, list(page.object_list))],
        "page_number": page.number,
        "pages": pages.num_pages,
        "total": pages.count,
        "url_for": lambda number: _address(proposal, show=chosen, place=village, page=number),
        "may_accept": is_open and may(user, ACCEPT, proposal.area_code),
        "may_withdraw": is_open and may(user, MAKE, proposal.area_code),
        "may_undo": proposal.state == Proposal.State.ACCEPTED and may(user, ACCEPT, proposal.area_code),
    }
    return show(request, "office/proposal.html", context, crumbs=_crumbs(str(_("建议 %(n)s") % {"n": proposal.pk})))


def _address(proposal: Proposal, **given: Any) -> str:
    asked = {name: value for name, value in given.items() if value}
    return f"{reverse('proposal', args=[proposal.pk])}?{urlencode(asked)}"


def _tabs(proposal: Proposal, counts: dict[str, int], chosen: str, village: str) -> list[dict[str, Any]]:
    changed = counts["moved"] + counts["started"] + counts["ended"]
    offered = (
        ("changed", _("有变化"), changed),
        ("unpaired", _("未结对"), counts["unpaired"]),
        ("by_hand", _("人工调整"), counts["by_hand"]),
        ("all", _("全部"), counts["all"]),
    )
    return [
        {"title": title, "count": count, "url": _address(proposal, show=name, place=village), "active": name == chosen}
        for name, title, count in offered
    ]


def _village_field(user: User, proposal: Proposal, village: str) -> list[dict[str, Any]]:
    rows = existing_on(below(areas_visible_to(user), proposal.area_code)).filter(level__in=(9, 12)).order_by("code")
    options = [
        (code, name if len(code) == 9 else f"　{name}")
        for code, name in rows.values_list("code", "name")[:MOST_VILLAGES]
    ]
    if len(options) < 2:
        return []
    return [{"name": "place", "label": _("乡镇、村"), "kind": "select", "options": options, "value": village}]


def _row(proposal: Proposal, one: RowShown) -> dict[str, Any]:
    address = reverse("proposal-row", args=[proposal.pk, one.row.pk])
    word, tone = change_word(one.row)
    proposed = one.proposed or {"text": _("未安排"), "tone": "bad"}
    return {
        "cells": (
            {
                "text": one.recipient,
                "url": reverse(f"parties.{proposal.scheme.recipient_kind}.detail", args=[one.row.recipient_id]),
            },
            one.place,
            one.today,
            proposed,
            {"text": word, "tone": tone},
            "；".join(reasons(one)),
            {"text": _("为什么、调整") if proposal.state == Proposal.State.OPEN else _("为什么"), "url": address},
        ),
        "row_tone": "bad" if one.row.helper_id is None else "",
    }


def change_word(row: ProposalRow) -> tuple[str, str]:
    """Return what a row changes, as word and tone."""
    if row.helper_id is None:
        return (_("失去帮扶"), "bad") if row.current_id else (_("仍未结对"), "bad")
    if row.current_id is None:
        return _("新结对"), "good"
    return (_("不变"), "neutral") if row.helper_id == row.current_id else (_("更换"), "warning")


def reasons(one: RowShown) -> list[str]:
    """Return in words why a row is as it is: its terms, or why nobody was found."""
    if one.row.helper_id is None:
        return [one.row.reason or _("人工留空")]
    found = [_("人工调整")] if one.row.by_hand else []
    found += [term_words(name, cost) for name, cost in one.terms.items()]
    if not any(name in one.terms for name in ("own_village", "township", "county")):
        found.insert(0, _("在其包联村或附近"))
    return found


def term_words(name: str, cost: int) -> str:
    """Return one term of the cost in words, with its weight."""
    words = {
        "own_village": _("不在其包联的村"),
        "township": _("跨乡镇"),
        "county": _("跨县（区）"),
        "kept": _("保持现有结对"),
        "keep": _("保持现有结对"),
    }
    return _("%(what)s（%(cost)s）") % {"what": words.get(name, name), "cost": f"{cost:+,}"}


def row_page(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    """Say why a recipient has this helper, what the next best would cost, and let a person choose otherwise."""
    user, proposal = request.user, proposal_of(request.user, pk)
    row = proposal.rows.filter(pk=row_pk).first()
    if row is None:
        raise Http404
    may_adjust = proposal.state == Proposal.State.OPEN and may(user, MAKE, proposal.area_code)
    form = AdjustForm(request.POST if request.method == "POST" else None, actor=user)
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
        "reasons": reasons(shown),
        "form": form,
        "may_adjust": may_adjust,
        "explainable": explainable(proposal),
        "alternatives": alternatives_of(proposal, row.recipient_id, row.helper_id)
        if wanted and explainable(proposal)
        else None,
        "term_words": term_words,
        "back": reverse("proposal", args=[pk]),
    }
    steps = [
        *_crumbs(str(_("建议 %(n)s") % {"n": pk}))[:-1],
        (context["back"], _("建议 %(n)s") % {"n": pk}),
        ("", shown.recipient),
    ]
    status = 422 if request.method == "POST" else 200
    return show(request, "office/proposal_row.html", context, crumbs=steps, status=status)


def _adjusted(request: HttpRequest, row: ProposalRow, form: AdjustForm) -> ProposalRow:
    helper = form.cleaned_data["helper"]
    return adjust(request.user, row, helper=Party.objects.get(pk=helper) if helper else None)


@require_POST
def accept_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a proposal the pairings in force, as one step."""
    count = accept(request.user, proposal_of(request.user, pk))
    messages.success(request, _("已采用，新结对 %(n)s 对；需要时可以整批撤销。") % {"n": f"{count:,}"})
    return redirect("proposal", pk)


@require_POST
def withdraw_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a proposal aside."""
    proposal = proposal_of(request.user, pk)
    withdraw(request.user, proposal)
    messages.success(request, _("已撤回，现有结对没有变化。"))
    return redirect(pairing_address(proposal.scheme.name, proposal.area_code))


@require_POST
def undo_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an acceptance back."""
    count = undo_acceptance(request.user, proposal_of(request.user, pk), reason=request.POST.get("reason", ""))
    messages.success(request, _("已撤销，退回 %(n)s 对，结对恢复到采用之前。") % {"n": f"{count:,}"})
    return redirect("proposal", pk)


def _crumbs(title: str) -> list[tuple[str, Any]]:
    return [(reverse("pairing"), _("结对总览")), ("", title)]
