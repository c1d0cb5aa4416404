"""Large imports in the background: the page that asked shows the progress, and a restart loses nothing.

The rows are written in one transaction, so that a worker that dies in the middle leaves nothing; the job is then
taken up again from the start, unless the import was committed before the worker died.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.kernel.errors import Conflict
from bangfu.kernel.imports.actions import apply_import
from bangfu.kernel.imports.models import ImportRun
from bangfu.kernel.imports.staging import find_template
from bangfu.kernel.jobs.actions import enqueue
from bangfu.kernel.jobs.kinds import JobKind
from bangfu.kernel.jobs.models import Job
from bangfu.kernel.jobs.progress import Progress
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require

APPLY = "imports.apply"


def apply_later(actor: User, run: ImportRun, *, grounds: str = "") -> Job:
    """Ask for a staged run to be written in the background; asked twice, it is the same job.

    Raises Denied without the right, Conflict when the run was applied, undone or refused.
    """
    require(actor, find_template(run.template).permission, run.area_code or None)
    if run.state != ImportRun.State.STAGED:
        raise Conflict(_("这次导入的状态是“%(state)s”，不能再次导入。") % {"state": run.get_state_display()})
    ImportRun.objects.filter(pk=run.pk).update(grounds=grounds.strip())
    return enqueue(actor, APPLY, key=f"{APPLY}:{run.pk}", area_code=run.area_code, run_id=run.pk)


def _apply(progress: Progress, run_id: int) -> dict[str, Any]:
    run = ImportRun.objects.get(pk=run_id)
    progress.checkpoint(0, run.rows, message=_("正在核对和写入……"))
    if run.state != ImportRun.State.APPLIED:  # else the worker died after the commit: the work is done
        run = apply_import(progress.actor or run.actor, run)
    progress.checkpoint(run.rows, run.rows, message=_("已导入。"))
    return {"run": run.pk, "created": run.created, "updated": run.updated, "unchanged": run.unchanged}


APPLY_IMPORT = JobKind(
    name=APPLY,
    title=gettext_lazy("导入表格"),
    run=_apply,
    url=lambda job: reverse("import-run", args=[job.args["run_id"]]),
)
