"""What the working group tells the platform."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.manifest import Manifest
from bangfu.workstreams.health.figures import FIGURES
from bangfu.workstreams.health.kinds import KINDS
from bangfu.workstreams.health.reporting import CHAPTERS
from bangfu.workstreams.health.tables import TABLES

manifest = Manifest(name="health", title=_("健康帮扶"), order=180, provides=(*KINDS, *FIGURES, *CHAPTERS, *TABLES))
