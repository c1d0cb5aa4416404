"""Cleaning up in the background."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.evidence.actions import remove_orphans
from bangfu.kernel.jobs.kinds import JobKind
from bangfu.kernel.jobs.progress import Progress


def _run(_progress: Progress) -> dict[str, Any]:
    return {"removed": remove_orphans()}


ORPHANS = JobKind(
    name="kernel.evidence.orphans",
    title=_("清理没有用到的文件"),
    run=_run,
    permission="kernel.job.change",
    daily=True,
)
