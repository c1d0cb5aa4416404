"""bangfu table: compute a statistical table, and write it as Excel, Word or PDF."""

import argparse
from pathlib import Path

from bangfu.config.cli import a_day, say, show
from bangfu.config.installation import known_area, ready_operator, site_address
from bangfu.figures.tables.asking import asked, table_named
from bangfu.figures.tables.composing import compose_table
from bangfu.figures.tables.declared import Table
from bangfu.figures.tables.document import Document, Head
from bangfu.figures.tables.telling import told_table
from bangfu.figures.tables.wording import cell_words, head_words
from bangfu.figures.tables.writers import write_table
from bangfu.kernel.errors import Refused
from bangfu.kernel.periods import FORMS
from bangfu.reports.composing import period_named


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The table, the place, the period, the side, the county on the other side, and the file."""
    parser.add_argument("code", metavar="CODE", help="T01 … T46")
    parser.add_argument("--area", default="", metavar="CODE")
    parser.add_argument("--period", default="", metavar="P", help=FORMS)
    parser.add_argument("--from", dest="from_", type=a_day, metavar="DATE")
    parser.add_argument("--to", type=a_day, metavar="DATE", help="截止日期 · cut-off day")
    parser.add_argument("--side", choices=("receiver", "giver"), default="")
    parser.add_argument("--pair", default="", metavar="CODE", help="结对方 · the county on the other side")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help=".xlsx .docx .pdf")


def run(args: argparse.Namespace) -> int:
    """Compute, write, and print every row and cell."""
    actor = ready_operator()
    table = _table(args.code)
    first, last = args.from_, args.to
    if args.period:
        if first or last:
            raise Refused("--period 与 --from、--to 只能写一种。")
        period = period_named(args.period)
        first, last = period.from_, period.to
    question = asked(
        table,
        place=known_area(args.area),
        from_=first,
        to=last,
        side=args.side,
        pair=known_area(args.pair),
    )
    document = compose_table(actor, table, question)
    if args.output is not None:
        write_table(document, args.output, site_address())
        say(f"已写入 {args.output}")
    _say(document)
    if args.json:
        show(told_table(document))
    return 0


def _table(code: str) -> Table:
    try:
        return table_named(code)
    except Refused as refused:
        raise Refused(f"没有编号为“{code}”的表。可用 bangfu tables 列出全部表。") from refused


def _say(document: Document) -> None:
    say(f"{document.code} {document.title}（{document.place_name}，截至 {document.to}）")
    for sheet in document.sheets:
        if sheet.title:
            say(f"  【{sheet.title}】")
        say("  " + " | ".join((sheet.head, *(_heading(head) for head in sheet.columns))))
        for row in (*sheet.rows, *((sheet.total,) if sheet.total else ())):
            say("  " + " | ".join((row.title, *(cell_words(cell, mixed=sheet.mixed) for cell in row.cells))))


def _heading(head: Head) -> str:
    return f"{head.group}·{head_words(head)}" if head.group else head_words(head)
