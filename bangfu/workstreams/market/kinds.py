"""What can be recorded about buying and selling."""

from django.utils.translation import gettext_lazy as _

from bangfu.ledger.kinds import Detail, EntryKind

CHANNEL = Detail(
    name="channel",
    title=_("渠道"),
    kind="choice",
    choices=(("online", _("线上")), ("offline", _("线下"))),
    required=True,
    synonyms=("销售渠道", "购买渠道"),
)
PLATFORM = Detail(
    name="platform",
    title=_("平台"),
    kind="choice",
    choices=(
        ("fupin832", _("“扶贫832”平台")),
        ("social_hall", _("中国社会扶贫网特色馆")),
        ("counter", _("专柜")),
        ("zone", _("专区")),
        ("hall", _("专馆")),
        ("livestream", _("直播带货")),
        ("canteen", _("食堂直采")),
        ("union", _("工会采购")),
        ("fair", _("展销会")),
        ("direct", _("产地直销")),
        ("other", _("其他")),
    ),
    synonyms=("销售平台", "采购平台"),
)
CERTIFIED = Detail(name="certified", title=_("认定产品"), kind="boolean", synonyms=("是否认定产品",))
PRODUCT = Detail(name="product", title=_("产品"), synonyms=("产品名称", "商品"))
FLAGS = (
    Detail(name="accepted", title=_("已验收"), kind="boolean"),
    Detail(name="paid", title=_("已付款"), kind="boolean"),
    Detail(name="evaluated", title=_("已评价"), kind="boolean"),
)
BUYER_CLASS = Detail(
    name="buyer_class",
    title=_("购买方类别"),
    kind="choice",
    choices=(
        ("budget_unit", _("预算单位")),
        ("designated_unit", _("定点帮扶单位")),
        ("enterprise", _("企业")),
        ("foreign_trade", _("外贸企业")),
        ("union", _("工会")),
        ("association", _("商会协会")),
        ("household", _("居民")),
        ("other", _("其他")),
    ),
)
HELPER_CLASS = Detail(
    name="helper_class",
    title=_("帮助方类别"),
    kind="choice",
    choices=(
        ("designated_unit", _("定点帮扶单位")),
        ("partner_region", _("协作地区")),
        ("enterprise", _("企业")),
        ("other", _("其他")),
    ),
)
LARGE = "ledger.large_amount"

ORDERED = ("market.order",)

SALE = EntryKind(
    name="market.sale",
    follows=ORDERED,
    title=_("认定产品销售"),
    workstream="market",
    giver=(),
    receiver=("organisation", "household"),
    receiver_title=_("供应商"),
    details=(CHANNEL, PLATFORM, CERTIFIED, BUYER_CLASS, PRODUCT),
    evidence=(_("销售汇总表或平台订单"),),
    large_amount=LARGE,
    help=_("供应商自己记的销售；买方已经记过的采购不要再记。"),
)
PURCHASE = EntryKind(
    name="market.purchase",
    follows=ORDERED,
    title=_("采购"),
    workstream="market",
    giver=("organisation", "person"),
    giver_title=_("采购单位"),
    receiver=("organisation", "household", "area"),
    receiver_title=_("供应商"),
    details=(CHANNEL, PLATFORM, CERTIFIED, BUYER_CLASS, PRODUCT, *FLAGS),
    evidence=(_("发票"),),
    confirmed_by="receiver",
    people=True,
    large_amount=LARGE,
    help=_("本单位自己出钱买的。验收、付款、评价三项齐全才算完成交易。"),
)
FACILITATED = EntryKind(
    name="market.facilitated_sale",
    follows=ORDERED,
    title=_("帮助销售"),
    workstream="market",
    giver=("organisation", "person"),
    giver_title=_("帮助销售的单位"),
    receiver=("organisation", "household", "area"),
    receiver_title=_("产品所属地区或供应商"),
    details=(CHANNEL, PLATFORM, CERTIFIED, HELPER_CLASS, PRODUCT),
    confirmed_by="receiver",
    large_amount=LARGE,
    help=_("别人出钱买、由本单位牵线卖出的；本单位自己买的请记“采购”。"),
)
ORDER = EntryKind(
    name="market.order",
    title=_("订购、认购"),
    workstream="market",
    giver=("organisation", "person"),
    giver_title=_("订购方"),
    receiver=("organisation", "household", "area"),
    receiver_title=_("产品所属地区或供应商"),
    details=(PRODUCT,),
    large_amount=LARGE,
    help=_("已订未交：成交后另记采购或销售。"),
)

KINDS = (SALE, PURCHASE, FACILITATED, ORDER)
