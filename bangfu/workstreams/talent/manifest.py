"""What the working group tells the platform."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.manifest import Manifest
from bangfu.ledger.imports.declared import group_template
from bangfu.workstreams.talent.figures import FIGURES
from bangfu.workstreams.talent.kinds import KINDS
from bangfu.workstreams.talent.reporting import CHAPTERS
from bangfu.workstreams.talent.tables import TABLES

manifest = Manifest(
    name="talent",
    title=_("人才支援"),
    about=_("干部人才的选派和接收、培训班、专家走访。人数与人次分开，逐人列名的可以去重。"),
    order=160,
    provides=(*KINDS, *FIGURES, *CHAPTERS, *TABLES, group_template("talent", _("人才支援"))),
)
