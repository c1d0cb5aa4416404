"""Reading notices: everybody sees their own."""

from django.db.models import F, QuerySet

from bangfu.kernel.notices.models import Notice
from bangfu.kernel.rights.models import User


def notices_visible_to(user: User) -> QuerySet[Notice]:
    """Return the user's own notices: unread first, then the newest."""
    return Notice.objects.filter(user=user).order_by(F("read_at").desc(nulls_first=True), "-id")


def unread_count(user: User) -> int:
    """Return how many of the user's notices are unread."""
    return Notice.objects.filter(user=user, read_at=None).count()
