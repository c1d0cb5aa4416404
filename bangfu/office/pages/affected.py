"""Who must be paired anew: helpers who left, units restructured, villages merged, with the proposal that mends it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from bangfu.figures.answers import remembered
from bangfu.figures.pages.words import place_name
from bangfu.kernel.areas_of import COUNTY
from bangfu.kernel.errors import Refused
from bangfu.kernel.forms import ActorForm, PartyField
from bangfu.kernel.pages.edits import attempt
from bangfu.kernel.pages.frame import show
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may, require
from bangfu.office.affected import affected_address
from bangfu.office.pages.pairing import (
    checked_place,
    new_pair_address,
    place_field_of,
    recipient_address,
    scheme_of,
)
from bangfu.office.pages.progress import pairing_address
from bangfu.office.queries.coverage import in_order
from bangfu.office.queries.proposals import counts_of, proposals_visible_to
from bangfu.pairing.actions import end_exited, follow_recipients, hand_over
from bangfu.pairing.models import Pairing, Proposal, ProposalRow, Scheme
from bangfu.pairing.queries.affected import (
    affected_count,
    helper_gone,
    last_helpers,
    lost,
    overloaded,
    recipient_gone,
    unit_gone,
)
from bangfu.pairing.queries.exits import no_longer_eligible
from bangfu.pairing.queries.schemes import schemes_in_use
from bangfu.pairing.queries.sides import place_field
from bangfu.parties.forms.reasoned import DayField
from bangfu.parties.models import Party
from bangfu.parties.queries import area_paths, names_of

VIEW, CHANGE, MAKE = "office.pairing.view", "pairing.pairing.change", "pairing.proposal.make"
SHOWN, TOWNSHIP_UP = 100, 9


class HandOverForm(ActorForm):
    """Who takes over, from when, and why."""

    new = PartyField(label=gettext_lazy("交给"))
    on = DayField(label=gettext_lazy("起"))
    reason = forms.CharField(label=gettext_lazy("原因"), max_length=200)


def affected_page(request: HttpRequest) -> HttpResponse:
    """Show those of one scheme and place who must be paired anew, and what is proposed for them."""
    user = request.user
    reach = require(user, VIEW)
    schemes = in_order(Scheme.objects.all())
    if not schemes:
        raise Refused(_("还没有结对方案。"))
    place = checked_place(request, reach)
    counts = counts_by_scheme(schemes, place)
    concerned = next((one for one in schemes if counts.get(one.pk)), schemes[0])
    scheme = scheme_of(request, schemes) if request.GET.get("scheme") else concerned
    found = sections_of(user, scheme, place)
    proposal = ready_proposal(user, scheme, place)
    context = {
        "scheme": scheme,
        "schemes": [(one.name, one.words) for one in schemes],
        "fields": [
            {
                "name": "scheme",
                "label": _("方案"),
                "kind": "select",
                "options": [(one.name, one.words) for one in schemes],
                "value": scheme.name,
            },
            *place_field_of(user, reach, place),
        ],
        "place": place,
        "place_name": place_name(user, reach, place),
        "sections": found,
        "tabs": concerned_tabs(schemes, scheme, counts, place),
        "over": over_rows(scheme, place),
        "proposal": proposal,
        "counts": counts_of(proposal) if proposal else None,
        "may_propose": scheme.automatic and may(user, MAKE, place),
        "propose_url": f"{reverse('propose')}?{urlencode({'scheme': scheme.name, 'place': place, 'steady': 1})}",
        "back": pairing_address(scheme.name, place),
    }
    steps = [(reverse("pairing"), _("结对总览")), ("", _("需要重新结对"))]
    return show(request, "office/affected.html", context, crumbs=steps)


def counts_by_scheme(schemes: Sequence[Scheme], place: str) -> dict[int, int]:
    """Return how many must be paired anew under each scheme used in a place, computed once for a state of the books."""
    used = {scheme.pk for scheme in schemes_in_use(place)}
    key = ("affected", place, tuple((scheme.pk, scheme.version) for scheme in schemes), timezone.localdate())
    return remembered(key, lambda: {one.pk: affected_count(one, place) for one in schemes if one.pk in used})


def concerned_tabs(
    schemes: Sequence[Scheme], chosen: Scheme, counts: dict[int, int], place: str
) -> list[dict[str, Any]]:
    """Return the schemes under which somebody must be paired anew, and the one looked at, as tabs with how many."""
    return [
        {
            "title": one.words,
            "count": counts.get(one.pk, 0),
            "url": affected_address(one.name, place),
            "active": one == chosen,
        }
        for one in schemes
        if counts.get(one.pk) or one == chosen
    ]


def ready_proposal(user: User, scheme: Scheme, place: str) -> Proposal | None:
    """Return the newest open proposal for a place or what lies around it, made under the rules in force."""
    rows = proposals_visible_to(user).filter(scheme=scheme, state=Proposal.State.OPEN, scheme_version=scheme.version)
    around = [place[:n] for n in range(len(place) + 1)]
    here = rows.filter(area_code__in=around).order_by("-pk")
    return here.filter(rules__steady=True).first() or here.first()


def sections_of(user: User, scheme: Scheme, place: str) -> list[dict[str, Any]]:
    """Return what is wrong, each kind with its first rows and how many there are."""
    proposal = ready_proposal(user, scheme, place)
    may_change = may(user, CHANGE, place)
    kinds = (
        (
            _("帮扶方已离开"),
            helper_gone(scheme, place),
            _("退出、调离、去世，或单位已撤销；在此之前结对仍挂在其名下。"),
        ),
        (_("帮扶人的单位已撤销"), unit_gone(scheme, place), _("人还在，单位并入或撤销：可整体交给接手的人或单位。")),
        (_("受助方已不在册"), recipient_gone(scheme, place), _("村并入他村、农户销户或并户：结对可转到接续的村、户。")),
    )
    found = [
        {
            "title": title,
            "note": note,
            "total": rows.count(),
            "rows": pair_rows(list(rows[:SHOWN]), scheme, proposal, may_change),
            "follow": rows.model is Pairing and title == kinds[2][0] and may_change,
        }
        for title, rows, note in kinds
    ]
    if not scheme.keeps_on_exit:
        over = no_longer_eligible(scheme, place)
        found.append(
            {
                "title": _("已不符合方案条件"),
                "note": _("方案规定退出后不再保持结对。"),
                "total": over.count(),
                "rows": pair_rows(list(over[:SHOWN]), scheme, None, may_change),
                "follow": False,
                "end": may_change,
            }
        )
    without = lost(scheme, place)
    found.append(
        {
            "title": _("失去帮扶的%(who)s") % {"who": scheme.recipient_words},
            "note": _("曾有人帮，现在没有了。"),
            "total": without.count(),
            "rows": lost_rows(list(without[:SHOWN]), scheme, proposal, may_change),
            "follow": False,
        }
    )
    return [section for section in found if section["total"]]


def pair_rows(
    rows: Sequence[Pairing], scheme: Scheme, proposal: Proposal | None, may_change: bool
) -> list[tuple[Any, ...]]:
    """Return pairs that cannot stand: recipient, place, helper, what is proposed, and what can be done by hand."""
    proposed = proposed_for(proposal, [row.recipient_id for row in rows])
    names = names_of({pk for row in rows for pk in (row.helper_id, row.recipient_id)} | set(proposed.values()))
    paths = area_paths({row.area_code for row in rows}, top=TOWNSHIP_UP)
    return [
        (
            {"text": names.get(row.recipient_id, ""), "url": recipient_address(scheme, row.recipient_id)},
            paths.get(row.area_code, row.area_code),
            {"text": names.get(row.helper_id, ""), "url": hand_over_address(scheme, row)}
            if may_change
            else names.get(row.helper_id, ""),
            names.get(proposed.get(row.recipient_id, 0), ""),
            {"text": _("更换"), "url": reverse("pairing.pairing.act", args=[row.pk, "replace"])} if may_change else "",
        )
        for row in rows
    ]


def lost_rows(
    rows: Sequence[Any], scheme: Scheme, proposal: Proposal | None, may_change: bool
) -> list[tuple[Any, ...]]:
    """Return recipients without anybody: who helped last, until when and why it ended, and who is proposed."""
    ids = [row.pk for row in rows]
    last, proposed = last_helpers(scheme, ids), proposed_for(proposal, ids)
    names = names_of({row.helper_id for row in last.values()} | set(proposed.values()))
    field = place_field(scheme)
    paths = area_paths({getattr(row, field) for row in rows}, top=TOWNSHIP_UP)
    return [
        (
            {"text": str(row), "url": recipient_address(scheme, row.pk)},
            paths.get(getattr(row, field), getattr(row, field)),
            _("%(who)s，至 %(day)s（%(why)s）")
            % {
                "who": names.get(last[row.pk].helper_id, ""),
                "day": last[row.pk].valid_to,
                "why": last[row.pk].reason_out or _("未注明"),
            },
            names.get(proposed.get(row.pk, 0), ""),
            {"text": _("结对"), "url": new_pair_address(scheme, row.pk)} if may_change else "",
        )
        for row in rows
    ]


def proposed_for(proposal: Proposal | None, recipients: list[int]) -> dict[int, int]:
    """Return whom a proposal gives to some recipients."""
    if proposal is None:
        return {}
    rows = ProposalRow.objects.filter(proposal=proposal, recipient_id__in=recipients, helper__isnull=False)
    return dict(rows.values_list("recipient_id", "helper_id"))


def over_rows(scheme: Scheme, place: str) -> list[tuple[Any, ...]]:
    """Return helpers with more than the scheme allows."""
    rows = list(overloaded(scheme, place)[:SHOWN])
    names = names_of({row["helper_id"] for row in rows})
    return [(names.get(row["helper_id"], ""), f"{row['load']} / {scheme.per_helper_max}") for row in rows]


def hand_over_address(scheme: Scheme, row: Pairing) -> str:
    """Return the form that gives all of a helper's recipients in the county to another."""
    asked = {"scheme": scheme.name, "old": row.helper_id, "place": row.area_code[:COUNTY]}
    return f"{reverse('pairing-hand-over')}?{urlencode(asked)}"


def hand_over_page(request: HttpRequest) -> HttpResponse:
    """Ask who takes over everything of a helper, and do it as one step."""
    user = request.user
    reach = require(user, CHANGE)
    scheme, place = scheme_of(request, in_order(Scheme.objects.all())), checked_place(request, reach)
    old = Party.objects.filter(pk=int(request.GET["old"])).first() if request.GET.get("old", "").isdigit() else None
    if old is None:
        raise Refused(_("没有这个帮扶方。"))
    form = HandOverForm(request.POST if request.method == "POST" else None, actor=user)
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _handed(user, scheme, place, old, form)):
        messages.success(request, _("已移交 %(n)s 个，可逐对更换。") % {"n": form.answer})
        return redirect(affected_address(scheme.name, place))
    context = {
        "page": {
            "title": _("%(who)s：全部移交") % {"who": names_of([old.pk]).get(old.pk, "")},
            "note": _("其在本地的结对从这一天起全部交给另一个帮扶方；接不下就一个也不动。"),
        },
        "form": form,
        "hidden": {},
        "cancel_url": affected_address(scheme.name, place),
        "submit_label": _("全部移交"),
        "edited": None,
        "edited_by": None,
    }
    steps = [(affected_address(scheme.name, place), _("需要重新结对")), ("", _("全部移交"))]
    status = 422 if request.method == "POST" else 200
    return show(request, "kernel/pages/form.html", context, crumbs=steps, status=status)


def _handed(user: User, scheme: Scheme, place: str, old: Party, form: HandOverForm) -> int:
    given = form.cleaned_data
    new = Party.objects.get(pk=given["new"])
    return hand_over(user, scheme=scheme, area_code=place, old=old, new=new, on=given["on"], reason=given["reason"])


@require_POST
def end_page(request: HttpRequest) -> HttpResponse:
    """End the pairs of those who no longer meet a scheme that does not keep them."""
    reach = require(request.user, CHANGE)
    scheme, place = scheme_of(request, in_order(Scheme.objects.all())), checked_place(request, reach)
    count = end_exited(request.user, scheme=scheme, area_code=place)
    messages.success(request, _("已解除 %(n)s 对。") % {"n": count})
    return redirect(affected_address(scheme.name, place))


@require_POST
def follow_page(request: HttpRequest) -> HttpResponse:
    """Carry pairs over to the villages and households that took the place of others."""
    reach = require(request.user, CHANGE)
    scheme, place = scheme_of(request, in_order(Scheme.objects.all())), checked_place(request, reach)
    carried, ended = follow_recipients(request.user, scheme=scheme, area_code=place)
    messages.success(
        request, _("已转到接续的村、户 %(carried)s 对，解除 %(ended)s 对。") % {"carried": carried, "ended": ended}
    )
    return redirect(affected_address(scheme.name, place))
