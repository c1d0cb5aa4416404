"""bangfu setup: create or upgrade the database."""

import argparse

from bangfu.config.cli import say, show
from bangfu.config.installation import load_seeds, operator, prepare


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(args: argparse.Namespace) -> int:
    """Migrate and load the data that ships with this version."""
    changed = prepare()
    load_seeds()
    operator()
    say("数据库已就绪。" if changed else "数据库已是最新。")
    if args.json:
        show({"migrated": changed})
    return 0
