"""What can be recorded about help between neighbours and strangers, until needs and matches are tables of their own."""

from django.utils.translation import gettext_lazy as _

from bangfu.ledger.kinds import Detail, EntryKind

PLATFORM = Detail(name="platform", title=_("平台"), synonyms=("网络平台",))

POSTED = EntryKind(
    name="exchange.need_posted",
    title=_("发布爱心需求"),
    workstream="exchange",
    unit="need",
    giver=(),
    receiver=("area",),
    receiver_title=_("需求所在地"),
    amount="none",
    quantity="required",
    units=(("need", _("条")),),
    details=(PLATFORM,),
    help=_("按平台的月度汇总登记。"),
)
MATCHED = EntryKind(
    name="exchange.need_matched",
    title=_("爱心需求对接成功"),
    workstream="exchange",
    unit="need",
    giver=(),
    receiver=("area",),
    receiver_title=_("需求所在地"),
    amount="none",
    quantity="required",
    units=(("need", _("条")),),
    details=(PLATFORM,),
)
ASSISTANCE = EntryKind(
    name="exchange.assistance",
    title=_("完成对接帮扶"),
    workstream="exchange",
    unit="service",
    giver=(),
    receiver=("area",),
    receiver_title=_("受助地区"),
    amount="none",
    quantity="required",
    units=(("service", _("次")),),
    details=(PLATFORM,),
)
CROWDFUNDING = EntryKind(
    name="exchange.crowdfunding_posted",
    title=_("发布众筹"),
    workstream="exchange",
    giver=(),
    receiver=("area", "household", "person"),
    receiver_title=_("众筹受益方"),
    quantity="none",
    details=(PLATFORM,),
    help=_("发布的金额；筹得的款项另记“捐款”。"),
)
PARTICIPATION = EntryKind(
    name="exchange.participation",
    title=_("参与互助"),
    workstream="exchange",
    giver=(),
    receiver=("area",),
    receiver_title=_("活动地区"),
    amount="none",
    quantity="none",
    needs=("person_times",),
)
NEIGHBOURS = EntryKind(
    name="exchange.neighbour_help",
    title=_("户帮户"),
    workstream="exchange",
    giver=("area", "household", "organisation"),
    giver_title=_("帮扶户（所在地）"),
    receiver=("area", "household"),
    receiver_title=_("受助户（所在地）"),
    amount="none",
    quantity="none",
    needs=("households",),
)

MUTUAL_HELP = (POSTED, MATCHED, ASSISTANCE, CROWDFUNDING, PARTICIPATION, NEIGHBOURS)
