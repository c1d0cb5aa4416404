"""Notices that everybody may read today, and those that hung."""

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from bangfu.kernel.publishing.places import within
from bangfu.portal.models import PublicNotice


def current_notices(places: tuple[str, ...], on: date | None = None) -> QuerySet[PublicNotice]:
    """Return what is published at places on a day (default today), the latest first; without the rows."""
    day = on or timezone.localdate()
    rows = PublicNotice.objects.filter(within(places), begins_on__lte=day, ends_on__gte=day, withdrawn_on=None)
    return rows.defer("rows").order_by("-begins_on", "-id")


def past_notices(places: tuple[str, ...], on: date | None = None) -> QuerySet[PublicNotice]:
    """Return what was published and is over: that it hung, and from when to when."""
    day = on or timezone.localdate()
    rows = PublicNotice.objects.filter(within(places), ends_on__lt=day, withdrawn_on=None)
    return rows.defer("rows").order_by("-ends_on", "-id")
