"""Keeping, dropping and sealing an office's own templates: Word documents and web pages."""

from datetime import datetime

from django.core.files.base import ContentFile, File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Refused
from bangfu.kernel.evidence.actions import link_evidence, store
from bangfu.kernel.history.actions import record_change
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.reports.checker.readers.plain import decoded
from bangfu.reports.composing import period_named, place_name
from bangfu.reports.models import SealedReport, WordTemplate
from bangfu.reports.permissions import SEAL, WRITE
from bangfu.reports.releasing import release
from bangfu.reports.word.filling import check_template
from bangfu.reports.word.gathering import Filled
from bangfu.reports.word.queries import fill_template
from bangfu.reports.word.web import check_page
from bangfu.reports.word.web_places import MOST_BYTES

PURPOSE = "reports.word"
PAGES = (".html", ".htm")


@action(WRITE)
def add_template(actor: User, *, area_code: str, title: str, file: File) -> WordTemplate:
    """Keep a template for a place and all places below it: a web page by its ending, otherwise a Word document.

    Raises Refused for a file that is neither, for a page that runs or loads anything, for tags that cannot be read
    (all of them at once, each with its place), and for a title the place already uses.
    """
    require(actor, WRITE, area_code)
    place_name(area_code)
    title = title.strip()
    if not title:
        raise Refused(_("请给模板起个名字。"), field="title")
    if WordTemplate.objects.filter(area_code=area_code, title=title, dropped_at=None).exists():
        raise _taken(title)
    is_page = (file.name or "").lower().endswith(PAGES)
    file.seek(0)
    content = file.read(MOST_BYTES + 1) if is_page else file.read()
    tags = check_page(content) if is_page else check_template(content)
    kept = None if is_page else store(actor, file, PURPOSE, area_code=area_code)
    try:
        with transaction.atomic():
            row = WordTemplate.objects.create(
                area_code=area_code,
                title=title,
                file=kept,
                page=decoded(content) if is_page else "",
                tags=tags,
                added_by=actor,
            )
    except IntegrityError as error:
        raise _taken(title) from error
    if kept is not None:
        link_evidence(actor, kept, row, PURPOSE)
    record_change(actor, "add_word_template", row, after={"title": title, "file": file.name})
    return row


def _taken(title: str) -> Refused:
    message = _("这个地区已有名为“%(title)s”的模板，请先停用旧的，或换个名字。") % {"title": title}
    return Refused(message, field="title")


@action(WRITE)
def drop_template(actor: User, row: WordTemplate, *, reason: str) -> WordTemplate:
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
def seal_template_report(
    actor: User, row: WordTemplate, *, area_code: str, period: str, base: str = ""
) -> SealedReport:
    """Freeze a filled template as it reads now: its words and figures, and the file itself.

    Figures of a web page open on the site at ``base``. Raises Refused for one with nothing in it.
    """
    require(actor, SEAL, area_code)
    asked, moment = period_named(period), timezone.localtime()
    return _sealed(actor, fill_template(row, area_code, asked, base=base, now=moment), row.ending, moment)


@action(SEAL)
def seal_filled(actor: User, filled: Filled, *, ending: str) -> SealedReport:
    """Freeze a template that was filled from the disk and is not kept; ``ending`` is docx or html."""
    require(actor, SEAL, filled.document.area_code)
    return _sealed(actor, filled, ending, filled.document.composed_at)


def _sealed(actor: User, filled: Filled, ending: str, moment: datetime) -> SealedReport:
    """Freeze a filled template: the digest of a Word file, the text of a web page."""
    document = filled.document
    if not document.chapters:
        raise Refused(_("报告没有内容，不能封存。"))
    kept = None
    if ending == "html":
        own = {"page": filled.content.decode()}
    else:
        word = ContentFile(filled.content, name=f"{document.title}.docx")
        kept = store(actor, word, PURPOSE, area_code=document.area_code)
        own = {"word": kept.digest}
    sealed = release(actor, document, moment, own)
    if kept is not None:
        link_evidence(actor, kept, sealed, PURPOSE)
    return sealed
