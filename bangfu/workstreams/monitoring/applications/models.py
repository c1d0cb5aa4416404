"""What households ask for themselves."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.ciphers import CipherField, IndexField
from bangfu.kernel.fields import AreaCodeField
from bangfu.parties.models import Household
from bangfu.workstreams.monitoring.clues.models import Clue


class Application(models.Model):
    """A household's own application (农户自主申报). The clock begins on ``received_on``.

    The applicant follows it with ``number`` and a code of which only the keyed digest is kept. ``text`` may tell of
    health and is shown to the offices only.
    """

    class Way(models.TextChoices):
        PAPER = "paper", _("书面")
        PHONE = "phone", _("电话")
        ONLINE = "online", _("网上")
        HOTLINE = "hotline", _("12345、12317 热线")

    class State(models.TextChoices):
        RECEIVED = "received", _("已收到")
        ACCEPTED = "accepted", _("已受理")
        DECLINED = "declined", _("不予受理")

    number = models.CharField(_("受理编号"), max_length=20, unique=True)
    code_digest = models.CharField(max_length=64, editable=False)
    area_code = AreaCodeField()
    name = models.CharField(_("申报人"), max_length=60)
    phone = CipherField(_("联系电话"), kind="phone")
    phone_index = IndexField()
    way = models.CharField(_("申报方式"), max_length=10, choices=Way.choices)
    text = models.CharField(_("申报情况"), max_length=600)
    received_on = models.DateField(_("收到日期"))
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.RECEIVED)
    household = models.ForeignKey(
        Household, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("农户")
    )
    clue = models.ForeignKey(
        Clue, null=True, blank=True, on_delete=models.PROTECT, related_name="applications", verbose_name=_("线索")
    )
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    answer = models.CharField(_("不予受理的原因"), max_length=200, blank=True, default="")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("农户申报")
        ordering = ["area_code", "id"]
        indexes = [models.Index(fields=["area_code", "id"], name="application_area")]

    def __str__(self) -> str:
        return f"{self.name} {self.received_on}"
