"""bangfu template: write an empty import workbook."""

import argparse
from pathlib import Path

from bangfu.config.cli import say, show
from bangfu.config.installation import prepare
from bangfu.kernel.imports.exporting import write_empty_template


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The template's name and where to write it."""
    parser.add_argument("name")
    parser.add_argument("-o", "--output", required=True, type=Path)


def run(args: argparse.Namespace) -> int:
    """Write the workbook with its code lists as drop-downs."""
    prepare()
    write_empty_template(args.name, args.output)
    say(f"已生成 {args.output}")
    if args.json:
        show({"template": args.name, "file": str(args.output)})
    return 0
