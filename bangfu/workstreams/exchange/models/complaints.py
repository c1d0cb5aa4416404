"""Complaints about needs and claims."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.fields import AreaCodeField
from bangfu.workstreams.exchange.models.claims import Claim
from bangfu.workstreams.exchange.models.needs import Need


class Complaint(models.Model):
    """Somebody says that a need is not true, or that something went wrong with a claim.

    A complaint does not take a need off the board, or anybody could: a reviewer may, while it is looked into.
    """

    class About(models.TextChoices):
        FALSE = "false", _("需求不实")
        CONDUCT = "conduct", _("对接中的问题")
        PRIVACY = "privacy", _("泄露隐私")

    class State(models.TextChoices):
        OPEN = "open", _("待核查")
        UPHELD = "upheld", _("属实")
        DISMISSED = "dismissed", _("不属实")

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="complaints", verbose_name=_("需求"))
    claim = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="complaints", verbose_name=_("认领")
    )
    area_code = AreaCodeField()
    about = models.CharField(_("事由"), max_length=8, choices=About.choices)
    text = models.CharField(_("情况"), max_length=400)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.OPEN)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("反映人")
    )
    made_on = models.DateField(_("反映日期"))
    finding = models.CharField(_("核查结果"), max_length=400, blank=True, default="")
    settled_on = models.DateField(_("办结日期"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("投诉核查")
        ordering = ["area_code", "id"]
        indexes = [models.Index(fields=["area_code", "id"], name="complaint_area")]

    def __str__(self) -> str:
        return f"{self.get_about_display()} {self.need}"
