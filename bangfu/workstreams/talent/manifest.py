"""What the working group tells the platform."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.manifest import Manifest
from bangfu.workstreams.talent.figures import FIGURES
from bangfu.workstreams.talent.kinds import KINDS
from bangfu.workstreams.talent.reporting import CHAPTERS
from bangfu.workstreams.talent.tables import TABLES

manifest = Manifest(name="talent", title=_("人才支援"), order=160, provides=(*KINDS, *FIGURES, *CHAPTERS, *TABLES))
