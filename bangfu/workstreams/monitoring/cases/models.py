"""A case and the papers of its steps."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.fields import AreaCodeField, MoneyField
from bangfu.parties.models import Household, Person
from bangfu.workstreams.monitoring.channels import Channel
from bangfu.workstreams.monitoring.clues.models import Clue


class Purpose(models.TextChoices):
    """Whether a paper belongs to entering, to leaving, or to watching in between and afterwards."""

    ENTRY = "entry", _("纳入")
    LEAVING = "leaving", _("消除")
    WATCH = "watch", _("跟踪")


class Case(models.Model):
    """One household on its way from a sign of risk to a decision, to help, and to the end of the risk.

    ``raised_on`` is where the clock begins (the day of the clue or of the application), ``due_on`` the last day for
    the county's decision, ``stage_due_on`` that of the present step. ``kind`` is a code of ``monitored_kind``, proposed
    by the visit and final with the decision. ``risks`` are codes of ``risk``, the main one first: sensitive. ``income``
    (CNY per person and year) and ``line`` are those the decision rested on. ``previous`` is the case of the same
    household that had ended before. ``helped_on`` is the day of the first help that the book of help proves.
    """

    class State(models.TextChoices):
        VISITING = "visiting", _("入户核查")
        COMPARING = "comparing", _("信息比对")
        MEETING = "meeting", _("民主评议")
        PUBLISHING = "publishing", _("村内公示")
        TOWNSHIP = "township", _("乡镇审核")
        COUNTY = "county", _("县级审定")
        PLANNING = "planning", _("落实帮扶")
        HELPING = "helping", _("帮扶监测")
        LEAVING_VISIT = "leaving_visit", _("消除核实")
        LEAVING_MEETING = "leaving_meeting", _("消除评议")
        LEAVING_PUBLISHING = "leaving_publishing", _("消除公示")
        LEAVING_TOWNSHIP = "leaving_township", _("消除审核")
        LEAVING_COUNTY = "leaving_county", _("消除审定")
        CLEARED = "cleared", _("风险消除")
        REFUSED = "refused", _("不予纳入")
        APPEALED = "appealed", _("申诉复核")
        WITHDRAWN = "withdrawn", _("终止办理")

    DECIDING = (State.VISITING, State.COMPARING, State.MEETING, State.PUBLISHING, State.TOWNSHIP, State.COUNTY)
    MONITORED = (State.PLANNING, State.HELPING)
    LEAVING = (
        State.LEAVING_VISIT,
        State.LEAVING_MEETING,
        State.LEAVING_PUBLISHING,
        State.LEAVING_TOWNSHIP,
        State.LEAVING_COUNTY,
    )
    ENDED = (State.CLEARED, State.REFUSED, State.WITHDRAWN)

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="cases", verbose_name=_("农户"))
    area_code = AreaCodeField()
    clue = models.OneToOneField(
        Clue, null=True, blank=True, on_delete=models.PROTECT, related_name="case", verbose_name=_("线索")
    )
    channel = models.CharField(_("发现渠道"), max_length=12, choices=Channel.choices)
    state = models.CharField(_("环节"), max_length=20, choices=State.choices, default=State.VISITING)
    kind = models.CharField(_("监测对象类别"), max_length=20, blank=True, default="")
    risks = models.JSONField(_("风险类型"), default=list, blank=True)
    main_risk = models.CharField(_("主要风险"), max_length=20, blank=True, default="")
    raised_on = models.DateField(_("发现日期"))
    due_on = models.DateField(_("审定期限"))
    stage_due_on = models.DateField(_("本环节期限"), null=True, blank=True)
    decided_on = models.DateField(_("审定日期"), null=True, blank=True)
    income = MoneyField(_("人均纯收入（元）"), null=True, blank=True)
    line = MoneyField(_("收入监测范围（元）"), null=True, blank=True)
    emergency_on = models.DateField(_("先行帮扶日期"), null=True, blank=True)
    emergency_reason = models.CharField(_("先行帮扶原因"), max_length=200, blank=True, default="")
    responsible = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("帮扶责任人")
    )
    goal = models.CharField(_("帮扶目标"), max_length=200, blank=True, default="")
    planned_on = models.DateField(_("帮扶计划日期"), null=True, blank=True)
    helped_on = models.DateField(_("首次帮扶日期"), null=True, blank=True)
    seen_on = models.DateField(_("最近一次入户"), null=True, blank=True)
    left_on = models.DateField(_("风险消除日期"), null=True, blank=True)
    left_how = models.CharField(
        _("消除方式"),
        max_length=10,
        blank=True,
        default="",
        choices=[("help", _("帮扶消除")), ("natural", _("风险自然消失"))],
    )
    ended_on = models.DateField(_("结束日期"), null=True, blank=True)
    end_reason = models.CharField(_("不予纳入或终止的原因"), max_length=200, blank=True, default="")
    appealed_on = models.DateField(_("申诉日期"), null=True, blank=True)
    previous = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="later", verbose_name=_("上一次")
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("监测对象")
        ordering = ["area_code", "id"]
        indexes = [
            models.Index(fields=["area_code", "id"], name="case_area"),
            models.Index(fields=["state", "area_code", "stage_due_on"], name="case_state_area_due"),
            models.Index(fields=["household", "id"], name="case_household"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["household"],
                condition=~models.Q(state__in=("cleared", "refused", "withdrawn")),
                name="case_open_once_a_household",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household} {self.raised_on}"


class CaseVisit(models.Model):
    """What two people found at the household on a day: the form 信息采集表.

    ``income`` is net income per person of the twelve months before, in CNY; ``burden`` what the household had to pay
    itself in them. ``problems`` are codes of ``check_item`` still open. ``findings`` may tell of health.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="visits", verbose_name=_("监测对象"))
    area_code = AreaCodeField()
    purpose = models.CharField(_("用途"), max_length=10, choices=Purpose.choices)
    visited_on = models.DateField(_("入户日期"))
    visitors = models.JSONField(_("核查人"))
    income = MoneyField(_("人均纯收入（元）"), null=True, blank=True)
    burden = MoneyField(_("自付刚性支出（元）"), null=True, blank=True)
    severe = models.BooleanField(_("基本生活出现严重困难"), default=False)
    settled = models.BooleanField(_("大额刚性支出已解决"), default=False)
    risks = models.JSONField(_("风险类型"), default=list, blank=True)
    problems = models.JSONField(_("“两不愁三保障”和饮水问题"), default=list, blank=True)
    findings = models.CharField(_("核查情况"), max_length=600, blank=True, default="")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("入户记录")
        ordering = ["visited_on", "id"]
        indexes = [models.Index(fields=["area_code", "visited_on"], name="case_visit_area_day")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.visited_on}"


class CaseConsent(models.Model):
    """The signed 承诺授权查询书: who of the adults agreed to be looked up, on which day; the scan is its evidence."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="consents", verbose_name=_("监测对象"))
    area_code = AreaCodeField()
    signed_on = models.DateField(_("签字日期"))
    persons = models.ManyToManyField(Person, related_name="+", verbose_name=_("签字人"))
    missing = models.CharField(_("未签字说明"), max_length=200, blank=True, default="")
    withdrawn_on = models.DateField(_("撤回日期"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("承诺授权")
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=models.Q(withdrawn_on=None), name="case_consent_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.signed_on}"


class CaseComparison(models.Model):
    """What one department answered about one person; ``note`` tells what was found."""

    class Result(models.TextChoices):
        CLEAR = "clear", _("无异常")
        FOUND = "found", _("有情况")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="comparisons", verbose_name=_("监测对象"))
    area_code = AreaCodeField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("人员"))
    department = models.CharField(_("比对内容"), max_length=20)
    result = models.CharField(_("结果"), max_length=10, choices=Result.choices)
    note = models.CharField(_("说明"), max_length=200, blank=True, default="")
    answered_on = models.DateField(_("反馈日期"))

    class Meta:
        verbose_name = verbose_name_plural = _("比对结果")
        ordering = ["person_id", "department"]
        constraints = [
            models.UniqueConstraint(fields=["case", "person", "department"], name="case_comparison_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.person_id} {self.department}"


class CaseMeeting(models.Model):
    """The village meeting (民主评议) about a case: who was there, how they voted, what was said."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="meetings", verbose_name=_("监测对象"))
    area_code = AreaCodeField()
    purpose = models.CharField(_("用途"), max_length=10, choices=Purpose.choices)
    held_on = models.DateField(_("评议日期"))
    chair = models.CharField(_("主持人"), max_length=60)
    attendants = models.PositiveSmallIntegerField(_("到会人数"))
    agreeing = models.PositiveSmallIntegerField(_("同意票"))
    against = models.PositiveSmallIntegerField(_("不同意票"), default=0)
    minutes = models.CharField(_("评议记录"), max_length=600)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("登记人")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("民主评议")
        ordering = ["held_on", "id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.held_on}"

    @property
    def agreed(self) -> bool:
        """Whether more than half of those present agreed."""
        return self.agreeing * 2 > self.attendants


class CasePublication(models.Model):
    """A sheet on the village board. ``sheet`` is what it shows, frozen: titles and rows of the allow-list, no more."""

    area_code = AreaCodeField()
    purpose = models.CharField(_("公示事项"), max_length=10, choices=Purpose.choices)
    posted_on = models.DateField(_("张榜日期"))
    ends_on = models.DateField(_("公示截止"))
    sheet = models.JSONField(_("公示内容"))
    note = models.CharField(_("公示说明"), max_length=200, blank=True, default="")
    ended_on = models.DateField(_("结束日期"), null=True, blank=True)
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("村内公示")
        ordering = ["area_code", "id"]
        indexes = [models.Index(fields=["area_code", "id"], name="case_publication_area")]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.posted_on}"


class PublishedCase(models.Model):
    """A case on a sheet, and what the villagers had to say about it."""

    publication = models.ForeignKey(
        CasePublication, on_delete=models.PROTECT, related_name="cases", verbose_name=_("村内公示")
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="publications", verbose_name=_("监测对象"))
    objection = models.CharField(_("异议"), max_length=400, blank=True, default="")
    settled = models.CharField(_("异议核实情况"), max_length=400, blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = _("公示的监测对象")
        constraints = [models.UniqueConstraint(fields=["publication", "case"], name="published_case_once")]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.case_id}"
