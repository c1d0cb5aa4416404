"""What a decree or the county sets for needs, wishes and claims."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.policy.keys import PolicyKey

WISH_CAP, WISHES_EACH = "exchange.wish_cap", "exchange.wishes_per_household"
CHECK_DAYS, REVIEW_DAYS, OPEN_DAYS = "exchange.check_days", "exchange.review_days", "exchange.open_days"
CONTACT_DAYS, CONFIRM_DAYS, RATING_DAYS = "exchange.contact_days", "exchange.confirm_days", "exchange.rating_days"
DELIVERY_DAYS, COMPLAINT_DAYS = "exchange.delivery_days", "exchange.complaint_days"
CLAIMS_A_MINUTE, CLAIMS_A_DAY, CLAIMS_OPEN = (
    "exchange.claims_a_minute",
    "exchange.claims_a_day",
    "exchange.claims_open",
)
CODE_MINUTES, CODE_ATTEMPTS = "exchange.code_minutes", "exchange.code_attempts"
DUPLICATE_DAYS, OBJECTIVE = "exchange.duplicate_days", "exchange.match_objective"
PLEDGE_MOST = "exchange.pledge_most"
NOTICE_DAYS, USE_NOTICE_DAYS = "exchange.notice_days", "exchange.use_notice_days"


def _days(name: str, title: str) -> PolicyKey:
    return PolicyKey(name=name, title=title, type="days", unit=_("天"))


def _number(name: str, title: str, unit: str = "") -> PolicyKey:
    return PolicyKey(name=name, title=title, type="integer", unit=unit)


KEYS = (
    PolicyKey(name=WISH_CAP, title=_("每个微心愿的金额上限"), type="money", unit=_("元")),
    _number(WISHES_EACH, _("每户微心愿个数"), _("个")),
    _days(CHECK_DAYS, _("需求村级核实时限")),
    _days(REVIEW_DAYS, _("需求审核时限")),
    _days(OPEN_DAYS, _("需求无人认领转线下的天数")),
    _days(CONTACT_DAYS, _("认领后须对接的天数（逾期释放）")),
    _days(DELIVERY_DAYS, _("对接后送达时限")),
    _days(CONFIRM_DAYS, _("送达后确认时限")),
    _days(RATING_DAYS, _("确认后评价时限（到期自动办结）")),
    _days(COMPLAINT_DAYS, _("投诉核查时限")),
    _number(CLAIMS_A_MINUTE, _("同一认领方每分钟认领上限"), _("个")),
    _number(CLAIMS_A_DAY, _("同一认领方每天认领数，超过的须人工核准"), _("个")),
    _number(CLAIMS_OPEN, _("同一认领方同时未送达数，超过的须人工核准"), _("个")),
    _number(CODE_MINUTES, _("确认码有效时间"), _("分钟")),
    _number(CODE_ATTEMPTS, _("确认码可试次数"), _("次")),
    _days(DUPLICATE_DAYS, _("线上线下疑似重复的日期间隔")),
    PolicyKey(name=PLEDGE_MOST, title=_("网上认捐一笔的上限，更多的由经办人登记"), type="money", unit=_("元")),
    _days(NOTICE_DAYS, _("需求办理情况公告天数")),
    _days(USE_NOTICE_DAYS, _("众筹资金使用公告天数")),
    PolicyKey(
        name=OBJECTIVE,
        title=_("批量匹配的目标权重"),
        type="table",
        help=_("各项得分（整数）：base 匹配一个需求，urgency 每级紧急程度，wait 每等待一周，……"),
    ),
)
