"""Kinds of department list, the files that came, and their rows matched to the register."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.ciphers import CipherField, IndexField
from bangfu.kernel.fields import AreaCodeField
from bangfu.parties.models import Household, Organisation, Person


class ListType(models.Model):
    """A list that a department sends: its fields and how often it comes. Data: a county adds its own.

    ``fields`` is a list of ``{name, title, kind, required, words?}``; kind is one of ``lists.fields.KINDS``. ``day``
    names the field with the day of the fact; without one a row counts for the first day of the list's month.
    ``counterpart`` is a condition over a person, true for whoever the register thinks should be on the list: with it
    differences are told both ways. Empty for lists of events.
    ``sensitive`` is for health, disability and minors: its rows and what rules find in them are seen by fewer.
    """

    class Frequency(models.TextChoices):
        MONTHLY = "monthly", _("每月")
        QUARTERLY = "quarterly", _("每季度")
        YEARLY = "yearly", _("每年")
        EVENT = "event", _("发生时")

    code = models.CharField(
        _("代号"),
        max_length=30,
        unique=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9_]*$", _("代号只用小写字母、数字和下划线，以字母开头。"))],
    )
    title = models.CharField(_("名称"), max_length=40)
    department = models.CharField(_("提供部门"), max_length=60)
    area_code = AreaCodeField(blank=True, default="")
    fields = models.JSONField(_("项目"), default=list)
    day = models.CharField(_("日期项目"), max_length=40, blank=True, default="")
    frequency = models.CharField(_("频率"), max_length=10, choices=Frequency.choices, default=Frequency.MONTHLY)
    purpose = models.CharField(_("使用目的"), max_length=200)
    sensitive = models.BooleanField(_("含敏感信息"), default=True)
    counterpart = models.TextField(_("名册中的对应条件"), blank=True, default="")
    example = models.BooleanField(_("示例"), default=False)
    retired_on = models.DateField(_("停用日期"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("部门名单类型")
        ordering = ["department", "code"]

    def __str__(self) -> str:
        return self.title


class ListSender(models.Model):
    """An organisation that sends a list in a place: those who act for it see that list there, and no other."""

    list_type = models.ForeignKey(ListType, on_delete=models.PROTECT, related_name="senders", verbose_name=_("名单"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="sent_lists", verbose_name=_("提供单位")
    )
    area_code = AreaCodeField()

    class Meta:
        verbose_name = verbose_name_plural = _("名单提供单位")
        ordering = ["area_code", "id"]
        constraints = [
            models.UniqueConstraint(fields=["list_type", "organisation", "area_code"], name="list_sender_once")
        ]

    def __str__(self) -> str:
        return f"{self.list_type} {self.organisation}"


class ListImport(models.Model):
    """One file of one list for one month and place: what came, how it was read, and how it met the register.

    ``digest`` is that of the file, ``content`` that of its rows whatever their order and the file's form. ``headings``
    is the mapping that was used, remembered for the next file of the same list and place.
    """

    class State(models.TextChoices):
        APPLIED = "applied", _("已入库")
        WITHDRAWN = "withdrawn", _("已撤回")

    list_type = models.ForeignKey(ListType, on_delete=models.PROTECT, related_name="imports", verbose_name=_("名单"))
    area_code = AreaCodeField()
    month = models.DateField(_("所属月份"))
    file_name = models.CharField(_("文件名"), max_length=200)
    digest = models.CharField(_("文件摘要"), max_length=64)
    content = models.CharField(_("内容摘要"), max_length=64)
    headings = models.JSONField(_("列对应"), default=dict)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.APPLIED)
    rows_read = models.PositiveIntegerField(_("行数"), default=0)
    matched = models.PositiveIntegerField(_("已匹配"), default=0)
    near = models.PositiveIntegerField(_("待人工核对"), default=0)
    unmatched = models.PositiveIntegerField(_("未匹配"), default=0)
    warnings = models.JSONField(_("提示"), default=list, blank=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("导入人")
    )
    imported_at = models.DateTimeField(_("导入时间"), auto_now_add=True)
    received_on = models.DateField(_("收到日期"))
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("部门名单导入")
        ordering = ["area_code", "-id"]
        indexes = [models.Index(fields=["list_type", "area_code", "month"], name="list_import_month")]
        constraints = [
            models.UniqueConstraint(
                fields=["list_type", "area_code", "content"],
                condition=models.Q(state="applied"),
                name="list_import_content_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.list_type} {self.month:%Y-%m}"


class ListRow(models.Model):
    """One row of a list. ``facts`` holds its fields by name: whole fen, whole thousandths, days as text, 0 and 1.

    The number that names the person is encrypted; ``person`` is who it was matched to, ``candidate`` who it may be
    while somebody has to decide. ``area_code`` is the person's place, or, unmatched, that of the list.
    """

    class State(models.TextChoices):
        MATCHED = "matched", _("已匹配")
        NEAR = "near", _("待核对")
        UNMATCHED = "unmatched", _("未匹配")

    class Why(models.TextChoices):
        BY_ID = "by_id", _("证件号一致")
        DECIDED = "decided", _("人工认定")
        HOUSEHOLD = "household", _("户编号一致")
        ID_SLIP = "id_slip", _("姓名一致，证件号疑似错一位")
        BIRTH = "birth", _("姓名和出生日期一致，证件号不同")
        OTHER_NAME = "other_name", _("证件号一致，姓名不同")
        NO_ID = "no_id", _("没有有效证件号，也没有姓名和出生日期相同的人")
        NOT_REGISTERED = "not_registered", _("名册中没有此人")
        SEVERAL = "several", _("姓名和出生日期相同的不止一人")
        REJECTED = "rejected", _("人工认定不是同一人")

    list_import = models.ForeignKey(ListImport, on_delete=models.CASCADE, related_name="rows", verbose_name=_("名单"))
    list_type = models.ForeignKey(ListType, on_delete=models.PROTECT, related_name="rows", verbose_name=_("名单类型"))
    area_code = AreaCodeField()
    row_number = models.PositiveIntegerField(_("行号"))
    name = models.CharField(_("姓名"), max_length=60, blank=True, default="")
    id_number = CipherField(_("证件号码"), kind="id_number")
    id_number_index = IndexField(db_index=False)
    day = models.DateField(_("发生日期"))
    facts = models.JSONField(_("内容"), default=dict)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices)
    why = models.CharField(_("依据"), max_length=20, choices=Why.choices)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="list_rows", verbose_name=_("人员")
    )
    household = models.ForeignKey(
        Household, null=True, blank=True, on_delete=models.PROTECT, related_name="list_rows", verbose_name=_("农户")
    )
    candidate = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("可能是")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("部门名单明细")
        ordering = ["area_code", "id"]
        indexes = [
            models.Index(fields=["area_code", "id"], name="list_row_area"),
            models.Index(fields=["list_type", "state", "day"], name="list_row_type_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="matched", household__isnull=False)
                | models.Q(state="near", candidate__isnull=False)
                | models.Q(state="unmatched"),
                name="list_row_state_fits",
            )
        ]

    def __str__(self) -> str:
        return f"{self.list_import_id}:{self.row_number}"


class MatchDecision(models.Model):
    """Somebody decided who the person of a number and name on a list is (or that it is nobody here): remembered."""

    id_number_index = models.CharField(_("证件号索引"), max_length=24)
    name = models.CharField(_("姓名"), max_length=60)
    candidate = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="match_decisions", verbose_name=_("可能是")
    )
    same = models.BooleanField(_("是同一人"))
    area_code = AreaCodeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("认定人")
    )
    decided_at = models.DateTimeField(_("认定时间"), auto_now=True)
    reason = models.CharField(_("理由"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = _("匹配认定")
        constraints = [
            models.UniqueConstraint(fields=["id_number_index", "name", "candidate"], name="match_decision_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} → {self.candidate_id if self.same else '—'}"
