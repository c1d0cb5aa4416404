"""What is measured about gifts."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.declared import Figure
from bangfu.figures.expressions import Expression, Measure, count, distinct, minus, plus, ratio, total
from bangfu.figures.goals import exceeded, goal, reached

GIFTS = ("exchange.donation_money", "exchange.donation_goods", "exchange.donation_goods_counted", "exchange.wish")
OF_MONEY = ("exchange.donation_money", "exchange.donation_public")
DONATIONS = (*OF_MONEY, "exchange.donation_goods")
MONEY = total("amount", kind__in=OF_MONEY)
GOODS = total("amount", kind="exchange.donation_goods")
WISHES = total("amount", kind="exchange.wish")
RAISED = plus(plus(MONEY, GOODS), WISHES)
ELSEWHERE = _("其他对接平台按月报来的总数；本系统逐条登记的见“需求榜发布”和“需求榜对接”，两者不相加。")
POSTED = total("quantity", kind="exchange.need_posted")
MATCHED = total("quantity", kind="exchange.need_matched")


def _mutual(name: str, title: str, unit: str, expression: Expression, definition: str = "") -> Figure:
    return Figure(
        name=name, title=title, unit=unit, workstream="exchange", expression=expression, definition=definition
    )


def _purses(account: str, of: str, title: object, expression: Expression, definition: object = "") -> Figure:
    return Figure(
        name=f"exchange.{account}s_{of}",
        title=title,  # type: ignore[arg-type]
        unit="CNY",
        workstream="exchange",
        expression=expression,
        definition=definition,  # type: ignore[arg-type]
    )


def _came(account: str) -> Measure:
    return total("amount", kind__in=OF_MONEY, account=account)


def _went(account: str) -> Measure:
    return total("amount", kind="exchange.fund_aid", account=account)


KEPT = _("到账的减去退款冲正的；捐款合计里已经有这笔钱，不再相加。")
LEFT = _("筹得减已拨付。看某一天的余额，从最早一笔算到那天；看一段时间是这段时间的收支差。")

FIGURES = (
    _purses("appeal", "raised", _("众筹筹得"), _came("appeal"), KEPT),
    _purses("appeal", "paid", _("众筹已拨付"), _went("appeal")),
    _purses("appeal", "balance", _("众筹结余"), minus(_came("appeal"), _went("appeal")), LEFT),
    _purses("fund", "raised", _("爱心基金筹得"), _came("fund"), KEPT),
    _purses("fund", "paid", _("爱心基金已拨付"), _went("fund")),
    _purses("fund", "balance", _("爱心基金余额"), minus(_came("fund"), _went("fund")), LEFT),
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
        by=("campaign",),
    ),
    Figure(
        name="exchange.mobilised_units",
        title=_("参与捐赠的乡镇（街道）和机关"),
        unit="organisation",
        workstream="exchange",
        expression=distinct("giver", kind__in=GIFTS, giver_kind="authority", giver_rank="township"),
        definition=_("隶属层级为乡镇级的捐赠单位。"),
    ),
    Figure(
        name="exchange.donation_count",
        title=_("捐款捐物笔数"),
        unit="transaction",
        workstream="exchange",
        expression=count(kind__in=DONATIONS),
        by=("giver", "receiver", "campaign"),
    ),
    Figure(
        name="exchange.donation_person_times",
        title=_("捐款捐物受益人次"),
        unit="person_time",
        workstream="exchange",
        expression=total("person_times", kind__in=DONATIONS),
        by=("campaign",),
    ),
    Figure(
        name="exchange.goods_counted",
        title=_("捐物件数（无折价）"),
        unit="item",
        workstream="exchange",
        expression=total("quantity", kind="exchange.donation_goods_counted"),
        by=("giver", "unit"),
    ),
    Figure(
        name="exchange.platform_goods",
        title=_("经对接平台送达的物品"),
        unit="item",
        workstream="exchange",
        expression=total("quantity", kind="exchange.donation_goods_counted", platform__isnull=False),
        by=("platform", "giver"),
    ),
    Figure(
        name="exchange.platform_services",
        title=_("经对接平台完成的服务"),
        unit="activity",
        workstream="exchange",
        expression=total("quantity", kind="exchange.service", platform__isnull=False),
        by=("platform", "giver"),
    ),
    Figure(
        name="exchange.platform_money",
        title=_("经对接平台捐助的资金"),
        unit="CNY",
        workstream="exchange",
        expression=total("amount", kind="exchange.donation_money", platform__isnull=False),
        by=("platform", "giver"),
        definition=_("登记了对接平台的捐款；直接捐助的不在内。"),
    ),
    Figure(
        name="exchange.raised",
        title=_("募集款物合计"),
        unit="CNY",
        workstream="exchange",
        expression=RAISED,
        by=("giver", "receiver", "campaign"),
        definition=_("捐款、捐物折价与微心愿之和。"),
    ),
    Figure(
        name="exchange.raised.target",
        title=_("募集款物目标"),
        unit="CNY",
        workstream="exchange",
        expression=goal("exchange.raised"),
    ),
    Figure(
        name="exchange.raised.reached",
        title=_("募集款物完成率"),
        unit="percent",
        workstream="exchange",
        expression=reached("exchange.raised", RAISED),
        definition=_("募集额占目标的百分比；完成目标为 100%。"),
    ),
    Figure(
        name="exchange.raised.exceeded",
        title=_("募集款物超额比例"),
        unit="percent",
        workstream="exchange",
        expression=exceeded("exchange.raised", RAISED),
        definition=_("超出目标的部分占目标的百分比；完成目标为 0。"),
    ),
    Figure(
        name="exchange.wishes",
        title=_("实现微心愿户数"),
        unit="household",
        workstream="exchange",
        expression=total("households", kind="exchange.wish"),
        by=("giver",),
    ),
    Figure(
        name="exchange.wish_money",
        title=_("微心愿金额"),
        unit="CNY",
        workstream="exchange",
        expression=WISHES,
        by=("giver",),
    ),
    Figure(
        name="exchange.wish_average",
        title=_("平均每户微心愿金额"),
        unit="CNY",
        workstream="exchange",
        expression=ratio(WISHES, total("households", kind="exchange.wish")),
        definition=_("可与政策参数里的上限对照。"),
    ),
    Figure(
        name="exchange.wish_givers",
        title=_("认领微心愿的单位数"),
        unit="organisation",
        workstream="exchange",
        expression=distinct("giver", kind="exchange.wish"),
    ),
    _mutual("exchange.needs_posted", _("发布的爱心需求"), "item", POSTED, ELSEWHERE),
    _mutual("exchange.needs_matched", _("对接成功的爱心需求"), "item", MATCHED, ELSEWHERE),
    _mutual("exchange.needs_open", _("尚未对接的爱心需求"), "item", minus(POSTED, MATCHED)),
    _mutual(
        "exchange.assistances",
        _("完成的对接帮扶"),
        "activity",
        total("quantity", kind="exchange.assistance"),
        _("一条需求可以帮扶多次，因此可以多于对接成功的条数。"),
    ),
    _mutual("exchange.services", _("志愿服务次数"), "activity", total("quantity", kind="exchange.service")),
    _mutual(
        "exchange.crowdfunding_posted",
        _("发布的众筹金额"),
        "CNY",
        total("amount", kind="exchange.crowdfunding_posted"),
        _("发布额，不是筹得额。"),
    ),
    _mutual(
        "exchange.fund_aid",
        _("爱心款资助"),
        "CNY",
        total("amount", kind="exchange.fund_aid"),
        _("众筹款和基金已拨付的钱；收到捐款时已计入捐款，两者不能相加。"),
    ),
    _mutual(
        "exchange.fund_aid_households",
        _("爱心款资助户数"),
        "household",
        distinct("household", kind="exchange.fund_aid"),
    ),
    _mutual(
        "exchange.participations",
        _("参与互助人次"),
        "person_time",
        total("person_times", kind="exchange.participation"),
    ),
    _mutual(
        "exchange.neighbour_households",
        _("户帮户帮扶户数"),
        "household",
        total("households", kind="exchange.neighbour_help"),
    ),
)
