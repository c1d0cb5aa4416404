"""What a decree, or the county, sets about checks; one example is in ``policies/checks.toml``."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.policy.keys import PolicyKey

PROBLEM_DAYS = "monitoring.check_problem_days"
REMIND_DAYS = "monitoring.check_remind_days"

KEYS = (
    PolicyKey(name=PROBLEM_DAYS, title=_("排查问题整改时限"), type="days", unit=_("天")),
    PolicyKey(name=REMIND_DAYS, title=_("整改和排查到期前提醒"), type="days", unit=_("天")),
)
