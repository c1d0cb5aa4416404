"""What can be recorded about relief and care."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.policy.keys import PolicyKey
from bangfu.ledger.kinds import Detail, EntryKind, Rate

HELP = _("金额应等于标准乘以人数和月数；不等的要写明理由。")
RELIEF_RATES = tuple(
    Rate(policy=f"monitoring.{item}_rate", where=(("item", item),), times="months")
    for item in ("living", "destitute", "disabled")
)

RELIEF = EntryKind(
    name="monitoring.relief",
    rates=RELIEF_RATES,
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
        Detail(name="months", title=_("月数"), kind="integer", help=_("一次发放几个月的；不填按一个月。")),
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
RATES = tuple(
    PolicyKey(name=f"monitoring.{item}_rate", title=title, type="money", unit=_("元/人·月"), help=HELP)
    for item, title in (
        ("living", _("低保标准")),
        ("destitute", _("特困供养标准")),
        ("disabled", _("残疾人补贴标准")),
    )
)
