"""Items of income with whether they count, and a household's items of a year."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.fields import AreaCodeField
from bangfu.parties.models import Household


class IncomeItem(models.Model):
    """An item of income (a pension, a land rent): its source, and whether it counts, in a place from a year on.

    Published scopes disagree (some count pensions, some do not), so the list is data: the narrowest place that words
    an item decides, by the year of the income.
    """

    class Source(models.TextChoices):
        WAGES = "wages", _("工资性收入")
        BUSINESS = "business", _("生产经营性收入")
        PROPERTY = "property", _("财产性收入")
        TRANSFERS = "transfers", _("转移性收入")
        COSTS = "costs", _("生产经营性支出")

    code = models.CharField(
        _("代号"),
        max_length=30,
        validators=[RegexValidator(r"^[a-z][a-z0-9_]*$", _("代号只用小写字母、数字和下划线，以字母开头。"))],
    )
    title = models.CharField(_("名称"), max_length=40)
    source = models.CharField(_("来源"), max_length=10, choices=Source.choices)
    counted = models.BooleanField(_("计入收入"), default=True)
    area_code = AreaCodeField(blank=True, default="")
    from_year = models.PositiveSmallIntegerField(_("起始年度"))
    to_year = models.PositiveSmallIntegerField(_("截止年度"), null=True, blank=True)
    document = models.CharField(_("依据文件"), max_length=200, blank=True, default="")
    example = models.BooleanField(_("示例"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("收入项目")
        ordering = ["area_code", "source", "id"]
        constraints = [
            models.UniqueConstraint(fields=["code", "area_code", "from_year"], name="income_item_once"),
            models.CheckConstraint(
                condition=models.Q(to_year=None) | models.Q(to_year__gte=models.F("from_year")),
                name="income_item_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class IncomeSheet(models.Model):
    """A household's items of one year: ``items`` maps codes to whole fen, those that do not count too.

    The sums by source that follow are the register's (``parties.HouseholdIncome``).
    """

    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="income_sheets", verbose_name=_("农户")
    )
    area_code = AreaCodeField()
    year = models.PositiveSmallIntegerField(_("年度"))
    persons = models.PositiveSmallIntegerField(_("家庭人口"))
    items = models.JSONField(_("收入项目"), default=dict)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("收入明细")
        ordering = ["area_code", "id"]
        indexes = [models.Index(fields=["area_code", "id"], name="income_sheet_area")]
        constraints = [models.UniqueConstraint(fields=["household", "year"], name="income_sheet_once_a_year")]

    def __str__(self) -> str:
        return f"{self.household_id} {self.year}"
