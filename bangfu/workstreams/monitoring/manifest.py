"""What the working group tells the platform."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.jobs.kinds import JobKind
from bangfu.kernel.manifest import Manifest
from bangfu.kernel.resources import Page
from bangfu.kernel.seeds import Seed
from bangfu.ledger.imports.declared import group_template
from bangfu.workstreams.monitoring.cases.declared import DECLARED as CASES
from bangfu.workstreams.monitoring.checks import figures as check_figures
from bangfu.workstreams.monitoring.checks import resources as checks
from bangfu.workstreams.monitoring.clues import figures as clue_figures
from bangfu.workstreams.monitoring.clues import resources as clues
from bangfu.workstreams.monitoring.deeds import DEEDS
from bangfu.workstreams.monitoring.figures import FIGURES
from bangfu.workstreams.monitoring.incomes import resources as incomes
from bangfu.workstreams.monitoring.kinds import KINDS, RATES
from bangfu.workstreams.monitoring.lists import resources as lists
from bangfu.workstreams.monitoring.permissions import PERMISSIONS, RUN_START
from bangfu.workstreams.monitoring.policy_keys import KEYS
from bangfu.workstreams.monitoring.reporting import CHAPTERS
from bangfu.workstreams.monitoring.screening import resources as screening
from bangfu.workstreams.monitoring.screening import running, seeds
from bangfu.workstreams.monitoring.tables import TABLES

manifest = Manifest(
    name="monitoring",
    title=_("监测与兜底"),
    about=_("防返贫监测之后的救助兜底和关爱服务。发放的资金与服务的人次分开记。"),
    order=230,
    provides=(
        DEEDS,
        group_template("monitoring", _("监测与兜底")),
        *PERMISSIONS,
        *KEYS,
        Seed(name="monitoring.rules", load=seeds.load),
        JobKind(name=running.JOB, title=_("筛查"), run=running.run_job, permission=RUN_START),
        *clues.DECLARED,
        *checks.DECLARED,
        *incomes.DECLARED,
        *check_figures.SOURCES,
        *check_figures.FIGURES,
        *screening.DECLARED,
        *lists.DECLARED,
        *CASES,
        Page(
            name="screening-start",
            title=_("开始筛查"),
            menu="monitoring",
            icon="zoom-check",
            permission=RUN_START,
            order=50,
        ),
        *clue_figures.SOURCES,
        *clue_figures.FIGURES,
        *KINDS,
        *RATES,
        *FIGURES,
        *CHAPTERS,
        *TABLES,
    ),
)
