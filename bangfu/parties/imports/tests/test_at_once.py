"""Several imports at the same time, and one that is killed in the middle, in processes of their own."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from bangfu.parties.imports.tests.invented import households, write
from tests.schemas import furnish

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROWS = households(8)
MODULE = "bangfu.parties.imports.tests.import_process"


class Processes:
    """Starts processes on a database with the invented county: a file, or this run's PostgreSQL test database."""

    def __init__(self, home: Path) -> None:
        self.env = {**os.environ, "BANGFU_HOME": str(home), "DJANGO_SETTINGS_MODULE": "bangfu.config.settings"}
        if connection.vendor == "postgresql":
            server = os.environ["BANGFU_DATABASE_URL"].rpartition("/")[0]
            self.env["BANGFU_DATABASE_URL"] = f"{server}/{connection.settings_dict['NAME']}"
        self.run("prepare")

    def start(self, *arguments: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", MODULE, *map(str, arguments)]
        return subprocess.Popen(command, env=self.env, cwd=settings.PACKAGE.parent, stdout=subprocess.PIPE, text=True)

    def run(self, *arguments: object) -> dict[str, Any]:
        return self.end(self.start(*arguments))

    @staticmethod
    def end(process: subprocess.Popen[str]) -> dict[str, Any]:
        printed, _nothing = process.communicate(timeout=60)
        assert process.returncode == 0
        return dict(json.loads(printed))


@pytest.fixture
def processes(tmp_path: Path) -> Processes:
    return Processes(furnish(tmp_path))


def test_one_file_applied_by_several_at_once_is_written_once(processes, tmp_path):
    path = write(tmp_path / "x.xlsx", ROWS)
    run, other = processes.run("stage", path)["run"], processes.run("stage", path)["run"]
    started = [processes.start("apply", pk) for pk in (run, run, other)]
    found = [processes.end(process) for process in started]
    assert sorted(one["outcome"] for one in found[:2]) == ["applied", "conflict"]
    assert found[2]["outcome"] == "applied"  # the same content again: every row unchanged
    assert processes.run("state", run)["Person"] == len(ROWS)


def test_a_server_killed_in_the_middle_leaves_nothing(processes, tmp_path):
    run = processes.run("stage", write(tmp_path / "x.xlsx", ROWS))["run"]
    before = processes.run("state", run)
    victim = processes.start("apply-slowly", run)
    assert victim.stdout
    assert json.loads(victim.stdout.readline()) == {"written": len(ROWS)}
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    assert processes.run("state", run) == before
    again = processes.run("apply", run)
    assert (again["outcome"], again["Person"], again["Membership"]) == ("applied", len(ROWS), len(ROWS))
