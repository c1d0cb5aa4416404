"""Telling both sides in time that an agreement runs out, and that one has run out and nobody has closed it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from bangfu.kernel.jobs.kinds import JobKind
from bangfu.kernel.jobs.progress import Progress
from bangfu.kernel.notices.actions import notify
from bangfu.kernel.notices.models import Level
from bangfu.kernel.saying import saying
from bangfu.pairing.models import Agreement
from bangfu.pairing.queries.agreements import Expiry, people_of, running_out


def remind(on: date | None = None) -> int:
    """Tell whom it concerns of each agreement that runs out or has run out, once each; return how many agreements."""
    found = running_out(Agreement.objects.all(), on)
    with transaction.atomic():
        for expiry in found:
            _tell(expiry)
    return len(found)


def _tell(expiry: Expiry) -> None:
    agreement, over = expiry.agreement, expiry.days < 0
    title = saying("协议还有 %(days)s 天到期", days=expiry.days)
    if over:
        title = saying("协议已到期，请办结或续签")
    notify(
        people_of(agreement),
        title=title,
        text=saying("%(title)s，有效期至 %(day)s。", title=agreement.title, day=agreement.valid_to),
        url=f"/pairing/agreement/{agreement.pk}/",
        level=Level.WARNING,
        key=f"agreement:{agreement.pk}:{'over' if over else 'ends'}:{agreement.valid_to}",
    )


def _run(_progress: Progress) -> dict[str, Any]:
    return {"agreements": remind(timezone.localdate())}


REMINDERS = JobKind(name="pairing.reminders", title=gettext_lazy("协议到期提醒"), run=_run, daily=True)
