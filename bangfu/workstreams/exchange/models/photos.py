"""Pictures of an appeal that the public may see once a person has looked at them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.fields import AreaCodeField
from bangfu.workstreams.exchange.models.funds import Appeal


class AppealPhoto(models.Model):
    """A picture offered for an appeal's page. Nobody sees it there before a second person has found no face on it.

    A machine cannot be trusted with that: ``checked_by`` is who answers for it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("待人工查看")
        SHOWN = "shown", _("已公开")
        HIDDEN = "hidden", _("不公开")

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="photos", verbose_name=_("众筹项目"))
    area_code = AreaCodeField()
    file = models.ForeignKey("kernel.Evidence", on_delete=models.PROTECT, related_name="+", verbose_name=_("照片"))
    caption = models.CharField(_("文字说明"), max_length=60)
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.WAITING)
    offered_on = models.DateField(_("上传日期"))
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("上传人")
    )
    checked_on = models.DateField(_("查看日期"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("查看人")
    )
    reason = models.CharField(_("原因"), max_length=200, blank=True, default="")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("众筹照片")
        ordering = ["area_code", "id"]
        indexes = [models.Index(fields=["area_code", "id"], name="appeal_photo_area")]

    def __str__(self) -> str:
        return self.caption
