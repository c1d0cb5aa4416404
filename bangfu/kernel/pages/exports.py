"""Taking a list out as a file: at once when it is short, in the background when it is long."""

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.evidence.enciphering import encipher, open_deciphered
from bangfu.kernel.jobs.actions import enqueue
from bangfu.kernel.jobs.kinds import JobKind
from bangfu.kernel.jobs.models import Job, JobState
from bangfu.kernel.jobs.progress import Progress
from bangfu.kernel.pages.addresses import job_address
from bangfu.kernel.resources import Resource, resources
from bangfu.kernel.rows.exporting import FORMATS, export, filename
from bangfu.kernel.rows.paging import count_of
from bangfu.kernel.rows.selection import Selection, select
from bangfu.kernel.rows.visibility import Absent, may_export

AT_ONCE = 10_000  # rows; more would keep a page waiting for longer than a few seconds
KEPT_DAYS = 7
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def export_page(request: HttpRequest, resource: Resource) -> HttpResponse:
    """Send the filtered list as a file, or start a job that makes it."""
    kind = request.GET.get("format", "xlsx")
    selection = checked(request.user, resource, dict(request.GET.lists()), kind)
    count = count_of(selection)
    if count.more or count.rows > AT_ONCE:
        query = selection.query()
        job = enqueue(request.user, EXPORT.name, resource=resource.name, query=query, format=kind)
        return redirect(job_address(job.pk))
    with tempfile.TemporaryDirectory(prefix="bangfu-export-") as folder:
        path = Path(folder) / f"export.{kind}"
        export(selection, path)
        file = path.open("rb")  # stays readable after the folder is gone
    return sent(file, filename(selection, kind), kind)


def checked(user: Any, resource: Resource, given: dict[str, Any], kind: str) -> Selection:
    """Return the selection to export; raise Denied without the right, Refused for an unknown kind of file."""
    if not may_export(user, resource):
        raise Denied(_("您没有导出“%(what)s”的权限。") % {"what": resource.title})
    if kind not in FORMATS:
        raise Refused(_("只能导出 xlsx 或 csv 文件。"), field="format")
    return select(user, resource, given, permission=resource.export_permission)


def sent(file: Any, name: str, kind: str) -> FileResponse:
    """Answer with a file to be saved."""
    response = FileResponse(file, as_attachment=True, filename=name, content_type=MEDIA_TYPES[kind])
    response["Cache-Control"] = "private, no-store"
    return response


def download_export(request: HttpRequest, job_id: int) -> HttpResponse:
    """Send the file of a finished export to whoever asked for it, and to nobody else."""
    job = Job.objects.filter(pk=job_id, kind=EXPORT.name, actor=request.user, state=JobState.DONE).first()
    if job is None:
        raise Absent(_("没有这份导出文件，或它不是您导出的。"))
    kind = job.args["format"]
    try:
        file = open_deciphered(path_of(job.pk, kind))
    except FileNotFoundError:
        raise Absent(_("导出文件只保留 %(days)s 天，请重新导出。") % {"days": KEPT_DAYS}) from None
    return sent(file, job.result["name"], kind)


def run_export(progress: Progress, *, resource: str, query: str, format: str) -> dict[str, Any]:
    """Make the file. Started again after a crash it begins anew: a half-written file is never handed out."""
    declared, user = resources.get(resource), progress.actor
    if declared is None or user is None:
        raise Http404
    forget_exports()
    with translation.override(user.language):
        selection = checked(user, declared, dict(QueryDict(query).lists()), format)
        total = count_of(selection, exact=True).rows
        path = path_of(progress.job.pk, format)
        draft = path.with_name(f"draft-{path.name}")
        done = export(selection, draft, tell=lambda rows: progress.checkpoint(rows, total))
        encipher(draft, path)
        draft.unlink()
        return {"rows": done.rows, "name": filename(selection, format)}


def path_of(job_id: int, kind: str) -> Path:
    """Where the file of an export is kept, readable by the installation's user only."""
    folder = Path(settings.BANGFU_HOME) / "exports"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{job_id}.{kind}"


def forget_exports() -> None:
    """Delete files older than ``KEPT_DAYS``."""
    oldest = timezone.now().timestamp() - KEPT_DAYS * 86400
    for file in path_of(0, "csv").parent.iterdir():
        if file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)


EXPORT = JobKind(
    name="kernel.export",
    title=gettext_lazy("导出列表"),
    run=run_export,
    url=lambda job: reverse("export-file", args=[job.pk]),
)
