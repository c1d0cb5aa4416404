"""Which of an office's templates somebody may fill, and for which place."""

from datetime import datetime

from django.db.models import Q, QuerySet

from bangfu.kernel.areas_of import LEVELS
from bangfu.kernel.evidence.files import stored_bytes
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require, scope_of
from bangfu.reports.composing import period_named
from bangfu.reports.models import WordTemplate
from bangfu.reports.periods import Period
from bangfu.reports.permissions import VIEW
from bangfu.reports.word.filling import fill
from bangfu.reports.word.gathering import Filled
from bangfu.reports.word.web import fill_page


def templates_visible_to(user: User) -> QuerySet[WordTemplate]:
    """Return the templates of the user's places and of the places above them, which they may fill too."""
    scope = scope_of(user, VIEW)
    above = {prefix[:level] for prefix in scope.prefixes for level in LEVELS if level < len(prefix)}
    rows = WordTemplate.objects.select_related("file", "added_by").defer("page")
    return rows.filter(scope.q("area_code") | Q(area_code__in=above), dropped_at=None)


def filled_for(user: User, row: WordTemplate, area_code: str, period: str, *, base: str = "") -> Filled:
    """Fill a template for a user; raise Denied outside their area, Refused for an unknown place or period."""
    require(user, VIEW, area_code)
    return fill_template(row, area_code, period_named(period), base=base)


def fill_template(
    row: WordTemplate, area_code: str, period: Period, *, base: str = "", now: datetime | None = None
) -> Filled:
    """Fill a template; figures of a page open on the site at ``base``. Raises Refused for an unknown place."""
    name = f"word-{row.pk}"
    if row.ending == "html":
        return fill_page(name, row.title, row.page.encode(), area_code, period, base=base, now=now)
    return fill(name, row.title, stored_bytes(row.file.digest), area_code, period, now)
