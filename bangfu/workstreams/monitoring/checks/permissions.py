"""Who may do what with checks: offices check, townships and the county look again."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.declared import AUDITOR, COUNTY, OFFICES, TOWNSHIP
from bangfu.kernel.rights.roles import Permission
from bangfu.parties.rights import HELPER, LEAD

TYPE_VIEW, TYPE_CHANGE = "monitoring.check_type.view", "monitoring.check_type.change"
ROUND_VIEW, ROUND_OPEN = "monitoring.check_round.view", "monitoring.check_round.open"
SHEET_VIEW, SHEET_RECORD = "monitoring.check_sheet.view", "monitoring.check_sheet.record"
SHEET_IMPORT, SHEET_EXPORT = "monitoring.check_sheet.import", "monitoring.check_sheet.export"
PROBLEM_VIEW, PROBLEM_ASSIGN = "monitoring.check_problem.view", "monitoring.check_problem.assign"
PROBLEM_FIX, PROBLEM_RECHECK = "monitoring.check_problem.fix", "monitoring.check_problem.recheck"
PROBLEM_EXPORT, FINDING_VIEW = "monitoring.check_problem.export", "monitoring.check_finding.view"

PERMISSIONS = (
    Permission(name=TYPE_VIEW, title=_("查看排查类型"), roles=(*OFFICES, LEAD, AUDITOR)),
    Permission(name=TYPE_CHANGE, title=_("管理排查类型"), roles=(COUNTY,)),
    Permission(name=ROUND_VIEW, title=_("查看排查轮次"), roles=(*OFFICES, LEAD, AUDITOR)),
    Permission(name=ROUND_OPEN, title=_("发起和结束排查"), roles=(COUNTY, TOWNSHIP)),
    Permission(name=SHEET_VIEW, title=_("查看排查表"), roles=(*OFFICES, LEAD, AUDITOR)),
    Permission(name=SHEET_RECORD, title=_("登记排查结果"), roles=OFFICES),
    Permission(name=SHEET_IMPORT, title=_("导入排查结果"), roles=OFFICES),
    Permission(name=SHEET_EXPORT, title=_("导出排查结果"), roles=(*OFFICES, AUDITOR)),
    Permission(name=PROBLEM_VIEW, title=_("查看排查问题"), roles=(*OFFICES, LEAD, AUDITOR, HELPER)),
    Permission(name=FINDING_VIEW, title=_("查看排查问题的具体情况"), roles=(*OFFICES, AUDITOR, HELPER)),
    Permission(name=PROBLEM_ASSIGN, title=_("指定问题责任人"), roles=(COUNTY, TOWNSHIP)),
    Permission(name=PROBLEM_FIX, title=_("登记整改"), roles=(*OFFICES, HELPER)),
    Permission(name=PROBLEM_RECHECK, title=_("复查销号"), roles=(COUNTY, TOWNSHIP)),
    Permission(name=PROBLEM_EXPORT, title=_("导出排查问题"), roles=(COUNTY, TOWNSHIP, AUDITOR)),
)
