"""Entering a need, on a phone, in under a minute: five questions, the rest behind a fold."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.kernel.forms import fields_of
from bangfu.kernel.pages.edits import KEY, attempt
from bangfu.kernel.pages.frame import show
from bangfu.kernel.pages.submissions import new_key, submit_once
from bangfu.kernel.rights.scope import require
from bangfu.parties.queries import party_id_of
from bangfu.workstreams.exchange.actions import enter_need
from bangfu.workstreams.exchange.forms import NeedForm
from bangfu.workstreams.exchange.permissions import NEED_ENTER

FIRST = ("asker", "kind", "title", "quantity", "value", "urgency")
MORE = ("unit", "wave", "needed_by", "category", "band", "group", "text", "private_text")
KEPT = ("kind", "wave", "category", "band", "urgency")


def ask_page(request: HttpRequest) -> HttpResponse:
    """Show the short form, or enter the need; *save and next* keeps the kind and the round."""
    user = request.user
    require(user, NEED_ENTER)
    if request.method == "POST":
        form = NeedForm(request.POST, actor=user)
        if form.is_valid() and attempt(form, lambda: _entered(request, form)):
            if "next" in request.POST:
                kept = {name: request.POST[name] for name in KEPT if request.POST.get(name)}
                return redirect(f"{reverse('exchange-ask')}?{urlencode(kept)}")
            return redirect(form.answer)
    else:
        own = party_id_of(user)
        initial: dict[str, Any] = {"kind": "article", "band": "family", "quantity": 1, "urgency": 0}
        given = {name: request.GET[name] for name in (*FIRST, *MORE) if request.GET.get(name)}
        form = NeedForm(actor=user, initial=initial | ({"asker": own} if own else {}) | given)
    context = {
        "form": form,
        "first": FIRST,
        "more": MORE,
        "open_more": any(form.errors.get(name) for name in MORE) or bool(request.GET.get("wave")),
        "hidden": {KEY: request.POST.get(KEY) or new_key()},
        "cancel_url": reverse("exchange-board"),
    }
    status = 422 if request.method == "POST" else 200
    return show(request, "exchange/ask.html", context, crumbs=[("", _("登记需求"))], status=status)


def _entered(request: HttpRequest, form: NeedForm) -> str:
    def work() -> str:
        need = enter_need(request.user, **fields_of(form))
        return reverse("exchange.need.detail", args=[need.pk])

    answer, fresh = submit_once(request.user, request.POST.get(KEY, ""), work)
    if fresh:
        messages.success(request, _("已登记，转入审核。") if "next" not in request.POST else _("已登记，请填下一个。"))
    else:
        messages.info(request, _("这张表刚才已经提交过，没有重复登记。"))
    return answer
