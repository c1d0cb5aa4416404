"""The roles that the registers add to the kernel's, and who may do what to them."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.declared import ADMINISTRATOR, AUDITOR, COUNTY, OFFICES, TOWNSHIP
from bangfu.kernel.rights.roles import Permission, Role

LEAD, HELPER, UNIT, DEPARTMENT = "lead", "helper", "unit", "department"
PARTNER, HOUSEHOLD = "partner", "household"

ROLES = (
    Role(name=LEAD, title=_("工作组负责人"), description=_("管理一个专项工作组的记录、目标和月报。")),
    Role(name=HELPER, title=_("帮扶干部"), description=_("查看自己结对的农户，记录走访和帮扶。"), reach="own"),
    Role(name=UNIT, title=_("帮扶单位"), description=_("为本单位登记帮扶、采购和捐赠。"), reach="own"),
    Role(name=DEPARTMENT, title=_("行业部门"), description=_("上传本部门月度数据，取回差异。"), reach="own"),
    Role(name=PARTNER, title=_("协作区县"), description=_("从协作方一侧核对同一笔记录。")),
    Role(name=HOUSEHOLD, title=_("农户"), description=_("查看本户记录，提出需求，确认收到的帮扶。"), reach="own"),
)

READERS = (*OFFICES, LEAD, AUDITOR)
PERMISSIONS = (
    Permission(name="parties.area.view", title=_("查看地区"), roles=(ADMINISTRATOR, *READERS, PARTNER)),
    Permission(name="parties.area.change", title=_("管理地区"), roles=(COUNTY,)),
    Permission(name="parties.area.import", title=_("导入地区"), roles=(COUNTY,)),
    Permission(name="parties.area.export", title=_("导出地区"), roles=(*OFFICES, AUDITOR)),
    Permission(name="parties.organisation.view", title=_("查看单位"), roles=(*READERS, PARTNER, UNIT, HELPER)),
    Permission(name="parties.organisation.change", title=_("管理单位"), roles=(COUNTY, TOWNSHIP)),
    Permission(name="parties.organisation.import", title=_("导入单位"), roles=(COUNTY, TOWNSHIP)),
    Permission(name="parties.organisation.export", title=_("导出单位"), roles=(*OFFICES, LEAD, AUDITOR)),
    Permission(name="parties.household.view", title=_("查看农户"), roles=(*READERS, HELPER, HOUSEHOLD)),
    Permission(name="parties.household.change", title=_("管理农户"), roles=OFFICES),
    Permission(name="parties.household.import", title=_("导入农户"), roles=OFFICES),
    Permission(name="parties.household.export", title=_("导出农户"), roles=(*OFFICES, AUDITOR)),
    Permission(name="parties.person.view", title=_("查看人员"), roles=(*READERS, HELPER, HOUSEHOLD)),
    Permission(name="parties.person.change", title=_("管理人员"), roles=OFFICES),
    Permission(name="parties.person.export", title=_("导出人员"), roles=(*OFFICES, AUDITOR)),
    Permission(
        name="parties.sensitive.view",
        title=_("查看健康、残疾和致贫原因"),
        roles=(*OFFICES, AUDITOR, HELPER, HOUSEHOLD),
    ),
    Permission(name="parties.unmask", title=_("查看明文号码"), roles=(*OFFICES, AUDITOR, HELPER)),
    Permission(name="parties.unmasking.view", title=_("查看明文记录"), roles=(ADMINISTRATOR, COUNTY, AUDITOR)),
    Permission(name="parties.user.link", title=_("设定用户所属主体"), roles=(ADMINISTRATOR, COUNTY)),
)
