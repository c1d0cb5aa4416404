"""bangfu report: write a report for a place and a period."""

import argparse
from collections.abc import Callable
from pathlib import Path

from bangfu.config.cli import say, show
from bangfu.config.installation import ready_operator, site_address
from bangfu.figures.reporting import reports
from bangfu.kernel.areas_of import significant
from bangfu.kernel.errors import Refused
from bangfu.kernel.periods import FORMS
from bangfu.kernel.rights.models import User
from bangfu.reports.actions import seal_report
from bangfu.reports.composing import SIDES, period_named
from bangfu.reports.envelopes import enveloped
from bangfu.reports.models import SealedReport
from bangfu.reports.outputs.writing import write_file
from bangfu.reports.queries import report_for
from bangfu.reports.sealing import document_of, seal_of
from bangfu.reports.telling import told_report
from bangfu.reports.word.actions import seal_filled
from bangfu.reports.word.filling import check_template, fill
from bangfu.reports.word.stamping import stamped_page, stamped_word
from bangfu.reports.word.web import check_page, fill_page

WORD, WEB = (".docx",), (".html", ".htm")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The report, the place, the period and the file; or what reports there are."""
    parser.add_argument("name", nargs="?", default="")
    parser.add_argument("--list", action="store_true", help="列出报告 · list reports")
    parser.add_argument("--area", default="", metavar="CODE")
    parser.add_argument("--period", default="", metavar="P", help=FORMS)
    parser.add_argument("--side", default="", choices=["", *SIDES], help="得到的或提供的帮扶 · help received or given")
    parser.add_argument("--pair", default="", metavar="CODE", help="另一方的地区 · the place on the other side")
    parser.add_argument("--compare", action="store_true", help="与上年同期比较 · beside the same period a year before")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help=".docx .pdf .html .md .xlsx")
    parser.add_argument(
        "--template",
        type=Path,
        metavar="FILE",
        help="填写自己的 Word 或网页模板 · fill your own .docx or .html with tags",
    )
    parser.add_argument("--seal", action="store_true", help="封存后再写 · seal it, then write the sealed report")


def run(args: argparse.Namespace) -> int:
    """List, or write one report and say which figures it holds."""
    actor = ready_operator()
    if args.list:
        return _list(args)
    if args.template is not None:
        return _fill(actor, args)
    if not (args.name and args.area and args.period):
        raise Refused("请写明报告、地区和时期，例如：bangfu report overview --area 420302 --period 2020 -o 综述.docx")
    area_code, seal, sealed = significant(args.area), None, None
    how = {"side": args.side, "partner": significant(args.pair), "compared": args.compare}
    base = site_address() if args.output is not None else ""
    if args.seal:
        sealed = seal_report(actor, report=args.name, area_code=area_code, period=args.period, **how)
        document, seal = document_of(sealed), seal_of(sealed, base)
        say(f"已封存，校验值 {sealed.digest}")
    else:
        document = report_for(actor, args.name, area_code, args.period, **how)
    if args.output is not None:
        write_file(document, args.output, seal=seal, base=base, last=_carrying(sealed, args.output, base))
        say(f"已写入 {args.output}")
    shown = told_report(document, seal)
    say(f"{document.title}（{document.lead}）：{len(document.chapters)} 章，{len(shown['figures'])} 处数字")
    if args.json:
        show(shown)
    return 0


def _fill(actor: User, args: argparse.Namespace) -> int:
    """Fill a Word or web template from the disk; nothing is kept but what is sealed."""
    if not (args.area and args.period and args.output):
        raise Refused("请写明地区、时期和要写的文件，例如：--area 420302 --period 2020 -o 月报.docx")
    try:
        content = args.template.read_bytes()
    except OSError as error:
        raise Refused(f"读不了 {args.template}：{error.strerror}") from error
    area_code, period, web = significant(args.area), period_named(args.period), args.template.suffix.lower() in WEB
    base = site_address()
    if web:
        check_page(content)
        filled = fill_page("word", args.template.stem, content, area_code, period, base=base)
    else:
        check_template(content)
        filled = fill("word", args.template.stem, content, area_code, period)
    content, seal, sealed = filled.content, None, None
    if args.seal:
        sealed = seal_filled(actor, filled, ending="html" if web else "docx")
        seal = seal_of(sealed, base)
        content = (stamped_page if web else stamped_word)(content, filled.document, seal)
        say(f"已封存，校验值 {sealed.digest}")
    if args.output.suffix.lower() in (WEB if web else WORD):
        last = _carrying(sealed, args.output, base)
        _write(args.output, last(content) if last else content)
    else:
        write_file(filled.document, args.output, seal=seal, base=base, last=_carrying(sealed, args.output, base))
    say(f"已写入 {args.output}")
    if args.json:
        show(told_report(filled.document, seal))
    return 0


def _carrying(sealed: SealedReport | None, path: Path, base: str) -> Callable[[bytes], bytes] | None:
    """What a sealed report's file goes through last: its seal is put inside."""
    if sealed is None:
        return None
    return lambda content: enveloped(content, path.suffix.lower().lstrip("."), sealed, base)


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Refused(f"写不进 {path}：{error.strerror}") from error


def _list(args: argparse.Namespace) -> int:
    found = [{"name": report.name, "title": str(report.title)} for report in reports]
    for report in found:
        say(f"{report['name']}  {report['title']}")
    if args.json:
        show(found)
    return 0
