"""Reading reports: as they stand today, and as they were sealed."""

from django.db.models import QuerySet

from bangfu.figures.reporting import Report
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require, scoped
from bangfu.reports.composing import compose, period_named, report_named, side_of
from bangfu.reports.document import Document
from bangfu.reports.models import ChapterText, SealedReport
from bangfu.reports.permissions import VIEW


def texts_of(report: str, area_code: str, period: str) -> dict[str, str]:
    """Return writers' own texts by chapter name."""
    return {row.chapter: row.text for row in chapter_texts(report, area_code, period) if row.text is not None}


def own_texts(report: Report, area_code: str, period: str, *, side: str, partner: str) -> dict[str, str]:
    """Return writers' own texts for a report as asked: none for one partner or the other side.

    What was written of the whole would claim of a part what does not hold of it.
    """
    if partner or (side and side != side_of(report, area_code)):
        return {}
    return texts_of(report.name, area_code, period)


def chapter_texts(report: str, area_code: str, period: str) -> QuerySet[ChapterText]:
    """Return writers' own texts of a report."""
    rows = ChapterText.objects.filter(draft__report=report, area_code=area_code, draft__period=period)
    return rows.select_related("written_by")


def report_for(
    user: User, name: str, area_code: str, period: str, *, side: str = "", partner: str = "", compared: bool = False
) -> Document:
    """Compose a report for a user, perhaps with the year before beside it.

    Raises Denied outside their area, Refused for an unknown name, place or period.
    """
    report, asked = report_named(name), period_named(period)
    require(user, VIEW, area_code)
    texts = own_texts(report, area_code, asked.code, side=side, partner=partner)
    return compose(report, area_code, asked, texts=texts, side=side, partner=partner, compared=compared)


def sealed_visible_to(user: User) -> QuerySet[SealedReport]:
    """Return the sealed reports of the user's area."""
    return scoped(SealedReport.objects.select_related("sealed_by"), user, VIEW)
