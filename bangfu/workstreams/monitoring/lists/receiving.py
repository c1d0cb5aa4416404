"""A long list in the background: kept, read, matched and stored by a worker, its faults told when it is done."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.core.files import File
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused
from bangfu.kernel.evidence.actions import store
from bangfu.kernel.evidence.files import copy_stored
from bangfu.kernel.jobs.actions import enqueue
from bangfu.kernel.jobs.models import Job
from bangfu.kernel.jobs.progress import Progress
from bangfu.kernel.rights.models import User
from bangfu.workstreams.monitoring.lists.actions import import_list
from bangfu.workstreams.monitoring.lists.models import ListImport, ListType
from bangfu.workstreams.monitoring.lists.reading import FileRefused
from bangfu.workstreams.monitoring.lists.sending import require_list
from bangfu.workstreams.monitoring.permissions import LIST_IMPORT

JOB = "monitoring.list"
AT_ONCE = 600_000  # bytes; a longer file would keep a page waiting for more than a few seconds
KEPT_ISSUES = 200


def receive_later(
    actor: User,
    kind: ListType,
    path: Path,
    *,
    area_code: str,
    month: date,
    file_name: str,
    headings: Mapping[str, str] | None = None,
) -> Job:
    """Keep a file and ask for it to be taken in in the background. Raises Denied, or Refused for a kind of file."""
    require_list(actor, LIST_IMPORT, kind, area_code)
    with path.open("rb") as file:
        kept = store(actor, File(file, name=file_name), "import", area_code=area_code)
    return enqueue(
        actor,
        JOB,
        area_code=area_code,
        list_type=kind.pk,
        digest=kept.digest,
        file_name=file_name,
        month=month.isoformat(),
        headings=dict(headings or {}),
    )


def run_job(
    progress: Progress, list_type: int, digest: str, file_name: str, month: str, headings: dict[str, str]
) -> dict[str, Any]:
    """Take a kept file in. A refusal is a result, not a failure: trying again would give the same."""
    kind, job = ListType.objects.get(pk=list_type), progress.job
    before = ListImport.objects.filter(list_type=kind, imported_by=job.actor, imported_at__gte=job.created_at)
    done = before.filter(digest=digest, area_code=job.area_code).first()
    if done is not None:  # the worker died after the commit: the work is done
        return _result(kind, done)
    with tempfile.TemporaryDirectory(prefix="bangfu-list-") as folder:
        path = Path(folder) / f"list{Path(file_name).suffix.lower()}"
        copy_stored(digest, path)
        try:
            received = import_list(
                job.actor,
                kind,
                path,
                area_code=job.area_code,
                month=date.fromisoformat(month),
                file_name=file_name,
                headings=headings,
                step=lambda rows, total, told: progress.checkpoint(rows, total, message=told),
            )
        except Refused as refused:
            issues = refused.issues[:KEPT_ISSUES] if isinstance(refused, FileRefused) else []
            more = len(refused.issues) - len(issues) if isinstance(refused, FileRefused) else 0
            told = [{k: str(v) if v is not None else "" for k, v in issue.items()} for issue in issues]
            progress.checkpoint(0, message=_("没有收下：%(why)s") % {"why": refused.message})
            return {"list_type": kind.pk, "refused": refused.message, "issues": told, "more": more}
    return _result(kind, received)


def _result(kind: ListType, received: ListImport) -> dict[str, Any]:
    return {"list_type": kind.pk, "import": received.pk, "rows": received.rows_read, "matched": received.matched}


def result_url(job: Job) -> str:
    """Where the result of a job is seen: the list, or why the file was refused."""
    result = job.result or {}
    if "refused" in result:
        return reverse("department-list-refused", args=[job.pk])
    return reverse("department-list", args=[job.args["list_type"]])
