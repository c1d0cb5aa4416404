"""What the working group tells the platform."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.manifest import Manifest
from bangfu.ledger.imports.declared import group_template
from bangfu.workstreams.health.figures import FIGURES, PUBLIC_FIGURES
from bangfu.workstreams.health.kinds import KINDS, RATES
from bangfu.workstreams.health.reporting import CHAPTERS
from bangfu.workstreams.health.tables import TABLES

manifest = Manifest(
    name="health",
    title=_("健康帮扶"),
    about=_("参加医保、村卫生室、医疗队和医疗服务。派出的医护人员与看病的群众分开计。"),
    order=180,
    provides=(*KINDS, *RATES, *FIGURES, *PUBLIC_FIGURES, *CHAPTERS, *TABLES, group_template("health", _("健康帮扶"))),
)
