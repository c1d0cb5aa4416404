"""Targets and bases: numbers a figure is held against, each a row with the document that states it."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.figures.declared import figures
from bangfu.kernel.fields import AreaCodeField, QuantityField
from bangfu.kernel.periods import Period
from bangfu.parties.models import Organisation


class Bound(models.TextChoices):
    """How a target is meant."""

    AT_LEAST = "at_least", _("不低于")
    EXACT = "exact", _("等于")
    AT_MOST = "at_most", _("不高于")


class Target(models.Model):
    """What a figure should reach, or was before, in a place and period.

    A *target* is compared by completion and excess, a *base* by growth. ``figure`` names the declared figure, ``value``
    is in its ``unit`` (money in CNY, shares in percent). ``area_code`` is the place helped, ``giver_area_code`` the
    place that has promised; where both are the same it is what that place gives, wherever it goes. ``organisation`` is
    the unit that has to reach it. ``value`` is the one in force today; all values are in ``revisions``. A withdrawn
    target stays readable and counts nowhere.
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
    bound = models.CharField(_("要求"), max_length=10, choices=Bound.choices, default=Bound.AT_LEAST)
    value = QuantityField(_("数值"))
    unit = models.CharField(_("计量单位"), max_length=20, blank=True, default="")
    document = models.CharField(_("依据"), max_length=200)
    note = models.CharField(_("说明"), max_length=200, blank=True, default="")
    withdrawn_on = models.DateField(_("撤回日期"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("目标与基数")
        ordering = ["area_code", "id"]
        indexes = [
            models.Index(fields=["figure", "area_code", "ends_on"], name="target_figure_area_end"),
            models.Index(fields=["area_code", "id"], name="target_area"),
            models.Index(fields=["giver_area_code", "id"], name="target_giver_area"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["use", "figure", "area_code", "giver_area_code", "starts_on", "ends_on"],
                condition=models.Q(organisation=None, withdrawn_on=None),
                name="target_once",
            ),
            models.UniqueConstraint(
                fields=["use", "figure", "area_code", "giver_area_code", "organisation", "starts_on", "ends_on"],
                condition=models.Q(organisation__isnull=False, withdrawn_on=None),
                name="target_of_organisation_once",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="target_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=models.Q(value__gt=0) | models.Q(bound="at_most", value=0), name="target_positive"
            ),
        ]

    def __str__(self) -> str:
        declared = figures.get(self.figure)
        return f"{declared.title if declared else self.figure} · {self.period.words}"

    @property
    def counted_in(self) -> str:
        """Its unit; of rows older than this column that of the declared figure."""
        declared = figures.get(self.figure)
        return self.unit or (declared.unit if declared else "")

    @property
    def period(self) -> Period:
        """Its period with its words."""
        return Period(self.starts_on, self.ends_on)

    @property
    def receives(self) -> str:
        """The place whose help counts towards it; empty where it is what a place gives, wherever it goes."""
        return "" if self.area_code == self.giver_area_code else self.area_code


class TargetRevision(models.Model):
    """A value of a target, in force from a day on, with the document and the reason. The latest is the target's own."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="revisions")
    value = QuantityField(_("数值"))
    bound = models.CharField(_("要求"), max_length=10, choices=Bound.choices)
    document = models.CharField(_("依据"), max_length=200)
    reason = models.CharField(_("调整原因"), max_length=200, blank=True, default="")
    in_force_from = models.DateField(_("生效日期"))
    at = models.DateTimeField(_("登记时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("登记人")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("目标调整")
        ordering = ["in_force_from", "id"]
        indexes = [models.Index(fields=["target", "in_force_from"], name="target_revision_from")]

    def __str__(self) -> str:
        return f"{self.target_id} {self.in_force_from} {self.value}"


def value_on(target: Target, day: date) -> Decimal | None:
    """Return the value that was in force on a day; None before the first and after a withdrawal."""
    if target.withdrawn_on is not None and target.withdrawn_on <= day:
        return None
    revision = target.revisions.filter(in_force_from__lte=day).order_by("-in_force_from", "-pk").first()
    return revision.value if revision is not None else None
