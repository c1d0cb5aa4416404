"""Gifts of money to a purse, their receipts, and what became of it."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.fields import AreaCodeField, MoneyField
from bangfu.parties.models import Party
from bangfu.workstreams.exchange.models.funds import BudgetLine, Purse


class Donation(models.Model):
    """A gift of money: promised, then received, and where it must be, given back.

    ``donor`` is a party of the registers; who is none is named by ``donor_name`` and never shown in public.
    ``reference`` is what the donor writes into the bank transfer. ``refunded`` is the part given back, CNY.
    ``entry`` is the number of its standing entry in the ledger.
    """

    class State(models.TextChoices):
        PLEDGED = "pledged", _("已认捐，待到账")
        RECEIVED = "received", _("已到账")
        RETURNING = "returning", _("待退款")
        REFUNDED = "refunded", _("已退款")
        CANCELLED = "cancelled", _("已取消")

    purse = models.ForeignKey(Purse, on_delete=models.PROTECT, related_name="donations", verbose_name=_("捐给"))
    area_code = AreaCodeField()
    donor = models.ForeignKey(
        Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("捐赠方")
    )
    donor_name = models.CharField(_("捐赠人"), max_length=60, blank=True, default="")
    anonymous = models.BooleanField(_("不公开姓名"), default=False)
    message = models.CharField(_("寄语"), max_length=200, blank=True, default="")
    amount = MoneyField(_("金额（元）"))
    refunded = MoneyField(_("已退（元）"), default=Decimal(0))
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.PLEDGED)
    way = models.CharField(_("付款方式"), max_length=20, default="bank")
    reference = models.CharField(_("转账附言"), max_length=10, unique=True)
    pledged_on = models.DateField(_("认捐日期"))
    received_on = models.DateField(_("到账日期"), null=True, blank=True)
    voucher = models.CharField(_("凭证号"), max_length=60, blank=True, default="")
    ended_on = models.DateField(_("退款或取消日期"), null=True, blank=True)
    end_reason = models.CharField(_("原因"), max_length=200, blank=True, default="")
    entry = models.BigIntegerField(null=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("经办人")
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("捐赠款")
        ordering = ["area_code", "id"]
        indexes = [
            models.Index(fields=["area_code", "id"], name="donation_area"),
            models.Index(fields=["state", "area_code"], name="donation_state_area"),
            models.Index(fields=["donor", "id"], name="donation_donor"),
            models.Index(fields=["purse", "state"], name="donation_purse_state"),
            models.Index(fields=["area_code", "received_on"], name="donation_area_received"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="donation_of_something"),
            models.CheckConstraint(
                condition=models.Q(refunded__gte=0, refunded__lte=models.F("amount")), name="donation_refund_fits"
            ),
            models.CheckConstraint(
                condition=models.Q(donor__isnull=False) | ~models.Q(donor_name=""), name="donation_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def kept(self) -> Decimal:
        """What of it was not given back, CNY."""
        return self.amount - self.refunded


class ReceiptBook(models.Model):
    """The numbers of a county's receipts of one year. ``last`` is raised in the transaction that issues a receipt.

    Whoever issues next waits for that transaction; where it is rolled back the number goes with it: there are no gaps.
    """

    area_code = AreaCodeField()
    year = models.PositiveSmallIntegerField(_("年度"))
    last = models.PositiveIntegerField(_("最后编号"), default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area_code", "year"], name="receipt_book_once")]

    def __str__(self) -> str:
        return f"{self.area_code}-{self.year}"


class Receipt(models.Model):
    """The receipt for a donation. It is never changed: a refund voids it and issues another for what remains.

    ``code`` is unguessable and leads to the page that checks it.
    """

    donation = models.ForeignKey(Donation, on_delete=models.PROTECT, related_name="receipts", verbose_name=_("捐赠款"))
    area_code = AreaCodeField()
    book = models.ForeignKey(ReceiptBook, on_delete=models.PROTECT, related_name="receipts")
    number = models.PositiveIntegerField(_("编号"))
    code = models.CharField(_("核验码"), max_length=24, unique=True)
    amount = MoneyField(_("金额（元）"))
    issued_on = models.DateField(_("开具日期"))
    voided_on = models.DateField(_("作废日期"), null=True, blank=True)
    void_reason = models.CharField(_("作废原因"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = _("捐赠收据")
        ordering = ["area_code", "id"]
        indexes = [models.Index(fields=["area_code", "id"], name="receipt_area")]
        constraints = [
            models.UniqueConstraint(fields=["book", "number"], name="receipt_number_once"),
            models.UniqueConstraint(
                fields=["donation"], condition=models.Q(voided_on=None), name="receipt_standing_once"
            ),
        ]

    def __str__(self) -> str:
        return self.full_number

    @property
    def full_number(self) -> str:
        """The number as it is printed: county, year and running number."""
        return f"{self.book.area_code}-{self.book.year}-{self.number:06d}"


class Payout(models.Model):
    """Money of a purse for somebody: asked for, approved (from then on set aside), paid with a voucher.

    ``beneficiary`` is whom it helps; ``payee`` who gets the transfer, where that is somebody else (a builder, a
    school). ``purpose`` is public and names nobody; ``private_text`` is for the offices.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("待审批")
        APPROVED = "approved", _("已批准，待拨付")
        PAID = "paid", _("已拨付")
        REFUSED = "refused", _("未批准")
        CANCELLED = "cancelled", _("已取消")
        RETURNED = "returned", _("已退回")

    purse = models.ForeignKey(Purse, on_delete=models.PROTECT, related_name="payouts", verbose_name=_("资金账"))
    line = models.ForeignKey(
        BudgetLine, null=True, blank=True, on_delete=models.PROTECT, related_name="payouts", verbose_name=_("计划项")
    )
    area_code = AreaCodeField()
    beneficiary = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", verbose_name=_("受益方"))
    payee = models.CharField(_("收款方"), max_length=60, blank=True, default="")
    purpose = models.CharField(_("用途"), max_length=100)
    private_text = models.CharField(_("内部说明"), max_length=400, blank=True, default="")
    amount = MoneyField(_("金额（元）"))
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.ASKED)
    asked_on = models.DateField(_("申请日期"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("申请人")
    )
    approved_on = models.DateField(_("批准日期"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("批准人")
    )
    paid_on = models.DateField(_("拨付日期"), null=True, blank=True)
    voucher = models.CharField(_("凭证号"), max_length=60, blank=True, default="")
    ended_on = models.DateField(_("结束日期"), null=True, blank=True)
    end_reason = models.CharField(_("原因"), max_length=200, blank=True, default="")
    entry = models.BigIntegerField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("爱心款拨付")
        ordering = ["area_code", "id"]
        indexes = [
            models.Index(fields=["area_code", "id"], name="payout_area"),
            models.Index(fields=["state", "area_code"], name="payout_state_area"),
            models.Index(fields=["purse", "state"], name="payout_purse_state"),
        ]
        constraints = [models.CheckConstraint(condition=models.Q(amount__gt=0), name="payout_of_something")]

    def __str__(self) -> str:
        return self.purpose


class StatementLine(models.Model):
    """Money that came in by a bank statement: matched to a donation, or waiting for somebody to say what it is.

    ``key`` tells a line that was imported before: the bank's serial number, else all that the line says. Of the
    payer's account only the last digits are kept.
    """

    class State(models.TextChoices):
        OPEN = "open", _("待核对")
        MATCHED = "matched", _("已核对")
        ASIDE = "aside", _("与捐赠无关")

    area_code = AreaCodeField()
    key = models.CharField(max_length=64, editable=False)
    serial = models.CharField(_("流水号"), max_length=60, blank=True, default="")
    booked_on = models.DateField(_("入账日期"))
    amount = MoneyField(_("金额（元）"))
    payer = models.CharField(_("对方户名"), max_length=80, blank=True, default="")
    account_end = models.CharField(_("对方账号末四位"), max_length=4, blank=True, default="")
    remark = models.CharField(_("附言"), max_length=200, blank=True, default="")
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.OPEN)
    donation = models.OneToOneField(
        Donation, null=True, blank=True, on_delete=models.PROTECT, related_name="line", verbose_name=_("捐赠款")
    )
    by_hand = models.BooleanField(_("人工核对"), default=False)
    reason = models.CharField(_("说明"), max_length=200, blank=True, default="")
    batch = models.BigIntegerField(_("批次"), editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("银行流水")
        ordering = ["area_code", "id"]
        indexes = [
            models.Index(fields=["area_code", "id"], name="line_area"),
            models.Index(fields=["state", "area_code"], name="line_state_area"),
            models.Index(fields=["batch"], name="line_batch"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["area_code", "key"], name="line_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="line_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.booked_on} {self.amount}"
