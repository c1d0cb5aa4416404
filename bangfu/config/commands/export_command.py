"""bangfu export: write a register in the form it is imported in."""

import argparse
from pathlib import Path

from bangfu.config.cli import say, show
from bangfu.config.installation import known_area, ready_operator
from bangfu.kernel.imports.exporting import export_register


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The template's name, the place, the file, and a purpose for numbers in full."""
    parser.add_argument("name")
    parser.add_argument("--area", default="", metavar="CODE")
    parser.add_argument("-o", "--output", required=True, type=Path)
    parser.add_argument("--purpose", default="", help="写明用途则导出完整号码并留痕 · full numbers, logged")


def run(args: argparse.Namespace) -> int:
    """Export what imports as unchanged."""
    actor = ready_operator()
    area_code = known_area(args.area)
    rows = export_register(actor, args.name, args.output, area_code=area_code, purpose=args.purpose)
    say(f"已导出 {rows} 行到 {args.output}")
    if args.json:
        show({"rows": rows, "file": str(args.output)})
    return 0
