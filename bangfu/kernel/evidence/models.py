"""Stored files and what they are attached to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.fields import AreaCodeField


class Evidence(models.Model):
    """A file, stored once however often it is uploaded. ``digest`` is the SHA-256 of the stored bytes (hex)."""

    digest = models.CharField(_("摘要"), max_length=64, unique=True)
    name = models.CharField(_("文件名"), max_length=160)
    media_type = models.CharField(_("类型"), max_length=100)
    size = models.BigIntegerField(_("大小（字节）"))
    width = models.PositiveIntegerField(_("宽（像素）"), null=True, blank=True)
    height = models.PositiveIntegerField(_("高（像素）"), null=True, blank=True)
    uploaded_by = models.ForeignKey(
        "kernel.User", null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("上传人")
    )
    at = models.DateTimeField(_("上传时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("凭证文件")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_photo(self) -> bool:
        """Whether a page may show it as a picture."""
        return self.media_type.startswith("image/")


class EvidenceLink(models.Model):
    """A file attached to an object, for a purpose. Removing keeps the row and says when."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="links", verbose_name=_("文件"))
    object_type = models.CharField(_("对象类型"), max_length=60)
    object_id = models.BigIntegerField(_("对象编号"))
    area_code = AreaCodeField(blank=True, default="")
    purpose = models.CharField(_("用途"), max_length=40)
    note = models.CharField(_("说明"), max_length=200, blank=True, default="")
    linked_by = models.ForeignKey(
        "kernel.User", null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("添加人")
    )
    at = models.DateTimeField(_("添加时间"), auto_now_add=True)
    removed_at = models.DateTimeField(_("移除时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("凭证")
        ordering = ["id"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="evidence_of_object")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.object_type}:{self.object_id}"
