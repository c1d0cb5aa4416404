"""The tables of the working group."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.tables.declared import (
    By,
    Column,
    Derived,
    Fixed,
    Grid,
    Line,
    Plain,
    Table,
)

SUPPLIERS = Table(
    name="T31",
    title=_("供应商、认定产品和上架情况表"),
    workstream="market",
    parts=(
        Grid(
            title=_("概况"),
            head=_("指标"),
            rows=Fixed(
                (
                    Line(_("排查的农业经营主体"), ("market.screened",)),
                    Line(_("认定供应商"), ("market.suppliers",)),
                    Line(_("认定产品"), ("market.products",)),
                    Line(_("有产品上架的供应商"), ("market.listing_suppliers",)),
                    Line(_("在“扶贫832”平台上架"), ("market.listing_suppliers.fupin832",), level=1),
                    Line(_("在中国社会扶贫网特色馆上架"), ("market.listing_suppliers.social_hall",), level=1),
                )
            ),
            columns=(Plain("value", _("数值")),),
        ),
        Grid(
            title=_("按供应商"),
            head=_("供应商"),
            rows=By("supplier"),
            columns=(
                Column("market.products", _("认定产品")),
                Column("market.listed_skus", _("上架规格")),
                Column("market.listed_skus.fupin832", _("“扶贫832”平台"), _("其中")),
                Column("market.listed_skus.social_hall", _("社会扶贫网特色馆"), _("其中")),
            ),
        ),
    ),
    notes=(_("产品和规格是两个口径：一个产品可有多个规格；在两个平台上架的规格各算一次。"),),
)
CHANNELS = Table(
    name="T32",
    title=_("认定产品分渠道销售情况表"),
    workstream="market",
    parts=(
        Grid(
            title=_("线上线下"),
            head=_("渠道"),
            rows=By("channel"),
            columns=(Column("market.sales"), Derived("share", _("占比"), "of_total", "market.sales")),
        ),
        Grid(
            title=_("分平台"),
            head=_("平台"),
            rows=By("platform"),
            columns=(Column("market.sales"), Derived("share", _("占比"), "of_total", "market.sales")),
        ),
    ),
)
BUYERS = Table(
    name="T33",
    title=_("消费帮扶采购情况表"),
    workstream="market",
    parts=(
        Grid(
            title=_("按购买方类别"),
            head=_("购买方类别"),
            rows=By("buyer_class"),
            columns=(
                Column("market.purchases", _("采购额")),
                Derived("share", _("占比"), "of_total", "market.purchases"),
                Column("market.buyers", _("采购单位")),
            ),
        ),
        Grid(
            title=_("目标完成"),
            head=_("指标"),
            rows=Fixed(
                (
                    Line(_("消费帮扶总额"), ("market.consumption", "market.consumption.target")),
                    Line(_("预算单位采购"), ("market.budget_purchases", "market.budget_purchases.reserved")),
                    Line(
                        _("其中：已验收、付款、评价"),
                        ("market.budget_purchases.completed", "market.budget_purchases.reserved"),
                        level=1,
                    ),
                )
            ),
            columns=(
                Plain("actual", _("完成")),
                Plain("target", _("目标（预留）")),
                Derived("reached", _("完成率"), "%", "actual", "target"),
            ),
        ),
        Grid(
            title=_("其他口径"),
            head=_("指标"),
            rows=Fixed(
                (
                    Line(_("采购的预算单位"), ("market.budget_units",)),
                    Line(_("预算单位在“扶贫832”平台采购"), ("market.budget_purchases.fupin832",)),
                    Line(_("预算单位在社会扶贫网特色馆采购"), ("market.budget_purchases.social_hall",)),
                    Line(_("定点帮扶单位采购"), ("market.designated_purchases",)),
                    Line(_("定点帮扶单位帮助销售"), ("market.designated_sales",)),
                    Line(_("外贸企业采购"), ("market.foreign_trade_purchases",)),
                    Line(_("工会采购"), ("market.union_purchases",)),
                    Line(_("参与采购的工会会员"), ("market.union_buyers",)),
                    Line(_("订购认购"), ("market.orders",)),
                    Line(_("订购认购的单位"), ("market.ordering_organisations",)),
                    Line(_("采购件数（无金额）"), ("market.purchases_counted",)),
                )
            ),
            columns=(Plain("value", _("数值")),),
        ),
    ),
    notes=(_("各口径互有重叠，不能相加。"),),
)
POINTS = Table(
    name="T34",
    title=_("销售点建设情况表"),
    workstream="market",
    parts=(
        Grid(
            head=_("类型"),
            rows=By("kind"),
            columns=(
                Column("market.points", _("合计")),
                Column("market.points.planned", _("拟建设"), _("其中")),
                Column("market.points.determined", _("已确定"), _("其中")),
                Column("market.points.open", _("已开设"), _("其中")),
            ),
        ),
    ),
)
EVENTS = Table(
    name="T35",
    title=_("展销、签约和直播活动情况表"),
    workstream="market",
    parts=(
        Grid(
            head=_("活动"),
            rows=By("campaign"),
            columns=(
                Column("market.livestream_sales", _("成交额"), _("直播带货")),
                Column("market.live_days", _("场次"), _("直播带货")),
                Column("market.live_orders", _("订单"), _("直播带货")),
                Column("market.live_viewers", _("观看"), _("直播带货")),
                Column("market.live_clicks", _("点击"), _("直播带货")),
                Column("market.agreements", _("份数"), _("签约")),
                Column("market.agreed", _("金额"), _("签约")),
                Column("market.exhibitors", _("参展单位"), _("展销")),
                Column("market.orders", _("订购认购"), _("展销")),
            ),
        ),
    ),
    notes=(_("签约额不是成交额；没有挂在活动下的记录列在“未注明”。"),),
)
TABLES = (SUPPLIERS, CHANNELS, BUYERS, POINTS, EVENTS)
