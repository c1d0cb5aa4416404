"""bangfu templates: list import templates."""

import argparse

from bangfu.config.cli import say, show
from bangfu.kernel.imports.declared import templates


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(args: argparse.Namespace) -> int:
    """List the declared templates."""
    listed = [{"name": t.name, "title": str(t.title)} for t in sorted(templates, key=lambda t: t.order)]
    if args.json:
        show(listed)
    else:
        for row in listed:
            say(f"{row['name']:<16} {row['title']}")
    return 0
