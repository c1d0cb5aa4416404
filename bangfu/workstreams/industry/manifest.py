"""What the working group tells the platform."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.manifest import Manifest
from bangfu.ledger.imports.declared import group_template
from bangfu.workstreams.industry.figures import FIGURES
from bangfu.workstreams.industry.kinds import KINDS
from bangfu.workstreams.industry.reporting import CHAPTERS
from bangfu.workstreams.industry.tables import TABLES

manifest = Manifest(
    name="industry",
    title=_("产业帮扶"),
    about=_("产业投资、基地和带动。签约、到位和往年项目增资分开记，带动的户和人分开计。"),
    order=140,
    provides=(*KINDS, *FIGURES, *CHAPTERS, *TABLES, group_template("industry", _("产业帮扶"))),
)
