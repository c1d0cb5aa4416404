"""Notices for a time, and rows that were stopped on their way out."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.fields import AreaCodeField


class PublicNotice(models.Model):
    """What was published by a template, as it was on that day: ``rows`` hold the declared columns, nothing else.

    It is read by everybody from ``begins_on`` to ``ends_on``, both included; then the rows are emptied and only that
    it hung remains. ``withdrawn_on`` takes it back earlier. ``line`` is the telephone for objections. ``subject``
    is what it is about, where its template asks for one.
    """

    template = models.CharField(_("模板"), max_length=60)
    channel = models.CharField(_("公开方式"), max_length=6)
    title = models.CharField(_("标题"), max_length=80)
    area_code = AreaCodeField()
    subject = models.CharField(_("关于"), max_length=40, blank=True, default="", editable=False)
    period_from = models.DateField(_("数据起"))
    period_to = models.DateField(_("数据止"))
    note = models.CharField(_("说明"), max_length=400, blank=True, default="")
    line = models.CharField(_("监督电话"), max_length=40, blank=True, default="")
    rows = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    count = models.PositiveIntegerField(_("条数"), default=0)
    begins_on = models.DateField(_("公示起"))
    ends_on = models.DateField(_("公示止"))
    withdrawn_on = models.DateField(_("撤下日期"), null=True, blank=True)
    reason = models.CharField(_("撤下原因"), max_length=200, blank=True, default="")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("发布人")
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("公示公告")
        ordering = ["area_code", "-id"]
        indexes = [
            models.Index(fields=["area_code", "-id"], name="public_notice_area"),
            models.Index(fields=["ends_on", "area_code"], name="public_notice_ends"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("begins_on")), name="public_notice_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return self.title


class WithheldRow(models.Model):
    """A row that the last check stopped, so that the office mends it. It tells where and what kind, never the text."""

    listing = models.CharField(_("栏目"), max_length=60)
    row = models.CharField(_("编号"), max_length=40)
    area_code = AreaCodeField(blank=True, default="")
    found = models.CharField(_("含有"), max_length=80)
    columns = models.CharField(_("所在栏"), max_length=120)
    first_seen = models.DateField(_("拦下日期"))

    class Meta:
        verbose_name = verbose_name_plural = _("拦下的内容")
        ordering = ["area_code", "id"]
        indexes = [models.Index(fields=["area_code", "id"], name="withheld_row_area")]
        constraints = [models.UniqueConstraint(fields=["listing", "row"], name="withheld_row_once")]

    def __str__(self) -> str:
        return f"{self.listing} {self.row}"
