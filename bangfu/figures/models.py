"""Targets and bases: numbers a figure is held against, each a row with the document that states it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.fields import AreaCodeField, QuantityField
from bangfu.parties.models import Organisation


class Target(models.Model):
    """What a figure should reach, or was before, in a place and period.

    A *target* is compared by completion and excess, a *base* by growth. ``figure`` names the declared figure,
    ``value`` is in its unit. ``area_code`` is the place helped, ``giver_area_code`` the place that has promised.
    """

    class Use(models.TextChoices):
        TARGET = "target", _("目标")
        BASE = "base", _("对比基数")

    use = models.CharField(_("用途"), max_length=10, choices=Use.choices, default=Use.TARGET)
    figure = models.CharField(_("指标"), max_length=80)
    area_code = AreaCodeField()
    giver_area_code = AreaCodeField(verbose_name=_("提供方地区"), blank=True, default="")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("责任单位")
    )
    starts_on = models.DateField(_("起"))
    ends_on = models.DateField(_("止"))
    value = QuantityField(_("数值"))
    document = models.CharField(_("依据"), max_length=200)
    note = models.CharField(_("说明"), max_length=200, blank=True, default="")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("目标与基数")
        ordering = ["area_code", "id"]
        indexes = [models.Index(fields=["figure", "area_code", "ends_on"], name="target_figure_area_end")]
        constraints = [
            models.UniqueConstraint(
                fields=["use", "figure", "area_code", "giver_area_code", "starts_on", "ends_on"],
                condition=models.Q(organisation=None),
                name="target_once",
            ),
            models.UniqueConstraint(
                fields=["use", "figure", "area_code", "organisation", "starts_on", "ends_on"],
                condition=models.Q(organisation__isnull=False),
                name="target_of_organisation_once",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="target_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=models.Q(value__gt=0), name="target_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.figure} {self.area_code} {self.starts_on}–{self.ends_on}"
