"""bangfu worker: run background jobs."""

import argparse
import signal
import threading

from bangfu.config.cli import say, show
from bangfu.config.installation import ready_operator
from bangfu.kernel.jobs.worker import run_worker


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whether to stop when nothing is left."""
    parser.add_argument("--once", action="store_true", help="做完现有任务即退出 · stop when nothing is left")


def run(args: argparse.Namespace) -> int:
    """Work until told to stop."""
    ready_operator()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    count = run_worker(stop, once=args.once, daily=True)
    say(f"已完成 {count} 个任务。")
    if args.json:
        show({"jobs": count})
    return 0
