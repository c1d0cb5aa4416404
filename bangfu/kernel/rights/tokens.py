"""Personal tokens for programs: whoever holds one may do what its user may, until it expires or is revoked."""

import hashlib
import secrets
from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.kernel.errors import Refused
from bangfu.kernel.rights.models import User

MARK = "bangfu_"  # lets a scan of files and logs find a token that leaked
LONGEST = 366  # days
NOTED_EVERY = timedelta(hours=1)  # so that reading by API is not a write each time


class ApiToken(models.Model):
    """A token. Only its SHA-256 digest is kept: the token has 256 random bits, so that no slower hash is needed."""

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="api_tokens", verbose_name=gettext_lazy("用户")
    )
    name = models.CharField(gettext_lazy("用途"), max_length=60)
    digest = models.CharField(gettext_lazy("摘要"), max_length=64, unique=True)
    created_at = models.DateTimeField(gettext_lazy("建立时间"), auto_now_add=True)
    expires_at = models.DateTimeField(gettext_lazy("到期时间"))
    last_used_at = models.DateTimeField(gettext_lazy("最近使用"), null=True)
    revoked_at = models.DateTimeField(gettext_lazy("停用时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("接口令牌")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_usable(self) -> bool:
        """Whether it opens the API now."""
        return self.revoked_at is None and timezone.now() < self.expires_at


def issue_token(actor: User, *, name: str, days: int) -> tuple[ApiToken, str]:
    """Make a token for oneself; the text is returned once and kept nowhere. Raises Refused for a bad period."""
    if not 1 <= days <= LONGEST:
        raise Refused(_("有效期要在 1 到 %(most)s 天之间。") % {"most": LONGEST}, field="days")
    if not name.strip():
        raise Refused(_("请写明令牌的用途。"), field="name")
    text = MARK + secrets.token_urlsafe(32)
    expires_at = timezone.now() + timedelta(days=days)
    token = ApiToken.objects.create(user=actor, name=name.strip(), digest=_digest(text), expires_at=expires_at)
    return token, text


def revoke_token(actor: User, *, token_id: int) -> None:
    """Stop one of one's own tokens for good."""
    stopped = ApiToken.objects.filter(user=actor, pk=token_id, revoked_at=None).update(revoked_at=timezone.now())
    if not stopped:
        raise Refused(_("没有这个令牌，或它已经停用。"))


def holder_of(text: str) -> User | None:
    """Return the active user whose token this is, or None; note that it was used."""
    token = ApiToken.objects.select_related("user").filter(digest=_digest(text)).first()
    if token is None or not token.is_usable or not token.user.is_active:
        return None
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token.user


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
