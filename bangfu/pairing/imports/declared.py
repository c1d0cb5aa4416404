"""Pairing's templates, declared."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.imports.declared import ImportTemplate
from bangfu.pairing.imports.helpers import apply_helpers, compare_helpers, export_helpers
from bangfu.pairing.imports.sheets import helpers_sheet

helpers = ImportTemplate(
    name="helpers",
    title=_("帮扶干部"),
    permission="pairing.enrolment.import",
    export_permission="pairing.enrolment.export",
    sheet=helpers_sheet,
    compare=compare_helpers,
    apply=apply_helpers,
    export=export_helpers,
    masked=("id_number", "phone"),
    columns_of={"meant_for": "village_code", "works_for_id": "unit"},
    help=_("干部、工作单位、帮扶村和最多帮扶数。"),
    order=40,
)

TEMPLATES = (helpers,)
