"""What the working group tells the platform."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.manifest import Manifest
from bangfu.ledger.imports.declared import group_template
from bangfu.workstreams.education.figures import FIGURES, PUBLIC_FIGURES
from bangfu.workstreams.education.kinds import KINDS, RATES
from bangfu.workstreams.education.reporting import CHAPTERS
from bangfu.workstreams.education.tables import TABLES

manifest = Manifest(
    name="education",
    title=_("教育帮扶"),
    about=_("学生资助、支教、跟岗和教育设施。资助按人次或人数记清，捐资助学记在社会捐赠。"),
    order=170,
    provides=(
        *KINDS,
        *RATES,
        *FIGURES,
        *PUBLIC_FIGURES,
        *CHAPTERS,
        *TABLES,
        group_template("education", _("教育帮扶")),
    ),
)
