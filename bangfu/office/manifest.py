"""What the office pages tell the platform."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.manifest import Manifest
from bangfu.kernel.resources import Menu, Page
from bangfu.kernel.rights.roles import Permission
from bangfu.office.affected import AFTER_PARTING
from bangfu.office.demo import LOGINS
from bangfu.office.proposing import ADOPT, PROPOSE
from bangfu.pairing.teams import VIEW as TEAM_VIEW

manifest = Manifest(
    name="office",
    title=_("办公"),
    order=10,
    provides=(
        Menu(name="office", title="", order=0),
        Page(name="home", title=_("今日"), menu="office", icon="layout-dashboard", order=1, pinned=True),
        Page(
            name="groups",
            title=_("工作组"),
            menu="office",
            icon="building-community",
            permission="ledger.entry.view",
            order=4,
        ),
        Page(
            name="pairing",
            title=_("结对总览"),
            menu="pairing",
            icon="map-pins",
            permission="office.pairing.view",
            order=1,
            pinned=True,
        ),
        Page(
            name="region-pairs",
            title=_("地区结对"),
            menu="pairing",
            icon="arrows-exchange",
            permission="pairing.pairing.view",
            order=7,
        ),
        Page(
            name="scheme-take-over",
            title=_("从文件导入方案"),
            menu="pairing",
            icon="upload",
            permission="pairing.scheme.change",
            order=81,
            under="pairing.scheme",
        ),
        Page(
            name="teams",
            title=_("驻村工作队总览"),
            menu="pairing",
            icon="users-group",
            permission=TEAM_VIEW,
            order=5,
        ),
        Page(
            name="pairing-affected",
            title=_("需要重新结对"),
            menu="pairing",
            icon="refresh",
            permission="office.pairing.view",
            order=2,
        ),
        Page(
            name="area-boundaries",
            title=_("地区边界"),
            menu="registers",
            under="parties.area",
            icon="map-2",
            permission="parties.area.view",
            order=40,
        ),
        Permission(
            name="office.pairing.view",
            title=_("查看结对总览"),
            roles=("county", "township", "village", "lead", "auditor"),
        ),
        Permission(
            name="office.imports.view",
            title=_("使用导入导出"),
            roles=("county", "township", "village", "lead", "department", "auditor"),
        ),
        Page(
            name="imports",
            title=_("导入导出"),
            menu="registers",
            icon="database-import",
            permission="office.imports.view",
            order=50,
        ),
        AFTER_PARTING,
        PROPOSE,
        ADOPT,
        *LOGINS,
    ),
)
