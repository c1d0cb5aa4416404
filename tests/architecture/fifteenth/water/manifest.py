"""What drinking water tells the platform."""

from bangfu.workstreams.water.figures import FIGURES
from bangfu.workstreams.water.kinds import KINDS

from bangfu.kernel.manifest import Manifest
from bangfu.ledger.imports.declared import group_template

WORKBOOK = group_template("water", "饮水安全")

manifest = Manifest(name="water", title="饮水安全", order=300, provides=(*KINDS, *FIGURES, WORKBOOK))
