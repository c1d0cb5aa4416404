"""bangfu template: write an empty import workbook."""

import argparse
from pathlib import Path

from bangfu.config.cli import say, show
from bangfu.config.commands.listing import list_named
from bangfu.config.installation import prepare
from bangfu.kernel.imports.declared import templates
from bangfu.kernel.imports.exporting import write_empty_template
from bangfu.kernel.workbooks import write_template
from bangfu.workstreams.monitoring.lists.reading import sheet_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The template's name and where to write it."""
    parser.add_argument("name")
    parser.add_argument("-o", "--output", required=True, type=Path)


def run(args: argparse.Namespace) -> int:
    """Write the workbook with its code lists as drop-downs."""
    prepare()
    if args.name not in templates.names() and (kind := list_named(args.name)):
        write_template(args.output, sheet_of(kind))
    else:
        write_empty_template(args.name, args.output)
    say(f"已生成 {args.output}")
    if args.json:
        show({"template": args.name, "file": str(args.output)})
    return 0
