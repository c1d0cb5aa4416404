"""Policy documents and the values they set."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.fields import AreaCodeField
from bangfu.kernel.policy.keys import policy_keys


class DocumentStatus(models.TextChoices):
    """How far a document binds: an example shows the shape and waits for the county's own number."""

    IN_FORCE = "in_force", _("现行")
    EXAMPLE = "example", _("示例，待确认")
    SUPERSEDED = "superseded", _("已废止")


class PolicyDocument(models.Model):
    """Where a number comes from."""

    title = models.CharField(_("文件名称"), max_length=200)
    issuer = models.CharField(_("发文机关"), max_length=120, blank=True, default="")
    document_no = models.CharField(_("文号"), max_length=80, blank=True, default="")
    issued_on = models.DateField(_("发文日期"), null=True, blank=True)
    url = models.URLField(_("网址"), max_length=300, blank=True, default="")
    status = models.CharField(_("状态"), max_length=10, choices=DocumentStatus.choices, default=DocumentStatus.IN_FORCE)
    note = models.CharField(_("备注"), max_length=400, blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = _("政策文件")
        ordering = ["-issued_on", "title"]
        constraints = [models.UniqueConstraint(fields=["title", "document_no"], name="policy_document_once")]

    def __str__(self) -> str:
        return f"{self.title}（{self.document_no}）" if self.document_no else self.title


class PolicyValue(models.Model):
    """The value of a parameter at a place (``""`` is everywhere) for a period, both days included.

    ``set_by`` null means it came with the software and follows its seed files until somebody changes it here.
    """

    key = models.CharField(_("参数"), max_length=80)
    area_code = AreaCodeField(blank=True, default="")
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)
    value = models.TextField(_("值"))
    document = models.ForeignKey(
        PolicyDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="values", verbose_name=_("依据")
    )
    note = models.CharField(_("说明"), max_length=400, blank=True, default="")
    set_by = models.ForeignKey(
        "kernel.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("设置人")
    )
    set_at = models.DateTimeField(_("设置时间"), auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = _("政策参数")
        ordering = ["key", "area_code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["key", "area_code", "valid_from"], name="policy_value_once"),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="policy_value_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        key = policy_keys.get(self.key)
        return f"{key.title if key else self.key} {self.area_code} {self.valid_from}".replace("  ", " ")
