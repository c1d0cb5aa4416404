"""Who looks after the public site."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.rights.roles import Permission

LETTER_VIEW, LETTER_ANSWER = "portal.letter.view", "portal.letter.answer"
NOTICE_VIEW, NOTICE_CHANGE = "portal.notice.view", "portal.notice.change"
APPLICATION_VIEW, APPLICATION_SETTLE = "portal.application.view", "portal.application.settle"
WITHHELD_VIEW = "portal.withheld.view"
SETTINGS = "kernel.policy.change"  # what the site shows is policy: dated, by place, with its history

UPPER = ("county", "township", "lead")
PERMISSIONS = (
    Permission(name=LETTER_VIEW, title=_("查看投诉建议"), roles=(*UPPER, "auditor")),
    Permission(name=LETTER_ANSWER, title=_("受理和答复投诉建议"), roles=UPPER),
    Permission(name="portal.letter.export", title=_("导出投诉建议"), roles=("county", "auditor")),
    Permission(name=NOTICE_VIEW, title=_("查看公示公告"), roles=(*UPPER, "village", "auditor")),
    Permission(name=NOTICE_CHANGE, title=_("发布和撤下公示公告"), roles=(*UPPER, "village")),
    Permission(name=APPLICATION_VIEW, title=_("查看爱心方注册"), roles=("county", "lead", "auditor")),
    Permission(name=APPLICATION_SETTLE, title=_("审核爱心方注册"), roles=("county",)),
    Permission(name=WITHHELD_VIEW, title=_("查看拦下的内容"), roles=(*UPPER, "auditor")),
)
