"""The throw-away PostgreSQL: several at a time, nothing left behind."""

import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
import pytest

from scripts.console import ROOT
from scripts.debian import postgres_binaries
from scripts.postgres import temporary_cluster

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(postgres_binaries() is None, reason="PostgreSQL is not installed"),
]


def test_two_clusters_at_the_same_time_are_independent_and_leave_nothing():
    with temporary_cluster() as first, temporary_cluster() as second:
        with psycopg.connect(first.url) as connection:
            connection.execute("CREATE TABLE only_here (id int)")
        with psycopg.connect(second.url) as connection:
            assert connection.execute("SELECT to_regclass('only_here')").fetchone() == (None,)
            # Character classes have to know Chinese characters: searching by name relies on it.
            assert connection.execute("SELECT '茅箭区' ~ '^[[:alpha:]]+$'").fetchone() == (True,)
    assert not first.folder.exists()
    assert not second.folder.exists()


def test_a_command_gets_the_address_and_its_status_is_returned():
    script = "import os, sys, psycopg; psycopg.connect(os.environ['BANGFU_DATABASE_URL']); sys.exit(7)"
    command = [sys.executable, "-m", "scripts.postgres", sys.executable, "-c", script]
    assert subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode == 7


def test_nothing_is_left_when_the_user_is_killed():
    """Even SIGKILL, which no program can handle, leaves neither server nor folder behind."""
    user = subprocess.Popen([sys.executable, "-m", "scripts.postgres"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    folder = Path(unquote(urlsplit(user.stdout.readline()).netloc.partition("@")[2]))
    assert (folder / "data" / "postmaster.pid").exists()
    user.kill()
    user.communicate()
    deadline = time.monotonic() + 10
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not folder.exists()
