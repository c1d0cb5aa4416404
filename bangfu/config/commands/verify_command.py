"""bangfu verify: walk the ledger's chains."""

import argparse

from bangfu.config.cli import REFUSED, say, show
from bangfu.config.installation import ready_operator
from bangfu.ledger.queries import verify_chains

PROBLEMS = {"missing": "缺少记录", "altered": "记录被改动", "unlinked": "与前一条接不上"}
BOOKS = {"entries": "记录", "confirmations": "确认"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(args: argparse.Namespace) -> int:
    """Recompute every hash and say where a chain does not hold."""
    ready_operator()
    found = verify_chains()
    for link in found["broken"][:50]:
        entry = f"（记录 {link['entry']}）" if link["entry"] else ""
        say(f"{BOOKS[link['book']]}链 {link['chain']} 第 {link['sequence']} 条{entry}：{PROBLEMS[link['problem']]}")
    say(
        f"核验 {found['entries']} 条记录、{found['confirmations']} 次确认和异议，{found['areas']} 个地区，"
        f"{len(found['broken'])} 处不符。"
    )
    if args.json:
        show(found)
    return REFUSED if found["broken"] else 0
