"""What is measured about buying and selling."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.declared import Figure
from bangfu.figures.expressions import distinct, share, total

SOLD = ("market.sale", "market.purchase")
BY = ("channel", "platform", "giver", "receiver", "kind", "campaign")
SALES = total("amount", kind__in=SOLD, certified=True)
ONLINE = SALES.over(channel="online")
OFFLINE = SALES.over(channel="offline")
BUDGET = total("amount", kind="market.purchase", certified=True, giver_is_budget_unit=True)
COMPLETED = BUDGET.over(accepted=True, paid=True, evaluated=True)
DESIGNATED_BOUGHT = total("amount", kind="market.purchase", buyer_class="designated_unit")
DESIGNATED_SOLD = total("amount", kind="market.facilitated_sale")

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
        expression=DESIGNATED_SOLD,
        by=("giver", "platform"),
        definition=_("牵线卖出、别人出钱的；不含自己采购。"),
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
)
