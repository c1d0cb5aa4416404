"""Failed log-ins, counted in the database so that several workers count together.

An attempt is counted before the password is looked at, so that many at once cannot slip through; a success
takes the count back. Names and addresses are kept as keyed digests: the table tells nobody who tried.
"""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.kernel.ciphers import index_of
from bangfu.kernel.errors import Refused

WINDOW = timedelta(minutes=15)
FROM_ONE_PLACE = 5  # attempts for one log-in name from one address in a window
FROM_ONE_ADDRESS = 100  # attempts for any names: an office shares one address
FOR_ONE_NAME = 50  # attempts from anywhere: slows guessing from many addresses, and rarely shuts the owner out


class LogInAttempt(models.Model):
    """One attempt that has not succeeded."""

    name = models.CharField(gettext_lazy("登录名摘要"), max_length=24)
    address = models.CharField(gettext_lazy("来源摘要"), max_length=24)
    at = models.DateTimeField(gettext_lazy("时间"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("登录尝试")
        indexes = [
            models.Index(fields=["name", "at"], name="log_in_attempt_name"),
            models.Index(fields=["address", "at"], name="log_in_attempt_address"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


def begin_attempt(name: str, address: str) -> None:
    """Count an attempt; raise Refused when there were too many, whatever the password."""
    name, address = index_of(name), index_of(address)
    now = timezone.now()
    recent = LogInAttempt.objects.filter(at__gt=now - WINDOW)
    limits = (
        (recent.filter(name=name, address=address), FROM_ONE_PLACE),
        (recent.filter(address=address), FROM_ONE_ADDRESS),
        (recent.filter(name=name), FOR_ONE_NAME),
    )
    LogInAttempt.objects.create(name=name, address=address)
    for attempts, most in limits:
        if attempts.count() > most:
            raise Refused(
                _("登录失败次数过多，请 %(minutes)s 分钟后再试，或请管理员重设密码。")
                % {"minutes": int(WINDOW.total_seconds() // 60)}
            )


def forget_attempts(name: str, address: str) -> None:
    """Take the count back after a success, and drop what is too old to count."""
    mine = models.Q(name=index_of(name), address=index_of(address))
    LogInAttempt.objects.filter(mine | models.Q(at__lt=timezone.now() - WINDOW)).delete()
