"""Following work that goes on in the background."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bangfu.kernel.jobs.actions import cancel, retry
from bangfu.kernel.jobs.models import Job, JobState
from bangfu.kernel.jobs.queries import job_status, jobs_visible_to
from bangfu.kernel.pages.frame import show
from bangfu.kernel.rights.models import User
from bangfu.kernel.rows.visibility import Absent

MOST = 50
SHOWN_STATES = {
    JobState.QUEUED: "waiting",
    JobState.RUNNING: "running",
    JobState.DONE: "done",
    JobState.FAILED: "failed",
    JobState.CANCELLED: "failed",
}
TONES = {"waiting": "waiting", "running": "waiting", "done": "good", "failed": "bad"}


def jobs_page(request: HttpRequest) -> HttpResponse:
    """List the latest jobs one may see."""
    jobs = [{**status_of(job), "job": job} for job in jobs_visible_to(request.user).order_by("-id")[:MOST]]
    return show(request, "kernel/pages/jobs.html", {"jobs": jobs, "tones": TONES}, crumbs=[("", _("后台任务"))])


def job_page(request: HttpRequest, job_id: int) -> HttpResponse:
    """Follow one job. The page may be left; to scripts the state is told as JSON."""
    job = _mine(request.user, job_id)
    status = status_of(job)
    if not request.accepts("text/html"):
        return JsonResponse({name: status[name] for name in ("state", "state_text", "done", "total", "message", "url")})
    context = {"page": {"title": status["title"], "note": status["state_text"]}, "job": _shown(job, status)}
    return show(
        request, "kernel/pages/job.html", context, crumbs=[(reverse("jobs"), _("后台任务")), ("", status["title"])]
    )


@require_POST
def cancel_job(request: HttpRequest, job_id: int) -> HttpResponse:
    """Stop a job."""
    cancel(request.user, _mine(request.user, job_id))
    return redirect("job", job_id)


@require_POST
def retry_job(request: HttpRequest, job_id: int) -> HttpResponse:
    """Take a job up again where it stopped."""
    retry(request.user, _mine(request.user, job_id))
    return redirect("job", job_id)


def status_of(job: Job) -> dict[str, Any]:
    """Return a job's state as the progress macro takes it."""
    status = job_status(job)
    return {**status, "state": SHOWN_STATES[JobState(job.state)], "total": job.total or 0}


def _shown(job: Job, status: dict[str, Any]) -> dict[str, Any]:
    return {
        **{name: status[name] for name in ("state", "done", "total", "message")},
        "url": reverse("job", args=[job.pk]),
        "next_url": status["url"],
        "started_at": job.started_at,
        "started_by": job.actor,
        "cancel_url": reverse("job-cancel", args=[job.pk]),
        "retry_url": reverse("job-retry", args=[job.pk]) if status["state"] == "failed" else "",
        "problem": status["message"] or _("任务没有完成。"),
    }


def _mine(user: User, job_id: int) -> Job:
    job = jobs_visible_to(user).filter(pk=job_id).first()
    if job is None:
        raise Absent(_("没有这个任务，或它不是您提交的。"))
    return job
