"""Clues and the facts they rest on."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.fields import AreaCodeField
from bangfu.parties.models import Household, Person
from bangfu.workstreams.monitoring.channels import Channel
from bangfu.workstreams.monitoring.screening.models import RuleVersion, ScreeningRun


class Clue(models.Model):
    """A household that may be at risk. While a clue is open, whatever else is found about the household joins it.

    ``raised_on`` is where the clock to a decision begins. ``channel`` is that of its first fact. ``sensitive`` when
    any fact rests on health, disability or other facts that only some may see.
    """

    class State(models.TextChoices):
        OPEN = "open", _("待核查")
        ASSIGNED = "assigned", _("已派到村")
        TAKEN_UP = "taken_up", _("已进入核查程序")
        DISMISSED = "dismissed", _("误报")
        ENDED = "ended", _("已办结")

    UNFINISHED = (State.OPEN, State.ASSIGNED, State.TAKEN_UP)

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="clues", verbose_name=_("农户"))
    area_code = AreaCodeField()
    channel = models.CharField(_("发现渠道"), max_length=12, choices=Channel.choices)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.OPEN)
    raised_on = models.DateField(_("产生日期"))
    sensitive = models.BooleanField(_("涉及敏感信息"), default=False)
    facts_count = models.PositiveSmallIntegerField(_("事实数"), default=0)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("核查人"),
    )
    assigned_on = models.DateField(_("派出日期"), null=True, blank=True)
    due_on = models.DateField(_("核查期限"), null=True, blank=True)
    ended_on = models.DateField(_("结束日期"), null=True, blank=True)
    reason = models.CharField(_("误报原因"), max_length=200, blank=True, default="")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("风险线索")
        ordering = ["area_code", "id"]
        indexes = [
            models.Index(fields=["area_code", "id"], name="clue_area"),
            models.Index(fields=["state", "area_code", "raised_on"], name="clue_state_area"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["household"],
                condition=models.Q(state__in=("open", "assigned", "taken_up")),
                name="clue_open_once_a_household",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household} {self.raised_on}"


class ClueFact(models.Model):
    """One thing found about a household: by which rule with which values, or in whose words, and since when.

    ``key`` names the fact whenever it is found again: the same rule, household, person and values (or year).
    ``values`` is a list of ``{text, value}`` in the words and order of the rule.
    """

    clue = models.ForeignKey(Clue, on_delete=models.CASCADE, related_name="facts", verbose_name=_("线索"))
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+", verbose_name=_("农户"))
    area_code = AreaCodeField()
    channel = models.CharField(_("发现渠道"), max_length=12, choices=Channel.choices)
    rule_version = models.ForeignKey(
        RuleVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="facts", verbose_name=_("规则")
    )
    run = models.ForeignKey(
        ScreeningRun, null=True, blank=True, on_delete=models.PROTECT, related_name="facts", verbose_name=_("筛查")
    )
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("人员")
    )
    risk = models.CharField(_("风险类型"), max_length=20, blank=True, default="")
    text = models.CharField(_("情况"), max_length=400, blank=True, default="")
    values = models.JSONField(_("数值"), default=list, encoder=DjangoJSONEncoder)
    since = models.DateField(_("发生时间"))
    key = models.CharField(max_length=64, editable=False)
    sensitive = models.BooleanField(_("涉及敏感信息"), default=False)
    found_on = models.DateField(_("首次发现"))
    seen_on = models.DateField(_("最近一次仍存在"))

    class Meta:
        verbose_name = verbose_name_plural = _("线索依据")
        ordering = ["clue", "id"]
        indexes = [
            models.Index(fields=["key"], name="clue_fact_key"),
            models.Index(fields=["area_code", "id"], name="clue_fact_area"),
            models.Index(fields=["rule_version", "found_on"], name="clue_fact_rule"),
        ]
        constraints = [models.UniqueConstraint(fields=["clue", "key"], name="clue_fact_once")]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.since}"


class FalsePositive(models.Model):
    """A fact somebody found to be no sign of risk: it is not raised again under the same key."""

    key = models.CharField(max_length=64, unique=True, editable=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+", verbose_name=_("农户"))
    area_code = AreaCodeField()
    clue = models.ForeignKey(Clue, on_delete=models.CASCADE, related_name="+", verbose_name=_("线索"))
    reason = models.CharField(_("原因"), max_length=200)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("认定人")
    )
    decided_on = models.DateField(_("认定日期"))

    class Meta:
        verbose_name = verbose_name_plural = _("误报")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.decided_on}"
