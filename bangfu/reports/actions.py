"""Writing reports: a chapter in one's own words, and the seal."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.figures.reporting import report_chapters
from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.actions import record_change
from bangfu.kernel.publishing.releasing import kinds_in
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.reports.composing import compose, period_named, place_name, read_text, refused_text, report_named
from bangfu.reports.models import ChapterText, ReportDraft, SealedReport, Withdrawal
from bangfu.reports.permissions import SEAL, WRITE
from bangfu.reports.queries import own_texts
from bangfu.reports.releasing import release
from bangfu.reports.template.nodes import TemplateError

LONGEST = 20_000


@action(WRITE)
def write_chapter(
    actor: User, *, report: str, area_code: str, period: str, chapter: str, text: str, version: int = 0
) -> ChapterText:
    """Keep a writer's own text of a chapter; the empty text leaves the chapter out.

    ``version`` is that of the text the writer started from, 0 for the chapter's own. Raises Refused for a text that
    cannot be read, naming line and column; Conflict when somebody else wrote meanwhile.
    """
    require(actor, WRITE, area_code)
    declared = report_chapters.get(chapter)
    if declared is None or declared.of != report_named(report).name:
        raise Refused(_("这份报告没有“%(chapter)s”一章。") % {"chapter": chapter})
    if len(text) > LONGEST:
        raise Refused(_("一章最多 %(most)s 字。") % {"most": LONGEST}, field="text")
    try:
        read_text(text)
    except TemplateError as error:
        raise refused_text(declared.title, error) from error
    draft = _draft(actor, report, area_code, period)
    return _written(actor, draft, chapter, text.replace("\r\n", "\n").strip(), version)


def _draft(actor: User, report: str, area_code: str, period: str) -> ReportDraft:
    place_name(area_code)
    draft, _created = ReportDraft.objects.get_or_create(
        report=report, area_code=area_code, period=period_named(period).code, defaults={"started_by": actor}
    )
    return draft


def _written(actor: User, draft: ReportDraft, chapter: str, text: str | None, version: int) -> ChapterText:
    row = ChapterText.objects.select_for_update().filter(draft=draft, chapter=chapter).first()
    if (row.version if row else 0) != version:
        raise _changed_meanwhile()
    if row is None:
        try:
            with transaction.atomic():
                row = ChapterText.objects.create(
                    draft=draft, chapter=chapter, area_code=draft.area_code, text=text, written_by=actor
                )
        except IntegrityError as error:
            raise _changed_meanwhile() from error
        record_change(actor, "write_chapter", row, after={"chapter": chapter, "text": text})
        return row
    before = row.text
    row.text, row.written_by, row.version = text, actor, version + 1
    row.save()
    record_change(actor, "write_chapter", row, before={"text": before}, after={"text": text})
    return row


def _changed_meanwhile() -> Conflict:
    return Conflict(_("这一章刚才有人改过，您的文字没有保存。请与对方的文字合并后再保存。"))


@action(WRITE)
def restore_chapter(actor: User, *, report: str, area_code: str, period: str, chapter: str, version: int) -> None:
    """Go back to the chapter's own text; what a writer wrote stays in the history. Raises Conflict as in writing."""
    require(actor, WRITE, area_code)
    draft = ReportDraft.objects.filter(report=report, area_code=area_code, period=period_named(period).code).first()
    if draft is not None:
        _written(actor, draft, chapter, None, version)


@action(SEAL)
def seal_report(
    actor: User,
    *,
    report: str,
    area_code: str,
    period: str,
    side: str = "",
    partner: str = "",
    compared: bool = False,
) -> SealedReport:
    """Freeze and sign a report as it reads now, with the year before where that is ``compared``.

    Raises Refused for one with nothing in it.
    """
    require(actor, SEAL, area_code)
    declared, asked, moment = report_named(report), period_named(period), timezone.localtime()
    texts = own_texts(declared, area_code, asked.code, side=side, partner=partner)
    document = compose(
        declared, area_code, asked, texts=texts, now=moment, side=side, partner=partner, compared=compared
    )
    if not document.chapters:
        raise Refused(_("报告没有内容，不能封存。"))
    return release(actor, document, moment)


@action(SEAL)
def withdraw_report(actor: User, sealed: SealedReport, *, reason: str) -> Withdrawal:
    """Say that a sealed report is no longer stood by; whoever opens it is told so, and why.

    Raises Refused without a reason, for one that holds a number of a person, or if it was withdrawn before.
    """
    require(actor, SEAL, sealed.area_code)
    if not reason.strip():
        raise Refused(_("请填写撤回的原因。"), field="reason")
    if kinds_in(reason):  # everybody who holds the digest reads it
        raise Refused(_("撤回的原因会公开显示，不能写证件号、电话等号码。"), field="reason")
    try:
        with transaction.atomic():
            row = Withdrawal.objects.create(sealed=sealed, reason=reason.strip()[:200], withdrawn_by=actor)
    except IntegrityError as error:
        raise Refused(_("这份报告已经撤回了。")) from error
    record_change(actor, "withdraw_report", sealed, reason=row.reason)
    return row
