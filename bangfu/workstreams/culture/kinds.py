"""What can be recorded about culture, tourism and the will to do better."""

from django.utils.translation import gettext_lazy as _

from bangfu.ledger.kinds import Detail, EntryKind

ACTIVITY = EntryKind(
    name="culture.activity",
    title=_("文化与志愿活动"),
    workstream="culture",
    unit="activity",
    giver_title=_("组织单位"),
    receiver=("area", "organisation"),
    receiver_title=_("活动地点"),
    amount="none",
    quantity="required",
    units=(("activity", _("场")),),
    details=(
        Detail(
            name="form",
            title=_("形式"),
            kind="choice",
            choices=(
                ("performance", _("义演")),
                ("purchase", _("义买")),
                ("consultation", _("义诊")),
                ("lecture", _("义讲")),
                ("exhibition", _("展览")),
                ("festival", _("节庆")),
                ("other", _("其他")),
            ),
            required=True,
        ),
    ),
    people=True,
)
ROUTE = EntryKind(
    name="culture.route",
    title=_("旅游线路"),
    workstream="culture",
    unit="route",
    giver_title=_("推出单位"),
    receiver=("area",),
    receiver_title=_("线路所在地"),
    amount="none",
    quantity="required",
    units=(("route", _("条")),),
)
SPENDING = EntryKind(
    name="culture.visitor_spending",
    title=_("游客消费"),
    workstream="culture",
    giver_title=_("组织游客的单位"),
    receiver=("area",),
    receiver_title=_("消费地"),
    quantity="none",
    people=True,
)
MOTIVATION = EntryKind(
    name="culture.motivation",
    title=_("志智双扶成效"),
    workstream="culture",
    giver=(),
    receiver=("area",),
    receiver_title=_("所在地"),
    amount="none",
    quantity="none",
    details=(
        Detail(
            name="outcome",
            title=_("变化"),
            kind="choice",
            choices=(("rekindled", _("思想消极转积极")), ("confidence", _("提振发展信心"))),
            required=True,
        ),
    ),
    needs=("persons",),
    help=_("只记人数；不写姓名。"),
)

KINDS = (ACTIVITY, ROUTE, SPENDING, MOTIVATION)
