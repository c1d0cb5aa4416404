"""What the working group tells the platform."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.manifest import Manifest
from bangfu.ledger.imports.declared import group_template
from bangfu.workstreams.funds.figures import FIGURES, PUBLIC_FIGURES
from bangfu.workstreams.funds.kinds import KINDS
from bangfu.workstreams.funds.publishing import PUBLISHED
from bangfu.workstreams.funds.reporting import CHAPTERS
from bangfu.workstreams.funds.tables import TABLES

manifest = Manifest(
    name="funds",
    title=_("资金与项目"),
    about=_("财政专项资金、协作资金和项目。安排、拨付和建设投入分开记，项目入库不等于实施。"),
    order=130,
    provides=(
        *KINDS,
        *FIGURES,
        *PUBLIC_FIGURES,
        *CHAPTERS,
        *TABLES,
        *PUBLISHED,
        group_template("funds", _("资金与项目")),
    ),
)
