"""The ledger's templates, declared."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.imports.declared import ImportTemplate
from bangfu.ledger.imports.applying import apply_entries, undo_entries
from bangfu.ledger.imports.entries import compare_entries
from bangfu.ledger.imports.exporting import export_entries
from bangfu.ledger.imports.sheets import entries_sheet

entries = ImportTemplate(
    name="entries",
    title=_("帮扶记录"),
    permission="ledger.entry.import",
    export_permission="ledger.entry.export",
    sheet=entries_sheet,
    compare=compare_entries,
    apply=apply_entries,
    undo=undo_entries,
    export=export_entries,
    help=_("各类捐赠、采购、培训等记录，按单据号只记一次。"),
    order=50,
)

TEMPLATES = (entries,)
