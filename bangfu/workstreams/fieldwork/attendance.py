"""How long members of a team, and heads of helping units, must be in the village: set by decree, never constants."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.policy.keys import PolicyKey

PERIOD = _("每期天数和夜数的期长以文件为准。")

ATTENDANCE_KEYS = (
    PolicyKey(name="fieldwork.member_days", title=_("工作队员驻村天数"), type="days", unit=_("天"), help=PERIOD),
    PolicyKey(name="fieldwork.member_nights", title=_("工作队员驻村夜数"), type="days", unit=_("夜"), help=PERIOD),
    PolicyKey(name="fieldwork.head_days", title=_("单位主要负责人驻村天数"), type="days", unit=_("天"), help=PERIOD),
    PolicyKey(name="fieldwork.head_nights", title=_("单位主要负责人驻村夜数"), type="days", unit=_("夜"), help=PERIOD),
)
