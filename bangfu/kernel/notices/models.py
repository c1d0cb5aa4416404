"""What the application has to tell somebody."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """How much a notice matters."""

    INFO = "info", _("提示")
    SUCCESS = "success", _("完成")
    WARNING = "warning", _("提醒")
    DANGER = "danger", _("紧急")


class Notice(models.Model):
    """One notice to one user. A user gets at most one notice of one ``key`` (an empty key counts for nothing)."""

    user = models.ForeignKey("kernel.User", on_delete=models.CASCADE, related_name="notices", verbose_name=_("用户"))
    title = models.CharField(_("标题"), max_length=120)
    text = models.CharField(_("内容"), max_length=600, blank=True, default="")
    url = models.CharField(_("链接"), max_length=300, blank=True, default="")
    level = models.CharField(_("级别"), max_length=10, choices=Level.choices, default=Level.INFO)
    key = models.CharField(_("去重标识"), max_length=120, blank=True, default="")
    created_at = models.DateTimeField(_("时间"), auto_now_add=True)
    read_at = models.DateTimeField(_("阅读时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("通知")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["user", "-id"], name="notice_of_user"),
            models.Index(fields=["user"], name="notice_unread", condition=models.Q(read_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="notice_once_a_key", condition=~models.Q(key=""))
        ]

    def __str__(self) -> str:
        return self.title
