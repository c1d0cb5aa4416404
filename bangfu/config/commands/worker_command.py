"""bangfu worker: run background jobs."""

import argparse
import signal
import threading

from bangfu.config.cli import say, show
from bangfu.config.installation import ready_operator
from bangfu.config.pausing import LOOK_SECONDS, is_to_pause, serving
from bangfu.kernel.jobs.worker import run_worker

PAUSED = 75  # "try again later": whoever keeps it running starts it anew


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whether to stop when nothing is left."""
    parser.add_argument("--once", action="store_true", help="做完现有任务即退出 · stop when nothing is left")


def run(args: argparse.Namespace) -> int:
    """Work until told to stop, or until a backup is to be restored: its keys are read by the next start."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    with serving():
        ready_operator()
        threading.Thread(target=_watch, args=(stop,), name="bangfu-pausing", daemon=True).start()
        count = run_worker(stop, once=args.once, daily=True)
        paused = is_to_pause()
    say(f"已完成 {count} 个任务。" + ("要恢复备份，任务进程停下；单独启动的，恢复后请再启动。" if paused else ""))
    if args.json:
        show({"jobs": count})
    return PAUSED if paused else 0


def _watch(stop: threading.Event) -> None:
    """Stop the work when somebody wants to restore a backup."""
    while not stop.wait(LOOK_SECONDS):
        if is_to_pause():
            stop.set()
