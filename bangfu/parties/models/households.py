"""Households: the registration card, dated statuses, and income by year and source."""

from decimal import ROUND_HALF_UP, Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.ciphers import CipherField, IndexField
from bangfu.kernel.fields import AreaCodeField, MoneyField, QuantityField
from bangfu.parties.models.party import Doubted, Party

FEN = Decimal("0.01")
INCOME_SOURCES = ("wages", "business", "property", "transfers")


class Household(Doubted, models.Model):
    """A rural household as the registration card has it.

    While it is open it has at least one member and exactly one head; ``member_count`` is the number of persons whose
    ``household`` it is. When its last member is gone it is closed.
    ``standing`` repeats the status in force today so that lists need no join; ``HouseholdStatus`` is its history
    and only ``actions.statuses`` writes either.
    """

    party = models.OneToOneField(Party, on_delete=models.PROTECT, primary_key=True, related_name="household")
    number = models.CharField(_("户编号"), max_length=24, unique=True)
    area_code = AreaCodeField()
    address = models.CharField(_("住址"), max_length=120, blank=True, default="")
    head_name = models.CharField(_("户主姓名"), max_length=60, blank=True, default="")
    member_count = models.PositiveSmallIntegerField(_("家庭人口"), default=0)
    standing = models.CharField(_("户类型"), max_length=20, blank=True, default="")
    attribute = models.CharField(_("农户属性"), max_length=20, blank=True, default="")
    identified_by = models.CharField(_("识别标准"), max_length=20, blank=True, default="")
    main_cause = models.CharField(_("主要致贫原因"), max_length=20, blank=True, default="")
    other_causes = models.JSONField(_("其他致贫原因"), default=list, blank=True)
    phone = CipherField(_("联系电话"), kind="phone")
    phone_index = IndexField()
    bank_name = models.CharField(_("开户银行"), max_length=60, blank=True, default="")
    bank_account = CipherField(_("银行账号"), kind="bank_account")
    bank_account_index = IndexField()
    housing_area = QuantityField(_("住房面积（平方米）"), null=True, blank=True)
    housing_structure = models.CharField(_("住房结构"), max_length=20, blank=True, default="")
    housing_year = models.PositiveSmallIntegerField(_("建房年份"), null=True, blank=True)
    housing_safety = models.CharField(_("住房安全等级"), max_length=20, blank=True, default="")
    water = models.CharField(_("饮水情况"), max_length=20, blank=True, default="")
    fuels = models.JSONField(_("主要燃料"), default=list, blank=True)
    electricity = models.BooleanField(_("通生活用电"), null=True, blank=True)
    relocated = models.BooleanField(_("易地扶贫搬迁"), null=True, blank=True)
    longitude = models.DecimalField(_("经度"), max_digits=9, decimal_places=6, null=True, blank=True)
    latitude = models.DecimalField(_("纬度"), max_digits=8, decimal_places=6, null=True, blank=True)
    opened_on = models.DateField(_("建档日期"), null=True, blank=True)
    closed_on = models.DateField(_("销户日期"), null=True, blank=True)
    closed_reason = models.CharField(_("销户原因"), max_length=60, blank=True, default="")
    successor = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
        verbose_name=_("并入农户"),
    )
    split_from = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="offshoots",
        verbose_name=_("分户来源"),
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("农户")
        ordering = ["area_code", "party_id"]
        indexes = [
            models.Index(fields=["area_code", "party"], name="household_area"),
            models.Index(  # holds all that a search by name within a place reads
                fields=["head_name", "area_code", "party"],
                opclasses=["varchar_pattern_ops", "varchar_ops", "int8_ops"],
                name="household_head_name",
            ),
            models.Index(fields=["standing", "area_code"], name="household_standing_area"),
        ]

    def __str__(self) -> str:
        return self.head_name or self.number


class HouseholdStatus(models.Model):
    """A status of a household for a time (code list ``household_standing``): registered, lifted, monitored …

    A household has one at a time; each ends the day before the next begins.
    """

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="statuses", verbose_name=_("农户"))
    area_code = AreaCodeField()
    value = models.CharField(_("户类型"), max_length=20)
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)
    cause = models.CharField(_("原因"), max_length=20, blank=True, default="")
    document = models.CharField(_("依据文件"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = _("农户身份")
        ordering = ["valid_from", "id"]
        indexes = [models.Index(fields=["value", "area_code", "valid_from"], name="household_status_value")]
        constraints = [
            models.UniqueConstraint(fields=["household", "valid_from"], name="household_status_once_a_day"),
            models.UniqueConstraint(
                fields=["household"], condition=models.Q(valid_to=None), name="household_status_open_once"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="household_status_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.value}"


class IncomeSums:
    """What follows from a year's income by source. Apart from the table: its column ``property`` hides the builtin."""

    persons: int
    transfers: Decimal
    costs: Decimal

    @property
    def total(self) -> Decimal:
        """Gross income of the year."""
        return sum((getattr(self, source) for source in INCOME_SOURCES), Decimal(0))

    @property
    def net(self) -> Decimal:
        """Net income of the year: gross less the costs of business."""
        return self.total - self.costs

    @property
    def net_per_head(self) -> Decimal | None:
        """Net income by the persons of that year, to the fen; None for a household of nobody."""
        return (self.net / self.persons).quantize(FEN, ROUND_HALF_UP) if self.persons else None

    @property
    def transfer_share(self) -> Decimal | None:
        """What part of gross income is transfers (0 to 1), a usual indicator of quality; None without income."""
        return (self.transfers / self.total).quantize(Decimal("0.0001")) if self.total else None


class HouseholdIncome(IncomeSums, models.Model):
    """Income of one household in one year by source, in CNY. Sums and averages are derived, never stored."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="incomes", verbose_name=_("农户"))
    area_code = AreaCodeField()
    year = models.PositiveSmallIntegerField(_("年度"))
    persons = models.PositiveSmallIntegerField(_("家庭人口"))
    wages = MoneyField(_("工资性收入"), default=0)
    business = MoneyField(_("生产经营性收入"), default=0)
    property = MoneyField(_("财产性收入"), default=0)
    transfers = MoneyField(_("转移性收入"), default=0)
    costs = MoneyField(_("生产经营性支出"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("农户收入")
        ordering = ["-year"]
        indexes = [models.Index(fields=["area_code", "id"], name="household_income_area")]
        constraints = [models.UniqueConstraint(fields=["household", "year"], name="household_income_once_a_year")]

    def __str__(self) -> str:
        return f"{self.household_id} {self.year}"
