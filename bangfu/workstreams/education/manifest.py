"""What the working group tells the platform."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.manifest import Manifest
from bangfu.workstreams.education.figures import FIGURES
from bangfu.workstreams.education.kinds import KINDS
from bangfu.workstreams.education.reporting import CHAPTERS
from bangfu.workstreams.education.tables import TABLES

manifest = Manifest(name="education", title=_("教育帮扶"), order=170, provides=(*KINDS, *FIGURES, *CHAPTERS, *TABLES))
