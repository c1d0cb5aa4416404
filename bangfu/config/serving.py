"""Serving the site: the web server with a worker for background jobs beside it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from django.core.management import call_command


def serve(*, host: str = "127.0.0.1", port: int = 8000, workers: int = 2) -> int:
    """Serve until interrupted; the worker ends with the server. Returns the server's exit status."""
    call_command("collectstatic", verbosity=0, interactive=False)
    folder = Path(sys.executable).parent
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "bangfu.config.settings"}
    jobs = subprocess.Popen([sys.executable, "-m", "bangfu", "worker"], env=env)
    server = subprocess.Popen(  # noqa: S603 - the locked package's own program
        [
            str(folder / "granian"), "--interface", "wsgi", "--host", host, "--port", str(port),
            "--workers", str(workers), "--blocking-threads", "8", "--log-level", "warning",
            "bangfu.config.wsgi:application",
        ],
        env=env,
    )  # fmt: skip

    def stop(_signal: int, _frame: object) -> None:
        server.terminate()

    signal.signal(signal.SIGTERM, stop)
    try:
        return server.wait()
    except KeyboardInterrupt:
        server.terminate()
        return server.wait()
    finally:
        jobs.terminate()
        jobs.wait(timeout=20)
