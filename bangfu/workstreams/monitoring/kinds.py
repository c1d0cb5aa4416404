"""What can be recorded about relief and care."""

from django.utils.translation import gettext_lazy as _

from bangfu.ledger.kinds import Detail, EntryKind

RELIEF = EntryKind(
    name="monitoring.relief",
    title=_("救助兜底资金"),
    workstream="monitoring",
    giver_title=_("发放单位"),
    receiver=("area", "household", "person"),
    receiver_title=_("发放对象（地区）"),
    quantity="none",
    details=(
        Detail(
            name="item",
            title=_("项目"),
            kind="choice",
            choices=(
                ("living", _("低保")),
                ("destitute", _("特困供养")),
                ("temporary", _("临时救助")),
                ("disabled", _("残疾人补贴")),
                ("other", _("其他")),
            ),
            required=True,
        ),
    ),
    evidence=(_("发放表"),),
    people=True,
)
CARE = EntryKind(
    name="monitoring.care",
    title=_("关爱服务"),
    workstream="monitoring",
    giver_title=_("服务单位"),
    receiver=("area", "person"),
    receiver_title=_("服务对象（地区）"),
    amount="none",
    quantity="none",
    details=(Detail(name="audience", title=_("对象"), required=True),),
    needs=("person_times",),
)

KINDS = (RELIEF, CARE)
