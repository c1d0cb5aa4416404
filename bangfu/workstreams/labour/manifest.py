"""What the working group tells the platform."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.manifest import Manifest
from bangfu.ledger.imports.declared import group_template
from bangfu.workstreams.labour.figures import FIGURES, PUBLIC_FIGURES
from bangfu.workstreams.labour.kinds import KINDS, RATES
from bangfu.workstreams.labour.reporting import CHAPTERS
from bangfu.workstreams.labour.tables import TABLES

manifest = Manifest(
    name="labour",
    title=_("就业帮扶"),
    about=_("招聘会、岗位、就业意向、实现就业和务工登记。意向不是就业，返岗与新增就业分开记。"),
    order=150,
    provides=(*KINDS, *RATES, *FIGURES, *PUBLIC_FIGURES, *CHAPTERS, *TABLES, group_template("labour", _("就业帮扶"))),
)
