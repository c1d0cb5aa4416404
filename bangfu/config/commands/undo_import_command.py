"""bangfu undo-import: take a whole import back."""

import argparse

from bangfu.config.cli import say, show
from bangfu.config.installation import ready_operator
from bangfu.kernel.errors import Refused
from bangfu.kernel.imports.actions import undo_import
from bangfu.kernel.imports.models import ImportRun


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The run's number and why."""
    parser.add_argument("run", type=int)
    parser.add_argument("--reason", required=True)


def run(args: argparse.Namespace) -> int:
    """Undo an applied run."""
    actor = ready_operator()
    found = ImportRun.objects.filter(pk=args.run).first()
    if found is None:
        raise Refused(f"没有编号为 {args.run} 的导入。")
    undone = undo_import(actor, found, reason=args.reason)
    say(f"已撤销导入 {undone.pk}。")
    if args.json:
        show({"run": undone.pk, "state": undone.state})
    return 0
