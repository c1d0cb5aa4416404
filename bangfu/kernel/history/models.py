"""The history of every change."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.fields import AreaCodeField


class Change(models.Model):
    """One change of one object. Encrypted fields appear masked. Never altered afterwards.

    ``action`` is the verb of the action that did it; ``batch`` numbers the import or accepted proposal it was
    part of, so that a whole batch can be shown and undone.
    """

    at = models.DateTimeField(_("时间"), auto_now_add=True)
    actor = models.ForeignKey(
        "kernel.User", null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("操作人")
    )
    action = models.CharField(_("操作"), max_length=60)
    object_type = models.CharField(_("对象类型"), max_length=60)
    object_id = models.BigIntegerField(_("对象编号"))
    area_code = AreaCodeField(blank=True, default="")
    before = models.JSONField(_("变更前"), default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("变更后"), default=dict, encoder=DjangoJSONEncoder)
    reason = models.CharField(_("原因"), max_length=400, blank=True, default="")
    batch = models.BigIntegerField(_("批次"), null=True, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = _("变更记录")
        ordering = ["-id"]
        indexes = [models.Index(fields=["object_type", "object_id", "-id"], name="change_of_object")]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type}:{self.object_id}"
