"""The desk of money: what waits, every purse's balance; a pledge's payment; receipts; a line of a statement."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.kernel import formats
from bangfu.kernel.pages.frame import show
from bangfu.kernel.publishing.frame import for_everybody, show_public
from bangfu.kernel.resources import resources
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may, require, scoped
from bangfu.kernel.rows.visibility import row_visible_to
from bangfu.parties.queries import names_of
from bangfu.workstreams.exchange.actions.donations import settle
from bangfu.workstreams.exchange.models import Donation, Payout, Purse, Receipt, StatementLine
from bangfu.workstreams.exchange.payments import payment_ways
from bangfu.workstreams.exchange.permissions import (
    DONATION_RECORD,
    FUND_VIEW,
    LINE_VIEW,
    PAYOUT_ASK,
    PAYOUT_VIEW,
)
from bangfu.workstreams.exchange.queries.money import donations_visible_to
from bangfu.workstreams.exchange.receipts import receipt_pdf
from bangfu.workstreams.exchange.resources.money import DONATIONS, PAYOUTS

PER_PAGE = 50


def money_page(request: HttpRequest) -> HttpResponse:
    """Show one heap of the desk, how high the others are, and every purse with its balance."""
    user = request.user
    require(user, FUND_VIEW)
    heaps = _heaps(user)
    names = [heap["name"] for heap in heaps]
    wanted = request.GET.get("show", "purses")
    heap = heaps[names.index(wanted)] if wanted in names else heaps[0]
    pages = Paginator(heap["rows"], PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    columns, rows = heap["shown"](user, list(page.object_list))
    context = {
        "heaps": [
            {"title": h["title"], "count": h["count"], "url": f"?show={h['name']}", "active": h is heap} for h in heaps
        ],
        "columns": columns,
        "rows": rows,
        "refunds": heap["name"] == "returning" and bool(rows),
        "page": page.number,
        "pages": pages.num_pages,
        "total": pages.count,
        "url_for": lambda number: f"?show={heap['name']}&page={number}",
        "may_record": may(user, DONATION_RECORD),
        "may_ask": may(user, PAYOUT_ASK),
        "may_lines": may(user, LINE_VIEW),
    }
    return show(request, "exchange/money.html", context, crumbs=[("", _("爱心资金"))])


def _heaps(user: User) -> list[dict[str, Any]]:
    purses = scoped(Purse.objects.all(), user, FUND_VIEW).exclude(appeal__state__in=("draft", "reviewing", "refused"))
    found = [("purses", _("资金账"), purses.select_related("fund", "appeal").order_by("area_code", "pk"), _purses)]
    if may(user, LINE_VIEW):
        lines = scoped(StatementLine.objects.filter(state="open"), user, LINE_VIEW)
        found.append(("lines", _("待核对流水"), lines.order_by("booked_on", "pk"), _lines))
    donations = donations_visible_to(user).select_related("purse__fund", "purse__appeal")
    found.append(("pledged", _("待到账"), donations.filter(state="pledged").order_by("pledged_on", "pk"), _donations))
    found.append(("returning", _("待退款"), donations.filter(state="returning").order_by("pk"), _donations))
    if may(user, PAYOUT_VIEW):
        payouts = scoped(Payout.objects.all(), user, PAYOUT_VIEW).select_related("purse__fund", "purse__appeal")
        found.append(("asked", _("待审批拨付"), payouts.filter(state="asked").order_by("asked_on", "pk"), _payouts))
        found.append(
            ("approved", _("待拨付"), payouts.filter(state="approved").order_by("approved_on", "pk"), _payouts)
        )
    return [
        {"name": name, "title": title, "rows": rows, "count": rows.order_by().count(), "shown": shown}
        for name, title, rows, shown in found
    ]


Shown = tuple[list[dict[str, Any]], list[dict[str, Any]]]


def _columns(*titles: tuple[str, str]) -> list[dict[str, Any]]:
    return [{"key": str(n), "title": title, "align": align, "wrap": n == 0} for n, (title, align) in enumerate(titles)]


def _purses(_user: User, rows: list[Purse]) -> Shown:
    columns = _columns(
        (_("资金账"), "left"),
        (_("类别"), "left"),
        (_("筹得"), "right"),
        (_("已付"), "right"),
        (_("已批未付"), "right"),
        (_("余额"), "right"),
    )
    return columns, [{"cells": (_purse_cell(row), *_purse_numbers(row))} for row in rows]


def _purse_cell(row: Purse) -> dict[str, str]:
    if row.appeal_id:
        return {"text": str(row), "url": reverse("exchange-appeal-page", args=[row.appeal_id])}
    return {"text": str(row), "url": f"{reverse('exchange-fund-page', args=[row.fund_id])}?purse={row.pk}"}


def _purse_numbers(row: Purse) -> tuple[Any, ...]:
    kind = _("众筹") if row.appeal_id else _("基金")
    return kind, *(formats.money(value, "元") for value in (row.raised, row.paid, row.committed, row.balance))


def _lines(_user: User, rows: list[StatementLine]) -> Shown:
    columns = _columns((_("对方户名"), "left"), (_("入账日期"), "left"), (_("金额"), "right"), (_("附言"), "left"))
    return columns, [
        {
            "cells": (
                {"text": row.payer or _("未具名"), "url": reverse("exchange-line", args=[row.pk])},
                formats.day(row.booked_on),
                formats.money(row.amount, "元"),
                row.remark or None,
            )
        }
        for row in rows
    ]


def _donations(_user: User, rows: list[Donation]) -> Shown:
    names = names_of({row.donor_id for row in rows if row.donor_id})
    states = next(c for c in DONATIONS.columns if c.name == "state").states
    columns = _columns(
        (_("捐赠方"), "left"),
        (_("捐给"), "left"),
        (_("金额"), "right"),
        (_("认捐编号"), "left"),
        (_("状态"), "left"),
        (_("认捐日期"), "left"),
    )
    return columns, [
        {
            "cells": (
                {
                    "text": names.get(row.donor_id or 0, "") or row.donor_name,
                    "url": reverse("exchange.donation.detail", args=[row.pk]),
                },
                str(row.purse),
                formats.money(row.kept, "元"),
                row.reference,
                {"text": states[row.state][0], "tone": states[row.state][1]},
                formats.day(row.pledged_on),
            ),
            "row_id": str(row.pk),
        }
        for row in rows
    ]


def _payouts(_user: User, rows: list[Payout]) -> Shown:
    names = names_of({row.beneficiary_id for row in rows})
    states = next(c for c in PAYOUTS.columns if c.name == "state").states
    columns = _columns(
        (_("用途"), "left"), (_("资金来源"), "left"), (_("受益方"), "left"), (_("金额"), "right"), (_("状态"), "left")
    )
    return columns, [
        {
            "cells": (
                {"text": row.purpose, "url": reverse("exchange.payout.detail", args=[row.pk])},
                str(row.purse),
                names.get(row.beneficiary_id, ""),
                formats.money(row.amount, "元"),
                {"text": states[row.state][0], "tone": states[row.state][1]},
            )
        }
        for row in rows
    ]


def donation_of(user: User, pk: int) -> Donation:
    """Return a gift of money the user may see; raise Absent otherwise."""
    row: Any = row_visible_to(user, resources["exchange.donation"], pk)
    return Donation.objects.select_related("purse__fund", "purse__appeal").get(pk=row.pk)


def pay_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell a donor how to pay; where the way knows by itself that the money came, ask it."""
    donation = donation_of(request.user, pk)
    if request.method == "POST":
        settle(request.user, donation)
        messages.success(request, _("已到账，收据已开具。谢谢您！"))
        return redirect("exchange.donation.detail", pk)
    way = payment_ways[donation.way]
    context = {
        "donation": donation,
        "way": way.title,
        "advice": way.port.advice(donation),
        "instant": way.demo and donation.state == "pledged",
    }
    crumbs = [(reverse("exchange.donation.detail", args=[pk]), str(donation.purse)), ("", _("付款"))]
    return show(request, "exchange/pay.html", context, crumbs=crumbs)


def receipt_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a receipt as PDF, to the donor and the offices."""
    row: Any = row_visible_to(request.user, resources["exchange.receipt"], pk)
    receipt = Receipt.objects.select_related("book", "donation__purse__fund", "donation__purse__appeal").get(pk=row.pk)
    address = request.build_absolute_uri(reverse("exchange-receipt-check", args=[receipt.code]))
    response = HttpResponse(receipt_pdf(receipt, address), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="receipt-{receipt.full_number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@for_everybody()
def receipt_check(request: HttpRequest, code: str) -> HttpResponse:
    """Tell whoever holds a receipt whether it stands: number, amount and day, and no donor's name."""
    rows = Receipt.objects.select_related("book", "donation__purse__fund", "donation__purse__appeal")
    receipt = rows.filter(code=code.upper()).first()
    context = {"receipt": receipt, "code": code[:24], "purse": str(receipt.donation.purse) if receipt else ""}
    status = 200 if receipt else 404
    return show_public(request, "exchange/receipt_check.html", context, title=_("收据核验"), index=False, status=status)
