"""What figures tell the platform: the sources of the layers below, and the pages."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.agreements.provided import AGREEMENTS
from bangfu.figures.board.ranking import RANKING_POLICIES
from bangfu.figures.coverage_figures import COVERAGE_FIGURES
from bangfu.figures.coverage_sources import COVERAGE_SOURCES
from bangfu.figures.goals import TARGETS
from bangfu.figures.imports import TEMPLATES
from bangfu.figures.ledger_source import ENTRIES
from bangfu.figures.pace import PACE_POLICIES
from bangfu.figures.pages.closed import then_and_now
from bangfu.figures.pages.target_panels import parts_panel, progress_panel, revisions_panel
from bangfu.figures.register_figures import REGISTER_FIGURES
from bangfu.figures.register_sources import REGISTER_SOURCES
from bangfu.figures.register_tables import TABLES
from bangfu.figures.resources import TARGET_ROWS
from bangfu.figures.team_figures import TEAMS
from bangfu.kernel.manifest import Manifest
from bangfu.kernel.resources import Menu, Page, Panel
from bangfu.kernel.rights.roles import Permission

TARGET_PANELS = tuple(
    Panel(name=name, of="figures.target", title=title, render=render, permission="figures.target.view", order=order)
    for name, title, render, order in (
        ("figures.target.progress", _("完成情况"), progress_panel, 10),
        ("figures.target.parts", _("分解"), parts_panel, 20),
        ("figures.target.revisions", _("历次数值"), revisions_panel, 30),
    )
)

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
        *RANKING_POLICIES,
        Page(
            name="target-board",
            title=_("目标看板"),
            menu="figures",
            icon="target-arrow",
            permission="figures.target.view",
            order=15,
        ),
        TARGET_ROWS,
        *TARGET_PANELS,
        *TEMPLATES,
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
