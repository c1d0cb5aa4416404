"""Parameters of screening that a decree, or the county, sets; one county's values are in ``policies/``."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.policy.keys import PolicyKey

EVERYBODY = "monitoring.everybody_percent"
VISIT_DAYS = "monitoring.clue_visit_days"

KEYS = (
    PolicyKey(name="monitoring.income_fall", title=_("收入下降预警比例"), type="decimal", unit="%"),
    PolicyKey(name="monitoring.inpatient_lifted", title=_("住院自付预警线脱贫户"), type="money", unit=_("元")),
    PolicyKey(name="monitoring.inpatient_other", title=_("住院自付预警线其他户"), type="money", unit=_("元")),
    PolicyKey(name="monitoring.outpatient_month", title=_("门诊月自付预警线"), type="money", unit=_("元")),
    PolicyKey(name="monitoring.schooling", title=_("学杂费自付预警线"), type="money", unit=_("元")),
    PolicyKey(
        name=EVERYBODY,
        title=_("规则命中过多的提醒比例"),
        type="decimal",
        unit="%",
        help=_("新规则命中的户数超过这一比例时，保存前先问一次。"),
    ),
    PolicyKey(name=VISIT_DAYS, title=_("线索入户核查时限"), type="days", unit=_("天")),
)
