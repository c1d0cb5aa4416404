"""Money that is given for a purpose: charity funds, appeals, and the purses in which it is counted."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.fields import AreaCodeField, MoneyField
from bangfu.parties.models import Party


class Fund(models.Model):
    """A charity fund (爱心基金) that an organisation keeps for a purpose. Its money lies in its purses.

    ``keeper`` is the organisation on whose account the money is; Bangfu records it and never moves it.
    """

    class State(models.TextChoices):
        OPEN = "open", _("有效")
        CLOSED = "closed", _("已结束")

    name = models.CharField(_("名称"), max_length=60)
    area_code = AreaCodeField()
    keeper = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", verbose_name=_("管理单位"))
    purpose = models.CharField(_("宗旨和使用范围"), max_length=400)
    opened_on = models.DateField(_("设立日期"))
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.OPEN)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("爱心基金")
        ordering = ["area_code", "id"]
        indexes = [models.Index(fields=["area_code", "id"], name="fund_area")]
        constraints = [models.UniqueConstraint(fields=["area_code", "name"], name="fund_name_once")]

    def __str__(self) -> str:
        return self.name


class Appeal(models.Model):
    """A crowd-funding appeal (众筹项目): so much money for one purpose, until a day.

    ``title`` and ``text`` are public and name nobody. Of an appeal that is *all_or_nothing* no money is used before
    the target is reached, and all of it goes back when it is not; otherwise what comes is kept and used.
    """

    class Mode(models.TextChoices):
        ALL = "all_or_nothing", _("达到目标才使用，否则退款")
        KEEP = "keep", _("筹到多少用多少")

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        REVIEWING = "reviewing", _("待审核")
        OPEN = "open", _("筹款中")
        REACHED = "reached", _("筹款结束，使用中")
        FAILED = "failed", _("未达目标，退款中")
        CLOSED = "closed", _("已办结")
        REFUSED = "refused", _("未通过")
        WITHDRAWN = "withdrawn", _("已撤回")

    title = models.CharField(_("众筹项目"), max_length=60)
    text = models.CharField(_("公开说明"), max_length=800)
    area_code = AreaCodeField()
    beneficiary = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", verbose_name=_("受益方"))
    keeper = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", verbose_name=_("款项管理单位"))
    target = MoneyField(_("目标金额（元）"))
    mode = models.CharField(_("筹款方式"), max_length=16, choices=Mode.choices, default=Mode.KEEP)
    closes_on = models.DateField(_("截止日期"))
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.DRAFT)
    published_on = models.DateField(_("发布日期"), null=True, blank=True)
    ended_on = models.DateField(_("筹款结束日期"), null=True, blank=True)
    closed_on = models.DateField(_("办结日期"), null=True, blank=True)
    result = models.CharField(_("结果说明"), max_length=400, blank=True, default="")
    entry = models.BigIntegerField(null=True, editable=False)
    made_by = models.ForeignKey("kernel.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("登记人"))
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("众筹项目")
        ordering = ["area_code", "id"]
        indexes = [
            models.Index(fields=["area_code", "id"], name="appeal_area"),
            models.Index(fields=["state", "closes_on"], name="appeal_state_closes"),
        ]
        constraints = [models.CheckConstraint(condition=models.Q(target__gt=0), name="appeal_for_something")]

    def __str__(self) -> str:
        return self.title


class Purse(models.Model):
    """Money counted together: of one appeal, or of a fund for one earmark (empty: unrestricted).

    All in CNY: ``received`` ever, ``refunded`` of it, ``committed`` to approved payouts, ``paid`` out. What is left is
    never negative: the database keeps ``refunded + committed + paid <= received``, whoever asks at the same second.
    """

    fund = models.ForeignKey(Fund, null=True, on_delete=models.PROTECT, related_name="purses", verbose_name=_("基金"))
    appeal = models.OneToOneField(
        Appeal, null=True, on_delete=models.PROTECT, related_name="purse", verbose_name=_("众筹项目")
    )
    area_code = AreaCodeField()
    earmark = models.CharField(_("定向用途"), max_length=60, blank=True, default="")
    received = MoneyField(_("收到（元）"), default=Decimal(0))
    refunded = MoneyField(_("已退（元）"), default=Decimal(0))
    committed = MoneyField(_("已批未付（元）"), default=Decimal(0))
    paid = MoneyField(_("已付（元）"), default=Decimal(0))
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("资金账")
        ordering = ["area_code", "id"]
        indexes = [models.Index(fields=["area_code", "id"], name="purse_area")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fund__isnull=True, appeal__isnull=False)
                | models.Q(fund__isnull=False, appeal__isnull=True),
                name="purse_of_one",
            ),
            models.UniqueConstraint(fields=["fund", "earmark"], name="purse_earmark_once"),
            models.CheckConstraint(
                condition=models.Q(received__gte=models.F("refunded") + models.F("committed") + models.F("paid")),
                name="purse_never_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(received__gte=0, refunded__gte=0, committed__gte=0, paid__gte=0),
                name="purse_counts_up",
            ),
        ]

    def __str__(self) -> str:
        name = str(self.appeal or self.fund)
        return f"{name}（{self.earmark}）" if self.earmark else name

    @property
    def account(self) -> str:
        """What the ledger calls it: money of an appeal, or of a fund."""
        return "appeal" if self.appeal_id is not None else "fund"

    @property
    def raised(self) -> Decimal:
        """What was given and not given back, CNY."""
        return self.received - self.refunded

    @property
    def balance(self) -> Decimal:
        """What can still be promised to somebody, CNY."""
        return self.received - self.refunded - self.committed - self.paid

    @property
    def keeper_id(self) -> int:
        """The party on whose account the money is."""
        return (self.appeal or self.fund).keeper_id  # type: ignore[union-attr]


class BudgetLine(models.Model):
    """One line of the published plan: what for, how much. ``used`` is what payouts took of it, never above the plan."""

    purse = models.ForeignKey(Purse, on_delete=models.CASCADE, related_name="lines", verbose_name=_("资金账"))
    title = models.CharField(_("用途"), max_length=60)
    amount = MoneyField(_("计划（元）"))
    used = MoneyField(_("已用（元）"), default=Decimal(0))

    class Meta:
        verbose_name = verbose_name_plural = _("使用计划")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["purse", "title"], name="budget_line_once"),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0, used__gte=0, used__lte=models.F("amount")), name="budget_not_overspent"
            ),
        ]

    def __str__(self) -> str:
        return self.title
