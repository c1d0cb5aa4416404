"""Doing the work: claim a job, keep its heart beating, run it, write down what became of it.

Any number of workers may run, as threads of the server or as processes of their own. A job whose worker died is
taken again once its heartbeat is older than ``STALE`` and goes on from its last cursor.
"""

import logging
import os
import socket
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from secrets import token_hex
from typing import Any

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused
from bangfu.kernel.jobs.actions import enqueue_daily
from bangfu.kernel.jobs.kinds import job_kinds
from bangfu.kernel.jobs.models import Job, JobState
from bangfu.kernel.jobs.progress import Cancelled, Lost, Progress, Released
from bangfu.kernel.notices.actions import notify
from bangfu.kernel.notices.models import Level
from bangfu.kernel.saying import saying

STALE = timedelta(seconds=60)
BEAT_SECONDS = 10.0
POLL_SECONDS = 1.0
MOST_ATTEMPTS = 3  # takes without any progress between them: then the work itself kills its worker
log = logging.getLogger("bangfu.jobs")


def claimable(stale: timedelta = STALE) -> QuerySet[Job]:
    """Return the jobs a worker may take: those waiting, and those whose worker has fallen silent."""
    silent = Q(state=JobState.RUNNING, heartbeat_at__lt=timezone.now() - stale)
    return Job.objects.filter(Q(state=JobState.QUEUED) | silent)


def claim(stale: timedelta = STALE) -> Job | None:
    """Take the oldest job there is to do, or None. Two workers never hold the same one."""
    worker = f"{socket.gethostname()[:16]}:{os.getpid()}:{token_hex(6)}"
    while True:
        with transaction.atomic():
            job = _oldest(stale)
            if job is None:
                return None
            now = timezone.now()
            taken = (
                claimable(stale)
                .filter(pk=job.pk)
                .update(
                    state=JobState.RUNNING,
                    worker=worker,
                    heartbeat_at=now,
                    started_at=job.started_at or now,
                    attempts=F("attempts") + 1,
                )
            )
        if taken:
            return Job.objects.select_related("actor").get(pk=job.pk)


def _oldest(stale: timedelta) -> Job | None:
    jobs = claimable(stale).order_by("id")
    if connection.features.has_select_for_update_skip_locked:
        jobs = jobs.select_for_update(skip_locked=True, of=("self",))
    return jobs.first()


def run_job(job: Job, stopping: Callable[[], bool] = lambda: False) -> Job:
    """Run a claimed job to its end and write down the outcome; return it as it then is."""
    try:
        _finish(job, JobState.DONE, result=_run(job, Progress(job, stopping)), message=job.message)
    except Cancelled:
        _finish(job, JobState.CANCELLED, message=_("已取消，此前完成的部分保留。"))
    except Released:
        _finish(job, JobState.QUEUED, attempts=0, finished_at=None)
    except Lost:
        log.warning("job %s was taken over by another worker", job.pk)
    except Refused as refusal:
        _finish(job, JobState.FAILED, message=refusal.message[:400])
    except Exception:
        log.exception("job %s failed", job.pk)
        message = _("程序出错，任务没有完成。请把任务编号 %s 告诉系统管理员。") % job.pk
        _finish(job, JobState.FAILED, message=message, error=traceback.format_exc()[-8000:])
    job.refresh_from_db()
    _tell(job)
    return job


def _tell(job: Job) -> None:
    """Tell whoever started it that it ended: they were told that they may leave the page."""
    kind = job_kinds.get(job.kind)
    if kind is None or job.actor is None or job.state not in (JobState.DONE, JobState.FAILED):
        return
    done = job.state == JobState.DONE
    notify(
        [job.actor],
        title=saying("“%(job)s”已完成", job=kind.title) if done else saying("“%(job)s”没有完成", job=kind.title),
        text=job.message,
        url=f"/jobs/{job.pk}/",
        level=Level.SUCCESS if done else Level.WARNING,
        key=f"job:{job.pk}:{job.state}:{job.attempts}",
    )


def _run(job: Job, progress: Progress) -> Any:
    if job.cancel_requested:
        raise Cancelled
    if job.attempts > MOST_ATTEMPTS:
        raise Refused(_("任务连续 %s 次在同一处中断，已停止重试。") % MOST_ATTEMPTS)
    kind = job_kinds.get(job.kind)
    if kind is None:
        raise Refused(_("本版本没有名为“%s”的任务。") % job.kind)
    return kind.run(progress, **job.args)


def _finish(job: Job, state: JobState, **values: Any) -> None:
    values.setdefault("finished_at", timezone.now())
    Job.objects.filter(pk=job.pk, worker=job.worker, state=JobState.RUNNING).update(state=state, worker="", **values)


@contextmanager
def heartbeat(job: Job, seconds: float = BEAT_SECONDS) -> Iterator[None]:
    """Keep a job's heart beating from a thread of its own while its handler works between checkpoints."""
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(seconds):
            try:
                Job.objects.filter(pk=job.pk, worker=job.worker).update(heartbeat_at=timezone.now())
            except DatabaseError:
                # SQLite is busy with the job's own long transaction; nobody can take the job meanwhile either.
                log.debug("heartbeat of job %s missed", job.pk)
        connection.close()

    thread = threading.Thread(target=beat, name=f"heartbeat-{job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def run_worker(
    stop: threading.Event | None = None, *, once: bool = False, stale: timedelta = STALE, daily: bool = False
) -> int:
    """Work until ``stop`` is set; with ``once``, until nothing is left to do. Return how many jobs were run.

    With ``daily``, also queue on each new day what is done once a day.
    """
    stop = stop or threading.Event()
    beat = min(BEAT_SECONDS, stale.total_seconds() / 3)
    count, day = 0, None
    while not stop.is_set():
        close_old_connections()
        try:
            if daily and day != timezone.localdate():
                day = timezone.localdate()
                enqueue_daily(day)
            job = claim(stale)
        except DatabaseError:
            log.exception("the queue cannot be read")
            job = None
        if job is not None:
            with heartbeat(job, beat):
                run_job(job, stop.is_set)
            count += 1
        elif once:
            break
        else:
            stop.wait(POLL_SECONDS)
    return count


class WorkerThread:
    """A worker inside the server's process, for installations that run one process."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="bangfu-worker", daemon=True)

    def _work(self) -> None:
        try:
            run_worker(self._stop)
        finally:
            connection.close()

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def stop(self, seconds: float = 30.0) -> None:
        """Stop at the next checkpoint; what was running goes back into the queue."""
        self._stop.set()
        self._thread.join(seconds)
