"""Pairing's templates, declared."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.imports.declared import ImportTemplate
from bangfu.pairing.agreements import EXPORT, IMPORT
from bangfu.pairing.imports.agreements import (
    agreements_sheet,
    apply_agreements,
    compare_agreements,
    export_agreements,
)
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

agreements = ImportTemplate(
    name="agreements",
    title=_("帮扶协议"),
    permission=IMPORT,
    export_permission=EXPORT,
    sheet=agreements_sheet,
    compare=compare_agreements,
    apply=apply_agreements,
    export=export_agreements,
    columns_of={"helper_id": "helper", "recipient_id": "recipient"},
    help=_("框架、年度、村企、战略和购销协议：双方、日期、金额。"),
    order=45,
)

TEMPLATES = (helpers, agreements)
