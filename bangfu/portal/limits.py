"""What a county sets for its public site."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.policy.keys import PolicyKey

OPEN, HIDDEN, WORDS = "portal.open", "portal.hidden_sections", "portal.words"
SMALLEST = "portal.smallest_number"
ACCEPT_DAYS, ANSWER_DAYS, REVIEW_DAYS = "portal.accept_days", "portal.answer_days", "portal.review_days"
SENT_A_DAY, ASKED_AN_HOUR = "portal.sent_a_day", "portal.asked_an_hour"

KEYS = (
    PolicyKey(name=OPEN, title=_("公开网站是否开放"), type="boolean"),
    PolicyKey(name=HIDDEN, title=_("公开网站不显示的栏目"), type="table", help=_('栏目名称的列表，例如 ["results"]。')),
    PolicyKey(
        name=WORDS,
        title=_("公开网站的名称、监督电话和说明"),
        type="table",
        help=_("name 名称，hotline 监督电话，note 说明。"),
    ),
    PolicyKey(name=SMALLEST, title=_("公开的人数、户数少于多少时不写具体数"), type="integer"),
    PolicyKey(name=ACCEPT_DAYS, title=_("投诉建议受理时限"), type="days", unit=_("天")),
    PolicyKey(name=ANSWER_DAYS, title=_("投诉建议答复时限（自提交之日起）"), type="days", unit=_("天")),
    PolicyKey(name=REVIEW_DAYS, title=_("爱心方注册审核时限（工作日）"), type="days", unit=_("天")),
    PolicyKey(name=SENT_A_DAY, title=_("同一来源每天可提交的投诉建议和注册数"), type="integer"),
    PolicyKey(name=ASKED_AN_HOUR, title=_("同一来源每小时可查询答复的次数"), type="integer"),
)
