"""What the working group tells the platform."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.manifest import Manifest
from bangfu.ledger.imports.declared import group_template
from bangfu.workstreams.enterprises.figures import FIGURES
from bangfu.workstreams.enterprises.kinds import KINDS
from bangfu.workstreams.enterprises.reporting import CHAPTERS
from bangfu.workstreams.enterprises.tables import TABLES

manifest = Manifest(
    name="enterprises",
    title=_("村企帮扶"),
    about=_("企业与村结对后带动的农户。名义上的结对与实际带动分开，一户只记在主要一家。"),
    order=200,
    provides=(*KINDS, *FIGURES, *CHAPTERS, *TABLES, group_template("enterprises", _("村企帮扶"))),
)
