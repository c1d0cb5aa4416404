"""Work teams: their permissions, and what decrees set about them."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.policy.keys import PolicyKey
from bangfu.kernel.rights.roles import Permission

VIEW, CHANGE, EXPORT = "pairing.team.view", "pairing.team.change", "pairing.team.export"
ROLES, EXCLUSIVE, TERM = "pairing.team_roles", "pairing.team_exclusive_roles", "pairing.team_term_months"
ROLE_LIST = "team_role"

PERMISSIONS = (
    Permission(
        name=VIEW,
        title=_("查看驻村工作队"),
        roles=("county", "township", "village", "lead", "auditor", "helper", "unit"),
    ),
    Permission(name=CHANGE, title=_("管理驻村工作队"), roles=("county", "township")),
    Permission(name=EXPORT, title=_("导出驻村工作队"), roles=("county", "township", "lead", "auditor")),
)

KEYS = (
    PolicyKey(
        name=ROLES,
        title=_("驻村工作队应有的角色"),
        type="table",
        help=_("角色代码 → 至少几人；少于此数的工作队列为缺员。"),
    ),
    PolicyKey(
        name=EXCLUSIVE,
        title=_("不能同时在两支工作队担任的角色"),
        type="table",
        help=_("角色代码的列表。"),
    ),
    PolicyKey(name=TERM, title=_("驻村工作队任期"), type="integer", unit=_("个月")),
)
