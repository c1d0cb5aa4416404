"""What social mobilisation tells the platform."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.manifest import Manifest
from bangfu.workstreams.exchange.figures import FIGURES
from bangfu.workstreams.exchange.kinds import GIFTS
from bangfu.workstreams.exchange.limits import WISH_KEYS
from bangfu.workstreams.exchange.mutual_help import MUTUAL_HELP
from bangfu.workstreams.exchange.reporting import CHAPTERS

manifest = Manifest(
    name="exchange", title=_("社会动员"), order=100, provides=(*GIFTS, *MUTUAL_HELP, *WISH_KEYS, *FIGURES, *CHAPTERS)
)
