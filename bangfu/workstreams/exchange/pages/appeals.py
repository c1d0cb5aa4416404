"""Appeals and funds as people see them: how far, for what, what became of the money; and giving."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel import formats
from bangfu.kernel.areas_of import COUNTY
from bangfu.kernel.evidence.queries import open_stored
from bangfu.kernel.pages.edits import KEY, attempt
from bangfu.kernel.pages.frame import show
from bangfu.kernel.pages.submissions import new_key, submit_once
from bangfu.kernel.publishing.frame import notice_address
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may, require
from bangfu.kernel.rows.visibility import Absent
from bangfu.parties.queries import area_path, area_paths, names_of, party_id_of
from bangfu.workstreams.exchange.actions.donations import may_record, pledge
from bangfu.workstreams.exchange.forms_money import PledgeForm
from bangfu.workstreams.exchange.models import Appeal, AppealPhoto, Fund, Purse
from bangfu.workstreams.exchange.permissions import (
    APPEAL_CHANGE,
    APPEAL_REVIEW,
    BOARD_VIEW,
    DONATION_MAKE,
    FUND_VIEW,
    PAYOUT_ASK,
)
from bangfu.workstreams.exchange.queries.money import (
    may_see_appeal,
    may_see_fund,
    plan_of,
    public_appeals,
    public_payouts,
    shown_donors,
)
from bangfu.workstreams.exchange.resources.funds import APPEAL_STATES

PER_PAGE = 30


def appeals_page(request: HttpRequest) -> HttpResponse:
    """List the appeals: what is open first, then what came of others."""
    user = request.user
    require(user, BOARD_VIEW)
    ended = request.GET.get("show") == "ended"
    rows = public_appeals()
    rows = rows.exclude(state="open") if ended else rows.filter(state="open").order_by("closes_on", "pk")
    pages = Paginator(rows, PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    places = area_paths({row.area_code[:9] for row in page.object_list}, top=6)
    context = {
        "tabs_": [
            {"title": _("筹款中"), "url": "?", "active": not ended},
            {"title": _("已结束"), "url": "?show=ended", "active": ended},
        ],
        "appeals": [_card(row, places.get(row.area_code[:9], "")) for row in page.object_list],
        "page": page.number,
        "pages": pages.num_pages,
        "total": pages.count,
        "url_for": lambda number: f"?{'show=ended&' if ended else ''}page={number}",
        "may_draft": may(user, APPEAL_CHANGE),
    }
    return show(request, "exchange/appeals.html", context, crumbs=[("", _("众筹"))])


def _card(row: Appeal, place: str) -> dict[str, Any]:
    word, tone = APPEAL_STATES[row.state]
    return {
        "title": row.title,
        "url": reverse("exchange-appeal-page", args=[row.pk]),
        "place": place,
        "state": word,
        "tone": tone,
        "target": row.target,
        "raised": row.purse.raised,
        "share": min(row.purse.raised / row.target, 1),
        "days": max((row.closes_on - timezone.localdate()).days, 0) if row.state == "open" else None,
    }


def appeal_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one appeal with its plan against its use; give by a second click."""
    user = request.user
    appeal = Appeal.objects.select_related("purse").filter(pk=pk).first()
    if appeal is None or not may_see_appeal(user, appeal):
        raise Absent(_("没有这个众筹项目，或它还没有发布。"))
    purse = appeal.purse
    open_now = appeal.state == "open" and purse.raised < appeal.target
    form = _form(request, purse)
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _pledged(request, purse, form)):
        return redirect(form.answer)
    inside = may(user, APPEAL_CHANGE, appeal.area_code)
    word, tone = APPEAL_STATES[appeal.state]
    context = {
        "appeal": appeal,
        "state": {"text": word, "tone": tone},
        "place": area_path(appeal.area_code[:9]),
        "keeper": names_of([appeal.keeper_id]).get(appeal.keeper_id, ""),
        "share": min(purse.raised / appeal.target, 1),
        "plan": _plan_rows(purse),
        "inside": inside,
        "photos": list(appeal.photos.filter(state="shown").order_by("id")),
        "waiting": appeal.photos.filter(state="waiting").count() if inside else 0,
        "notice_url": _notice_url(appeal) if may(user, APPEAL_REVIEW, appeal.area_code) else "",
        "may_ask": inside and may(user, PAYOUT_ASK, appeal.area_code),
        **_money_of(user, [purse], inside),
        **_giving(user, request, purse, open_now, form),
    }
    crumbs = [(reverse("exchange-appeals"), _("众筹")), ("", appeal.title)]
    status = 422 if request.method == "POST" else 200
    return show(request, "exchange/appeal.html", context, crumbs=crumbs, status=status)


def _notice_url(appeal: Appeal) -> str:
    title = _("“%(appeal)s”资金使用公告") % {"appeal": appeal.title}
    return notice_address("exchange.appeal_use", appeal.area_code[:COUNTY], subject=str(appeal.pk), title=title)


def appeal_photo(request: HttpRequest, pk: int) -> FileResponse:
    """Send a picture of an appeal one may see: only those that somebody looked at and let pass."""
    row = AppealPhoto.objects.select_related("appeal", "file").filter(pk=pk, state="shown").first()
    if row is None or not may_see_appeal(request.user, row.appeal):
        raise Absent(_("没有这张照片。"))
    return FileResponse(open_stored(row.file), content_type=row.file.media_type)


def fund_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one fund: its purses, what came, what was paid; give to one of them."""
    user = request.user
    require(user, FUND_VIEW)
    fund = Fund.objects.filter(pk=pk).first()
    if fund is None or not may_see_fund(user, fund):
        raise Absent(_("没有这个基金。"))
    purses = list(fund.purses.select_related("fund").order_by("id"))
    chosen = next((p for p in purses if str(p.pk) == request.GET.get("purse")), purses[0])
    form = _form(request, chosen)
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _pledged(request, chosen, form)):
        return redirect(form.answer)
    inside = may_record(user, chosen)
    context = {
        "fund": fund,
        "place": area_path(fund.area_code),
        "keeper": names_of([fund.keeper_id]).get(fund.keeper_id, ""),
        "purses": [_purse_row(purse) for purse in purses],
        "chosen": chosen,
        "inside": inside,
        **_money_of(user, purses, inside),
        **_giving(user, request, chosen, fund.state == "open", form),
    }
    crumbs = [(reverse("exchange-money"), _("爱心资金")), ("", fund.name)]
    status = 422 if request.method == "POST" else 200
    return show(request, "exchange/fund.html", context, crumbs=crumbs, status=status)


def _form(request: HttpRequest, purse: Purse) -> PledgeForm:
    form = PledgeForm(request.POST if request.method == "POST" else None, actor=request.user)
    if not may_record(request.user, purse):
        del form.fields["donor"], form.fields["donor_name"]
    return form


def _pledged(request: HttpRequest, purse: Purse, form: PledgeForm) -> str:
    def work() -> str:
        donation = pledge(request.user, purse, **form.cleaned_data)
        return reverse("exchange-pay", args=[donation.pk])

    answer, fresh = submit_once(request.user, request.POST.get(KEY, ""), work)
    if not fresh:
        messages.info(request, _("这张表刚才已经提交过，没有重复认捐。"))
    return answer


def _giving(user: User, request: HttpRequest, purse: Purse, open_now: bool, form: PledgeForm) -> dict[str, Any]:
    own = may(user, DONATION_MAKE) and party_id_of(user) is not None
    return {
        "may_give": open_now and (own or may_record(user, purse)),
        "open_now": open_now,
        "unlinked": open_now and may(user, DONATION_MAKE) and not own and not may_record(user, purse),
        "form": form,
        "hidden": {KEY: request.POST.get(KEY) or new_key()},
    }


def _money_of(user: User, purses: list[Purse], inside: bool) -> dict[str, Any]:
    ids = [purse.pk for purse in purses]
    return {
        "payouts": [
            {
                "cells": (
                    formats.day(row["paid_on"]),
                    row["purpose"],
                    row["title"] or row["earmark"] or None,
                    formats.money(row["amount"], "元"),
                    row["voucher"] if inside else None,
                )
            }
            for row in public_payouts(ids)
        ],
        "donors": [
            {"cells": (row["name"], formats.money(row["amount"], "元"), formats.day(row["on"]), row["message"] or None)}
            for row in shown_donors(ids, inside=inside)
        ],
    }


def _plan_rows(purse: Purse) -> list[dict[str, Any]]:
    return [
        {
            "cells": (
                row["title"],
                formats.money(row["amount"], "元"),
                formats.money(row["used"], "元"),
                formats.money(row["left"], "元"),
                formats.percent(row["share"]),
            )
        }
        for row in plan_of(purse)
    ]


def _purse_row(purse: Purse) -> dict[str, Any]:
    return {
        "cells": (
            {"text": purse.earmark or _("非定向"), "url": f"?purse={purse.pk}"},
            *(formats.money(value, "元") for value in (purse.raised, purse.paid, purse.committed, purse.balance)),
        )
    }
