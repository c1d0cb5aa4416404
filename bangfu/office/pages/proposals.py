"""Propose, compare with today, adjust, accept as one step, take the step back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from bangfu.kernel.jobs.actions import enqueue
from bangfu.kernel.pages.addresses import job_address
from bangfu.kernel.pages.edits import KEY, attempt
from bangfu.kernel.pages.frame import show
from bangfu.kernel.pages.submissions import new_key, submit_once
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may, require
from bangfu.kernel.rows.visibility import Absent
from bangfu.office.pages.progress import pairing_address
from bangfu.office.pages.proposal_words import change_word, is_ruled, proof_words, reasons, remedy_words
from bangfu.office.proposing import ADOPT, PROPOSE
from bangfu.office.queries.coverage import in_order
from bangfu.office.queries.proposals import RowShown, counts_of, proposals_visible_to, remedy_of, rows_of, shown_rows
from bangfu.pairing.actions import accept, undo_acceptance, withdraw
from bangfu.pairing.actions.acceptance import hindrance_of
from bangfu.pairing.forms.proposals import ProposeForm
from bangfu.pairing.models import Proposal, Scheme
from bangfu.pairing.scheme_words import changes_since
from bangfu.parties.queries import area_path, areas_visible_to, names_of
from bangfu.parties.queries.areas import below, existing_on

PER_PAGE, MOST_VILLAGES = 100, 400
MAKE, ACCEPT, EXPORT = "pairing.proposal.make", "pairing.proposal.accept", "pairing.pairing.export"
AT_ONCE = 5_000
"""Recipients up to which accepting does not keep a page waiting."""


class OrderedProposeForm(ProposeForm):
    """The same, with the schemes in the order of the overview."""

    scheme = forms.ChoiceField(
        label=gettext_lazy("结对方案"),
        choices=lambda: [(s.name, s.words) for s in in_order(Scheme.objects.all())],
    )


def propose_page(request: HttpRequest) -> HttpResponse:
    """Ask for scheme and place, then let the assigner work in the background."""
    user = request.user
    reach = require(user, MAKE)
    given = {
        "scheme": request.GET.get("scheme"),
        "area_code": request.GET.get("place") or next(iter(reach.prefixes), ""),
        "steady": bool(request.GET.get("steady")),
    }
    form = OrderedProposeForm(request.POST if request.method == "POST" else None, actor=user, initial=given)
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
        context | {"edited": None, "edited_by": None},
        crumbs=_crumbs(_("提出建议")),
        status=status,
    )


def _asked(request: HttpRequest, form: ProposeForm) -> str:
    def work() -> str:
        scheme, area_code = form.cleaned_data["scheme"], form.cleaned_data["area_code"]
        require(request.user, MAKE, area_code)
        options: dict[str, Any] = {name: True for name in ("steady", "connected") if form.cleaned_data[name]}
        if form.cleaned_data["time_limit"]:
            options["time_limit"] = form.cleaned_data["time_limit"]
        job = enqueue(request.user, PROPOSE.name, area_code=area_code, scheme=scheme, place=area_code, **options)
        return job_address(job.pk)

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
    chosen, place = request.GET.get("show", "changed"), request.GET.get("place", "")
    name, helper = request.GET.get("q", "").strip(), request.GET.get("helper", "")
    rows = rows_of(proposal, chosen, place, int(helper) if helper.isdigit() else None, name)
    pages = Paginator(rows, PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    given = {"show": chosen, "place": place, "q": name, "helper": helper}
    frame = frame_of(request, proposal)
    context = frame | {
        "tabs": tabs_of(proposal, frame["counts"], given),
        "fields": [*_village_field(user, proposal, place), _name_field(name)],
        "chips": _helper_chip(proposal, given),
        "hidden": {"show": chosen, **({"helper": helper} if helper else {})},
        "rows": [_row(proposal, one) for one in shown_rows(proposal, list(page.object_list))],
        "page_number": page.number,
        "pages": pages.num_pages,
        "total": pages.count,
        "url_for": lambda number: address_of(proposal, **given, page=number),
    }
    return show(request, "office/proposal.html", context, crumbs=crumbs_of(proposal))


def frame_of(request: HttpRequest, proposal: Proposal) -> dict[str, Any]:
    """Return what every page of a proposal shows above its own part: cost, proof, remedy, and what may be done."""
    user, scheme = request.user, proposal.scheme
    is_open, kept = proposal.state == Proposal.State.OPEN, proposal.summary
    remedy, outdated = remedy_of(proposal), is_open and scheme.version != proposal.scheme_version
    accepted = proposal.state == Proposal.State.ACCEPTED
    return {
        "proposal": proposal,
        "scheme": scheme,
        "place": area_path(proposal.area_code),
        "is_open": is_open,
        "outdated": outdated,
        "scheme_changes": changes_since(scheme, proposal.scheme_version) if outdated else [],
        "counts": counts_of(proposal),
        "total_cost": int(kept.get("total_cost", 0)) + int(kept.get("by_hand", 0)),
        "proof": proof_words(proposal),
        "remedy": remedy_words(remedy, proposal),
        "side_rules": kept.get("side_rules") or [],
        "twice": sorted(names_of(kept.get("twice") or []).values()) if is_open else [],
        "loads": kept.get("load") or {},
        "load_rows": [(_("%(n)s 个") % {"n": n}, f"{count:,}") for n, count in (kept.get("load") or {}).items()],
        "may_accept": is_open and may(user, ACCEPT, proposal.area_code),
        "may_withdraw": is_open and may(user, MAKE, proposal.area_code),
        "may_undo": accepted and may(user, ACCEPT, proposal.area_code),
        "may_export": may(user, EXPORT, proposal.area_code),
        "hindrance": hindrance_of(proposal) if accepted else "",
    }


def address_of(proposal: Proposal, route: str = "proposal", **given: Any) -> str:
    """Return the address of a page of a proposal."""
    asked = {name: value for name, value in given.items() if value}
    return f"{reverse(route, args=[proposal.pk])}{'?' + urlencode(asked) if asked else ''}"


def tabs_of(proposal: Proposal, counts: dict[str, int], given: dict[str, str]) -> list[dict[str, Any]]:
    """Return the tabs of a proposal: rows of some kind, by place, by helper."""
    changed = counts["moved"] + counts["started"] + counts["ended"]
    offered = (
        ("changed", _("有变化"), changed),
        ("unpaired", _("未结对"), counts["unpaired"]),
        ("by_hand", _("人工调整"), counts["by_hand"]),
        ("all", _("全部"), counts["all"]),
    )
    chosen = given.get("show", "")
    rows = [
        {
            "title": title,
            "count": count,
            "url": address_of(proposal, **{**given, "show": name}),
            "active": name == chosen,
        }
        for name, title, count in offered
    ]
    return [
        *rows,
        {"title": _("按地区"), "url": address_of(proposal, "proposal-places"), "active": chosen == "places"},
        {"title": _("按帮扶方"), "url": address_of(proposal, "proposal-helpers"), "active": chosen == "helpers"},
    ]


def _name_field(name: str) -> dict[str, Any]:
    return {
        "name": "q",
        "label": _("姓名、名称"),
        "kind": "search",
        "value": name,
        "placeholder": _("受助方或帮扶方的开头"),
    }


def _helper_chip(proposal: Proposal, given: dict[str, str]) -> list[dict[str, str]]:
    if not given["helper"].isdigit():
        return []
    name = names_of([int(given["helper"])]).get(int(given["helper"]), given["helper"])
    url = address_of(proposal, **{**given, "helper": ""})
    return [{"label": str(proposal.scheme.helper_words), "value": name, "remove_url": url}]


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
            _("；").join(reasons(one, ruled=is_ruled(proposal))),
            {"text": _("为什么、调整") if proposal.state == Proposal.State.OPEN else _("为什么"), "url": address},
        ),
        "row_tone": "bad" if one.row.helper_id is None else "",
    }


@require_POST
def accept_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a proposal the pairings in force, as one step; a large one in the background, so that nobody waits."""
    proposal = proposal_of(request.user, pk)
    if proposal.summary.get("recipients", 0) > AT_ONCE and proposal.state == Proposal.State.OPEN:
        require(request.user, ACCEPT, proposal.area_code)
        key = f"accept:{proposal.pk}:{proposal.version}"
        job = enqueue(request.user, ADOPT.name, key=key, area_code=proposal.area_code, proposal=proposal.pk)
        return redirect(job_address(job.pk))
    count = accept(request.user, proposal)
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


def crumbs_of(proposal: Proposal) -> list[tuple[str, Any]]:
    """Return the way to a proposal."""
    return _crumbs(_("建议 %(n)s") % {"n": proposal.pk})


def _crumbs(title: str) -> list[tuple[str, Any]]:
    return [(reverse("pairing"), _("结对总览")), ("", title)]
