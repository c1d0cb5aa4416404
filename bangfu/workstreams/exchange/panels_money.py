"""What the exchange adds to the pages of funds, appeals, gifts of money and lines of statements."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bangfu.kernel import formats
from bangfu.kernel.resources import Panel
from bangfu.kernel.rights.models import User
from bangfu.workstreams.exchange.models import Appeal, Donation, Fund, Receipt, StatementLine
from bangfu.workstreams.exchange.permissions import APPEAL_VIEW, DONATION_VIEW, FUND_VIEW, LINE_VIEW
from bangfu.workstreams.exchange.queries.money import plan_of

Rows = list[tuple[object, ...]]


def _table(titles: tuple[tuple[str, str], ...], rows: Rows) -> str:
    columns = [
        {"key": str(n), "title": title, "align": align, "wrap": n == 0} for n, (title, align) in enumerate(titles)
    ]
    return render_to_string("exchange/rows_panel.html", {"columns": columns, "rows": [{"cells": row} for row in rows]})


def _buttons(*items: tuple[str, str, str]) -> str:
    return render_to_string("exchange/buttons_panel.html", {"items": items})


def fund_panel(_user: User, fund: Fund) -> str:
    """Return the purses of a fund, each with what is left."""
    titles = (
        (_now("定向用途"), "left"), (_now("筹得"), "right"), (_now("已付"), "right"), (_now("已批未付"), "right"),
        (_now("余额"), "right"),
    )  # fmt: skip
    rows: Rows = [
        (
            row.earmark or _now("非定向"),
            *(formats.money(value, "元") for value in (row.raised, row.paid, row.committed, row.balance)),
        )
        for row in fund.purses.order_by("id")
    ]
    open_page = (_now("看基金页"), reverse("exchange-fund-page", args=[fund.pk]), "eye")
    return _table(titles, rows) + _buttons(open_page)


def appeal_panel(_user: User, appeal: Appeal) -> str:
    """Return the plan of an appeal against its use."""
    titles = ((_now("用途"), "left"), (_now("计划"), "right"), (_now("已批或已付"), "right"), (_now("未用"), "right"))
    rows: Rows = [
        (row["title"], *(formats.money(row[name], "元") for name in ("amount", "used", "left")))
        for row in plan_of(appeal.purse)
    ]
    return _table(titles, rows) + _buttons((_now("看众筹页"), reverse("exchange-appeal-page", args=[appeal.pk]), "eye"))


def donation_panel(_user: User, donation: Donation) -> str:
    """Return the receipts of a donation, or how to pay it."""
    if donation.state == Donation.State.PLEDGED:
        return _buttons((_now("怎样付款"), reverse("exchange-pay", args=[donation.pk]), "cash"))
    rows: Rows = [
        (
            {"text": row.full_number, "url": reverse("exchange-receipt-file", args=[row.pk])},
            formats.money(row.amount, "元"),
            formats.day(row.issued_on),
            {"text": _now("已作废"), "tone": "bad"} if row.voided_on else {"text": _now("有效"), "tone": "good"},
        )
        for row in donation.receipts.select_related("book").order_by("-pk")
    ]
    titles = ((_now("收据编号"), "left"), (_now("金额"), "right"), (_now("开具日期"), "left"), (_now("状态"), "left"))
    return _table(titles, rows)


def receipt_panel(_user: User, receipt: Receipt) -> str:
    """Return the way to the printed receipt."""
    return _buttons((_now("打印收据"), reverse("exchange-receipt-file", args=[receipt.pk]), "printer"))


def line_panel(_user: User, line: StatementLine) -> str:
    """Return the way to where a line is matched."""
    if line.state == StatementLine.State.OPEN:
        return _buttons((_now("核对"), reverse("exchange-line", args=[line.pk]), "check"))
    if line.donation_id:
        address = reverse("exchange.donation.detail", args=[line.donation_id])
        return _buttons((_now("看捐赠款"), address, "cash"))
    return ""


MONEY_PANELS = (
    Panel(name="exchange.fund", of="exchange.fund", title=_("资金账"), render=fund_panel, permission=FUND_VIEW),
    Panel(
        name="exchange.appeal", of="exchange.appeal", title=_("使用计划"), render=appeal_panel, permission=APPEAL_VIEW
    ),
    Panel(
        name="exchange.donation",
        of="exchange.donation",
        title=_("收据"),
        render=donation_panel,
        permission=DONATION_VIEW,
    ),
    Panel(
        name="exchange.receipt", of="exchange.receipt", title=_("收据"), render=receipt_panel, permission=DONATION_VIEW
    ),
    Panel(
        name="exchange.line",
        of="exchange.statement_line",
        title=_("核对"),
        render=line_panel,
        permission=LINE_VIEW,
    ),
)
