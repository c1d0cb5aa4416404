"""A worker killed without warning: the next one goes on where it stopped, and nothing is done twice."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.schemas import furnish

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
UPTO = 40
PATIENCE = 30.0


class Processes:
    """Starts processes on a database of their own: a file, or on PostgreSQL this run's test database."""

    def __init__(self, home: Path) -> None:
        self.env = {
            **os.environ,
            "BANGFU_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", settings.SETTINGS_MODULE),
        }
        if connection.vendor == "postgresql":
            server = os.environ["BANGFU_DATABASE_URL"].rpartition("/")[0]
            self.env["BANGFU_DATABASE_URL"] = f"{server}/{connection.settings_dict['NAME']}"

    def start(self, commands: str) -> subprocess.Popen[str]:
        """Start one that runs some commands, joined by +."""
        command = [sys.executable, "-m", "bangfu.kernel.tests.job_process", *commands.split()]
        return subprocess.Popen(command, env=self.env, cwd=settings.PACKAGE.parent, stdout=subprocess.PIPE, text=True)

    def run(self, commands: str) -> list[dict[str, Any]]:
        """Run one to its end and return what its reports said."""
        return reports_of(self.start(commands))


def reports_of(process: subprocess.Popen[str]) -> list[dict[str, Any]]:
    """Wait for a process to end well and return what its reports said."""
    printed, _nothing = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    reports = [json.loads(line) for line in printed.splitlines()]
    assert all(report["vendor"] == connection.vendor for report in reports)
    return reports


@pytest.fixture
def processes(tmp_path: Path) -> Processes:
    return Processes(furnish(tmp_path))


def reached(marker: Path) -> int:
    """Return how far the worker says it has come."""
    words = marker.read_text().split() if marker.exists() else []
    return int(words[1]) if len(words) == 2 else 0


def test_killed_worker_is_followed_by_another(processes: Processes, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    first = processes.start(f"prepare 1 {UPTO} 0.05 {marker} + work 0.5")
    patience = time.monotonic() + PATIENCE
    while reached(marker) < 5 and time.monotonic() < patience:
        time.sleep(0.02)
    os.kill(first.pid, signal.SIGKILL)
    first.communicate()
    assert first.returncode == -signal.SIGKILL
    time.sleep(0.6)  # the heartbeat grows old
    killed, done = processes.run("report + work 0.5 + report")
    assert killed["jobs"][0]["state"] == "running"
    assert 5 <= killed["jobs"][0]["cursor"] < UPTO
    assert done["jobs"][0]["state"] == "done"
    assert (done["jobs"][0]["done"], done["jobs"][0]["total"]) == (UPTO, UPTO)
    assert done["notices"] == [str(n) for n in range(UPTO)]  # each chunk once, in order
    assert marker.read_text().split()[0] != str(first.pid)


def test_a_process_and_a_thread_of_the_server_share_the_queue(processes: Processes) -> None:
    processes.run("prepare 12 5 0.005 -")
    workers = [processes.start("work 60"), processes.start("thread + report")]
    (found,) = [report for worker in workers for report in reports_of(worker)]
    assert [job["state"] for job in found["jobs"]] == ["done"] * 12
    assert {job["attempts"] for job in found["jobs"]} == {1}
    assert sorted(found["notices"]) == sorted(str(n) for _ in range(12) for n in range(5))
