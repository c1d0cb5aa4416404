"""The registers' templates, declared."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.imports.declared import ImportTemplate
from bangfu.parties.imports.applying import apply_persons
from bangfu.parties.imports.exporting import export_persons
from bangfu.parties.imports.persons import compare_persons
from bangfu.parties.imports.sheets import persons_sheet

persons = ImportTemplate(
    name="persons",
    title=_("农户与家庭成员"),
    permission="parties.household.import",
    export_permission="parties.household.export",
    sheet=persons_sheet,
    compare=compare_persons,
    apply=apply_persons,
    export=export_persons,
    masked=("id_number", "disability_number", "phone", "household_phone", "bank_account"),
    columns_of={"area_code": "village_code"},
    help=_("一行一人，户信息写在本户任意一行。"),
    order=30,
)

TEMPLATES = (persons,)
