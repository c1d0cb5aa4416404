"""bangfu check: find every number a text claims, and check the arithmetic between them."""

import argparse
from pathlib import Path

from bangfu.config.cli import say, show
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
    document = checked_file(args.file, area_code=args.area, period=args.period)
    verdicts: dict[str, int] = {}
    for relation in document["relations"]:
        verdicts[relation["verdict"]] = verdicts.get(relation["verdict"], 0) + 1
    say(f"找到 {len(document['claims'])} 个数字，{len(document['relations'])} 个关系：{verdicts}")
    for relation in document["relations"]:
        if relation["verdict"] == "conflict":
            say(f"  矛盾：{relation['formula']}，文中 {relation['stated']}，算得 {relation['computed']}")
    if args.json:
        show(document)
    return 0
