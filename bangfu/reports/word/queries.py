"""Which Word templates somebody may fill, and for which place."""

from django.db.models import Q, QuerySet

from bangfu.kernel.areas_of import LEVELS
from bangfu.kernel.evidence.files import stored_bytes
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require, scope_of
from bangfu.reports.composing import period_named
from bangfu.reports.models import WordTemplate
from bangfu.reports.permissions import VIEW
from bangfu.reports.word.filling import fill
from bangfu.reports.word.gathering import Filled


def templates_visible_to(user: User) -> QuerySet[WordTemplate]:
    """Return the templates of the user's places and of the places above them, which they may fill too."""
    scope = scope_of(user, VIEW)
    above = {prefix[:level] for prefix in scope.prefixes for level in LEVELS if level < len(prefix)}
    rows = WordTemplate.objects.select_related("file", "added_by")
    return rows.filter(scope.q("area_code") | Q(area_code__in=above), dropped_at=None)


def filled_for(user: User, row: WordTemplate, area_code: str, period: str) -> Filled:
    """Fill a template for a user; raise Denied outside their area, Refused for an unknown place or period."""
    require(user, VIEW, area_code)
    content = stored_bytes(row.file.digest)
    return fill(f"word-{row.pk}", row.title, content, area_code, period_named(period))
