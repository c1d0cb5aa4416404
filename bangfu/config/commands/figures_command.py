"""bangfu figures: list declared figures."""

import argparse

from bangfu.config.cli import say, show
from bangfu.figures.declared import figures
from bangfu.figures.telling import told_figure


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(args: argparse.Namespace) -> int:
    """List code, title, unit and workstream."""
    listed = [told_figure(figure) for figure in sorted(figures, key=lambda f: f.name)]
    if args.json:
        show(listed)
    else:
        for row in listed:
            say(f"{row['code']:<44} {row['unit']:<14} {row['title']}")
    return 0
