"""What the exchange offers the public site: the board, a notice of results, and figures. Nothing else leaves."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.publishing.declared import (
    PublicColumn,
    PublicFigure,
    PublicFilter,
    PublicListing,
    PublicTemplate,
)
from bangfu.workstreams.exchange.limits import NOTICE_DAYS
from bangfu.workstreams.exchange.models import Kind, Need
from bangfu.workstreams.exchange.permissions import NEED_REVIEW
from bangfu.workstreams.exchange.queries.public import find_needs, need_keys, one_need, wishes_by_township

STATES = {
    "published": _("等待认领"),
    "claimed": _("已有人认领"),
    "under_way": _("正在对接"),
    "delivered": _("已送达"),
    "confirmed": _("已收到"),
    "closed": _("已办结"),
}

NEEDS = PublicListing(
    name="exchange.need",
    title=_("心愿和需求"),
    address="needs",
    about=_("由村信息点核实、乡镇或县审核后发布。不公开姓名、住址和健康情况；未成年人只写到县。"),
    order=10,
    columns=(
        PublicColumn(name="title", title=_("需要什么"), role="heading"),
        PublicColumn(name="text", title=_("说明"), role="text"),
        PublicColumn(name="wish", title=_("微心愿"), kind="choice", words={"wish": _("微心愿")}, role="tag"),
        PublicColumn(name="kind", title=_("类别"), kind="choice", words=dict(Kind.choices), role="tag"),
        PublicColumn(name="band", title=_("受助对象"), kind="choice", words=dict(Need.Band.choices), role="tag"),
        PublicColumn(name="place", title=_("地区"), kind="area", role="tag"),
        PublicColumn(name="value", title=_("估价"), kind="money", role="amount"),
        PublicColumn(name="taken", title=_("已认领"), kind="percent", role="share"),
        PublicColumn(name="quantity", title=_("数量")),
        PublicColumn(name="left", title=_("还需"), in_list=False),
        PublicColumn(
            name="urgency", title=_("紧急程度"), kind="choice", words=dict(Need.Urgency.choices), in_list=False
        ),
        PublicColumn(name="needed_by", title=_("期望日期"), kind="date", in_list=False),
        PublicColumn(name="published_on", title=_("发布日期"), kind="date"),
        PublicColumn(name="state", title=_("进展"), kind="choice", words=STATES, in_list=False),
    ),
    filters=(
        PublicFilter(name="kind", title=_("类别"), options=lambda: Kind.choices),
        PublicFilter(name="band", title=_("受助对象"), options=lambda: Need.Band.choices),
        PublicFilter(
            name="amount",
            title=_("金额"),
            options=lambda: (
                ("100", _("100 元以内")),
                ("500", _("100—500 元")),
                ("2000", _("500—2,000 元")),
                ("more", _("2,000 元以上")),
            ),
        ),
        PublicFilter(name="wish", title=_("微心愿"), options=lambda: (("1", _("只看微心愿")),)),
    ),
    orders=(("new", _("最新")), ("urgent", _("最紧急")), ("old", _("等得最久")), ("small", _("金额从小到大"))),
    search_hint=_("轮椅、书包、辅导"),
    empty=_("现在没有符合条件的心愿。换个条件看看，或订阅，有新的就能知道。"),
    find=find_needs,
    one=one_need,
    keys=need_keys,
    answer=lambda pk: reverse("exchange-board-need", args=[pk]),
    answer_title=_("我来认领"),
    open_=lambda row: row["state"] == "published",
    feed=True,
    thing="Demand",
)

WISHES_NOTICE = PublicTemplate(
    name="exchange.wishes",
    title=_("爱心需求办理情况公告"),
    about=_("各乡镇发布、对接和完成的需求数，不涉及具体农户。"),
    columns=(
        PublicColumn(name="place", title=_("乡镇"), kind="area"),
        PublicColumn(name="posted", title=_("发布"), kind="number", unit=_("个")),
        PublicColumn(name="matched", title=_("对接"), kind="number", unit=_("个")),
        PublicColumn(name="met", title=_("完成"), kind="number", unit=_("个")),
    ),
    totals=("posted", "matched", "met"),
    rows=wishes_by_township,
    days=NOTICE_DAYS,
    permission=NEED_REVIEW,
)


MONTHLY = _("%(n)s 份平台月报")


def _figure(name: str, order: int, how: Any, records: Any = "") -> PublicFigure:
    figure = f"exchange.{name}"
    return PublicFigure(name=f"exchange.public.{name}", figure=figure, order=order, how=how, records=records)


PUBLIC_NEEDS = (
    NEEDS,
    WISHES_NOTICE,
    _figure("board.posted", 8, _("村里提出、审核通过并在这里公开发布的需求，每条算一件。")),
    _figure("board.matched", 9, _("这里发布的需求中，已有单位或个人认领的，每条算一件，不论是否已经送达。")),
    _figure("needs_posted", 10, _("其他对接平台按月报来的发布总数，不含这里逐条发布的。"), MONTHLY),
    _figure("needs_matched", 11, _("其他对接平台按月报来的对接总数，不含这里逐条发布的。"), MONTHLY),
    _figure("assistances", 12, _("台账里登记的帮扶次数，多为对接平台按月报来的总数；一条需求可能帮扶多次。")),
    _figure("donations", 20, _("台账里的捐款，加上有折价的物资。没有折价的物资不算钱。")),
    _figure("appeals_raised", 23, _("众筹项目到账的钱，退款已扣除；捐款合计里已经有，不再相加。")),
    _figure("wishes", 21, _("实现了微心愿的农户，按每次记下的户数相加。")),
    _figure("services", 22, _("志愿者上门或集中服务，每次算一次；含对接平台按月报来的总数。")),
)
