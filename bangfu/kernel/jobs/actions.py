"""Asking for background work, stopping it, trying it again."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Conflict, Denied
from bangfu.kernel.jobs.kinds import job_kinds
from bangfu.kernel.jobs.models import UNFINISHED, Job, JobState
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may, require

CHANGE = "kernel.job.change"


def enqueue(actor: User | None, kind: str, *, key: str = "", area_code: str = "", **args: Any) -> Job:
    """Put work into the queue, in the caller's transaction; return the job.

    ``args`` must be what JSON can hold. With a ``key``, a job of that key that waits, runs or is done is returned
    instead of a second one. Raises KeyError for a kind nobody declared, Denied without its permission.
    """
    declared = job_kinds[kind]
    if declared.permission and actor is not None:
        require(actor, declared.permission, area_code)
    job = Job(kind=kind, args=args, key=key, actor=actor, area_code=area_code)
    try:
        with transaction.atomic():
            job.save()
    except IntegrityError:
        existing = Job.objects.filter(key=key, state__in=[*UNFINISHED, JobState.DONE]).first() if key else None
        if existing is None:
            raise
        return existing
    return job


def enqueue_daily(on: date) -> list[Job]:
    """Queue what is done once a day; asked again on the same day, or by another worker, it adds nothing."""
    return [enqueue(None, kind.name, key=f"daily:{kind.name}:{on}") for kind in job_kinds if kind.daily]


def cancel(actor: User, job: Job) -> Job:
    """Stop a job: at once if it waits, at its next checkpoint if it runs. Its owner may, and who manages jobs there."""
    _require_own(actor, job)
    now = timezone.now()
    waiting = Job.objects.filter(pk=job.pk, state=JobState.QUEUED)
    running = Job.objects.filter(pk=job.pk, state=JobState.RUNNING)
    stopped = waiting.update(state=JobState.CANCELLED, finished_at=now, message=_("已取消。"))
    if not stopped and not running.update(cancel_requested=True):
        raise Conflict(_("任务已经结束，不能取消。"))
    job.refresh_from_db()
    return job


def retry(actor: User, job: Job) -> Job:
    """Queue a failed or cancelled job again, from where it stopped."""
    _require_own(actor, job)
    ended = Job.objects.filter(pk=job.pk, state__in=[JobState.FAILED, JobState.CANCELLED])
    try:
        with transaction.atomic():
            again = ended.update(
                state=JobState.QUEUED, attempts=0, error="", message="", cancel_requested=False, finished_at=None
            )
    except IntegrityError as error:
        raise Conflict(_("同一任务已经重新提交过。")) from error
    if not again:
        raise Conflict(_("只有未成功或已取消的任务可以重试。"))
    job.refresh_from_db()
    return job


def _require_own(actor: User, job: Job) -> None:
    if job.actor_id != actor.pk and not may(actor, CHANGE, job.area_code):
        raise Denied(_("没有这个任务，或它不是您提交的。"))
