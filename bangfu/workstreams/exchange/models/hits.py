"""Texts that were public, or told to the other side, before the words that stop them were added to the table."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.fields import AreaCodeField


class TextHit(models.Model):
    """A text that would reveal somebody by today's words: hidden until somebody has looked at it.

    ``told`` says what was found, without repeating the text; ``digest`` is that of the text looked at, so that the same
    text allowed once is not asked about again. ``field`` names the column of the row ``object_id``.
    """

    class Of(models.TextChoices):
        NEED = "need", _("需求")
        CLAIM = "claim", _("认领")
        APPEAL = "appeal", _("众筹项目")
        DONATION = "donation", _("捐赠款")

    class State(models.TextChoices):
        OPEN = "open", _("待复核")
        ALLOWED = "allowed", _("可以公开")
        REMOVED = "removed", _("已删去")
        GONE = "gone", _("已改好")

    of = models.CharField(_("哪一类"), max_length=8, choices=Of.choices)
    object_id = models.BigIntegerField(_("编号"))
    field = models.CharField(_("栏目"), max_length=20)
    area_code = AreaCodeField()
    told = models.CharField(_("发现"), max_length=400)
    digest = models.CharField(max_length=32)
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.OPEN)
    found_on = models.DateField(_("发现日期"))
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("复核人")
    )
    settled_on = models.DateField(_("复核日期"), null=True, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True, default="")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("公开用语复核")
        ordering = ["area_code", "id"]
        indexes = [
            models.Index(fields=["area_code", "id"], name="text_hit_area"),
            models.Index(fields=["of", "object_id"], condition=models.Q(state="open"), name="text_hit_open"),
        ]
        constraints = [models.UniqueConstraint(fields=["of", "object_id", "field", "digest"], name="text_hit_once")]

    def __str__(self) -> str:
        return f"{self.get_of_display()} {self.object_id}"
