"""Rules with their versions, and runs that pin what they ran with."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.fields import AreaCodeField
from bangfu.kernel.jobs.models import Job
from bangfu.workstreams.monitoring.channels import Channel


class Rule(models.Model):
    """A rule of a place (``""``: everywhere). What it says is in its versions; one is in force at a time.

    A place that words a wider rule its own way has a rule that ``replaces`` it there, even when it has been stopped.
    """

    code = models.CharField(
        _("代号"),
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9_]*$", _("代号只用小写字母、数字和下划线，以字母开头。"))],
    )
    title = models.CharField(_("名称"), max_length=60)
    area_code = AreaCodeField(blank=True, default="")
    example = models.BooleanField(_("示例"), default=False)
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replacements", verbose_name=_("代替")
    )
    stopped_on = models.DateField(_("停用日期"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("筛查规则")
        ordering = ["area_code", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["replaces", "area_code"],
                condition=models.Q(replaces__isnull=False),
                name="rule_replaced_once_a_place",
            )
        ]

    def __str__(self) -> str:
        return self.title


class RuleVersion(models.Model):
    """What a rule says from a day on. Written once: another opinion is another version.

    ``expression`` is the condition and ``population`` whom it concerns, in the language of ``kernel.conditions``.
    ``renewal`` says when a fact that was found false may be raised again.
    """

    class Subject(models.TextChoices):
        HOUSEHOLD = "household", _("户")
        PERSON = "person", _("人")

    class Frequency(models.TextChoices):
        MONTHLY = "monthly", _("每月")
        QUARTERLY = "quarterly", _("每季度")
        YEARLY = "yearly", _("每年")
        EVENT = "event", _("发生时")

    class Renewal(models.TextChoices):
        CHANGED = "changed", _("数值变化后可再次产生")
        YEAR = "year", _("同一年度不再产生")

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="versions", verbose_name=_("规则"))
    number = models.PositiveIntegerField(_("版本"))
    subject = models.CharField(_("对象"), max_length=10, choices=Subject.choices, default=Subject.HOUSEHOLD)
    expression = models.TextField(_("条件"))
    population = models.TextField(_("适用范围"), blank=True, default="")
    channel = models.CharField(_("渠道"), max_length=12, choices=Channel.choices, default=Channel.DEPARTMENT)
    risk = models.CharField(_("风险类型"), max_length=20, blank=True, default="")
    frequency = models.CharField(_("频率"), max_length=10, choices=Frequency.choices, default=Frequency.MONTHLY)
    renewal = models.CharField(_("误报后"), max_length=10, choices=Renewal.choices, default=Renewal.CHANGED)
    document = models.CharField(_("依据文件"), max_length=200, blank=True, default="")
    sensitive = models.BooleanField(_("涉及敏感信息"), default=False)
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)
    share = models.FloatField(_("保存时命中占比"), null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("编写人"),
    )
    written_at = models.DateTimeField(_("编写时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("规则版本")
        ordering = ["rule", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="rule_version_once"),
            models.UniqueConstraint(fields=["rule"], condition=models.Q(valid_to=None), name="rule_version_open_once"),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="rule_version_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} v{self.number}"


class ScreeningRun(models.Model):
    """One screening of a place on a day: with which versions and thresholds, by which engine, and what it found.

    ``pinned`` holds the ids of the rule versions and the values of all parameters at the start: what is changed while
    it runs counts for the next one. ``report`` is a list of ``{code, version, hits, skipped?}``.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("等待中")
        RUNNING = "running", _("进行中")
        DONE = "done", _("已完成")

    area_code = AreaCodeField(blank=True, default="")
    on = models.DateField(_("筛查日期"))
    engine = models.CharField(_("引擎"), max_length=10)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.WAITING)
    pinned = models.JSONField(_("所用规则和参数"), default=dict, encoder=DjangoJSONEncoder)
    report = models.JSONField(_("各规则命中"), default=list, encoder=DjangoJSONEncoder)
    households = models.PositiveIntegerField(_("户数"), default=0)
    persons = models.PositiveIntegerField(_("人数"), default=0)
    raised = models.PositiveIntegerField(_("新增线索"), default=0)
    merged = models.PositiveIntegerField(_("并入已有线索"), default=0)
    kept_closed = models.PositiveIntegerField(_("已认定误报未再产生"), default=0)
    seconds = models.FloatField(_("用时（秒）"), default=0)
    job = models.ForeignKey(
        Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("后台任务")
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("发起人")
    )
    started_at = models.DateTimeField(_("发起时间"), auto_now_add=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("筛查")
        ordering = ["-id"]
        indexes = [models.Index(fields=["area_code", "-id"], name="screening_run_area")]

    def __str__(self) -> str:
        return f"{self.area_code} {self.on}"
