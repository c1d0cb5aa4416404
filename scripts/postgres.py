"""A throw-away PostgreSQL for tests and benchmarks, gone when its user is done.

`python -m scripts.postgres COMMAND…` runs the command with BANGFU_DATABASE_URL set and returns its status;
without a command it prints the address and serves until interrupted. Several may run at the same time: each
listens only on a Unix socket in a temporary folder of its own.
"""

import os
import pwd
import shlex
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import quote

from scripts.console import Failure, exit_status_of, say
from scripts.debian import postgres_binaries

ROLE = "bangfu"
DATABASE = "bangfu"
SETTINGS = {
    "listen_addresses": "",
    # The data is thrown away, so nothing needs to survive a crash.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "256MB",
    "max_connections": "300",  # the benchmarks let 200 claim at once
}
# Its input ends when we end, even by a signal that nobody can handle. SIGQUIT: at once, writing nothing more.
KEEPER = """
cat > /dev/null
{ kill -QUIT "$(head -n 1 "$1/data/postmaster.pid")"; } 2> /dev/null
for _ in $(seq 100); do [ -e "$1/data/postmaster.pid" ] && sleep 0.1; done
rm -rf "$1"
"""


@dataclass(frozen=True)
class Cluster:
    """One server: its folder (data and socket), the programs it runs from and the account it runs under."""

    folder: Path
    binaries: Path
    account: pwd.struct_passwd | None

    @property
    def url(self) -> str:
        """Address for BANGFU_DATABASE_URL; the host is the socket's folder."""
        return f"postgres://{ROLE}@{quote(str(self.folder), safe='')}/{DATABASE}"

    @property
    def identity(self) -> dict[str, Any]:
        """What subprocess needs for running under the account; nothing when that is our own."""
        if self.account is None:
            return {}
        return {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}

    def command(self, program: str, *arguments: str | Path) -> list[str]:
        """A PostgreSQL program with its arguments."""
        return [str(self.binaries / program), *map(str, arguments)]

    def run(self, program: str, *arguments: str | Path) -> None:
        """Run a PostgreSQL program to its end; raises Failure with what it said when it fails."""
        result = subprocess.run(
            self.command(program, *arguments),
            **self.identity,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode != 0:
            raise Failure("PostgreSQL 未能启动", f"PostgreSQL does not start: {result.stderr.strip()}")

    def start(self) -> None:
        """Create the cluster, start its server and create the database."""
        data, log = self.folder / "data", self.folder / "log"
        self.run("initdb", "-D", data, "-U", ROLE, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        options = ["-k", str(self.folder), *(f"--{name}={value}" for name, value in SETTINGS.items())]
        self.run("pg_ctl", "start", "-s", "-w", "-D", data, "-l", log, "-o", shlex.join(options))
        self.run("createdb", "-h", self.folder, "-U", ROLE, DATABASE)


@contextmanager
def temporary_cluster() -> Iterator[Cluster]:
    """A running server, stopped and removed at the end. Raises Failure when PostgreSQL is not installed."""
    binaries = postgres_binaries()
    if binaries is None:
        raise Failure("找不到 PostgreSQL", "PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="bangfu-pg-"))
    with _removed_at_the_end(folder):
        cluster = Cluster(folder, binaries, account_for(folder))
        cluster.start()
        yield cluster


@contextmanager
def _removed_at_the_end(folder: Path) -> Iterator[None]:
    """Have a shell wait for our end, however it comes, then stop the server of a folder and remove the folder."""
    keeper = subprocess.Popen(["sh", "-c", KEEPER, "keeper", folder], stdin=subprocess.PIPE, start_new_session=True)
    try:
        yield
    finally:
        keeper.communicate()


def account_for(folder: Path) -> pwd.struct_passwd | None:
    """The account to run under: ours, or, as PostgreSQL refuses root, one that is given the folder."""
    if os.geteuid() != 0:
        return None
    existing = {entry.pw_name: entry for entry in pwd.getpwall()}
    account = existing.get("postgres") or existing.get("nobody")
    if account is None:
        raise Failure("没有可运行 PostgreSQL 的普通账户", "no ordinary account to run PostgreSQL under")
    os.chown(folder, account.pw_uid, account.pw_gid)
    return account


def main() -> int:
    """Serve until interrupted, or for the length of one command."""
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    with temporary_cluster() as cluster:
        if command := sys.argv[1:]:
            environment = {**os.environ, "BANGFU_DATABASE_URL": cluster.url}
            return subprocess.run(command, env=environment, check=False).returncode
        print(cluster.url, flush=True)
        say("按 Ctrl-C 停止", "stop with Ctrl-C")
        signal.pause()
    return 0


def _interrupt(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(exit_status_of(main))
