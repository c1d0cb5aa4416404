"""Who may do what with lists, rules, runs and clues."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.declared import AUDITOR, COUNTY, OFFICES, TOWNSHIP
from bangfu.kernel.rights.roles import Permission
from bangfu.parties.rights import DEPARTMENT, HELPER, LEAD

LIST_TYPE_VIEW, LIST_TYPE_CHANGE = "monitoring.list_type.view", "monitoring.list_type.change"
LIST_VIEW, LIST_IMPORT, LIST_DECIDE = "monitoring.list.view", "monitoring.list.import", "monitoring.list.decide"
LIST_RETURN, LIST_SENDER = "monitoring.list.return", "monitoring.list.sender"
RULE_VIEW, RULE_CHANGE = "monitoring.rule.view", "monitoring.rule.change"
RUN_VIEW, RUN_START = "monitoring.run.view", "monitoring.run.start"
CLUE_VIEW, CLUE_REPORT, CLUE_ASSIGN = "monitoring.clue.view", "monitoring.clue.report", "monitoring.clue.assign"
CLUE_DISMISS, CLUE_EXPORT = "monitoring.clue.dismiss", "monitoring.clue.export"
CLUE_SENSITIVE = "monitoring.clue.sensitive"

PERMISSIONS = (
    Permission(name=LIST_TYPE_VIEW, title=_("查看部门名单类型"), roles=(*OFFICES, LEAD, DEPARTMENT, AUDITOR)),
    Permission(name=LIST_TYPE_CHANGE, title=_("管理部门名单类型"), roles=(COUNTY,)),
    Permission(name=LIST_VIEW, title=_("查看部门名单"), roles=(COUNTY, LEAD, DEPARTMENT, AUDITOR)),
    Permission(name=LIST_IMPORT, title=_("导入部门名单"), roles=(COUNTY, DEPARTMENT)),
    Permission(name=LIST_DECIDE, title=_("核对部门名单中的人"), roles=(COUNTY, TOWNSHIP)),
    Permission(name=LIST_RETURN, title=_("向部门反馈差异"), roles=(COUNTY, DEPARTMENT)),
    Permission(name=LIST_SENDER, title=_("指定名单提供单位"), roles=(COUNTY,)),
    Permission(name=RULE_VIEW, title=_("查看筛查规则"), roles=(*OFFICES, LEAD, AUDITOR)),
    Permission(name=RULE_CHANGE, title=_("编写筛查规则"), roles=(COUNTY,)),
    Permission(name=RUN_VIEW, title=_("查看筛查结果"), roles=(COUNTY, TOWNSHIP, LEAD, AUDITOR)),
    Permission(name=RUN_START, title=_("开始筛查"), roles=(COUNTY,)),
    Permission(name=CLUE_VIEW, title=_("查看风险线索"), roles=(*OFFICES, LEAD, AUDITOR, HELPER)),
    Permission(name=CLUE_SENSITIVE, title=_("查看线索的具体事实"), roles=(*OFFICES, AUDITOR)),
    Permission(name=CLUE_REPORT, title=_("登记风险线索"), roles=(*OFFICES, HELPER)),
    Permission(name=CLUE_ASSIGN, title=_("派出风险线索"), roles=(COUNTY, TOWNSHIP)),
    Permission(name=CLUE_DISMISS, title=_("认定误报"), roles=(COUNTY, TOWNSHIP)),
    Permission(name="monitoring.fact.export", title=_("导出线索依据"), roles=(COUNTY, AUDITOR)),
    Permission(name=CLUE_EXPORT, title=_("导出风险线索"), roles=(COUNTY, TOWNSHIP, AUDITOR)),
)
