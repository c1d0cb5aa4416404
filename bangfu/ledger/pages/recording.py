"""Recording one contribution: choose what happened, fill in what the kind asks for."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.manifest import manifests
from bangfu.kernel.pages.edits import KEY, attempt
from bangfu.kernel.pages.frame import show
from bangfu.kernel.pages.submissions import new_key, submit_once
from bangfu.kernel.rights.scope import require
from bangfu.ledger.actions import record_entry
from bangfu.ledger.forms import form_for
from bangfu.ledger.kinds import EntryKind, entry_kinds
from bangfu.parties.queries import party_id_of


def choose_page(request: HttpRequest) -> HttpResponse:
    """List the kinds by working group."""
    require(request.user, "ledger.entry.record")
    groups: dict[str, list[EntryKind]] = {}
    for kind in entry_kinds:
        groups.setdefault(kind.workstream, []).append(kind)
    titled = [
        {"title": manifests[name].title if name in manifests else name, "kinds": kinds}
        for name, kinds in groups.items()
    ]
    return show(request, "ledger/choose.html", {"groups": titled}, crumbs=[("", _("记一笔"))])


def record_page(request: HttpRequest, kind: str) -> HttpResponse:
    """Show the form of a kind, or record what it holds; *save and next* keeps the day and the parties."""
    declared = entry_kinds.get(kind)
    if declared is None:
        raise Http404
    require(request.user, "ledger.entry.record")
    form_class = form_for(declared)
    if request.method != "POST":
        form = form_class(actor=request.user, initial=_initial(request, declared))
        return _page(request, declared, form)
    form = form_class(actor=request.user, data=request.POST)
    if not form.is_valid() or not attempt(form, lambda: _record(request, form)):
        return _page(request, declared, form, status=422)
    if "next" in request.POST:
        kept = {k: v for k in ("happened_on", "giver", "campaign") if (v := request.POST.get(k))}
        return redirect(f"{reverse('ledger-record-kind', args=[kind])}?{urlencode(kept)}")
    return redirect(form.answer)


def _record(request: HttpRequest, form: Any) -> str:
    def work() -> str:
        draft = form.draft()
        draft.source = draft.source or f"form:{request.POST.get(KEY, '')}"
        try:
            entry = record_entry(
                request.user,
                draft,
                accept_warnings="accept_warnings" in request.POST,
                reason=request.POST.get("reason", ""),
            )
        except Refused as refused:
            form.warned = refused.field in ("accept_warnings", "reason")
            raise
        except Denied:
            where = "area_code" if form.cleaned_data.get("area_code") else "receiver"
            raise Refused(_("受益地区不在您的管辖范围内，不能记账。"), field=where) from None
        return reverse("ledger.entry.detail", args=[entry.pk])

    answer, fresh = submit_once(request.user, request.POST.get(KEY, ""), work)
    if fresh:
        messages.success(request, " ".join(filter(None, (_("已记账。"), form.meaning))))
    else:
        messages.info(request, _("这一笔刚才已经记过，没有重复记账。"))
    return answer


def _initial(request: HttpRequest, kind: EntryKind) -> dict[str, Any]:
    """What the address says, and the user's own party on the side it may stand."""
    initial: dict[str, Any] = {name: value for name, value in request.GET.items() if name != "next"}
    own = party_id_of(request.user)
    if own is not None and "giver" not in initial and kind.giver:
        initial["giver"] = own
    return initial


def _page(request: HttpRequest, kind: EntryKind, form: Any, status: int = 200) -> HttpResponse:
    context = {
        "page": {"title": kind.title},
        "kind": kind,
        "form": form,
        "warned": form.warned,
        "reason": request.POST.get("reason", ""),
        "hidden": {KEY: request.POST.get(KEY) or new_key()},
        "cancel_url": reverse("ledger-record"),
    }
    steps = [(reverse("ledger-record"), _("记一笔")), ("", str(kind.title))]
    return show(request, "ledger/record.html", context, crumbs=steps, status=status)
