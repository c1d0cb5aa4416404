"""Parameters of cases that a decree, or the county, sets; the values that ship are in ``policies/cases.toml``."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.policy.keys import PolicyKey

VISIT_DAYS, COMPARE_DAYS = "monitoring.case_visit_days", "monitoring.case_compare_days"
PUBLICATION_DAYS, DECISION_DAYS = "monitoring.publication_days", "monitoring.decision_days"
COUNTED, PUBLICATION_COUNTED = "monitoring.case_days_counted", "monitoring.publication_days_counted"
PLAN_DAYS, APPEAL_DAYS, APPEAL_WITHIN = (
    "monitoring.case_plan_days",
    "monitoring.case_appeal_days",
    "monitoring.case_appeal_within",
)
ESCALATE_DAYS, UNSEEN_DAYS = "monitoring.case_escalate_days", "monitoring.case_unseen_days"
LEAVING_MONTHS = "monitoring.leaving_months"
KIND_RULES, COMPARED, PROOFS = "monitoring.kind_rules", "monitoring.case_compared", "monitoring.measure_proofs"
DEVELOPMENT, NAMES, HEALTH_WORDS = (
    "monitoring.development_measures",
    "monitoring.publication_names",
    "monitoring.health_words",
)
SUPERVISION_PHONE = "monitoring.supervision_phone"

COUNTINGS = {"calendar": _("自然日"), "working": _("工作日")}

KEYS = (
    PolicyKey(name=VISIT_DAYS, title=_("入户核查时限"), type="days", unit=_("天")),
    PolicyKey(name=COMPARE_DAYS, title=_("信息比对时限"), type="days", unit=_("天")),
    PolicyKey(name=PUBLICATION_DAYS, title=_("村内公示最少天数"), type="days", unit=_("天")),
    PolicyKey(name=DECISION_DAYS, title=_("从发现到审定的时限"), type="days", unit=_("天")),
    PolicyKey(name=COUNTED, title=_("办理时限按什么日计算"), type="choice", choices=COUNTINGS),
    PolicyKey(name=PUBLICATION_COUNTED, title=_("公示天数按什么日计算"), type="choice", choices=COUNTINGS),
    PolicyKey(name=PLAN_DAYS, title=_("审定后落实帮扶的时限"), type="days", unit=_("天")),
    PolicyKey(name=APPEAL_DAYS, title=_("申诉复核时限"), type="days", unit=_("天")),
    PolicyKey(name=APPEAL_WITHIN, title=_("可以申诉的期限"), type="days", unit=_("天")),
    PolicyKey(name=ESCALATE_DAYS, title=_("逾期几天提醒县级"), type="days", unit=_("天")),
    PolicyKey(name=UNSEEN_DAYS, title=_("多少天没有人入户要提醒"), type="days", unit=_("天")),
    PolicyKey(name=LEAVING_MONTHS, title=_("纳入满几个月才可消除风险"), type="integer", unit=_("个月")),
    PolicyKey(
        name=KIND_RULES,
        title=_("监测对象类别的条件"),
        type="table",
        help=_("类别代码 → from：可由哪类农户纳入（lifted 脱贫户、ordinary 一般农户）；income：within、above 或 any。"),
    ),
    PolicyKey(
        name=COMPARED, title=_("须比对的内容"), type="table", help=_("“信息比对内容”代码的列表；空列表即不比对。")
    ),
    PolicyKey(
        name=PROOFS,
        title=_("哪些帮扶记录能证明措施"),
        type="table",
        help=_("措施类型代码 → 帮扶记录类型的列表；类型后可加条件，如 monitoring.check?item=water。"),
    ),
    PolicyKey(name=DEVELOPMENT, title=_("开发式措施"), type="table", help=_("措施类型代码的列表。")),
    PolicyKey(
        name=NAMES,
        title=_("公示中的户主姓名"),
        type="choice",
        choices={"full": _("全名"), "masked": _("隐去名字")},
    ),
    PolicyKey(name=HEALTH_WORDS, title=_("公示中不得出现的健康用语"), type="table", help=_("词语的列表。")),
    PolicyKey(name=SUPERVISION_PHONE, title=_("公示的监督电话"), type="table", help=_('电话的列表，如 ["12317"]。')),
)
