"""Who promised what to whom, and what became of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.ciphers import CipherField
from bangfu.kernel.fields import AreaCodeField, MoneyField, QuantityField
from bangfu.parties.models import Party
from bangfu.workstreams.exchange.models.matching import Matching
from bangfu.workstreams.exchange.models.needs import Need
from bangfu.workstreams.exchange.models.offers import Offer

STANDING = ("claimed", "under_way", "delivered", "confirmed", "closed")
"""States in which a claim holds its quantity of the need."""


class Claim(models.Model):
    """A donor's promise to meet a need, or ``quantity`` of it, and its way to the thanks.

    ``offer_used`` is what it uses of its offer, in the offer's unit: a budget pays for a wish in yuan.
    A *held* claim holds nothing: fair use asks that a person looks at it first. ``value`` is what was given, in CNY.
    ``contact_name`` and ``contact`` are whom the donor may call, given only with the asker's consent
    (``consented_on``). ``receipt`` tells how the asker's side confirmed. ``certificate`` is the unguessable number of
    the certificate, empty until confirmed.
    """

    class State(models.TextChoices):
        HELD = "held", _("待人工核准")
        CLAIMED = "claimed", _("已认领")
        UNDER_WAY = "under_way", _("对接中")
        DELIVERED = "delivered", _("已送达")
        CONFIRMED = "confirmed", _("已确认")
        CLOSED = "closed", _("已办结")
        RELEASED = "released", _("已释放")
        CANCELLED = "cancelled", _("已取消")
        REFUSED = "refused", _("未核准")

    class Receipt(models.TextChoices):
        VILLAGE = "village", _("村信息点确认")
        OWN = "own", _("求助方本人确认")
        CODE = "code", _("一次性确认码")
        PAPER = "paper", _("签收单")

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="claims", verbose_name=_("需求"))
    donor = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="claims", verbose_name=_("认领方"))
    offer = models.ForeignKey(
        Offer, null=True, blank=True, on_delete=models.PROTECT, related_name="claims", verbose_name=_("爱心供给")
    )
    offer_used = QuantityField(_("占用供给数量"), null=True, blank=True)
    matching = models.ForeignKey(
        Matching, null=True, on_delete=models.PROTECT, related_name="claims", verbose_name=_("来源匹配")
    )
    area_code = AreaCodeField()
    quantity = QuantityField(_("数量"))
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.CLAIMED)
    anonymous = models.BooleanField(_("不公开姓名"), default=False)
    message = models.CharField(_("寄语"), max_length=200, blank=True, default="")
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("经办人")
    )
    claimed_at = models.DateTimeField(_("认领时间"))
    claimed_on = models.DateField(_("认领日期"))
    consented_on = models.DateField(_("同意联系日期"), null=True, blank=True)
    contact_name = models.CharField(_("联系人"), max_length=60, blank=True, default="")
    contact = CipherField(_("联系电话"), kind="phone")
    contacted_on = models.DateField(_("对接日期"), null=True, blank=True)
    delivered_on = models.DateField(_("送达日期"), null=True, blank=True)
    delivered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("送达登记人")
    )
    value = MoneyField(_("价值（元）"), null=True, blank=True)
    person_times = models.PositiveIntegerField(_("服务人次"), null=True, blank=True)
    proof = models.CharField(_("送达说明"), max_length=200, blank=True, default="")
    confirmed_on = models.DateField(_("确认日期"), null=True, blank=True)
    receipt = models.CharField(_("确认方式"), max_length=8, choices=Receipt.choices, blank=True, default="")
    thanks = models.CharField(_("感谢的话"), max_length=200, blank=True, default="")
    asker_rating = models.PositiveSmallIntegerField(_("求助方评价"), null=True, blank=True)
    donor_rating = models.PositiveSmallIntegerField(_("认领方评价"), null=True, blank=True)
    ended_on = models.DateField(_("结束日期"), null=True, blank=True)
    end_reason = models.CharField(_("结束原因"), max_length=200, blank=True, default="")
    certificate = models.CharField(_("证书编号"), max_length=24, blank=True, default="")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("认领")
        ordering = ["area_code", "id"]
        indexes = [
            models.Index(fields=["area_code", "id"], name="claim_area"),
            models.Index(fields=["state", "area_code"], name="claim_state_area"),
            models.Index(fields=["donor", "claimed_at"], name="claim_donor_at"),
            models.Index(fields=["need", "state"], name="claim_need"),
            models.Index(fields=["area_code", "confirmed_on"], name="claim_area_confirmed"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="claim_of_something"),
            models.UniqueConstraint(
                fields=["need", "donor"],
                condition=models.Q(state__in=("held", "claimed", "under_way", "delivered")),
                name="claim_open_once",
            ),
            models.UniqueConstraint(
                fields=["certificate"], condition=~models.Q(certificate=""), name="claim_certificate_once"
            ),
            models.CheckConstraint(
                condition=models.Q(asker_rating=None) | models.Q(asker_rating__range=(1, 5)), name="claim_asker_rating"
            ),
            models.CheckConstraint(
                condition=models.Q(donor_rating=None) | models.Q(donor_rating__range=(1, 5)), name="claim_donor_rating"
            ),
        ]

    def __str__(self) -> str:
        return str(self.need)


class ReceiptCode(models.Model):
    """A one-time code by which the asker's side says that the gift arrived. Only its keyed digest is kept."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=24)
    way = models.CharField(_("方式"), max_length=20)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField(_("有效期至"))
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    ended_at = models.DateTimeField(_("失效时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("确认码")
        constraints = [
            models.UniqueConstraint(fields=["claim"], condition=models.Q(ended_at=None), name="receipt_code_open_once")
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.expires_at:%Y-%m-%d %H:%M}"
