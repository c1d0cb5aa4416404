"""Serving the site: the web server with a worker for background jobs beside it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from django.core.management import call_command

from bangfu.config.cli import say
from bangfu.config.pausing import LOOK_SECONDS, is_to_pause, serving

WORKER_SECONDS = 20


def serve(*, host: str = "127.0.0.1", port: int = 8000, workers: int = 2) -> int:
    """Serve until interrupted; the worker ends with the server. Returns the server's exit status.

    While a backup is restored both stop, and start anew with what it brought.
    """
    call_command("collectstatic", verbosity=0, interactive=False)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        while True:
            with serving():
                status = _run(host, port, workers)
            if status is not None:
                return status
            say("正在恢复备份，网站暂停；恢复后自动启动。")
    except KeyboardInterrupt:  # while it waits for the restoring to end
        return 0


def _interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _run(host: str, port: int, workers: int) -> int | None:
    """Run server and worker until the server ends, and return its status; None when both are to pause."""
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "bangfu.config.settings"}
    jobs = subprocess.Popen([sys.executable, "-m", "bangfu", "worker"], env=env)
    server = subprocess.Popen(  # noqa: S603 - the locked package's own program
        [
            str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", host, "--port", str(port),
            "--workers", str(workers), "--blocking-threads", "8", "--log-level", "warning",
            "bangfu.config.wsgi:application",
        ],
        env=env,
    )  # fmt: skip
    try:
        while not is_to_pause():
            try:
                return server.wait(timeout=LOOK_SECONDS)
            except subprocess.TimeoutExpired:
                continue
        return None
    except KeyboardInterrupt:
        server.terminate()
        return server.wait()
    finally:
        server.terminate()
        jobs.terminate()
        server.wait()
        try:
            jobs.wait(timeout=WORKER_SECONDS)
        except subprocess.TimeoutExpired:  # its job goes on from the last checkpoint
            jobs.kill()
            jobs.wait()
