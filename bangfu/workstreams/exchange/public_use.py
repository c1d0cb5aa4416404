"""The notice of what became of one appeal's money, against the plan that people gave for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.areas_of import COUNTY, TOWNSHIP, VILLAGE
from bangfu.kernel.publishing.declared import PublicColumn, PublicTemplate
from bangfu.kernel.publishing.places import within
from bangfu.workstreams.exchange.limits import USE_NOTICE_DAYS
from bangfu.workstreams.exchange.models import Appeal, Donation, Payout
from bangfu.workstreams.exchange.permissions import APPEAL_REVIEW
from bangfu.workstreams.exchange.queries.money import SHOWN_STATES

NONE = Decimal(0)


def appeals_of(area_code: str) -> Sequence[tuple[str, str]]:
    """Return the published appeals of a place, the newest first: id and title."""
    rows = Appeal.objects.filter(within((area_code,)), state__in=SHOWN_STATES).order_by("-published_on", "-pk")
    return [(str(pk), title) for pk, title in rows.values_list("pk", "title")[:500]]


def use_of_appeal(area_code: str, from_: date, to: date, subject: str) -> Iterator[dict[str, Any]]:
    """Yield what an appeal received, gave back, paid by each line of its plan and still holds, in CNY.

    ``period`` is within the days of the notice, ``amount`` until its last day; what went back of a
    gift that was kept otherwise has no day of its own and counts in the latter. Nobody who gave or got it is named.
    """
    appeal = Appeal.objects.select_related("purse").filter(within((area_code,)), pk=subject).first()
    if appeal is None:
        return
    gifts = Donation.objects.filter(purse=appeal.purse, received_on__lte=to)
    received = _sums(gifts, "amount", "received_on", from_)
    refunded = _sums(gifts.filter(Q(ended_on__lte=to) | Q(ended_on=None)), "refunded", "ended_on", from_)
    yield _row(appeal, "received", "", *received)
    if refunded[1]:
        yield _row(appeal, "refunded", "", *refunded)
    paid = Payout.objects.filter(purse=appeal.purse, state=Payout.State.PAID, paid_on__lte=to)
    spent = NONE
    for line in appeal.purse.lines.order_by("id"):
        sums = _sums(paid.filter(line=line), "amount", "paid_on", from_)
        spent += sums[1]
        yield _row(appeal, "used", line.title, *sums, planned=line.amount)
    yield _row(appeal, "left", "", None, received[1] - refunded[1] - spent)


def _sums(rows: Any, field: str, day: str, from_: date) -> tuple[Decimal, Decimal]:
    found = rows.aggregate(period=Sum(field, filter=Q(**{f"{day}__gte": from_})), amount=Sum(field))
    return found["period"] or NONE, found["amount"] or NONE


def _row(
    appeal: Appeal, side: str, item: str, period: Decimal | None, amount: Decimal, *, planned: Decimal | None = None
) -> dict[str, Any]:
    return {
        "area_code": appeal.area_code,
        "side": side,
        "item": item,
        "planned": appeal.target if side == "received" else planned,
        "period": period,
        "amount": amount,
    }


APPEAL_USE = PublicTemplate(
    name="exchange.appeal_use",
    title=_("众筹资金使用公告"),
    about=_("一个众筹项目筹得、退回、按计划逐项使用和结余的钱；不公开捐赠人和受益人。"),
    columns=(
        PublicColumn(
            name="side",
            title=_("收支"),
            kind="choice",
            words={"received": _("筹得"), "refunded": _("退回"), "used": _("使用"), "left": _("结余")},
        ),
        PublicColumn(name="item", title=_("计划项目")),
        PublicColumn(name="planned", title=_("目标或计划"), kind="money"),
        PublicColumn(name="period", title=_("本期"), kind="money"),
        PublicColumn(name="amount", title=_("累计"), kind="money"),
    ),
    rows=use_of_appeal,
    subjects=appeals_of,
    days=USE_NOTICE_DAYS,
    permission=APPEAL_REVIEW,
    levels=(COUNTY, TOWNSHIP, VILLAGE),
    order=25,
)
"""What one appeal's money was used for."""
