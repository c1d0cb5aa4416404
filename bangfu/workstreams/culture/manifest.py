"""What the working group tells the platform."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.manifest import Manifest
from bangfu.ledger.imports.declared import group_template
from bangfu.workstreams.culture.figures import FIGURES
from bangfu.workstreams.culture.kinds import KINDS
from bangfu.workstreams.culture.reporting import CHAPTERS
from bangfu.workstreams.culture.tables import TABLES

manifest = Manifest(
    name="culture",
    title=_("文化、旅游与志智双扶"),
    about=_("文化与志愿活动、旅游线路、游客消费和志智双扶。只记人数，不写姓名。"),
    order=190,
    provides=(*KINDS, *FIGURES, *CHAPTERS, *TABLES, group_template("culture", _("文化、旅游与志智双扶"))),
)
