"""What was imported, from which file, by whom, and what came of it."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.fields import AreaCodeField


class ImportRun(models.Model):
    """One workbook taken in for one template: its counts, its first located errors and the differences it makes.

    ``rejected`` counts the rows with errors; ``errors``, ``warnings`` and ``differences`` hold the first of each.
    ``note`` tells what is to be known about the file as a whole; ``grounds`` why it was taken in spite of its warnings;
    ``reason`` why the run was undone.
    """

    class State(models.TextChoices):
        """Where an import is."""

        STAGED = "staged", _("待确认")
        APPLIED = "applied", _("已导入")
        REFUSED = "refused", _("未通过")
        ABANDONED = "abandoned", _("已放弃")
        UNDONE = "undone", _("已撤销")

    template = models.CharField(_("模板"), max_length=60)
    file = models.ForeignKey("kernel.Evidence", on_delete=models.PROTECT, related_name="+", verbose_name=_("文件"))
    filename = models.CharField(_("文件名"), max_length=160)
    area_code = AreaCodeField(blank=True, default="")
    actor = models.ForeignKey(
        "kernel.User", null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("操作人")
    )
    staged_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    applied_at = models.DateTimeField(_("导入时间"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.STAGED)
    rows = models.PositiveIntegerField(_("行数"), default=0)
    created = models.PositiveIntegerField(_("新增"), default=0)
    updated = models.PositiveIntegerField(_("更新"), default=0)
    unchanged = models.PositiveIntegerField(_("未变"), default=0)
    rejected = models.PositiveIntegerField(_("有错误的行"), default=0)
    errors = models.JSONField(_("错误"), default=list, encoder=DjangoJSONEncoder)
    warnings = models.JSONField(_("提醒"), default=list, encoder=DjangoJSONEncoder)
    differences = models.JSONField(_("差异"), default=list, encoder=DjangoJSONEncoder)
    note = models.CharField(_("说明"), max_length=200, blank=True, default="")
    grounds = models.CharField(_("照样入库的理由"), max_length=400, blank=True, default="")
    reason = models.CharField(_("撤销原因"), max_length=400, blank=True, default="")
    undone_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    undone_by = models.ForeignKey(
        "kernel.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("撤销人")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("导入记录")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.template} #{self.pk} {self.filename}"
