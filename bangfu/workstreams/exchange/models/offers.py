"""What donors offer, once or standing."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.fields import AreaCodeField, MoneyField, QuantityField
from bangfu.parties.models import Party
from bangfu.workstreams.exchange.models.needs import Kind, Unit


class Offer(models.Model):
    """What a firm, chamber, hospital or person offers, in which quantity, to whom, until when.

    Conditions: ``places`` are area code prefixes (empty: all of ``area_code``), ``standings`` codes of households'
    standings, ``bands`` and ``categories`` of needs (empty lists: any), ``value_max`` what one need may be worth and
    ``each_max`` how much of the quantity one need may get. ``used`` of the quantity stands in claims. A standing offer
    (``renews``) has its quantity anew each month or year: ``renewed_on`` is when it last was.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("待审核")
        OPEN = "open", _("有效")
        REFUSED = "refused", _("未通过")
        WITHDRAWN = "withdrawn", _("已撤回")
        EXPIRED = "expired", _("已到期")

    class Renewal(models.TextChoices):
        NONE = "", _("一次性")
        MONTH = "month", _("每月")
        YEAR = "year", _("每年")

    donor = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="offers", verbose_name=_("提供方"))
    area_code = AreaCodeField()
    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("提供什么"), max_length=60)
    text = models.CharField(_("说明"), max_length=400, blank=True, default="")
    quantity = QuantityField(_("数量"))
    unit = models.CharField(_("单位"), max_length=8, choices=Unit.choices)
    used = QuantityField(_("已安排"), default=Decimal(0))
    each_max = QuantityField(_("每个需求最多"), null=True, blank=True)
    value_max = MoneyField(_("单个需求估价上限（元）"), null=True, blank=True)
    places = models.JSONField(_("限定地区"), default=list, blank=True)
    standings = models.JSONField(_("限定户类型"), default=list, blank=True)
    bands = models.JSONField(_("限定受助对象"), default=list, blank=True)
    categories = models.JSONField(_("限定用途"), default=list, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.WAITING)
    renews = models.CharField(_("周期"), max_length=6, choices=Renewal.choices, blank=True, default="")
    renewed_on = models.DateField(_("本期起"), null=True, blank=True)
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("爱心供给")
        ordering = ["area_code", "id"]
        indexes = [
            models.Index(fields=["area_code", "id"], name="offer_area"),
            models.Index(fields=["state", "kind", "area_code"], name="offer_state_kind"),
            models.Index(fields=["donor"], name="offer_donor"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="offer_of_something"),
            models.CheckConstraint(
                condition=models.Q(used__gte=0) & models.Q(used__lte=models.F("quantity")), name="offer_not_overused"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="offer_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def left(self) -> Decimal:
        """What is still to be given, in the offer's unit."""
        return self.quantity - self.used
