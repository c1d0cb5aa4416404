"""bangfu check: find every number a text claims, and check the arithmetic between them."""

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bangfu.config.cli import say, show
from bangfu.config.installation import ready_operator
from bangfu.figures.declared import figures
from bangfu.kernel.areas_of import significant
from bangfu.kernel.errors import Refused
from bangfu.kernel.periods import FORMS
from bangfu.reports.annotating import LEDGER_VERDICTS, annotated_word
from bangfu.reports.checker.annotate import VERDICTS
from bangfu.reports.checker.check import unreadable
from bangfu.reports.checking import Checked, checked_file
from bangfu.reports.outputs.appendix import exact_value

MOST_LINES = 100  # findings told one by one; --json and the Word file hold all of them


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, with a place what the ledger says, and where to write the findings."""
    parser.add_argument("file", type=Path, help=".txt .md .docx .pdf .html")
    parser.add_argument("--area", default="", metavar="CODE")
    parser.add_argument("--period", default="", metavar="P", help=FORMS)
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE.docx", help="写出带批注的 Word · write the annotated text"
    )


def run(args: argparse.Namespace) -> int:
    """Check a file of any kind the reader knows."""
    if args.file.is_dir():
        raise Refused(f"{args.file} 是文件夹，请写明文件")
    if not args.file.is_file():
        raise Refused(f"没有文件 {args.file}")
    if args.output is not None and args.output.suffix.lower() != ".docx":
        raise Refused(f"带批注的文件只能是 .docx，不是 {args.output.name}")
    if args.area:
        ready_operator()
    area_code = significant(args.area)
    found = checked_file(args.file, area_code=area_code, period=args.period)
    for line in _told(found):
        say(line)
    if args.output is not None:
        original = args.file.read_bytes() if found.document.kind == "word" else None
        _write(args.output, annotated_word(found, area_code, original))
    if args.json:
        show(found.as_json())
    return 0


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Refused(f"写不了 {path}：{error.strerror}") from error
    say(f"已写入 {path}")


def _told(found: Checked) -> Iterator[str]:
    """The findings in lines: how many of each, then what needs looking at."""
    result = found.result
    counts = Counter(relation.verdict for relation in result.relations)
    yield f"找到 {len(result.claims)} 个数字，{len(result.relations)} 个关系" + _counted(counts, VERDICTS)
    if found.ledger is not None:
        yield "与账本比对" + _counted(Counter(one.verdict for one in found.ledger), LEDGER_VERDICTS)
    yield from found.notes
    yield from (f"  {claim.text}：{unreadable(claim.text)}" for claim in result.broken)
    lines = [*_conflicts(found), *_differences(found)]
    yield from lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        yield f"  …… 另有 {len(lines) - MOST_LINES} 处，见 --json 或 -o 写出的 Word"


def _counted(counts: Counter[str], words: dict[str, str]) -> str:
    said = "，".join(f"{words[name]} {counts[name]}" for name in words if counts[name])
    return f"：{said}" if said else ""


def _conflicts(found: Checked) -> Iterator[str]:
    for relation in found.result.relations:
        if relation.verdict == "conflict":
            note = f"；{relation.note}" if relation.note else ""
            yield f"  矛盾：{relation.formula}{note}"


def _differences(found: Checked) -> Iterator[str]:
    texts = {claim.id: "".join(claim.text.split()) for claim in found.result.claims}
    for one in found.ledger or ():
        if one.verdict == "different" and one.figure:
            figure = figures[one.figure]
            note = f"；{one.note}" if one.note else ""
            value = exact_value(one.value, figure.unit)
            yield f"  与账本不同：{texts[one.claim]}，账本“{figure.title}”为 {value}（{one.where}）{note}"
