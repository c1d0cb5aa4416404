"""Bounds on what one visitor may do. A deed is counted before it is done, so that many at once cannot slip through.

Behind a proxy every visitor has its address unless the server sets ``REMOTE_ADDR`` from a header it believes.
"""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.ciphers import index_of
from bangfu.kernel.errors import Refused
from bangfu.kernel.policy.queries import policy
from bangfu.portal.limits import ASKED_AN_HOUR, SENT_A_DAY
from bangfu.portal.models import VisitorDeed

SEND, ASK = "send", "ask"
WINDOWS = {SEND: (timedelta(days=1), SENT_A_DAY), ASK: (timedelta(hours=1), ASKED_AN_HOUR)}
KEPT = timedelta(days=1)


def count_deed(deed: str, address: str, area_code: str = "") -> None:
    """Count a visitor's deed; raise Refused when one address did it too often."""
    window, limit = WINDOWS[deed]
    digest, now = index_of(address) or "-", timezone.now()
    VisitorDeed.objects.filter(at__lt=now - KEPT).delete()
    VisitorDeed.objects.create(deed=deed, address=digest)
    if VisitorDeed.objects.filter(deed=deed, address=digest, at__gt=now - window).count() > policy(limit, area_code):
        if deed == ASK:
            raise Refused(_("查询太频繁，请一小时后再试，或打监督电话询问。"))
        raise Refused(_("同一来源今天提交得太多，请明天再来，或打监督电话反映。"))
