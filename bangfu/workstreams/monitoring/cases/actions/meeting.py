"""The village: its meeting, its board, and what is said while a sheet hangs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.core.files.base import File
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.evidence.actions import attach
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import require_on
from bangfu.workstreams.monitoring.cases.actions.rows import day_of, locked, move, refuse_unless
from bangfu.workstreams.monitoring.cases.clocks import clock_of
from bangfu.workstreams.monitoring.cases.models import Case, CaseMeeting, CasePublication, PublishedCase, Purpose
from bangfu.workstreams.monitoring.cases.permissions import CASE_MEET, CASE_PUBLISH
from bangfu.workstreams.monitoring.cases.sheets import refuse_leaks, sheet_of

State = Case.State
MEETINGS = {State.MEETING: Purpose.ENTRY, State.LEAVING_MEETING: Purpose.LEAVING}
HANGING = {
    State.PUBLISHING: ("published", "unpublish"),
    State.LEAVING_PUBLISHING: ("leave_published", "leave_unpublish"),
}
MINUTES, PHOTO = "document", "photo"


@action(CASE_MEET)
def record_meeting(
    actor: User,
    case: Case,
    *,
    chair: str,
    attendants: int,
    agreeing: int,
    minutes: str,
    against: int = 0,
    held_on: date | None = None,
    scan: File | None = None,
) -> CaseMeeting:
    """Record the 民主评议 about a case. More than half of those present must agree before it may be published."""
    row = locked(case)
    require_on(actor, CASE_MEET, row)
    refuse_unless(row, *MEETINGS)
    if attendants < 1 or agreeing + against > attendants:
        raise Refused(_("同意票和不同意票相加不能多于到会人数。"), field="agreeing")
    if not minutes.strip():
        raise Refused(_("请写明评议情况。"), field="minutes")
    meeting = CaseMeeting.objects.create(
        case=row,
        area_code=row.area_code,
        purpose=MEETINGS[State(row.state)],
        held_on=day_of(held_on, not_before=row.raised_on, field="held_on"),
        chair=chair.strip(),
        attendants=attendants,
        agreeing=agreeing,
        against=against,
        minutes=minutes.strip(),
        recorded_by=actor,
    )
    if scan is not None:
        attach(actor, meeting, scan, MINUTES)
    after = {"held_on": meeting.held_on.isoformat(), "attendants": attendants, "agreeing": agreeing, "against": against}
    record_change(actor, "record_meeting", row, after=after)
    return meeting


@action(CASE_PUBLISH)
def publish_cases(
    actor: User, ids: Sequence[int], *, posted_on: date | None = None, note: str = "", photo: File | None = None
) -> str:
    """Hang cases on their villages' boards, one sheet a village and purpose, for at least the days of the policy.

    Raises Refused with every place at fault where a sheet would show a number or health; nothing hangs then.
    """
    rows = [locked(case) for case in Case.objects.filter(pk__in=ids).order_by("pk")]
    by_sheet: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for row in rows:
        require_on(actor, CASE_PUBLISH, row)
        refuse_unless(row, *MEETINGS)
        purpose = MEETINGS[State(row.state)]
        meeting = row.meetings.filter(purpose=purpose).order_by("-held_on", "-id").first()
        if meeting is None or not meeting.agreed:
            raise Refused(_("“%(row)s”户还没有评议通过，不能公示。") % {"row": row.household})
        if not row.kind:
            raise Refused(_("“%(row)s”户还没有建议类别，请先在入户核查中填写。") % {"row": row.household})
        day_of(posted_on, not_before=meeting.held_on, field="posted_on")
        by_sheet[row.area_code[:12], purpose].append(row)
    if not rows:
        raise Refused(_("请先选择要公示的农户。"))
    sheets = [_hang(actor, cases, purpose, day_of(posted_on), note) for (_v, purpose), cases in by_sheet.items()]
    if photo is not None:
        for sheet in sheets:
            attach(actor, sheet, photo, PHOTO)
    return _("已张榜 %(sheets)s 份公示，共 %(cases)s 户。") % {"sheets": len(sheets), "cases": len(rows)}


def _hang(actor: User, cases: list[Case], purpose: str, posted_on: date, note: str) -> CasePublication:
    ends_on = max(clock_of(case).publication_ends(posted_on) for case in cases)
    sheet = sheet_of(cases, purpose, posted_on, ends_on)
    refuse_leaks(sheet, note)
    publication = CasePublication.objects.create(
        area_code=cases[0].area_code[:12],
        purpose=purpose,
        posted_on=posted_on,
        ends_on=ends_on,
        sheet=sheet,
        note=note.strip(),
        posted_by=actor,
    )
    record_change(actor, "post_publication", publication, after=snapshot(publication))
    PublishedCase.objects.bulk_create(PublishedCase(publication=publication, case=case) for case in cases)
    for case in cases:
        transition = "publish" if purpose == Purpose.ENTRY else "leave_publish"
        move(actor, case, transition, on=posted_on, due_on=ends_on)
    return publication


@action(CASE_PUBLISH)
def end_publication(
    actor: User, case: Case, *, objection: str = "", settled: str = "", upheld: bool = False, on: date | None = None
) -> Case:
    """Take a case off the board once its days are over; with an objection that holds (``upheld``) it is discussed anew.

    Raises Refused before the last day, and for an objection without what the check of it showed.
    """
    row = locked(case)
    require_on(actor, CASE_PUBLISH, row)
    refuse_unless(row, *HANGING)
    published = _hanging(row)
    day = day_of(on, not_before=published.publication.posted_on)
    if day < published.publication.ends_on:
        words = {"day": published.publication.ends_on.isoformat()}
        raise Refused(_("公示要到 %(day)s 才期满，不能提前结束。") % words, field="on")
    if objection.strip() and not settled.strip():
        raise Refused(_("有异议的，请写明核实情况。"), field="settled")
    if upheld and not objection.strip():
        raise Refused(_("请写明异议内容。"), field="objection")
    published.objection, published.settled = objection.strip(), settled.strip()
    published.save(update_fields=["objection", "settled"])
    through, again = HANGING[State(row.state)]
    move(actor, row, again if upheld else through, on=day, reason=settled.strip() if upheld else "")
    _close(actor, published.publication, day)
    return row


@action(CASE_PUBLISH)
def take_down(actor: User, publication: CasePublication, *, reason: str) -> CasePublication:
    """Take a sheet off at once because of a mistake on it: its cases must be published anew for the full days."""
    sheet = CasePublication.objects.select_for_update().get(pk=publication.pk)
    require_on(actor, CASE_PUBLISH, sheet)
    if sheet.ended_on is not None:
        raise Conflict(_("这份公示已经结束。"))
    if not reason.strip():
        raise Refused(_("请写明撤榜的原因。"), field="reason")
    day = day_of(None)
    for published in sheet.cases.select_related("case"):
        row = locked(published.case)
        if row.state in HANGING:
            move(actor, row, HANGING[State(row.state)][1], on=day, reason=reason)
    _close(actor, sheet, day, reason)
    return sheet


def _hanging(case: Case) -> PublishedCase:
    return case.publications.select_related("publication").filter(publication__ended_on=None).latest("id")


def _close(actor: User, publication: CasePublication, on: date, reason: str = "") -> None:
    """A sheet ends with the last of its cases."""
    if publication.cases.filter(case__state__in=HANGING).exists() and not reason:
        return
    before = snapshot(publication)
    publication.ended_on = on
    publication.version += 1
    publication.save(update_fields=["ended_on", "version"])
    record_change(actor, "end_publication", publication, before=before, after=snapshot(publication), reason=reason)
