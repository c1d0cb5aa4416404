"""The registers' templates, declared."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.imports.declared import ImportTemplate
from bangfu.parties.imports.applying import apply_persons
from bangfu.parties.imports.areas import apply_areas, compare_areas, export_areas
from bangfu.parties.imports.exporting import export_persons
from bangfu.parties.imports.organisations import apply_organisations, compare_organisations, export_organisations
from bangfu.parties.imports.persons import compare_persons
from bangfu.parties.imports.sheets import areas_sheet, organisations_sheet, persons_sheet

areas = ImportTemplate(
    name="areas",
    title=_("地区"),
    permission="parties.area.import",
    export_permission="parties.area.export",
    sheet=areas_sheet,
    compare=compare_areas,
    apply=apply_areas,
    export=export_areas,
    help=_("县、乡镇、村、村民小组，及村的类别。"),
    order=10,
)

organisations = ImportTemplate(
    name="organisations",
    title=_("单位"),
    permission="parties.organisation.import",
    export_permission="parties.organisation.export",
    sheet=organisations_sheet,
    compare=compare_organisations,
    apply=apply_organisations,
    export=export_organisations,
    masked=("phone",),
    columns_of={"superior_id": "superior"},
    help=_("机关、企业、社会组织等，按统一社会信用代码或名称认定。"),
    order=20,
)

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

TEMPLATES = (areas, organisations, persons)
