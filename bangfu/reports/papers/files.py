"""Where finished papers lie until they are fetched. They name people, so they do not lie there for long."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from bangfu.kernel.jobs.models import Job, JobState

KEPT = timedelta(hours=24)


def folder_of(job_id: int) -> Path:
    """Return the folder of one order, readable by the installation's user only."""
    folder = Path(settings.BANGFU_HOME) / "papers" / str(job_id)
    folder.parent.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def file_of(job_id: int) -> Path:
    """Return where the finished file of an order lies, or would."""
    return Path(settings.BANGFU_HOME) / "papers" / str(job_id) / "papers.pdf"


def until(job: Job) -> datetime | None:
    """Return until when a finished order may be fetched; None while it is not finished."""
    return job.finished_at + KEPT if job.state == JobState.DONE and job.finished_at else None


def forget_papers() -> int:
    """Delete the files of orders that ended ``KEPT`` ago, and those nobody knows of; return how many."""
    root = Path(settings.BANGFU_HOME) / "papers"
    if not root.is_dir():
        return 0
    fresh = {str(pk) for pk in Job.objects.exclude(finished_at__lt=timezone.now() - KEPT).values_list("pk", flat=True)}
    old = [folder for folder in root.iterdir() if folder.name not in fresh]
    for folder in old:
        shutil.rmtree(folder, ignore_errors=True)
    return len(old)
