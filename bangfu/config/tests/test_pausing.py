"""Who restores a backup has the installation alone; who serves it pauses and comes back with what was restored."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import pytest

from bangfu.config.pausing import alone, is_to_pause, serving
from bangfu.config.tests.test_archives import bangfu
from bangfu.kernel.errors import Refused
from tests.schemas import furnish

MOMENT = 0.3


@pytest.fixture(autouse=True)
def home(settings: object, tmp_path: Path) -> None:
    """Locks of a folder of one's own."""
    settings.BANGFU_HOME = tmp_path  # type: ignore[attr-defined]


def test_nobody_restores_while_somebody_goes_on_serving() -> None:
    with serving(), serving():
        assert not is_to_pause()
        with pytest.raises(Refused, match="没有恢复任何内容"), alone(MOMENT):
            pass
    with alone(MOMENT):
        assert is_to_pause()
    assert not is_to_pause()


def test_two_do_not_restore_at_once() -> None:
    with alone(MOMENT), pytest.raises(Refused, match="另一个恢复"), alone(MOMENT):
        pass


def test_who_restores_gets_their_turn_as_soon_as_the_others_pause() -> None:
    begun, order = threading.Event(), []

    def serve() -> None:
        with serving():
            begun.set()
            while not is_to_pause():
                time.sleep(0.01)
            order.append("paused")
        with serving():
            order.append("serving again")

    thread = threading.Thread(target=serve)
    thread.start()
    begun.wait()
    with alone(5):
        time.sleep(MOMENT)
        order.append("restored")
    thread.join(5)
    assert order == ["paused", "restored", "serving again"]


@pytest.mark.slow
def test_the_running_site_pauses_for_a_restore_and_comes_back_by_itself(tmp_path: Path) -> None:
    here, there, saved = tmp_path / "here", tmp_path / "there", tmp_path / "state.zip"
    for home in (here, there):
        assert bangfu(furnish(home), "setup").returncode == 0
    assert bangfu(here, "backup", str(saved)).returncode == 0
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {k: v for k, v in os.environ.items() if k not in ("BANGFU_DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    command = [sys.executable, "-m", "bangfu", "serve", "--port", str(port), "--workers", "1"]
    site = subprocess.Popen(
        command, env={**env, "BANGFU_HOME": str(there)}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        answered(port)
        restored = bangfu(there, "restore", str(saved), "--replace")
        assert restored.returncode == 0, restored.stderr
        answered(port)
        assert site.poll() is None
    finally:
        site.send_signal(signal.SIGTERM)
        said, _ = site.communicate(timeout=60)
    assert "网站暂停" in said
    assert (there / "keys" / "fields.key").read_bytes() == (here / "keys" / "fields.key").read_bytes()


def answered(port: int, seconds: float = 60) -> None:
    """Wait until the site answers."""
    until = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/login/", timeout=5) as answer:
                assert answer.status == 200
                return
        except OSError:
            assert time.monotonic() < until, "the site does not answer"
            time.sleep(0.2)
