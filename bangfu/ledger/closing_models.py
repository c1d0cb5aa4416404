"""Closed periods: what a place has settled and reported, so that its figures no longer move."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.fields import AreaCodeField
from bangfu.kernel.periods import Period


class Closing(models.Model):
    """One closing of a period at a place, for one working group or (empty) for all of them.

    While ``reopened_at`` is empty, no entry counts in the period that did not count when it was closed.
    ``last_entry`` is the number of the last entry of the whole book at that moment: the entries up to it are what
    the closed figures were made of. Closing again after a reopening is a row of its own.
    """

    area_code = AreaCodeField()
    workstream = models.CharField(_("工作组"), max_length=30, blank=True, default="")
    starts_on = models.DateField(_("起"))
    ends_on = models.DateField(_("止"))
    entries = models.PositiveIntegerField(_("关账时记录数"))
    last_entry = models.BigIntegerField(_("关账时最后一笔"))
    note = models.CharField(_("说明"), max_length=200, blank=True, default="")
    closed_at = models.DateTimeField(_("关账时间"))
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("关账人")
    )
    reopened_at = models.DateTimeField(_("重新开账时间"), null=True, blank=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("开账人"),
    )
    reason = models.CharField(_("重新开账原因"), max_length=200, blank=True, default="")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("关账")
        ordering = ["area_code", "-id"]
        indexes = [models.Index(fields=["area_code", "ends_on"], name="closing_area_end")]
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "workstream", "starts_on", "ends_on"],
                condition=models.Q(reopened_at=None),
                name="closing_in_force_once",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="closing_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_code} {self.period.code}"

    @property
    def period(self) -> Period:
        """The period with its words."""
        return Period(self.starts_on, self.ends_on)
