"""What is checked, the rounds in which it is checked, a sheet a household, and the problems that came of it."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.fields import AreaCodeField
from bangfu.parties.models import Household


class CheckType(models.Model):
    """A check with its items, from a day on. Data: a county words its own beside the one that ships.

    ``items`` is a list as ``checks.items`` reads it. Rounds keep the items they were opened with.
    """

    code = models.CharField(
        _("代号"),
        max_length=30,
        unique=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9_]*$", _("代号只用小写字母、数字和下划线，以字母开头。"))],
    )
    title = models.CharField(_("名称"), max_length=60)
    area_code = AreaCodeField(blank=True, default="")
    items = models.JSONField(_("项目"), default=list)
    document = models.CharField(_("依据文件"), max_length=200, blank=True, default="")
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)
    example = models.BooleanField(_("示例"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("排查类型")
        ordering = ["area_code", "code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="check_type_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.title


class CheckRound(models.Model):
    """One round of a check over the households of a place: all of them, or those of some standings.

    ``items`` are those of the type on the day it was opened. The counts follow what is recorded.
    """

    class State(models.TextChoices):
        OPEN = "open", _("进行中")
        CLOSED = "closed", _("已结束")

    check_type = models.ForeignKey(
        CheckType, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("排查类型")
    )
    title = models.CharField(_("名称"), max_length=80)
    area_code = AreaCodeField()
    standings = models.JSONField(_("户类型"), default=list, blank=True)
    items = models.JSONField(_("项目"), default=list)
    opened_on = models.DateField(_("开始日期"))
    due_on = models.DateField(_("完成期限"))
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.OPEN)
    closed_on = models.DateField(_("结束日期"), null=True, blank=True)
    households = models.PositiveIntegerField(_("应查户数"), default=0)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("发起人")
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("排查轮次")
        ordering = ["-id"]
        indexes = [models.Index(fields=["area_code", "-id"], name="check_round_area")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("opened_on")), name="check_round_due_after_it_opens"
            )
        ]

    def __str__(self) -> str:
        return self.title


class CheckSheet(models.Model):
    """One household in one round. ``doubts`` are the items for which the registers look wrong beforehand."""

    class State(models.TextChoices):
        PENDING = "todo", _("待入户")
        PASSED = "passed", _("全部达标")
        PROBLEM = "problem", _("有问题")

    check_round = models.ForeignKey(CheckRound, on_delete=models.PROTECT, related_name="sheets", verbose_name=_("轮次"))
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="check_sheets", verbose_name=_("农户")
    )
    area_code = AreaCodeField()
    doubts = models.JSONField(_("名册疑点"), default=list, blank=True)
    state = models.CharField(_("结果"), max_length=10, choices=State.choices, default=State.PENDING)
    checked_on = models.DateField(_("入户日期"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("登记人"),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("排查表")
        ordering = ["area_code", "id"]
        indexes = [
            models.Index(fields=["area_code", "id"], name="check_sheet_area"),
            models.Index(fields=["check_round", "area_code", "state"], name="check_sheet_progress"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["check_round", "household"], name="check_sheet_once"),
            models.CheckConstraint(
                condition=models.Q(state="todo", checked_on=None) | ~models.Q(state="todo"),
                name="check_sheet_todo_has_no_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household} {self.state}"


class CheckProblem(models.Model):
    """An item that a household did not pass: who mends it until when, how it was mended, who looked again."""

    class State(models.TextChoices):
        OPEN = "open", _("待整改")
        FIXED = "fixed", _("待复查")
        SOLVED = "solved", _("已销号")
        WITHDRAWN = "withdrawn", _("登记有误")

    STANDING = (State.OPEN, State.FIXED)

    sheet = models.ForeignKey(CheckSheet, on_delete=models.PROTECT, related_name="problems", verbose_name=_("排查表"))
    check_round = models.ForeignKey(
        CheckRound, on_delete=models.PROTECT, related_name="problems", verbose_name=_("轮次")
    )
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="check_problems", verbose_name=_("农户")
    )
    area_code = AreaCodeField()
    item = models.CharField(_("项目"), max_length=30)
    finding = models.CharField(_("情况"), max_length=200, blank=True, default="")
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.OPEN)
    found_on = models.DateField(_("发现日期"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("责任人"),
    )
    due_on = models.DateField(_("整改期限"), null=True, blank=True)
    remedy = models.CharField(_("整改措施"), max_length=200, blank=True, default="")
    fixed_on = models.DateField(_("整改日期"), null=True, blank=True)
    fixed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("整改登记人"),
    )
    solved_on = models.DateField(_("销号日期"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("排查问题")
        ordering = ["area_code", "id"]
        indexes = [
            models.Index(fields=["area_code", "id"], name="check_problem_area"),
            models.Index(fields=["state", "due_on", "area_code"], name="check_problem_due"),
            models.Index(fields=["check_round", "area_code"], name="check_problem_round"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "item"], condition=~models.Q(state="withdrawn"), name="check_problem_once"
            ),
            models.CheckConstraint(
                condition=models.Q(solved_on=None) | models.Q(state="solved"), name="check_problem_solved_has_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household} {self.item}"
