"""bangfu tables: list the statistical tables."""

import argparse

from bangfu.config.cli import say, show
from bangfu.figures.tables.declared import tables


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(args: argparse.Namespace) -> int:
    """List code, title and working group."""
    listed = [
        {"code": table.name, "title": str(table.title), "workstream": table.workstream}
        for table in sorted(tables, key=lambda table: table.name)
    ]
    if args.json:
        show(listed)
    else:
        for row in listed:
            say(f"{row['code']:<6} {row['workstream']:<14} {row['title']}")
    return 0
