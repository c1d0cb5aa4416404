"""What a firm plans for a village under a village–enterprise agreement."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.pairing.models.agreements import Agreement
from bangfu.parties.models import Household


class VillagePlan(models.Model):
    """The plan of one village–enterprise agreement: by which modes, to what end, for how many.

    Its measures and their budget by year are the agreement's duties; its term is the agreement's. ``modes`` are codes
    of ``assistance_mode``. Households and persons are numbers that are planned; ``PlanHousehold`` names households.
    """

    agreement = models.OneToOneField(
        Agreement, on_delete=models.CASCADE, related_name="village_plan", verbose_name=_("所属协议")
    )
    modes = models.JSONField(_("帮扶方式"), default=list)
    goals = models.CharField(_("帮扶目标"), max_length=400)
    households_planned = models.PositiveIntegerField(_("计划受益户数"), null=True, blank=True)
    persons_planned = models.PositiveIntegerField(_("计划受益人数"), null=True, blank=True)
    note = models.CharField(_("计划说明"), max_length=400, blank=True, default="")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("村企帮扶计划")
        ordering = ["agreement_id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(households_planned=None)
                | models.Q(persons_planned=None)
                | models.Q(persons_planned__gte=models.F("households_planned")),
                name="village_plan_persons_cover_households",
                violation_error_message=_("计划受益人数不能少于户数。"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.agreement)


class PlanHousehold(models.Model):
    """A household that a plan is to benefit."""

    plan = models.ForeignKey(
        VillagePlan, on_delete=models.CASCADE, related_name="households", verbose_name=_("村企帮扶计划")
    )
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="village_plans", verbose_name=_("农户")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("计划受益户")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["plan", "household"], name="plan_household_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.household_id}"
