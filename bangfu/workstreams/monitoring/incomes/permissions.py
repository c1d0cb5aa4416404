"""Who may see and record income item by item."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.declared import AUDITOR, COUNTY, OFFICES
from bangfu.kernel.rights.roles import Permission
from bangfu.parties.rights import LEAD

ITEM_VIEW, ITEM_CHANGE = "monitoring.income_item.view", "monitoring.income_item.change"
INCOME_VIEW, INCOME_RECORD = "monitoring.income.view", "monitoring.income.record"
INCOME_IMPORT, INCOME_EXPORT = "monitoring.income.import", "monitoring.income.export"

PERMISSIONS = (
    Permission(name=ITEM_VIEW, title=_("查看收入项目"), roles=(*OFFICES, LEAD, AUDITOR)),
    Permission(name=ITEM_CHANGE, title=_("管理收入项目"), roles=(COUNTY,)),
    Permission(name=INCOME_VIEW, title=_("查看农户收入"), roles=(*OFFICES, AUDITOR)),
    Permission(name=INCOME_RECORD, title=_("登记收入明细"), roles=OFFICES),
    Permission(name=INCOME_IMPORT, title=_("导入收入明细"), roles=OFFICES),
    Permission(name=INCOME_EXPORT, title=_("导出收入明细"), roles=(*OFFICES, AUDITOR)),
)
