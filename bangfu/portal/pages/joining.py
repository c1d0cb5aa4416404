"""Asking for an account to give with; and subscribing, for those who have one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from bangfu.kernel.pages.edits import attempt
from bangfu.kernel.pages.frame import show
from bangfu.kernel.publishing.declared import PublicListing, public_listings
from bangfu.portal.actions.joining import apply_for_account
from bangfu.portal.actions.subscriptions import subscribe, unsubscribe
from bangfu.portal.models import Application, Subscription
from bangfu.portal.pages.guarding import PublicForm, address_of, opened, refuse_scripts
from bangfu.portal.pages.site import page, public
from bangfu.portal.queries.asking import condition_of, place_of
from bangfu.portal.queries.places import choices, place_names
from bangfu.portal.sites import JOIN, places_for


class JoinForm(PublicForm):
    """Who wants to give."""

    kind = forms.ChoiceField(label=gettext_lazy("身份"), choices=Application.Kind.choices)
    name = forms.CharField(label=gettext_lazy("单位名称或姓名"), max_length=120)
    credit_code = forms.CharField(
        label=gettext_lazy("统一社会信用代码"),
        max_length=18,
        required=False,
        help_text=gettext_lazy("单位必填；爱心人士不用填。"),
    )
    contact = forms.CharField(label=gettext_lazy("联系人"), max_length=40, required=False)
    phone = forms.CharField(
        label=gettext_lazy("手机号"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        help_text=gettext_lazy("审核时联系用，加密保存，不公开。"),
    )
    area_code = forms.ChoiceField(label=gettext_lazy("向哪个县（区）申请"))
    username = forms.CharField(
        label=gettext_lazy("登录名"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=gettext_lazy("密码"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("不少于 10 个字符。"),
    )

    def __init__(self, *args: Any, place: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counties = [(code, name) for code, name in choices(JOIN, "") if len(code) == 6]
        self.fields["area_code"].choices = counties  # type: ignore[attr-defined]


@public(methods=("GET", "HEAD", "POST"))
def join_page(request: HttpRequest) -> HttpResponse:
    """Show the form, or keep the application."""
    place = place_of(request.GET)
    shown = places_for(JOIN)
    initial = {"area_code": place or shown[0], "kind": "firm"}
    posted = request.POST if request.method == "POST" else None
    form = JoinForm(posted, place=place, initial=initial)
    wanted = request.POST.get("about", request.GET.get("next", ""))
    wanted = wanted if wanted.startswith("/") and not wanted.startswith("//") else ""

    def work() -> Application:
        refuse_scripts(request)
        return apply_for_account(address=address_of(request), wanted=wanted, **form.cleaned_data)

    if posted is not None and form.is_valid() and attempt(form, work):
        context = {"application": form.answer, "wanted": wanted}  # type: ignore[attr-defined]
        return page(request, "portal/joined.html", context, title=_("已提交申请"), index=False)
    context = {
        "form": form,
        "opened": opened(),
        "about": wanted,
        "submit": _("提交申请"),
        "intro": _("审核通过后，用登录名和密码登录，两下就能认领一个心愿。"),
    }
    status = 422 if posted is not None else 200
    return page(request, "portal/form.html", context, title=_("爱心方注册"), status=status)


def subscriptions_page(request: HttpRequest) -> HttpResponse:
    """Show one's own subscriptions, and the one a public list has just offered, for whoever is logged in."""
    rows = Subscription.objects.filter(user=request.user).order_by("pk")
    known = [(row, public_listings[row.listing]) for row in rows if row.listing in public_listings]
    wanted = public_listings.get(request.GET.get("listing", ""))
    query = condition_of(wanted, QueryDict(request.GET.get("query", ""))) if wanted else ""
    context = {
        "rows": [(row, listing, words_of(listing, row.query)) for row, listing in known],
        "wanted": wanted,
        "query": query,
        "words": words_of(wanted, query) if wanted else "",
    }
    return show(request, "portal/subscriptions.html", context, crumbs=[("", _("我的订阅"))])


def words_of(listing: PublicListing, query: str) -> str:
    """Return the conditions of a subscription in words."""
    given = QueryDict(query)
    place = given.get("place", "")
    told = [given.get("q", ""), place_names({place}).get(place, "") if place else ""]
    told += [str(dict(one.options()).get(given[one.name], "")) for one in listing.filters if one.name in given]
    return "、".join(one for one in told if one)


@require_POST
def subscribe_page(request: HttpRequest) -> HttpResponse:
    """Subscribe to a list under its conditions, and show all subscriptions."""
    subscribe(request.user, request.POST.get("listing", ""), request.POST.get("query", ""))
    messages.success(request, _("已订阅，有新内容时会在“消息”里告诉您。"))
    return redirect("portal-subscriptions")


@require_POST
def unsubscribe_page(request: HttpRequest, pk: int) -> HttpResponse:
    """End one subscription."""
    unsubscribe(request.user, pk)
    messages.success(request, _("已取消订阅。"))
    return redirect("portal-subscriptions")
