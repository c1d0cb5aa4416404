"""Agreements between those who help and those who are helped, and what each side has promised in them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.fields import AreaCodeField, MoneyField, QuantityField
from bangfu.pairing.models.pairs import Pairing
from bangfu.parties.models import Party


class Side(models.TextChoices):
    """Which side of an agreement a party stands on, or owes a duty."""

    HELPER = "helper", _("帮扶方")
    RECIPIENT = "recipient", _("受助方")


class AgreementRows(models.QuerySet["Agreement"]):
    """Agreements with what lists show of them."""

    def with_first_parties(self) -> "AgreementRows":
        """Add ``helper_id`` and ``recipient_id``, the first party of each side."""
        of_this = AgreementParty.objects.filter(agreement=models.OuterRef("pk")).order_by("pk")
        return self.annotate(
            **{
                f"{side}_id": models.Subquery(of_this.filter(side=side).values("party")[:1])
                for side in (Side.HELPER.value, Side.RECIPIENT.value)
            }
        )

    def with_standing(self) -> "AgreementRows":
        """Add ``standing``: the state, but *expired* where the term is over and nobody has closed it."""
        over = models.Q(state=Agreement.State.SIGNED, valid_to__lt=timezone.localdate())
        return self.annotate(
            standing=models.Case(
                models.When(over, then=models.Value("expired")),
                default=models.F("state"),
                output_field=models.CharField(),
            )
        )


class Agreement(models.Model):
    """What two sides have promised each other. Signed is not delivered: what came of it stands in the ledger.

    ``area_code`` is the place that is helped and ``helper_area_code`` the one the help comes from; both sides see
    the agreement and keep it. ``amount`` is CNY promised in all. An annual agreement may stand under a framework
    (``parent``). ``state`` repeats where it stands in its flow, so that lists and figures need no history.
    """

    class Kind(models.TextChoices):
        FRAMEWORK = "framework", _("框架协议")
        ANNUAL = "annual", _("年度协议")
        ENTERPRISE = "enterprise", _("村企协议")
        STRATEGIC = "strategic", _("战略协议")
        PURCHASE = "purchase", _("购销协议")

    class State(models.TextChoices):
        DRAFT = "draft", _("起草中")
        SIGNED = "signed", _("已签署")
        ENDED = "ended", _("已结束")
        TERMINATED = "terminated", _("已解除")
        DISCARDED = "discarded", _("已作废")

    kind = models.CharField(_("协议类型"), max_length=12, choices=Kind.choices)
    title = models.CharField(_("协议名称"), max_length=120)
    number = models.CharField(_("协议编号"), max_length=60, blank=True, default="")
    area_code = AreaCodeField(verbose_name=_("受助方地区"))
    helper_area_code = AreaCodeField(verbose_name=_("帮扶方地区"), blank=True, default="")
    pairing = models.ForeignKey(
        Pairing, null=True, blank=True, on_delete=models.PROTECT, related_name="agreements", verbose_name=_("结对")
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts", verbose_name=_("所属框架协议")
    )
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.DRAFT)
    signed_on = models.DateField(_("签署日期"), null=True, blank=True)
    valid_from = models.DateField(_("生效日期"))
    valid_to = models.DateField(_("有效期至"), null=True, blank=True)
    amount = MoneyField(_("协议金额（元）"), null=True, blank=True)
    ended_on = models.DateField(_("结束日期"), null=True, blank=True)
    reason_out = models.CharField(_("结束原因"), max_length=200, blank=True, default="")
    note = models.CharField(_("说明"), max_length=400, blank=True, default="")
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = AgreementRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("帮扶协议")
        ordering = ["area_code", "id"]
        indexes = [
            models.Index(fields=["area_code", "id"], name="agreement_area"),
            models.Index(fields=["helper_area_code", "id"], name="agreement_helper_area"),
            models.Index(fields=["state", "valid_to"], name="agreement_state_end"),
            models.Index(fields=["number"], name="agreement_number"),
            models.Index(fields=["title"], name="agreement_title"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "area_code", "helper_area_code"],
                condition=~models.Q(number="") & ~models.Q(state="discarded"),
                name="agreement_number_once",
                violation_error_code="once",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="agreement_ends_after_it_begins",
                violation_error_message=_("有效期至不能早于生效日期。"),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "discarded"]) | models.Q(signed_on__isnull=False),
                name="agreement_signed_on_a_day",
                violation_error_message=_("请填写签署日期。"),
            ),
            models.CheckConstraint(
                condition=models.Q(amount=None) | models.Q(amount__gte=0),
                name="agreement_amount_not_negative",
                violation_error_message=_("金额不能是负数。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AgreementParty(models.Model):
    """A party to an agreement, on one side of it."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="agreements", verbose_name=_("签约方"))
    side = models.CharField(_("哪一方"), max_length=10, choices=Side.choices)

    class Meta:
        verbose_name = verbose_name_plural = _("签约方")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["agreement", "party"], name="agreement_party_once")]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.party_id}"


class Duty(models.Model):
    """What one side owes in one year: an amount in CNY, a quantity in a unit, or both.

    ``entry_kind`` or ``figure`` names by what it is measured in the ledger; with neither it is words only. ``unit``
    is a unit of people (person, person_time, household), ``entry`` for the number of entries, or a unit of the kind.
    """

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="duties", verbose_name=_("所属协议")
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    due_on = models.DateField(_("完成时限"))
    side = models.CharField(_("由谁完成"), max_length=10, choices=Side.choices, default=Side.HELPER)
    text = models.CharField(_("约定内容"), max_length=200)
    entry_kind = models.CharField(_("对应的帮扶记录类型"), max_length=60, blank=True, default="")
    figure = models.CharField(_("对应的指标"), max_length=80, blank=True, default="")
    amount = MoneyField(_("约定金额（元）"), null=True, blank=True)
    quantity = QuantityField(_("约定数量"), null=True, blank=True)
    unit = models.CharField(_("数量单位"), max_length=20, blank=True, default="")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("协议任务")
        ordering = ["agreement_id", "year", "id"]
        indexes = [
            models.Index(fields=["entry_kind", "year"], name="duty_kind_year"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(entry_kind="") | models.Q(figure=""),
                name="duty_measured_in_one_way",
                violation_error_message=_("对应的记录类型和指标只能选一个。"),
            ),
            models.CheckConstraint(
                condition=(models.Q(amount=None) | models.Q(amount__gt=0))
                & (models.Q(quantity=None) | models.Q(quantity__gt=0)),
                name="duty_positive",
                violation_error_message=_("金额和数量须大于零。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.text}"
