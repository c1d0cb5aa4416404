"""The exchange's templates, declared."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.imports.declared import ImportTemplate
from bangfu.workstreams.exchange.imports.met import apply_met, compare_met, export_met, met_sheet, undo_met
from bangfu.workstreams.exchange.imports.needs import apply_needs, compare_needs, export_needs, undo_needs
from bangfu.workstreams.exchange.imports.sheets import needs_sheet
from bangfu.workstreams.exchange.imports.statements import (
    apply_lines,
    compare_lines,
    export_lines,
    statement_sheet,
    undo_lines,
)
from bangfu.workstreams.exchange.permissions import CLAIM_APPROVE, LINE_MATCH, NEED_IMPORT

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
MET_TEMPLATE = ImportTemplate(
    name="needs_met",
    title=_("线下实现的需求"),
    permission=CLAIM_APPROVE,
    export_permission="exchange.need.export",
    sheet=met_sheet,
    compare=compare_met,
    apply=apply_met,
    undo=undo_met,
    export=export_met,
    columns_of={"donor_place": "donor"},
    help=_("不是在本系统认领、但已经收到的需求，凭签收名册补记；导出的是还没有人认领的，填好可以传回。"),
    order=61,
)
STATEMENTS_TEMPLATE = ImportTemplate(
    name="statements",
    title=_("银行流水"),
    permission=LINE_MATCH,
    export_permission="exchange.statement_line.export",
    sheet=statement_sheet,
    compare=compare_lines,
    apply=apply_lines,
    undo=undo_lines,
    export=export_lines,
    help=_("爱心款账户的对账单；附言有认捐编号的自动核对，其余由人核对。"),
    order=62,
)
