"""What the figures tell the platform about agreements."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.agreements.declared import AGREEMENT_FIGURES
from bangfu.figures.agreements.measures import MEASURES
from bangfu.figures.agreements.panel import parties_panel, performance_panel
from bangfu.figures.agreements.plan_panel import measures_panel, village_plan_panel
from bangfu.figures.agreements.sources import SOURCES
from bangfu.kernel.resources import Panel
from bangfu.pairing.agreements import VIEW

AGREEMENTS = (
    *MEASURES,
    *SOURCES,
    *AGREEMENT_FIGURES,
    Panel(
        name="figures.parties",
        of="pairing.agreement",
        title=_("签约方"),
        render=parties_panel,
        permission=VIEW,
        order=10,
    ),
    Panel(
        name="figures.village_plan",
        of="pairing.agreement",
        title=_("村企帮扶计划"),
        render=village_plan_panel,
        permission=VIEW,
        order=15,
    ),
    Panel(
        name="figures.village_plan_measures",
        of="pairing.village_plan",
        title=_("措施和预算"),
        render=measures_panel,
        permission=VIEW,
        order=10,
    ),
    Panel(
        name="figures.performance",
        of="pairing.agreement",
        title=_("任务与履行"),
        render=performance_panel,
        permission=VIEW,
        order=20,
    ),
)
