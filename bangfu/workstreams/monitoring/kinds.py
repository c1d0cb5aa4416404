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

CHECK = EntryKind(
    name="monitoring.check",
    title=_("“两不愁三保障”排查"),
    workstream="monitoring",
    giver=(),
    receiver=("area", "household"),
    receiver_title=_("农户所在地（农户）"),
    amount="none",
    quantity="none",
    details=(
        Detail(
            name="item",
            title=_("项目"),
            kind="choice",
            choices=(
                ("food", _("不愁吃")),
                ("clothing", _("不愁穿")),
                ("education", _("义务教育")),
                ("medical", _("基本医疗")),
                ("housing", _("住房安全")),
                ("water", _("饮水安全")),
            ),
            required=True,
        ),
        Detail(
            name="progress",
            title=_("进展"),
            kind="choice",
            choices=(("found", _("发现问题")), ("fixed", _("整改完成"))),
            required=True,
        ),
    ),
    needs=("households",),
    help=_("发现记一条，整改完成再记一条；按户数登记。"),
)

INSURANCE = EntryKind(
    name="monitoring.insurance",
    title=_("防贫保险赔付"),
    workstream="monitoring",
    giver_title=_("保险公司"),
    receiver=("household", "person", "area"),
    receiver_title=_("获赔农户（地区）"),
    quantity="none",
    details=(
        Detail(
            name="cause",
            title=_("出险原因"),
            kind="choice",
            choices=(
                ("illness", _("因病")),
                ("schooling", _("因学")),
                ("accident", _("因意外事故")),
                ("disaster", _("因灾")),
            ),
            required=True,
        ),
    ),
    evidence=(_("赔付凭证"),),
    needs=("households",),
)

KINDS = (RELIEF, CARE, CHECK, INSURANCE)
RATES = tuple(
    PolicyKey(name=f"monitoring.{item}_rate", title=title, type="money", unit=_("元/人·月"), help=HELP)
    for item, title in (
        ("living", _("低保标准")),
        ("destitute", _("特困供养标准")),
        ("disabled", _("残疾人补贴标准")),
    )
)
