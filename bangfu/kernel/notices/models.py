"""What the application has to tell somebody."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.saying import told


class Level(models.TextChoices):
    """How much a notice matters."""

    INFO = "info", _("提示")
    SUCCESS = "success", _("完成")
    WARNING = "warning", _("提醒")
    DANGER = "danger", _("紧急")


class Notice(models.Model):
    """One notice to one user. A user gets at most one notice of one ``key`` (an empty key counts for nothing).

    ``title`` and ``text`` are the words in Chinese. ``said`` holds under the same names the sentences with their
    values, from which ``heading`` and ``body`` are told in the reader's language; empty for notices older than it.
    """

    user = models.ForeignKey("kernel.User", on_delete=models.CASCADE, related_name="notices", verbose_name=_("用户"))
    title = models.CharField(_("标题"), max_length=120)
    text = models.CharField(_("内容"), max_length=600, blank=True, default="")
    said = models.JSONField(_("原句"), default=dict, editable=False)
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

    @property
    def heading(self) -> str:
        """The title in the language of the moment."""
        return self._told("title")

    @property
    def body(self) -> str:
        """The text in the language of the moment; what a person wrote stays as written."""
        return self._told("text")

    def _told(self, name: str) -> str:
        kept: Any = self.said.get(name)
        try:
            return told(kept) if kept else getattr(self, name)
        except (KeyError, TypeError, ValueError):  # said by another version: the Chinese words are whole
            return str(getattr(self, name))
