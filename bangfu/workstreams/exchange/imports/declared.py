"""The exchange's template, declared."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.imports.declared import ImportTemplate
from bangfu.workstreams.exchange.imports.needs import apply_needs, compare_needs, export_needs, undo_needs
from bangfu.workstreams.exchange.imports.sheets import needs_sheet
from bangfu.workstreams.exchange.permissions import NEED_IMPORT

NEEDS_TEMPLATE = ImportTemplate(
    name="needs",
    title=_("需求"),
    permission=NEED_IMPORT,
    export_permission="exchange.need.export",
    sheet=needs_sheet,
    compare=compare_needs,
    apply=apply_needs,
    undo=undo_needs,
    export=export_needs,
    columns_of={"asker_place": "asker"},
    help=_("户、学校或村的需求和微心愿，一行一个；导入后待审核。"),
    order=60,
)
