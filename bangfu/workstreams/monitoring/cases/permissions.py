"""Who may do what with cases, their measures and applications."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.declared import AUDITOR, COUNTY, OFFICES, TOWNSHIP, VILLAGE
from bangfu.kernel.rights.roles import Permission
from bangfu.parties.rights import HELPER, LEAD

CASE_VIEW, CASE_SENSITIVE, CASE_EXPORT = "monitoring.case.view", "monitoring.case.sensitive", "monitoring.case.export"
CASE_OPEN, CASE_VISIT, CASE_COMPARE = "monitoring.case.open", "monitoring.case.visit", "monitoring.case.compare"
CASE_MEET, CASE_PUBLISH = "monitoring.case.meet", "monitoring.case.publish"
CASE_REVIEW, CASE_DECIDE = "monitoring.case.review", "monitoring.case.decide"
CASE_APPEAL, CASE_HELP, CASE_LEAVE = "monitoring.case.appeal", "monitoring.case.help", "monitoring.case.leave"
CASE_DESK = "monitoring.case.desk"
PUBLICATION_VIEW = "monitoring.publication.view"
MEASURE_VIEW, MEASURE_EXPORT = "monitoring.measure.view", "monitoring.measure.export"
APPLICATION_VIEW, APPLICATION_ENTER = "monitoring.application.view", "monitoring.application.enter"
APPLICATION_EXPORT = "monitoring.application.export"

NEAR = (VILLAGE, TOWNSHIP)
UPPER = (COUNTY, TOWNSHIP)
PERMISSIONS = (
    Permission(name=CASE_VIEW, title=_("查看监测对象"), roles=(*OFFICES, LEAD, AUDITOR, HELPER)),
    Permission(name=CASE_SENSITIVE, title=_("查看监测对象的风险和核查情况"), roles=(*OFFICES, AUDITOR)),
    Permission(name=CASE_EXPORT, title=_("导出监测对象"), roles=(*UPPER, AUDITOR)),
    Permission(name=CASE_OPEN, title=_("启动入户核查"), roles=OFFICES),
    Permission(name=CASE_VISIT, title=_("登记入户核查"), roles=NEAR),
    Permission(name=CASE_COMPARE, title=_("登记信息比对"), roles=UPPER),
    Permission(name=CASE_MEET, title=_("登记民主评议"), roles=NEAR),
    Permission(name=CASE_PUBLISH, title=_("村内公示"), roles=NEAR),
    Permission(name=CASE_REVIEW, title=_("乡镇审核监测对象"), roles=(TOWNSHIP,)),
    Permission(name=CASE_DECIDE, title=_("县级审定监测对象"), roles=(COUNTY,)),
    Permission(name=CASE_APPEAL, title=_("登记申诉"), roles=OFFICES),
    Permission(name=CASE_HELP, title=_("制定帮扶计划"), roles=OFFICES),
    Permission(name=CASE_LEAVE, title=_("提出风险消除"), roles=NEAR),
    Permission(name=CASE_DESK, title=_("查看监测工作台"), roles=(*OFFICES, LEAD, AUDITOR)),
    Permission(name=PUBLICATION_VIEW, title=_("查看公示"), roles=(*OFFICES, LEAD, AUDITOR)),
    Permission(name=MEASURE_VIEW, title=_("查看帮扶措施"), roles=(*OFFICES, LEAD, AUDITOR, HELPER)),
    Permission(name=MEASURE_EXPORT, title=_("导出帮扶措施"), roles=(*UPPER, AUDITOR)),
    Permission(name=APPLICATION_VIEW, title=_("查看农户申报"), roles=(*OFFICES, AUDITOR)),
    Permission(name=APPLICATION_ENTER, title=_("受理农户申报"), roles=OFFICES),
    Permission(name=APPLICATION_EXPORT, title=_("导出农户申报"), roles=(COUNTY, AUDITOR)),
)
