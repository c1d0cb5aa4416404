"""Appeals and funds as the public site shows them: what for, how far, and what became of the money."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Case, Q, QuerySet, Sum, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.areas_of import COUNTY, TOWNSHIP
from bangfu.kernel.publishing.declared import Asked, Found, PublicColumn, PublicFilter, PublicListing
from bangfu.kernel.publishing.places import within
from bangfu.workstreams.exchange.models import Appeal, Fund
from bangfu.workstreams.exchange.queries.money import SHOWN_STATES, plan_of, public_payouts
from bangfu.workstreams.exchange.queries.text_hits import not_withheld

Places = tuple[str, ...]
STATES = tuple((value, label) for value, label in Appeal.State.choices if value in SHOWN_STATES)
MODES = tuple(Appeal.Mode.choices)
FAMILIES = ("household", "person")
OPEN_FIRST = Case(When(state=Appeal.State.OPEN, then=0), default=1)
ORDERS = {"new": (OPEN_FIRST, "-published_on", "-pk"), "ending": (OPEN_FIRST, "closes_on", "pk")}


def _appeals(places: Places) -> QuerySet[Appeal]:
    """Published appeals; those for a family are told of by county only, so a township does not find them."""
    wide = within(place for place in places if len(place) <= COUNTY)
    near = within(places) & ~Q(beneficiary__kind__in=FAMILIES)
    return Appeal.objects.filter(wide | near, not_withheld("appeal"), state__in=SHOWN_STATES).select_related(
        "purse", "beneficiary"
    )


def public_appeals(asked: Asked) -> Found:
    """Return a page of published appeals; two queries."""
    rows = _appeals(asked.places)
    if asked.text:
        rows = rows.filter(title__contains=asked.text)
    if state := asked.values.get("state"):
        rows = rows.filter(state=state)
    page = rows.order_by(*ORDERS[asked.order or "new"])[asked.offset : asked.offset + asked.limit]
    return Found(rows=[_appeal(row) for row in page], total=rows.count())


def public_appeal(pk: str, places: Places) -> dict[str, Any] | None:
    """Return one published appeal with its plan and payments in words, or None."""
    row = _appeals(places).filter(pk=pk).first() if pk.isdigit() else None
    if row is None:
        return None
    planned = _("%(what)s：计划 %(amount)s 元，已批或已付 %(used)s 元")
    plan = [
        planned % {"what": one["title"], "amount": f"{one['amount']:,.2f}", "used": f"{one['used']:,.2f}"}
        for one in plan_of(row.purse)
    ]
    return _appeal(row) | {"plan": "\n".join(plan), "spent": _spent(public_payouts([row.purse.pk]))}


def _spent(payouts: Iterable[dict[str, Any]]) -> str:
    """Return what was paid, a line each."""
    paid = _("%(day)s %(what)s %(amount)s 元")
    return "\n".join(
        paid % {"day": one["paid_on"], "what": one["purpose"], "amount": f"{one['amount']:,.2f}"} for one in payouts
    )


def public_appeal_keys(places: Places, after: int, limit: int) -> Sequence[tuple[int, date | None]]:
    """Return the published appeals for the site map."""
    rows = _appeals(places).filter(pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", "published_on")[:limit])


def _appeal(row: Appeal) -> dict[str, Any]:
    purse, place = row.purse, row.area_code[: COUNTY if row.beneficiary.kind in FAMILIES else TOWNSHIP]
    return {
        "id": row.pk,
        "area_code": place,
        "day": row.closed_on or row.ended_on or row.published_on,
        "title": row.title,
        "text": row.text,
        "place": place,
        "state": row.state,
        "mode": row.mode,
        "target": row.target,
        "raised": purse.raised,
        "share": min(purse.raised / row.target, 1),
        "used": purse.paid,
        "balance": purse.balance,
        "closes_on": min(row.closes_on, row.ended_on or row.closes_on),
        "result": row.result,
        "plan": "",
        "spent": "",
    }


def _funds(places: Places) -> QuerySet[Fund]:
    rows = Fund.objects.filter(within(places))
    return rows.annotate(
        received=Sum("purses__received"),
        refunded=Sum("purses__refunded"),
        paid=Sum("purses__paid"),
        committed=Sum("purses__committed"),
    )


def public_funds(asked: Asked) -> Found:
    """Return a page of funds with their sums; two queries."""
    rows = _funds(asked.places)
    if asked.text:
        rows = rows.filter(name__contains=asked.text)
    page = rows.order_by("-pk")[asked.offset : asked.offset + asked.limit]
    return Found(rows=[_fund(row) for row in page], total=rows.order_by().count())


def public_fund(pk: str, places: Places) -> dict[str, Any] | None:
    """Return one fund with its purses and payments in words, or None."""
    row = _funds(places).filter(pk=pk).first() if pk.isdigit() else None
    if row is None:
        return None
    purses = list(row.purses.order_by("id"))
    spent = public_payouts(purse.pk for purse in purses)[:50]
    return _fund(row) | {
        "earmarks": "\n".join(
            _("%(what)s：%(amount)s 元") % {"what": one.earmark, "amount": f"{one.balance:,.2f}"}
            for one in purses
            if one.earmark
        ),
        "spent": _spent(spent),
    }


def public_fund_keys(places: Places, after: int, limit: int) -> Sequence[tuple[int, date | None]]:
    """Return the funds for the site map."""
    rows = Fund.objects.filter(within(places), pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", "opened_on")[:limit])


def _fund(row: Any) -> dict[str, Any]:
    return {
        "id": row.pk,
        "area_code": row.area_code[:TOWNSHIP],
        "day": row.opened_on,
        "name": row.name,
        "purpose": row.purpose,
        "place": row.area_code[:TOWNSHIP],
        "state": row.state,
        "raised": row.received - row.refunded,
        "paid": row.paid,
        "balance": row.received - row.refunded - row.committed - row.paid,
        "opened_on": row.opened_on,
        "earmarks": "",
        "spent": "",
    }


PUBLIC = (
    PublicListing(
        name="exchange.appeal",
        title=_("众筹"),
        about=_("筹款目标、进度、使用计划和每一笔支出；钱直接进入款项管理单位的账户，本系统只登记。"),
        address="appeals",
        order=20,
        columns=(
            PublicColumn(name="title", title=_("众筹项目"), role="heading"),
            PublicColumn(name="text", title=_("公开说明"), role="text"),
            PublicColumn(name="place", title=_("地区"), kind="area", role="tag"),
            PublicColumn(name="state", title=_("状态"), kind="choice", words=dict(STATES), role="tag"),
            PublicColumn(name="raised", title=_("已筹"), kind="money", role="amount"),
            PublicColumn(name="target", title=_("目标"), kind="money"),
            PublicColumn(name="share", title=_("进度"), kind="percent", role="share"),
            PublicColumn(name="closes_on", title=_("截止日期"), kind="date"),
            PublicColumn(name="mode", title=_("筹款方式"), kind="choice", words=dict(MODES), in_list=False),
            PublicColumn(name="used", title=_("已用"), kind="money", in_list=False),
            PublicColumn(name="balance", title=_("结余"), kind="money", in_list=False),
            PublicColumn(name="plan", title=_("使用计划"), in_list=False),
            PublicColumn(name="spent", title=_("支出"), in_list=False),
            PublicColumn(name="result", title=_("结果说明"), in_list=False),
        ),
        filters=(PublicFilter(name="state", title=_("状态"), options=lambda: STATES),),
        orders=(("new", _("最新")), ("ending", _("快截止的"))),
        find=public_appeals,
        one=public_appeal,
        keys=public_appeal_keys,
        answer=lambda pk: reverse("exchange-appeal-page", args=[pk]),
        answer_title=_("我要捐"),
        open_=lambda row: row["state"] == "open" and row["share"] < 1,
        closed=_("这个项目现在不再筹款，谢谢您。"),
        empty=_("现在没有众筹项目。"),
        feed=True,
        thing="DonateAction",
    ),
    PublicListing(
        name="exchange.fund",
        title=_("爱心基金"),
        about=_("各基金收到、拨付和结余的钱，以及每一笔拨付的用途；不公开受助人。"),
        address="funds",
        order=22,
        columns=(
            PublicColumn(name="name", title=_("名称"), role="heading"),
            PublicColumn(name="purpose", title=_("宗旨和使用范围"), role="text"),
            PublicColumn(name="place", title=_("地区"), kind="area", role="tag"),
            PublicColumn(name="raised", title=_("筹得"), kind="money", role="amount"),
            PublicColumn(name="paid", title=_("已付"), kind="money"),
            PublicColumn(name="balance", title=_("余额"), kind="money"),
            PublicColumn(name="opened_on", title=_("设立日期"), kind="date"),
            PublicColumn(name="earmarks", title=_("定向用途结余"), in_list=False),
            PublicColumn(name="spent", title=_("支出"), in_list=False),
        ),
        orders=(("new", _("最新")),),
        find=public_funds,
        one=public_fund,
        keys=public_fund_keys,
        answer=lambda pk: reverse("exchange-fund-page", args=[pk]),
        answer_title=_("我要捐"),
        empty=_("现在没有基金。"),
    ),
)
