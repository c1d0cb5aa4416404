"""bangfu check: find every number a text claims, and check the arithmetic between them."""

import argparse
from collections import Counter
from pathlib import Path

from bangfu.config.cli import say, show
from bangfu.config.installation import ready_operator
from bangfu.kernel.areas_of import significant
from bangfu.kernel.errors import Refused
from bangfu.reports.checking import checked_file


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and with a place what the ledger says."""
    parser.add_argument("file", type=Path)
    parser.add_argument("--area", default="", metavar="CODE")
    parser.add_argument("--period", default="", metavar="P", help="2020、2020-09、2020Q3、2020-01-01..2020-09-30")


def run(args: argparse.Namespace) -> int:
    """Check a file of any kind the reader knows."""
    if not args.file.is_file():
        raise Refused(f"没有文件 {args.file}")
    if args.area:
        ready_operator()
    document = checked_file(args.file, area_code=significant(args.area), period=args.period)
    texts = {claim["id"]: claim["text"] for claim in document["claims"]}
    verdicts = Counter(relation["verdict"] for relation in document["relations"])
    ledger = Counter(row["verdict"] for row in document.get("ledger", ()))
    say(f"找到 {len(texts)} 个数字，{len(document['relations'])} 个关系：{dict(verdicts)}")
    if args.area:
        say(f"与账本比对：{dict(ledger)}")
    for relation in document["relations"]:
        if relation["verdict"] == "conflict":
            say(f"  矛盾：{relation['formula']}，文中 {relation['stated']}，算得 {relation['computed']}")
    for row in document.get("ledger", ()):
        if row["verdict"] == "different":
            note = f"；{row['note']}" if row["note"] else ""
            say(
                f"  与账本不同：{texts[row['claim']]}，账本 {row['figure']} 为 {row['value']}"
                f"（{row['compared_with']}）{note}"
            )
    if args.json:
        show(document)
    return 0
