"""Parameters of the registers that a decree, or the county, can set; their values are in ``policies/``."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.policy.keys import PolicyKey

STANDING_BEFORE = "parties.standing.before"
OTHER_CAUSES_MAX = "parties.household.other_causes_max"
FUELS_MAX = "parties.household.fuels_max"
INCOME_JUMP = "parties.income.jump_percent"
LABOUR_FROM, LABOUR_TO = "parties.labour.age_from", "parties.labour.age_to"
SCHOOL_FROM, SCHOOL_TO = "parties.schooling.age_from", "parties.schooling.age_to"

PARTIES_KEYS = (
    PolicyKey(
        name=STANDING_BEFORE,
        title=_("户类型的先后"),
        type="table",
        help=_("每种户类型之前可以是哪些户类型；不在表中的变动会提示并记录原因，不会被拒绝。"),
    ),
    PolicyKey(name=OTHER_CAUSES_MAX, title=_("其他致贫原因最多几项"), type="integer", unit=_("项")),
    PolicyKey(name=FUELS_MAX, title=_("主要燃料最多几项"), type="integer", unit=_("项")),
    PolicyKey(
        name=INCOME_JUMP,
        title=_("收入变动提示幅度"),
        type="decimal",
        unit="%",
        help=_("人均纯收入比上年变动超过这一幅度时提示核实。"),
    ),
    PolicyKey(name=LABOUR_FROM, title=_("劳动年龄下限"), type="integer", unit=_("岁")),
    PolicyKey(name=LABOUR_TO, title=_("劳动年龄上限"), type="integer", unit=_("岁")),
    PolicyKey(name=SCHOOL_FROM, title=_("义务教育年龄下限"), type="integer", unit=_("岁")),
    PolicyKey(name=SCHOOL_TO, title=_("义务教育年龄上限"), type="integer", unit=_("岁")),
)
