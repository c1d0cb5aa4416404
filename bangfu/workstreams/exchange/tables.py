"""The tables of the working group."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.tables.declared import (
    By,
    ByArea,
    ByPartner,
    ByPeriod,
    Column,
    Derived,
    Field,
    Grid,
    Records,
    Table,
)

RAISED = Table(
    name="T19",
    title=_("社会动员募集款物完成情况表"),
    workstream="exchange",
    parts=(
        Grid(
            head=_("年度"),
            rows=ByPeriod("year"),
            columns=(
                Column("exchange.raised", _("募集款物")),
                Column("exchange.raised.target", _("目标")),
                Derived("reached", _("完成率（完成÷目标）"), "%", "exchange.raised", "exchange.raised.target"),
                Derived("exceeded", _("超额比例（完成÷目标－1）"), "over", "exchange.raised", "exchange.raised.target"),
            ),
        ),
    ),
    notes=(_("完成率和超额比例是两个数：超额136%就是完成236%。"),),
)
GIFTS = Table(
    name="T20",
    title=_("捐赠台账"),
    workstream="exchange",
    parts=(
        Grid(
            title=_("按捐赠方"),
            head=_("捐赠方"),
            rows=By("giver", order="value"),
            columns=(
                Column("exchange.donations", _("款物合计")),
                Column("exchange.donations.money", _("捐款")),
                Column("exchange.donations.goods", _("捐物折价")),
                Column("exchange.goods_counted", _("无折价物资")),
                Column("exchange.donation_count", _("笔数")),
            ),
        ),
        Records(
            title=_("逐笔"),
            kinds=("exchange.donation_money", "exchange.donation_goods", "exchange.donation_goods_counted"),
            fields=(
                Field("happened_on", _("日期")),
                Field("kind", _("类型")),
                Field("giver", _("捐赠方")),
                Field("receiver", _("受赠方")),
                Field("goods", _("物资")),
                Field("quantity", _("数量")),
                Field("unit", _("单位")),
                Field("use", _("用途")),
                Field("amount", _("金额（折价）")),
                Field("person_times", _("受益人次")),
            ),
        ),
    ),
)
WISHES = Table(
    name="T21",
    title=_("微心愿认领和实现情况表"),
    workstream="exchange",
    parts=(
        Grid(
            title=_("按地区"),
            head=_("地区"),
            rows=ByArea(),
            columns=(
                Column("exchange.board.wishes_posted", _("发布"), _("需求榜")),
                Column("exchange.board.wishes_matched", _("认领"), _("需求榜")),
                Column("exchange.board.wishes_met", _("送达"), _("需求榜")),
                Column("exchange.wishes", _("实现")),
                Column("exchange.wish_money", _("金额")),
                Column("exchange.wish_givers", _("认领单位")),
                Derived("average", _("户均金额"), "/", "exchange.wish_money", "exchange.wishes", unit="yuan"),
            ),
        ),
        Grid(
            title=_("按结对地区"),
            head=_("地区"),
            rows=ByPartner(),
            columns=(
                Column("exchange.wishes", _("实现")),
                Column("exchange.wish_money", _("金额")),
                Column("exchange.wish_givers", _("认领单位")),
                Derived("average", _("户均金额"), "/", "exchange.wish_money", "exchange.wishes", unit="yuan"),
            ),
        ),
    ),
)
PLATFORM = Table(
    name="T36",
    title=_("爱心需求对接平台运行情况表"),
    workstream="exchange",
    parts=(
        Grid(
            head=_("月份"),
            rows=ByPeriod("month"),
            columns=(
                Column("exchange.board.posted", _("发布"), _("需求榜")),
                Column("exchange.board.matched", _("对接"), _("需求榜")),
                Column("exchange.board.completed", _("完成"), _("需求榜")),
                Column("exchange.board.match_rate", _("对接率"), _("需求榜")),
                Column("exchange.board.days_to_match", _("平均对接天数"), _("需求榜")),
                Column("exchange.needs_posted", _("发布"), _("其他平台")),
                Column("exchange.needs_matched", _("对接成功"), _("其他平台")),
                Derived(
                    "rate", _("对接率"), "%", "exchange.needs_matched", "exchange.needs_posted", group=_("其他平台")
                ),
                Column("exchange.assistances", _("对接帮扶"), _("帮扶")),
                Column("exchange.platform_goods", _("物品"), _("帮扶")),
                Column("exchange.platform_services", _("服务"), _("帮扶")),
                Column("exchange.platform_money", _("捐款"), _("资金")),
                Column("exchange.crowdfunding_posted", _("发布众筹"), _("资金")),
            ),
        ),
    ),
    notes=(
        _(
            "条、次、件单位不同，不能相加；一条需求可以帮扶多次；发布众筹不是筹得款；物品、服务、捐款只算经对接平台送达的。"
        ),
        _("“需求榜”逐条来自本系统，对接率按发布的月份算；“其他平台”是外部平台按月报的总数，两边不能相加。"),
    ),
)
UMBRELLA = Table(
    name="T37",
    title=_("社会扶贫总体情况表（户帮户、亲帮亲）"),
    workstream="exchange",
    parts=(
        Grid(
            head=_("地区"),
            rows=ByArea(),
            columns=(
                Column("exchange.participations", _("参与互助")),
                Column("exchange.donations", _("捐款捐物")),
                Column("industry.income_raised", _("带动增收")),
                Column("exchange.neighbour_households", _("户帮户")),
                Column("exchange.services", _("志愿服务")),
            ),
        ),
    ),
)
TABLES = (RAISED, GIFTS, WISHES, PLATFORM, UMBRELLA)
