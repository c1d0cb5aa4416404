"""Reading the queue."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bangfu.kernel.jobs.kinds import job_kinds
from bangfu.kernel.jobs.models import UNFINISHED, Job, JobState
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import scope_of

VIEW = "kernel.job.view"


def jobs_visible_to(user: User) -> QuerySet[Job]:
    """Return the user's own jobs and those of the places where they may see jobs."""
    return Job.objects.filter(Q(actor=user) | scope_of(user, VIEW).q()).select_related("actor")


def job_status(job: Job) -> dict[str, Any]:
    """Return what a progress bar shows.

    ``percent`` is None while the total is unknown; ``url`` is where the result is seen, once there is one.
    """
    kind = job_kinds.get(job.kind)
    percent = None
    if job.state == JobState.DONE:
        percent = 100
    elif job.total:
        percent = min(100, job.done * 100 // job.total)
    finished = job.state not in UNFINISHED
    return {
        "id": job.pk,
        "kind": job.kind,
        "title": str(kind.title) if kind else job.kind,
        "state": job.state,
        "state_text": str(JobState(job.state).label),
        "done": job.done,
        "total": job.total,
        "percent": percent,
        "message": _("正在取消…") if job.cancel_requested and not finished else job.message,
        "finished": finished,
        "result": job.result,
        "url": kind.url(job) if kind and kind.url and job.state == JobState.DONE else "",
    }
