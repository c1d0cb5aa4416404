"""One who restores a backup waits until nobody uses the installation, and who serves it pauses meanwhile.

A process that has the database and the keys open would go on with those that the backup replaced. So whatever runs for
long holds ``serving.lock`` together with others, and gives it up when it sees that somebody holds ``restoring.lock``.
Both are locks of the operating system: they end with their process, however it ends.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused

SERVING, RESTORING = "serving.lock", "restoring.lock"
LOOK_SECONDS = 1.0
"""How often who serves looks whether to pause."""
WAIT_SECONDS = 60.0
"""How long who restores waits for the others to pause; a job stops at its next checkpoint."""


@contextmanager
def serving() -> Iterator[None]:
    """Use the installation for long; waits while a backup is being restored."""
    with _opened(RESTORING) as restoring, _opened(SERVING) as held:
        fcntl.flock(restoring, fcntl.LOCK_SH)
        fcntl.flock(held, fcntl.LOCK_SH)
        fcntl.flock(restoring, fcntl.LOCK_UN)
        yield


def is_to_pause() -> bool:
    """Tell whether somebody wants to restore a backup and waits for those who serve."""
    with _opened(RESTORING) as file:
        return not _taken(file, fcntl.LOCK_SH)


@contextmanager
def alone(seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """Have the installation for oneself. Raises Refused where another restores, or somebody goes on serving."""
    with _opened(RESTORING) as restoring, _opened(SERVING) as held:
        if not _taken(restoring, fcntl.LOCK_EX):
            raise Refused(_("另一个恢复正在进行。"))
        until = time.monotonic() + seconds
        while not _taken(held, fcntl.LOCK_EX):
            if time.monotonic() > until:
                raise Refused(_("网站或后台任务还在运行，没有停下来；没有恢复任何内容。请先停止它们。"))
            time.sleep(0.1)
        yield


def _opened(name: str) -> IO[bytes]:
    return (settings.BANGFU_HOME / name).open("ab")


def _taken(file: IO[bytes], way: int) -> bool:
    try:
        fcntl.flock(file, way | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
