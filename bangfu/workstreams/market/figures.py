"""What is measured about buying and selling."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.declared import Figure
from bangfu.figures.expressions import count, distinct, share, total
from bangfu.figures.goals import exceeded, goal, reached
from bangfu.kernel.publishing.declared import PublicFigure

SOLD = ("market.sale", "market.purchase")
BY = ("channel", "platform", "giver", "receiver", "kind", "campaign")
SALES = total("amount", kind__in=SOLD, certified=True)
ONLINE = SALES.over(channel="online")
OFFLINE = SALES.over(channel="offline")
BUDGET = total("amount", kind="market.purchase", certified=True, giver_is_budget_unit=True)
COMPLETED = BUDGET.over(accepted=True, paid=True, evaluated=True)
DESIGNATED_BOUGHT = total("amount", kind="market.purchase", buyer_class="designated_unit")
FACILITATED = total("amount", kind="market.facilitated_sale")
CONSUMPTION = total("amount", kind__in=("market.purchase", "market.facilitated_sale"))
FOREIGN_TRADE = total("amount", kind="market.purchase", buyer_class="foreign_trade")
UNION = total("amount", kind="market.purchase", buyer_class="union")

FIGURES = (
    Figure(
        name="market.sales",
        headline=10,
        title=_("认定产品销售额"),
        unit="CNY",
        workstream="market",
        expression=SALES,
        by=BY,
        definition=_("供应商记的销售与买方记的采购之和，只算认定产品；同一笔只记一次。订购不算。"),
    ),
    Figure(
        name="market.sales.online", title=_("线上销售额"), unit="CNY", workstream="market", expression=ONLINE, by=BY
    ),
    Figure(
        name="market.sales.offline", title=_("线下销售额"), unit="CNY", workstream="market", expression=OFFLINE, by=BY
    ),
    Figure(
        name="market.sales.online_share",
        title=_("线上销售占比"),
        unit="percent",
        workstream="market",
        expression=share(ONLINE, SALES),
    ),
    Figure(
        name="market.budget_purchases",
        headline=20,
        title=_("预算单位采购额"),
        unit="CNY",
        workstream="market",
        expression=BUDGET,
        by=BY,
        definition=_("预算单位自己出钱采购的认定产品。"),
    ),
    Figure(
        name="market.budget_purchases.fupin832",
        title=_("预算单位在“扶贫832”平台采购额"),
        unit="CNY",
        workstream="market",
        expression=BUDGET.over(platform="fupin832"),
        by=BY,
    ),
    Figure(
        name="market.budget_purchases.social_hall",
        title=_("预算单位在中国社会扶贫网特色馆采购额"),
        unit="CNY",
        workstream="market",
        expression=BUDGET.over(platform="social_hall"),
        by=BY,
    ),
    Figure(
        name="market.budget_purchases.completed",
        title=_("预算单位已完成采购额"),
        unit="CNY",
        workstream="market",
        expression=COMPLETED,
        by=BY,
        definition=_("验收、付款、评价三项齐全的采购。"),
    ),
    Figure(
        name="market.budget_units",
        title=_("采购的预算单位数"),
        unit="organisation",
        workstream="market",
        expression=distinct("giver", kind="market.purchase", certified=True, giver_is_budget_unit=True),
        by=("platform",),
        definition=_("有采购记录的预算单位，每家只算一次。"),
    ),
    Figure(
        name="market.designated_purchases",
        headline=30,
        title=_("定点帮扶单位采购额"),
        unit="CNY",
        workstream="market",
        expression=DESIGNATED_BOUGHT,
        by=BY,
    ),
    Figure(
        name="market.facilitated_sales",
        headline=40,
        title=_("帮助销售额"),
        unit="CNY",
        workstream="market",
        expression=FACILITATED,
        by=("giver", "platform", "helper_class"),
        definition=_("牵线卖出、别人出钱的；不含自己采购。"),
    ),
    Figure(
        name="market.designated_sales",
        title=_("定点帮扶单位帮助销售额"),
        unit="CNY",
        workstream="market",
        expression=FACILITATED.over(helper_class="designated_unit"),
        by=("giver", "platform"),
        definition=_("定点帮扶单位牵线卖出、别人出钱的；不含自己采购。"),
    ),
    Figure(
        name="market.orders",
        title=_("订购认购额"),
        unit="CNY",
        workstream="market",
        expression=total("amount", kind="market.order"),
        by=("giver", "campaign"),
        definition=_("已订未交，不计入销售额。"),
    ),
    Figure(
        name="market.ordering_organisations",
        title=_("订购认购的单位数"),
        unit="organisation",
        workstream="market",
        expression=distinct("giver", kind="market.order"),
    ),
    Figure(
        name="market.consumption",
        headline=50,
        title=_("消费帮扶总额"),
        unit="CNY",
        workstream="market",
        expression=CONSUMPTION,
        by=BY,
        definition=_("从帮扶一方看：自己采购与牵线帮销之和；签约、订购不算。"),
    ),
    Figure(
        name="market.consumption.target",
        title=_("消费帮扶目标"),
        unit="CNY",
        workstream="market",
        expression=goal("market.consumption"),
    ),
    Figure(
        name="market.consumption.reached",
        title=_("消费帮扶完成率"),
        unit="percent",
        workstream="market",
        expression=reached("market.consumption", CONSUMPTION),
        definition=_("总额占目标的百分比；完成目标为 100%。"),
    ),
    Figure(
        name="market.budget_purchases.reserved",
        title=_("预算单位预留采购份额"),
        unit="CNY",
        workstream="market",
        expression=goal("market.budget_purchases"),
    ),
    Figure(
        name="market.foreign_trade_purchases",
        title=_("外贸企业采购额"),
        unit="CNY",
        workstream="market",
        expression=FOREIGN_TRADE,
        by=("giver", "receiver"),
    ),
    Figure(
        name="market.foreign_trade_purchases.target",
        title=_("外贸企业采购额度"),
        unit="CNY",
        workstream="market",
        expression=goal("market.foreign_trade_purchases"),
    ),
    Figure(
        name="market.foreign_trade_purchases.exceeded",
        title=_("外贸企业采购超额比例"),
        unit="percent",
        workstream="market",
        expression=exceeded("market.foreign_trade_purchases", FOREIGN_TRADE),
        definition=_("超出额度的部分占额度的百分比；完成额度为 0。"),
    ),
    Figure(
        name="market.union_purchases",
        title=_("工会采购额"),
        unit="CNY",
        workstream="market",
        expression=UNION,
        by=("giver",),
    ),
    Figure(
        name="market.union_buyers",
        title=_("参与采购的工会会员"),
        unit="person",
        workstream="market",
        expression=total("persons", kind="market.purchase", buyer_class="union"),
        by=("giver",),
    ),
    Figure(
        name="market.purchases",
        title=_("采购额"),
        unit="CNY",
        workstream="market",
        expression=total("amount", kind="market.purchase"),
        by=(*BY, "buyer_class"),
        definition=_("自己出钱采购的，不论是否认定产品。"),
    ),
    Figure(
        name="market.buyers",
        title=_("采购单位数"),
        unit="organisation",
        workstream="market",
        expression=distinct("giver", kind="market.purchase"),
        by=(*BY, "buyer_class"),
        definition=_("每家只算一次。"),
    ),
    Figure(
        name="market.purchases_counted",
        title=_("采购件数（无金额）"),
        unit="item",
        workstream="market",
        expression=total("quantity", kind="market.purchase_counted"),
        by=("giver", "unit"),
    ),
    Figure(
        name="market.livestream_sales",
        title=_("直播带货销售额"),
        unit="CNY",
        workstream="market",
        expression=total(
            "amount", kind__in=("market.sale", "market.purchase", "market.facilitated_sale"), platform="livestream"
        ),
        by=("campaign", "giver", "receiver"),
    ),
    Figure(
        name="market.live_days",
        title=_("直播场数"),
        unit="session",
        workstream="market",
        expression=count(kind="market.live_session"),
        by=("campaign",),
    ),
    Figure(
        name="market.live_orders",
        title=_("直播订单数"),
        unit="order",
        workstream="market",
        expression=total("quantity", kind="market.live_session"),
        by=("campaign",),
    ),
    Figure(
        name="market.live_viewers",
        title=_("直播观看人次"),
        unit="person_time",
        workstream="market",
        expression=total("person_times", kind="market.live_session"),
        by=("campaign",),
    ),
    Figure(
        name="market.live_clicks",
        title=_("直播点击量"),
        unit="activity",
        workstream="market",
        expression=total("quantity", kind="market.live_clicks"),
        by=("campaign",),
    ),
    Figure(
        name="market.live_hosts",
        title=_("参与直播的达人"),
        unit="person",
        workstream="market",
        expression=total("persons", kind="market.live_hosts"),
        by=("campaign",),
    ),
    Figure(
        name="market.agreements",
        title=_("购销签约份数"),
        unit="agreement",
        workstream="market",
        expression=count(kind="market.agreement"),
        by=("giver", "campaign"),
    ),
    Figure(
        name="market.agreed",
        title=_("购销签约额"),
        unit="CNY",
        workstream="market",
        expression=total("amount", kind="market.agreement"),
        by=("giver", "campaign"),
        definition=_("签约额，不等于成交额。"),
    ),
    Figure(
        name="market.exhibitors",
        title=_("参展单位"),
        unit="organisation",
        workstream="market",
        expression=distinct("receiver", kind="market.exhibitor"),
        by=("campaign",),
    ),
    Figure(
        name="market.matchmaking_firms",
        title=_("参加产销对接的企业"),
        unit="organisation",
        workstream="market",
        expression=distinct("giver", kind="market.matchmaking"),
    ),
    Figure(
        name="market.station_persons",
        title=_("电商站点帮助销售的人数"),
        unit="person",
        workstream="market",
        expression=total("persons", kind="market.station_help"),
    ),
)

PUBLIC_FIGURES = (
    PublicFigure(
        name="market.public.sales",
        figure="market.sales",
        order=30,
        how=_("当地经过认定的产品卖了多少钱，同一笔买卖只算一次，没有付款提货的订购不算。"),
    ),
    PublicFigure(
        name="market.public.consumption",
        figure="market.consumption",
        order=31,
        how=_("帮扶单位自己采购和牵线帮销的金额，签约、订购不算。"),
    ),
)
