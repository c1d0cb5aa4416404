"""Days on which something happened."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused

DAY = timedelta(days=1)


def happened(on: date, field: str = "on") -> date:
    """Return the day; raise Refused for one that has not come yet."""
    if on > timezone.localdate():
        raise Refused(_("日期 %s 还没有到，请核对。") % on.isoformat(), field=field)
    return on
