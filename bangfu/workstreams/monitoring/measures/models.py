"""Planned help, and what proves it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.fields import AreaCodeField
from bangfu.parties.models import Person
from bangfu.workstreams.monitoring.cases.models import Case


class Measure(models.Model):
    """Help planned against one risk of a case.

    ``risk`` is a code of ``risk``, ``kind`` of ``measure``. ``proved_entry`` is the number of the entry of help that
    proves it, as last looked up; nobody sets it by hand.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="measures", verbose_name=_("监测对象"))
    area_code = AreaCodeField()
    risk = models.CharField(_("针对的风险"), max_length=20)
    kind = models.CharField(_("措施类型"), max_length=20)
    title = models.CharField(_("具体措施"), max_length=120)
    responsible = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("责任人")
    )
    planned_on = models.DateField(_("计划日期"))
    due_on = models.DateField(_("落实期限"), null=True, blank=True)
    proved_on = models.DateField(_("落实日期"), null=True, blank=True)
    proved_entry = models.BigIntegerField(_("帮扶记录"), null=True, blank=True)
    cancelled_on = models.DateField(_("取消日期"), null=True, blank=True)
    reason = models.CharField(_("取消原因"), max_length=200, blank=True, default="")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("帮扶措施")
        ordering = ["area_code", "id"]
        indexes = [
            models.Index(fields=["area_code", "id"], name="measure_area"),
            models.Index(fields=["case", "id"], name="measure_case"),
        ]

    def __str__(self) -> str:
        return self.title
