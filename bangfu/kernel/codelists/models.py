"""Code lists and their codes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ListStatus(models.TextChoices):
    """Whether a published source confirms the list, or it rests on common practice."""

    CONFIRMED = "confirmed", _("有公开依据")
    BACKGROUND = "background", _("通行做法，待核实")


class CodeList(models.Model):
    """A list of codes, named ``app.list``."""

    name = models.CharField(_("名称"), max_length=60, primary_key=True)
    title = models.CharField(_("标题"), max_length=80)
    title_en = models.CharField(_("英文标题"), max_length=80, blank=True, default="")
    source = models.CharField(_("来源"), max_length=300, blank=True, default="")
    status = models.CharField(_("依据"), max_length=10, choices=ListStatus.choices)

    class Meta:
        verbose_name = verbose_name_plural = _("代码表")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.title


class Code(models.Model):
    """One value of a list for a period, both days included; a null end is open.

    ``std`` is its code in the standard the list follows, where there is one; ``synonyms`` are the words people
    write in workbooks. ``edited_by`` null means that it came with the software and follows its seed files.
    """

    code_list = models.ForeignKey(CodeList, on_delete=models.PROTECT, related_name="codes", verbose_name=_("代码表"))
    code = models.CharField(_("代码"), max_length=40)
    label = models.CharField(_("名称"), max_length=80)
    label_en = models.CharField(_("英文名称"), max_length=120, blank=True, default="")
    std = models.CharField(_("标准代码"), max_length=40, blank=True, default="")
    synonyms = models.JSONField(_("同义写法"), default=list, blank=True)
    valid_from = models.DateField(_("起"), null=True, blank=True)
    valid_to = models.DateField(_("止"), null=True, blank=True)
    order = models.PositiveIntegerField(_("次序"), default=0)
    note = models.CharField(_("说明"), max_length=300, blank=True, default="")
    edited_by = models.ForeignKey(
        "kernel.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("修改人")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("代码")
        ordering = ["code_list", "order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["code_list", "code", "valid_from"], name="code_once_a_period"),
            models.UniqueConstraint(
                fields=["code_list", "code"], name="code_once_without_start", condition=models.Q(valid_from=None)
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to=None)
                | models.Q(valid_from=None)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="code_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"
