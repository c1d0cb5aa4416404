"""Ordering papers, and fetching them: both are on record."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.codelists.queries import labels
from bangfu.kernel.errors import Refused
from bangfu.kernel.history.actions import record_change
from bangfu.kernel.jobs.actions import enqueue
from bangfu.kernel.jobs.models import Job, JobState
from bangfu.kernel.policy.queries import policy
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.kernel.rows.visibility import Absent
from bangfu.parties.actions import record_unmasking
from bangfu.parties.models import Area
from bangfu.reports.composing import place_name
from bangfu.reports.papers.files import KEPT, file_of, until
from bangfu.reports.papers.homes import households_for
from bangfu.reports.papers.kinds import Paper, paper_named
from bangfu.reports.papers.wanted import Wanted
from bangfu.reports.permissions import PRINT
from bangfu.reports.policy_keys import NOTICE_DAYS

JOB = "reports.papers"
MOST = 5_000  # households in one file: a large township; ten thousand pages are more than an office prints at once
EVERY_NUMBER = "all"  # in the record of numbers read in full: those of papers, telephones and accounts


@action(PRINT)
def order_papers(actor: User, *, paper: str, area_code: str, **more: Any) -> Job:
    """Put papers for the households of a place in the queue; return the job.

    ``more`` are the other fields of ``Wanted``. Raises Refused for an unknown paper or place, for a place without
    households, for more than a file can hold, and for a notice that is not up for as long as the rules ask.
    """
    wanted = Wanted(paper=paper, area_code=area_code, user=actor, on=timezone.localdate(), **more)
    count = checked(wanted)
    record_papers(actor, wanted=wanted, households=count)
    return enqueue(actor, JOB, area_code=area_code, wanted=wanted.as_args())


def checked(wanted: Wanted) -> int:
    """Return how many households an order is for; raise Denied or Refused for one that cannot be carried out."""
    paper = paper_named(wanted.paper)
    require(wanted.user, PRINT, wanted.area_code)
    place = place_name(wanted.area_code)
    if wanted.purpose and not paper.numbers:
        raise Refused(_("“%(paper)s”上没有号码，不用填写用途。") % {"paper": paper.title}, field="purpose")
    if wanted.standing and wanted.standing not in labels("household_standing", wanted.on):
        raise Refused(_("没有户类型“%(standing)s”。") % {"standing": wanted.standing}, field="standing")
    if paper.public:
        _check_notice(wanted)
    count = households_for(wanted.user, wanted.area_code, wanted.standing).count()
    if not count:
        raise Refused(_("“%(place)s”没有符合条件的农户。") % {"place": place}, field="area")
    if count > MOST:
        raise Refused(
            _("“%(place)s”有 %(n)s 户，一份文件最多 %(most)s 户，请分乡镇或分村打印。")
            % {"place": place, "n": f"{count:,}", "most": f"{MOST:,}"},
            field="area",
        )
    return count


def _check_notice(wanted: Wanted) -> None:
    if not wanted.standing:
        raise Refused(_("公示要选定户类型。"), field="standing")
    if not (wanted.phone.strip() and wanted.unit.strip()):
        raise Refused(_("公示要写明受理单位和监督电话。"), field="phone" if wanted.unit.strip() else "unit")
    if wanted.from_ is None or wanted.to is None:
        raise Refused(_("请写明公示的起止日期。"), field="from_")
    least = policy(NOTICE_DAYS, wanted.area_code, wanted.from_)
    if (wanted.to - wanted.from_).days + 1 < least:
        raise Refused(_("公示期不少于 %(days)s 天。") % {"days": least}, field="to")


@action(PRINT)
def record_papers(actor: User, *, wanted: Wanted, households: int) -> None:
    """Put on record that papers of a place were made, and what for where numbers stand in full.

    Raises Denied for numbers in full without the right to read them there.
    """
    require(actor, PRINT, wanted.area_code)
    if wanted.full:
        record_unmasking(actor, field=EVERY_NUMBER, area_code=wanted.area_code, rows=households, purpose=wanted.purpose)
    after = {"paper": wanted.paper, "households": households, "standing": wanted.standing, "full": wanted.full}
    record_change(actor, "print_papers", Area.objects.get(code=wanted.area_code), after=after, reason=wanted.purpose)


@action(PRINT)
def fetch_papers(actor: User, *, job_id: int) -> tuple[Job, Path]:
    """Return a finished order and its file, to whoever ordered it and nobody else, and put it on record.

    Raises Absent when it is not theirs, not finished, or older than ``KEPT``.
    """
    job = Job.objects.filter(pk=job_id, kind=JOB, actor=actor, state=JobState.DONE).first()
    if job is None:
        raise Absent(_("没有这份材料，或它不是您打印的。"))
    last, file = until(job), file_of(job_id)
    if last is None or last < timezone.now() or not file.exists():
        raise Absent(_("材料只保留 %(hours)s 小时，请重新生成。") % {"hours": KEPT // timedelta(hours=1)})
    require(actor, PRINT, job.area_code)
    record_change(actor, "fetch_papers", job, after={"paper": job.args["wanted"]["paper"]})
    return job, file


def default_days(area_code: str, today: date) -> tuple[date, date]:
    """Return the days a notice is up when nobody says otherwise: from today, as long as the rules ask."""
    return today, today + timedelta(days=policy(NOTICE_DAYS, area_code, today) - 1)


def title_of(wanted: Wanted) -> str:
    """Return the name of the file: 明白卡-大川镇-20261121.pdf."""
    paper: Paper = paper_named(wanted.paper)
    return f"{paper.title}-{place_name(wanted.area_code)}-{wanted.on:%Y%m%d}.pdf"
