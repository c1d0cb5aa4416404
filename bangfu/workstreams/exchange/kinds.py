"""What can be recorded about gifts."""

from django.utils.translation import gettext_lazy as _

from bangfu.ledger.kinds import Detail, EntryKind

USE = Detail(name="use", title=_("用途"), synonyms=("捐赠用途",))
ACCOUNT = Detail(
    name="account",
    title=_("资金账"),
    kind="choice",
    choices=(("appeal", _("众筹")), ("fund", _("爱心基金"))),
    help=_("由众筹和爱心基金自动填写；不经这些资金账的捐款不填。"),
)
GOODS = Detail(name="goods", title=_("物资名称"), required=True, synonyms=("物品", "物品名称"))
UNITS = (
    ("item", _("件")), ("set", _("套")), ("box", _("箱")), ("kg", _("千克")), ("ton", _("吨")), ("book", _("册")),
    ("piece", _("个")),
)  # fmt: skip
PLATFORM = Detail(
    name="platform",
    title=_("对接平台"),
    synonyms=("网络平台",),
    help=_("经需求对接平台送达的写平台名称；直接捐助的不填。"),
)
GIVERS = ("organisation", "person", "household", "area")
RECEIVERS = ("household", "person", "area", "organisation")

MONEY = EntryKind(
    name="exchange.donation_money",
    title=_("捐款"),
    workstream="exchange",
    giver=GIVERS,
    giver_title=_("捐赠方"),
    receiver=RECEIVERS,
    receiver_title=_("受赠方"),
    quantity="none",
    details=(USE, ACCOUNT, PLATFORM),
    evidence=(_("到账凭证"),),
    confirmed_by="receiver",
    people=True,
    large_amount="ledger.large_amount",
)
VALUED = EntryKind(
    name="exchange.donation_goods",
    without_amount=_("捐物（无折价）"),
    title=_("捐物（有折价）"),
    workstream="exchange",
    giver=GIVERS,
    giver_title=_("捐赠方"),
    receiver=RECEIVERS,
    receiver_title=_("受赠方"),
    units=UNITS,
    details=(GOODS, USE),
    evidence=(_("发放清单"),),
    confirmed_by="receiver",
    people=True,
    large_amount="ledger.large_amount",
    help=_("金额填折价；没有折价的请用“捐物（无折价）”。"),
)
COUNTED = EntryKind(
    name="exchange.donation_goods_counted",
    title=_("捐物（无折价）"),
    workstream="exchange",
    unit="item",
    giver=GIVERS,
    giver_title=_("捐赠方"),
    receiver=RECEIVERS,
    receiver_title=_("受赠方"),
    amount="none",
    quantity="required",
    units=UNITS,
    details=(GOODS, USE, PLATFORM),
    evidence=(_("发放清单"),),
    confirmed_by="receiver",
    people=True,
)
WISH = EntryKind(
    name="exchange.wish",
    title=_("实现微心愿"),
    workstream="exchange",
    giver=GIVERS,
    giver_title=_("认领方"),
    receiver=RECEIVERS,
    receiver_title=_("许愿户（所在地）"),
    quantity="none",
    details=(Detail(name="wish", title=_("心愿")),),
    confirmed_by="receiver",
    needs=("households",),
    help=_("每户一个心愿；金额上限见政策参数。"),
)
SERVICE = EntryKind(
    name="exchange.service",
    title=_("志愿服务"),
    workstream="exchange",
    unit="service",
    giver=GIVERS,
    giver_title=_("服务方"),
    receiver=RECEIVERS,
    receiver_title=_("服务对象（所在地）"),
    amount="none",
    quantity="required",
    units=(("service", _("次")),),
    details=(PLATFORM,),
    people=True,
)

JOB = EntryKind(
    name="exchange.job_found",
    title=_("对接岗位"),
    workstream="exchange",
    giver=GIVERS,
    giver_title=_("用工方"),
    receiver=RECEIVERS,
    receiver_title=_("求职户（所在地）"),
    amount="none",
    quantity="none",
    details=(Detail(name="post", title=_("岗位")),),
    confirmed_by="receiver",
    needs=("persons",),
    people=True,
)
SKILL = EntryKind(
    name="exchange.skill_taught",
    title=_("对接技能培训"),
    workstream="exchange",
    giver=GIVERS,
    giver_title=_("培训方"),
    receiver=RECEIVERS,
    receiver_title=_("学员（所在地）"),
    amount="none",
    quantity="none",
    details=(Detail(name="skill", title=_("技能")),),
    confirmed_by="receiver",
    needs=("persons", "person_times"),
    people=True,
)
SALE = EntryKind(
    name="exchange.sale_helped",
    title=_("帮助销售滞销农产品"),
    workstream="exchange",
    giver=GIVERS,
    giver_title=_("购买或助销方"),
    receiver=RECEIVERS,
    receiver_title=_("农户（所在地）"),
    units=UNITS,
    details=(Detail(name="goods", title=_("农产品")),),
    confirmed_by="receiver",
    large_amount="ledger.large_amount",
    help=_("需求榜上的助销；消费帮扶的采购请记“采购”或“帮助销售”。"),
)
ADOPTION = EntryKind(
    name="exchange.adoption",
    title=_("认领村或项目"),
    workstream="exchange",
    giver=GIVERS,
    giver_title=_("认领方"),
    receiver=RECEIVERS,
    receiver_title=_("村或项目所在地"),
    amount="optional",
    quantity="none",
    details=(Detail(name="project", title=_("项目")),),
    confirmed_by="receiver",
    large_amount="ledger.large_amount",
    help=_("金额填已投入的；承诺的不记。"),
)

PUBLIC = EntryKind(
    name="exchange.donation_public",
    title=_("公众捐款"),
    workstream="exchange",
    giver=(),
    receiver=RECEIVERS,
    receiver_title=_("收款方"),
    quantity="none",
    details=(USE, ACCOUNT),
    evidence=(_("到账凭证"),),
    confirmed_by="receiver",
    large_amount="ledger.large_amount",
    help=_("没有登记为单位或个人的公众捐给众筹和基金的钱；登记过的捐赠方请记“捐款”。"),
)
AID = EntryKind(
    name="exchange.fund_aid",
    title=_("爱心款资助"),
    workstream="exchange",
    giver_title=_("款项管理单位"),
    receiver=RECEIVERS,
    receiver_title=_("受助方"),
    quantity="none",
    details=(Detail(name="fund", title=_("资金来源")), ACCOUNT, USE),
    evidence=(_("拨付凭证"),),
    confirmed_by="receiver",
    people=True,
    large_amount="ledger.large_amount",
    help=_("众筹款和基金已拨付给受助方的钱；收到捐款时已记“捐款”，两者不能相加。"),
)

GIFTS = (MONEY, VALUED, COUNTED, WISH, SERVICE, JOB, SKILL, SALE, ADOPTION, PUBLIC, AID)
