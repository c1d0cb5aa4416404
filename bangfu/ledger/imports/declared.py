"""The ledger's templates, declared."""

from functools import partial

from django.utils.functional import keep_lazy
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.imports.declared import ImportTemplate
from bangfu.ledger.imports.applying import apply_entries, undo_entries
from bangfu.ledger.imports.entries import compare_entries
from bangfu.ledger.imports.exporting import export_entries
from bangfu.ledger.imports.sheets import entries_sheet
from bangfu.ledger.kinds import Text

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


def group_template(workstream: str, title: Text) -> ImportTemplate:
    """Return the workbook of one working group: its kinds in the column of types, its details as columns.

    Its name is ``entries-<workstream>``; what it takes in is what the workbook of all kinds would.
    """
    return ImportTemplate(
        name=f"entries-{workstream}",
        title=lazy_format(_("帮扶记录：%(group)s"), group=title),
        permission="ledger.entry.import",
        export_permission="ledger.entry.export",
        sheet=partial(entries_sheet, workstream, title),
        compare=partial(compare_entries, workstream=workstream),
        apply=apply_entries,
        undo=undo_entries,
        export=partial(export_entries, workstream=workstream),
        help=_("只含这个工作组的记录类型；一张表可以混填几种类型，整张一次核对。"),
        order=51,
    )


@keep_lazy(str)
def lazy_format(template: str, **values: object) -> str:
    """Fill in a title in the reader's language."""
    return template % {name: str(value) for name, value in values.items()}
