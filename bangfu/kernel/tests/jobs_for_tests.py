"""A job that writes down every piece it does, for the tests and for the process that the tests kill."""

import os
import time
from pathlib import Path
from typing import Any

from django.db import transaction

from bangfu.kernel.errors import Refused
from bangfu.kernel.jobs.kinds import JobKind, job_kinds
from bangfu.kernel.jobs.progress import Progress
from bangfu.kernel.notices.models import Notice


def count(progress: Progress, *, upto: int, pause: float = 0.0, marker: str = "-") -> dict[str, Any]:
    """Make one notice a number, each in its own transaction; say in ``marker`` which process got how far."""
    assert progress.actor is not None
    for number in range(progress.cursor or 0, upto):
        with transaction.atomic():
            Notice.objects.create(user=progress.actor, title=str(number))
            progress.checkpoint(number + 1, upto, cursor=number + 1, message=f"第 {number + 1} 个")
        if marker != "-":
            Path(marker).write_text(f"{os.getpid()} {number + 1}")
        time.sleep(pause)
    return {"counted": upto}


def fail(_progress: Progress, *, how: str) -> None:
    """Fail as a person's mistake or as the program's."""
    if how == "refused":
        raise Refused("表格缺少“姓名”列。")
    raise ZeroDivisionError(how)


KINDS = (
    JobKind(name="test.count", title="数数", run=count, url=lambda job: f"/counted/{job.pk}/"),
    JobKind(name="test.fail", title="失败", run=fail),
    JobKind(name="test.guarded", title="受限", run=count, permission="kernel.job.change"),
)


def declare() -> None:
    """Add the kinds after start-up, as no application may."""
    for kind in KINDS:
        job_kinds._items[kind.name] = kind
