"""What is measured about gifts."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.declared import Figure
from bangfu.figures.expressions import distinct, plus, total

GIFTS = ("exchange.donation_money", "exchange.donation_goods", "exchange.donation_goods_counted")
MONEY = total("amount", kind="exchange.donation_money")
GOODS = total("amount", kind="exchange.donation_goods")

FIGURES = (
    Figure(
        name="exchange.donations.money",
        title=_("捐款"),
        unit="CNY",
        workstream="exchange",
        expression=MONEY,
        by=("giver", "receiver", "campaign"),
    ),
    Figure(
        name="exchange.donations.goods",
        title=_("捐物折价"),
        unit="CNY",
        workstream="exchange",
        expression=GOODS,
        by=("giver", "receiver", "campaign"),
        definition=_("只算有折价的物资。"),
    ),
    Figure(
        name="exchange.donations",
        headline=60,
        title=_("捐款捐物合计"),
        unit="CNY",
        workstream="exchange",
        expression=plus(MONEY, GOODS),
        by=("giver", "receiver", "campaign"),
        definition=_("捐款与捐物折价之和；没有折价的物资不在内。"),
    ),
    Figure(
        name="exchange.donors",
        title=_("捐赠方数"),
        unit="organisation",
        workstream="exchange",
        expression=distinct("giver", kind__in=GIFTS),
    ),
)
