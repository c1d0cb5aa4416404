"""A form or API call sent twice is done once: the second answer leads to where the first one led."""

import secrets
from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.rights.models import User

KEPT = timedelta(days=2)


class Submission(models.Model):
    """What one user sent under one key, and where its answer led."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name=_("用户"))
    key = models.CharField(_("标识"), max_length=100)
    answer = models.CharField(_("结果"), max_length=300, blank=True, default="")
    at = models.DateTimeField(_("时间"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = _("提交记录")
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="submission_once")]

    def __str__(self) -> str:
        return self.answer


def new_key() -> str:
    """Return a key for a form that is about to be shown."""
    return secrets.token_urlsafe(18)


def submit_once(user: User, key: str, work: Callable[[], str]) -> tuple[str, bool]:
    """Do the work in one transaction unless the key was used before; return its answer and whether it is new.

    When the work raises, the key is free again. While the first is still at work the second waits for it.
    Without a key the work is done each time.
    """
    if not key:
        with transaction.atomic():
            return work(), True
    with transaction.atomic():
        submission = _begin(user, key[:100])
        if submission is None:
            return Submission.objects.get(user=user, key=key[:100]).answer, False
        submission.answer = work()
        submission.save(update_fields=["answer"])
    return submission.answer, True


def forget_submissions() -> None:
    """Drop keys that no browser will send again."""
    Submission.objects.filter(at__lt=timezone.now() - KEPT).delete()


def _begin(user: User, key: str) -> Submission | None:
    try:
        with transaction.atomic():
            return Submission.objects.create(user=user, key=key)
    except IntegrityError:
        return None
