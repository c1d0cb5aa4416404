"""What the kernel itself declares: its roles, permissions, parameters and resources."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.calendars import DAYS_OFF
from bangfu.kernel.codelists import resources as codelists
from bangfu.kernel.evidence.jobs import ORPHANS
from bangfu.kernel.evidence.kinds import EVIDENCE_KEYS, PURPOSES
from bangfu.kernel.history import resources as history
from bangfu.kernel.history.deeds import DEEDS
from bangfu.kernel.imports.jobs import APPLY_IMPORT
from bangfu.kernel.jobs import resources as jobs
from bangfu.kernel.manifest import Manifest
from bangfu.kernel.pages.exports import EXPORT
from bangfu.kernel.policy import resources as policy
from bangfu.kernel.resources import Menu
from bangfu.kernel.rights import resources as rights
from bangfu.kernel.rights.roles import Permission, Role

ADMINISTRATOR, COUNTY, TOWNSHIP, VILLAGE, AUDITOR = "administrator", "county", "township", "village", "auditor"
OFFICES = (COUNTY, TOWNSHIP, VILLAGE)

ROLES = (
    Role(name=ADMINISTRATOR, title=_("系统管理员"), description=_("管理用户、授权、代码表；不办业务。")),
    Role(name=COUNTY, title=_("县级"), description=_("管理全县业务和政策参数。"), level=6),
    Role(name=TOWNSHIP, title=_("乡镇级"), description=_("办理本乡镇业务。"), level=9),
    Role(name=VILLAGE, title=_("村级"), description=_("办理本村业务。"), level=12),
    Role(name=AUDITOR, title=_("审计"), description=_("查看全部记录和变更历史，不能修改。")),
)

PERMISSIONS = (
    Permission(name="kernel.user.view", title=_("查看用户"), roles=(ADMINISTRATOR, AUDITOR)),
    Permission(name="kernel.user.change", title=_("管理用户"), roles=(ADMINISTRATOR,)),
    Permission(name="kernel.grant.view", title=_("查看授权"), roles=(ADMINISTRATOR, AUDITOR)),
    Permission(name="kernel.grant.change", title=_("授予和收回角色"), roles=(ADMINISTRATOR,)),
    Permission(name="kernel.policy.view", title=_("查看政策参数"), roles=(ADMINISTRATOR, *OFFICES, AUDITOR)),
    Permission(name="kernel.policy.change", title=_("设置政策参数"), roles=(COUNTY,)),
    Permission(name="kernel.codelist.view", title=_("查看代码表"), roles=(ADMINISTRATOR, *OFFICES, AUDITOR)),
    Permission(name="kernel.codelist.change", title=_("维护代码表"), roles=(ADMINISTRATOR,)),
    Permission(name="kernel.job.view", title=_("查看后台任务"), roles=(ADMINISTRATOR, *OFFICES, AUDITOR)),
    Permission(name="kernel.job.change", title=_("取消后台任务"), roles=(ADMINISTRATOR, COUNTY)),
    Permission(name="kernel.change.view", title=_("查看变更记录"), roles=(COUNTY, AUDITOR)),
    Permission(name="kernel.change.export", title=_("导出变更记录"), roles=(AUDITOR,)),
    Permission(name="kernel.evidence.view", title=_("查看凭证文件"), roles=(*OFFICES, AUDITOR)),
)

manifest = Manifest(
    name="kernel",
    title=_("系统"),
    provides=(
        Menu(name="system", title=_("系统管理"), order=900),
        *ROLES,
        *PERMISSIONS,
        DAYS_OFF,
        DEEDS,
        *EVIDENCE_KEYS,
        *PURPOSES,
        ORPHANS,
        APPLY_IMPORT,
        EXPORT,
        *rights.DECLARED,
        *policy.DECLARED,
        *codelists.DECLARED,
        *jobs.DECLARED,
        *history.DECLARED,
    ),
    order=900,
)
