"""What the working group tells the platform."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.manifest import Manifest
from bangfu.ledger.imports.declared import group_template
from bangfu.workstreams.fieldwork.attendance import ATTENDANCE_KEYS
from bangfu.workstreams.fieldwork.figures import FIGURES
from bangfu.workstreams.fieldwork.kinds import KINDS
from bangfu.workstreams.fieldwork.tables import TABLES

manifest = Manifest(
    name="fieldwork",
    title=_("驻村帮扶"),
    about=_("工作队、走访和结对认亲。走访的村次、户次与覆盖的村、户分开。"),
    order=220,
    provides=(*KINDS, *ATTENDANCE_KEYS, *FIGURES, *TABLES, group_template("fieldwork", _("驻村帮扶"))),
)
