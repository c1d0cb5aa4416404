"""What consumption assistance tells the platform."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.manifest import Manifest
from bangfu.workstreams.market.figures import FIGURES
from bangfu.workstreams.market.kinds import KINDS
from bangfu.workstreams.market.reporting import CHAPTERS

manifest = Manifest(name="market", title=_("消费帮扶"), order=110, provides=(*KINDS, *FIGURES, *CHAPTERS))
