"""What the working group tells the platform."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.manifest import Manifest
from bangfu.workstreams.monitoring.figures import FIGURES
from bangfu.workstreams.monitoring.kinds import KINDS
from bangfu.workstreams.monitoring.reporting import CHAPTERS

manifest = Manifest(name="monitoring", title=_("监测与兜底"), order=230, provides=(*KINDS, *FIGURES, *CHAPTERS))
