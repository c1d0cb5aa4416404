"""Keeping, dropping and sealing a county's own Word templates."""

from django.core.files.base import ContentFile, File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Refused
from bangfu.kernel.evidence.actions import link_evidence, store
from bangfu.kernel.evidence.files import stored_bytes
from bangfu.kernel.history.actions import record_change
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.reports.composing import period_named, place_name
from bangfu.reports.models import SealedReport, WordTemplate
from bangfu.reports.permissions import SEAL, WRITE
from bangfu.reports.sealing import content_of, digest_of
from bangfu.reports.word.filling import check_template, fill

PURPOSE = "reports.word"


@action(WRITE)
def add_word_template(actor: User, *, area_code: str, title: str, file: File) -> WordTemplate:
    """Keep a Word template for a place and all places below it.

    Raises Refused for a file that is no .docx, for tags that cannot be read (all of them at once, each with its
    place), and for a title the place already uses.
    """
    require(actor, WRITE, area_code)
    place_name(area_code)
    title = title.strip()
    if not title:
        raise Refused(_("请给模板起个名字。"), field="title")
    if WordTemplate.objects.filter(area_code=area_code, title=title, dropped_at=None).exists():
        raise _taken(title)
    file.seek(0)
    tags = check_template(file.read())
    kept = store(actor, file, PURPOSE, area_code=area_code)
    try:
        with transaction.atomic():
            row = WordTemplate.objects.create(area_code=area_code, title=title, file=kept, tags=tags, added_by=actor)
    except IntegrityError as error:
        raise _taken(title) from error
    link_evidence(actor, kept, row, PURPOSE)
    record_change(actor, "add_word_template", row, after={"title": title, "file": kept.name})
    return row


def _taken(title: str) -> Refused:
    message = _("这个地区已有名为“%(title)s”的模板，请先停用旧的，或换个名字。") % {"title": title}
    return Refused(message, field="title")


@action(WRITE)
def drop_word_template(actor: User, row: WordTemplate, *, reason: str) -> WordTemplate:
    """Offer a template no longer; raise Refused without a reason, or if it was dropped before."""
    require(actor, WRITE, row.area_code)
    if not reason.strip():
        raise Refused(_("请填写停用的原因。"), field="reason")
    if not WordTemplate.objects.filter(pk=row.pk, dropped_at=None).update(dropped_at=timezone.now()):
        raise Refused(_("这个模板已经停用了。"))
    row.refresh_from_db()
    record_change(actor, "drop_word_template", row, reason=reason)
    return row


@action(SEAL)
def seal_word_report(actor: User, row: WordTemplate, *, area_code: str, period: str) -> SealedReport:
    """Freeze a filled template as it reads now: its words and figures, and the Word file itself."""
    require(actor, SEAL, area_code)
    asked, moment = period_named(period), timezone.localtime()
    content = stored_bytes(row.file.digest)
    filled = fill(f"word-{row.pk}", row.title, content, area_code, asked, moment)
    if not filled.document.chapters:
        raise Refused(_("报告没有内容，不能封存。"))
    kept = store(actor, ContentFile(filled.content, name=f"{row.title}.docx"), PURPOSE, area_code=area_code)
    frozen = content_of(filled.document, sealed_by=actor.name, sealed_at=moment) | {"word": kept.digest}
    sealed = SealedReport.objects.create(
        digest=digest_of(frozen),
        report=filled.document.report,
        title=filled.document.title,
        area_code=area_code,
        period=asked.code,
        content=frozen,
        sealed_by=actor,
        sealed_at=moment,
    )
    link_evidence(actor, kept, sealed, PURPOSE)
    record_change(actor, "seal_report", sealed, after={"digest": sealed.digest, "period": sealed.period})
    return sealed
