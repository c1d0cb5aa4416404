"""What figures tell the platform: the sources of the layers below, and the pages."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.agreements.provided import AGREEMENTS
from bangfu.figures.coverage_figures import COVERAGE_FIGURES
from bangfu.figures.coverage_sources import COVERAGE_SOURCES
from bangfu.figures.goals import TARGETS
from bangfu.figures.ledger_source import ENTRIES
from bangfu.figures.pace import PACE_POLICIES
from bangfu.figures.pages.closed import then_and_now
from bangfu.figures.register_figures import REGISTER_FIGURES
from bangfu.figures.register_sources import REGISTER_SOURCES
from bangfu.figures.register_tables import TABLES
from bangfu.figures.resources import TARGET_ROWS
from bangfu.figures.team_figures import TEAMS
from bangfu.kernel.manifest import Manifest
from bangfu.kernel.resources import Menu, Page, Panel
from bangfu.kernel.rights.roles import Permission

manifest = Manifest(
    name="figures",
    title=_("指标"),
    order=50,
    provides=(
        Menu(name="figures", title=_("指标与报告"), order=40),
        Permission(
            name="figures.figure.view",
            title=_("查看指标"),
            roles=("county", "township", "village", "lead", "auditor", "partner", "department", "helper", "unit"),
        ),
        Page(
            name="figures",
            title=_("指标"),
            menu="figures",
            icon="chart-bar",
            permission="figures.figure.view",
            order=10,
        ),
        Page(
            name="tables",
            title=_("统计表"),
            menu="figures",
            icon="table",
            permission="figures.figure.view",
            order=15,
        ),
        Permission(
            name="figures.target.view",
            title=_("查看目标"),
            roles=("county", "township", "village", "lead", "auditor", "partner", "department", "unit"),
        ),
        Permission(name="figures.target.change", title=_("管理目标"), roles=("county", "lead")),
        Permission(name="figures.target.share", title=_("分解目标"), roles=("county", "lead", "township")),
        Permission(name="figures.target.import", title=_("导入目标"), roles=("county", "lead")),
        Permission(
            name="figures.target.export",
            title=_("导出目标"),
            roles=("county", "township", "lead", "auditor", "partner"),
        ),
        *PACE_POLICIES,
        TARGET_ROWS,
        ENTRIES,
        TARGETS,
        Panel(
            name="figures.then_and_now",
            of="ledger.closing",
            title=_("指标：关账时和现在"),
            render=then_and_now,
            permission="figures.figure.view",
            order=20,
        ),
        *REGISTER_SOURCES,
        *REGISTER_FIGURES,
        *TABLES,
        *AGREEMENTS,
        *COVERAGE_SOURCES,
        *COVERAGE_FIGURES,
        *TEAMS,
    ),
)
