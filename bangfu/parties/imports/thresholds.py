"""The numbers that the logical checks compare with: dated parameters, none of them in code."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.policy.keys import PolicyKey
from bangfu.parties.policy_keys import INCOME_JUMP, LABOUR_FROM, LABOUR_TO, SCHOOL_FROM, SCHOOL_TO

STUDENT_MONTHS = "parties.student_work_months"
INCOME_LARGE = "parties.income_large"
INCOME_LINE = "parties.income_line"

CHECK_KEYS = (
    PolicyKey(name=STUDENT_MONTHS, title=_("在校生务工月数提醒线"), type="integer", unit=_("月")),
    PolicyKey(name=INCOME_LARGE, title=_("单项收入提醒线（疑似万元写成元）"), type="money", unit=_("元")),
    PolicyKey(name=INCOME_LINE, title=_("收入监测范围（人均年纯收入）"), type="money", unit=_("元")),
)

__all__ = [
    "CHECK_KEYS",
    "INCOME_JUMP",
    "INCOME_LARGE",
    "INCOME_LINE",
    "LABOUR_FROM",
    "LABOUR_TO",
    "SCHOOL_FROM",
    "SCHOOL_TO",
    "STUDENT_MONTHS",
]
