"""Complaints and suggestions from everybody."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.ciphers import CipherField
from bangfu.kernel.fields import AreaCodeField


class Letter(models.Model):
    """Somebody's complaint, suggestion, question or thanks, and what became of it.

    ``number`` is told to the sender with a code of which only the keyed digest is kept (``code``): both together show
    the answer. ``about`` is the page it was written on. ``contact`` is encrypted and optional. ``answer_by`` is the
    last day for an answer, as policy said on the day it came. ``shown`` answers are read on the site by everybody.
    """

    class Kind(models.TextChoices):
        COMPLAINT = "complaint", _("投诉举报")
        SUGGESTION = "suggestion", _("意见建议")
        QUESTION = "question", _("咨询求助")
        THANKS = "thanks", _("表扬感谢")

    class State(models.TextChoices):
        RECEIVED = "received", _("待受理")
        ACCEPTED = "accepted", _("办理中")
        ANSWERED = "answered", _("已答复")
        DECLINED = "declined", _("不予受理")

    number = models.CharField(_("编号"), max_length=16, unique=True)
    code = models.CharField(max_length=24, editable=False)
    area_code = AreaCodeField()
    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("标题"), max_length=60)
    text = models.CharField(_("内容"), max_length=2000)
    about = models.CharField(_("所涉页面"), max_length=200, blank=True, default="")
    contact = CipherField(_("联系电话"), kind="phone")
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.RECEIVED)
    sent_on = models.DateField(_("提交日期"))
    answer_by = models.DateField(_("答复期限"))
    answer = models.CharField(_("答复"), max_length=2000, blank=True, default="")
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("答复人"),
    )
    shown = models.BooleanField(_("公开答复"), default=False)
    satisfied = models.BooleanField(_("满意"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("投诉建议")
        ordering = ["area_code", "id"]
        indexes = [
            models.Index(fields=["area_code", "id"], name="letter_area"),
            models.Index(fields=["state", "answer_by"], name="letter_state_due"),
            models.Index(fields=["-answered_on", "-id"], condition=models.Q(shown=True), name="letter_shown"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
