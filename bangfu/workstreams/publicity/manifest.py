"""What the working group tells the platform."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.manifest import Manifest
from bangfu.ledger.imports.declared import group_template
from bangfu.workstreams.publicity.figures import FIGURES
from bangfu.workstreams.publicity.kinds import KINDS
from bangfu.workstreams.publicity.tables import TABLES

manifest = Manifest(
    name="publicity",
    title=_("宣传动员"),
    about=_("刊播稿件和宣传品，按媒体级别记；同一篇在几家媒体刊发的按刊发次数记。"),
    order=210,
    provides=(*KINDS, *FIGURES, *TABLES, group_template("publicity", _("宣传动员"))),
)
