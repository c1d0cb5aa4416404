"""What can be recorded about agreements, live sessions, fairs, and help to sell."""

from django.utils.translation import gettext_lazy as _

from bangfu.ledger.kinds import Detail, EntryKind

SIDES = ("organisation", "area")
PRODUCT = Detail(name="product", title=_("产品"), synonyms=("产品名称", "商品"))

COUNTED = EntryKind(
    name="market.purchase_counted",
    title=_("采购（只记数量）"),
    workstream="market",
    unit="piece",
    giver=("organisation", "person"),
    giver_title=_("采购单位"),
    receiver=("organisation", "household", "area"),
    receiver_title=_("产地或供应商"),
    amount="none",
    quantity="required",
    units=(("piece", _("只（件）")), ("kg", _("千克")), ("ton", _("吨"))),
    details=(PRODUCT,),
    confirmed_by="receiver",
    help=_("不知道金额的采购；有金额的请记“采购”。"),
)
AGREEMENT = EntryKind(
    name="market.agreement",
    title=_("购销签约"),
    workstream="market",
    giver_title=_("签约方"),
    receiver=SIDES,
    receiver_title=_("产品所属地区或供应商"),
    quantity="none",
    evidence=(_("协议"),),
    large_amount="ledger.large_amount",
    help=_("一份协议一条。签约额不是成交额；交货后另记采购或销售。"),
)
LIVE = EntryKind(
    name="market.live_session",
    title=_("直播"),
    workstream="market",
    unit="order",
    giver=SIDES,
    giver_title=_("组织单位"),
    receiver=SIDES,
    receiver_title=_("产品所属地区或供应商"),
    amount="none",
    quantity="optional",
    units=(("order", _("单")),),
    people=True,
    help=_("数量为订单数，人次为观看人次；成交额另记“帮助销售”。"),
)
CLICKS = EntryKind(
    name="market.live_clicks",
    title=_("直播点击量"),
    workstream="market",
    unit="click",
    giver=SIDES,
    giver_title=_("组织单位"),
    receiver=SIDES,
    receiver_title=_("产品所属地区"),
    amount="none",
    quantity="required",
    units=(("click", _("次")),),
)
HOSTS = EntryKind(
    name="market.live_hosts",
    title=_("参与直播的达人"),
    workstream="market",
    giver=SIDES,
    giver_title=_("组织单位"),
    receiver=SIDES,
    receiver_title=_("产品所属地区"),
    amount="none",
    quantity="none",
    needs=("persons",),
)
EXHIBITOR = EntryKind(
    name="market.exhibitor",
    title=_("参加展销"),
    workstream="market",
    giver=SIDES,
    giver_title=_("举办单位"),
    receiver=("organisation",),
    receiver_title=_("参展单位"),
    amount="none",
    quantity="none",
    details=(PRODUCT,),
)
MATCHMAKING = EntryKind(
    name="market.matchmaking",
    title=_("产销对接"),
    workstream="market",
    giver_title=_("参加的企业"),
    receiver=SIDES,
    receiver_title=_("产地"),
    amount="none",
    quantity="none",
    details=(PRODUCT,),
)
STATION_HELP = EntryKind(
    name="market.station_help",
    title=_("电商站点帮助销售"),
    workstream="market",
    giver_title=_("电商企业"),
    receiver=("area",),
    receiver_title=_("村"),
    amount="none",
    quantity="none",
    needs=("persons",),
    help=_("只有受益人数、没有金额时用；有金额的请记“帮助销售”。"),
)

EVENT_KINDS = (COUNTED, AGREEMENT, LIVE, CLICKS, HOSTS, EXHIBITOR, MATCHMAKING, STATION_HELP)
