"""Processes for the tests of the queue: ``python -m bangfu.kernel.tests.job_process COMMAND … [+ COMMAND …]``.

``prepare JOBS UPTO PAUSE MARKER`` makes the tables and queues jobs that count; ``work STALE`` works until nothing
is left, taking over jobs whose heartbeat is older than STALE seconds; ``report`` prints what became of all.
"""

import json
import sys
import time
from datetime import timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - needs the application, as do the next
from django.db import connection  # noqa: E402

from bangfu.kernel.jobs.actions import enqueue  # noqa: E402
from bangfu.kernel.jobs.models import UNFINISHED, Job  # noqa: E402
from bangfu.kernel.jobs.worker import WorkerThread, run_worker  # noqa: E402
from bangfu.kernel.notices.models import Notice  # noqa: E402
from bangfu.kernel.rights.actions import operator  # noqa: E402
from bangfu.kernel.tests.jobs_for_tests import declare  # noqa: E402


def prepare(jobs: str, upto: str, pause: str, marker: str) -> None:
    """Make the tables and queue the jobs."""
    call_command("migrate", "kernel", verbosity=0, skip_checks=True)
    for _ in range(int(jobs)):
        enqueue(operator(), "test.count", upto=int(upto), pause=float(pause), marker=marker)


def work(stale: str) -> None:
    """Work until nothing is left to do."""
    run_worker(once=True, stale=timedelta(seconds=float(stale)))


def thread() -> None:
    """Work as the server does, in a thread, until nothing is left to do."""
    worker = WorkerThread()
    worker.start()
    while Job.objects.filter(state__in=UNFINISHED).exists():
        time.sleep(0.05)
    worker.stop()


def report() -> None:
    """Print the database used, the jobs, and the title of every notice."""
    fields = ("state", "done", "total", "cursor", "attempts", "message")
    print(
        json.dumps(
            {
                "vendor": connection.vendor,
                "jobs": list(Job.objects.order_by("pk").values(*fields)),
                "notices": list(
                    Notice.objects.exclude(key__startswith="job:").order_by("pk").values_list("title", flat=True)
                ),
            }
        )
    )


COMMANDS = {"prepare": prepare, "work": work, "thread": thread, "report": report}


def main(words: list[str]) -> None:
    """Run the commands one after the other."""
    declare()
    for command in " ".join(words).split(" + "):
        name, *args = command.split(" ")
        COMMANDS[name](*args)


if __name__ == "__main__":
    main(sys.argv[1:])
