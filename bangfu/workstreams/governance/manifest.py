"""What the working group tells the platform."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.manifest import Manifest
from bangfu.ledger.imports.declared import group_template
from bangfu.workstreams.governance.figures import FIGURES
from bangfu.workstreams.governance.kinds import KINDS
from bangfu.workstreams.governance.tables import TABLES

manifest = Manifest(
    name="governance",
    title=_("组织领导"),
    about=_("工作组、会议、互访和表彰。表彰个人与表彰单位分开，互访按次记、代表团按人记。"),
    order=240,
    provides=(*KINDS, *FIGURES, *TABLES, group_template("governance", _("组织领导"))),
)
