"""bangfu schemes: list pairing schemes."""

import argparse

from bangfu.config.cli import say, show
from bangfu.config.installation import ready_operator
from bangfu.pairing.models import Scheme


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(args: argparse.Namespace) -> int:
    """List the schemes of this installation."""
    ready_operator()
    listed = [{"name": s.name, "title": s.title} for s in Scheme.objects.order_by("name")]
    if args.json:
        show(listed)
    else:
        for row in listed:
            say(f"{row['name']:<32} {row['title']}")
    return 0
