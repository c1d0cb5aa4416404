"""Parameters of papers that a decree, or the county, can set; their values are in ``policies/``."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.policy.keys import PolicyKey

NOTICE_DAYS = "reports.notice.days"

REPORTS_KEYS = (PolicyKey(name=NOTICE_DAYS, title=_("名单公示最少天数"), type="integer", unit=_("天")),)
