"""Making papers in the background: a run of households at a time, each kept, so that a crash loses one run at most."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.kernel.errors import Refused
from bangfu.kernel.jobs.kinds import JobKind
from bangfu.kernel.jobs.models import Job
from bangfu.kernel.jobs.progress import Progress
from bangfu.kernel.rights.scope import require
from bangfu.parties.actions.unmasking import UNMASK
from bangfu.parties.models import Household
from bangfu.reports.papers.actions import JOB, title_of
from bangfu.reports.papers.files import file_of, folder_of, forget_papers
from bangfu.reports.papers.homes import homes_of, households_for
from bangfu.reports.papers.kinds import paper_named
from bangfu.reports.papers.setting import put_together, set_sheets
from bangfu.reports.papers.wanted import Wanted, wanted_of
from bangfu.reports.permissions import PRINT

RUN = 100  # households set at once
Tell = Callable[[int, int], None]


def run_papers(progress: Progress, *, wanted: dict[str, Any]) -> dict[str, Any]:
    """The job: make the file of one order, from where it stands. Rights are asked again: they may have been taken."""
    user = progress.actor
    if user is None:
        raise Refused(_("没有发起人，不能生成。"))
    forget_papers()
    order = wanted_of(user, wanted)
    with translation.override(user.language):
        pages = make(order, folder_of(progress.job.pk), file_of(progress.job.pk), progress.checkpoint)
        return {"name": title_of(order), "pages": pages}


def make(wanted: Wanted, folder: Path, target: Path, tell: Tell) -> int:
    """Set an order run by run into a folder, then put it together as ``target``; return its pages.

    A run that is already in the folder is not set again. ``tell(done, total)`` hears of every run.
    """
    require(wanted.user, PRINT, wanted.area_code)
    if wanted.full:
        require(wanted.user, UNMASK, wanted.area_code)
    households = list(households_for(wanted.user, wanted.area_code, wanted.standing))
    if not households:
        raise Refused(_("没有符合条件的农户。"))
    parts, done = [], 0
    for number, run in enumerate(_runs(households, paper_named(wanted.paper).public)):
        part = folder / f"part-{number:04}.pdf"
        if not part.exists():
            _set(run, wanted, part)
        parts.append(part)
        done += len(run)
        tell(done, len(households))
    pages = put_together(parts, target)
    for part in parts:
        part.unlink(missing_ok=True)
    return pages


def _runs(households: Sequence[Household], whole_villages: bool) -> Iterator[Sequence[Household]]:
    """Cut households, in order of villages, into runs; those of a notice so that no village is torn."""
    if not whole_villages:
        yield from (households[start : start + RUN] for start in range(0, len(households), RUN))
        return
    run: list[Household] = []
    for household in households:
        if len(run) >= RUN and household.area_code[:12] != run[-1].area_code[:12]:
            yield run
            run = []
        run.append(household)
    if run:
        yield run


def _set(run: Sequence[Household], wanted: Wanted, part: Path) -> None:
    sheets = paper_named(wanted.paper).write(homes_of(wanted.user, run), wanted)
    draft = part.with_suffix(".draft")
    draft.write_bytes(set_sheets(sheets, wanted))
    draft.replace(part)


def _address(job: Job) -> str:
    return reverse("papers-file", args=[job.pk])


PAPERS_JOB = JobKind(name=JOB, title=gettext_lazy("打印材料"), run=run_papers, permission=PRINT, url=_address)
FORGET = JobKind(
    name="reports.papers.forget", title=gettext_lazy("清理打印材料"), run=lambda _progress: forget_papers(), daily=True
)
