"""What a running job holds in its hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from bangfu.kernel.jobs.models import Job, JobState
from bangfu.kernel.rights.models import User


class Interrupted(BaseException):
    """The job stops here. Not an ``Exception``, so that a handler's own ``except`` does not swallow it."""


class Lost(Interrupted):
    """Another worker has taken the job over: this one must not write any more."""


class Cancelled(Interrupted):
    """Somebody asked for the job to stop."""


class Released(Interrupted):
    """The worker is being stopped: the job goes back into the queue and is resumed later."""


class Progress:
    """The running job for its handler: where it stands, and how to say how far it has come."""

    def __init__(self, job: Job, stopping: Callable[[], bool] = lambda: False) -> None:
        self.job = job
        self._stopping = stopping

    @property
    def actor(self) -> User | None:
        """On whose behalf the work is done."""
        return self.job.actor

    @property
    def cursor(self) -> Any:
        """What the last checkpoint left, or None at the start."""
        return self.job.cursor

    def checkpoint(self, done: int, total: int | None = None, cursor: Any = None, message: str | None = None) -> None:
        """Write how far the work has come. Call it inside the transaction of the chunk it describes.

        Raises Lost, Cancelled or Released when the work must stop; the chunk is then rolled back with it.
        """
        if self._stopping():
            raise Released
        values: dict[str, Any] = {"done": done, "heartbeat_at": timezone.now(), "attempts": 1}
        if total is not None:
            values["total"] = total
        if cursor is not None:
            values["cursor"] = cursor
        if message is not None:
            values["message"] = message[:400]
        mine = Job.objects.filter(pk=self.job.pk, worker=self.job.worker, state=JobState.RUNNING)
        if not mine.filter(cancel_requested=False).update(**values):
            raise Cancelled if mine.exists() else Lost
        for name, value in values.items():
            setattr(self.job, name, value)
