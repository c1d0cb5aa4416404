"""Writers' own texts, and reports that were sealed."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.fields import AreaCodeField


class ReportDraft(models.Model):
    """A report of a place and period that somebody has begun to edit; its figures stay live."""

    report = models.CharField(_("报告"), max_length=60)
    area_code = AreaCodeField()
    period = models.CharField(_("时期"), max_length=24)
    started_by = models.ForeignKey("kernel.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("起草人"))
    started_at = models.DateTimeField(_("起草时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("报告稿")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["report", "area_code", "period"], name="report_draft_once")]

    def __str__(self) -> str:
        return f"{self.report} {self.area_code} {self.period}"


class ChapterText(models.Model):
    """A writer's own text of one chapter, with its tags.

    The empty text leaves the chapter out; null goes back to the chapter's own.
    """

    draft = models.ForeignKey(ReportDraft, on_delete=models.PROTECT, related_name="texts", verbose_name=_("报告稿"))
    chapter = models.CharField(_("章节"), max_length=80)
    area_code = AreaCodeField()
    text = models.TextField(_("正文"), null=True, blank=True)
    written_by = models.ForeignKey("kernel.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("撰写人"))
    written_at = models.DateTimeField(_("修改时间"), auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("章节文字")
        ordering = ["draft", "chapter"]
        constraints = [models.UniqueConstraint(fields=["draft", "chapter"], name="chapter_text_once")]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.chapter}"


class SealedReport(models.Model):
    """A released report, frozen: the database refuses every change of it.

    ``content`` holds the document with values, definitions, cut-off and the digest of the rows behind each figure,
    the heads of the ledger's chains, and who sealed it when; ``digest`` is the SHA-256 of its canonical JSON.
    """

    digest = models.CharField(_("校验值"), max_length=64, unique=True)
    report = models.CharField(_("报告"), max_length=60)
    title = models.CharField(_("标题"), max_length=200)
    area_code = AreaCodeField()
    period = models.CharField(_("时期"), max_length=24)
    content = models.JSONField(_("内容"), encoder=DjangoJSONEncoder)
    sealed_by = models.ForeignKey("kernel.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("封存人"))
    sealed_at = models.DateTimeField(_("封存时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("封存报告")
        ordering = ["-id"]
        indexes = [models.Index(fields=["area_code", "-id"], name="sealed_report_area")]

    def __str__(self) -> str:
        return f"{self.title}（{self.period}）"


class FrozenRows(models.Model):
    """The list of the rows that a sealed figure counted, packed, under its digest; the database refuses every change.

    ``rows`` is compressed JSON: numbers of rows by the name of their source.
    """

    digest = models.CharField(_("校验值"), max_length=64, unique=True)
    rows = models.BinaryField(_("记录"))

    class Meta:
        verbose_name = verbose_name_plural = _("封存的记录清单")

    def __str__(self) -> str:
        return self.digest


class ReportSignature(models.Model):
    """The installation's signature of a sealed report; the database refuses every change.

    ``key`` is the fingerprint of the key, ``value`` the Ed25519 signature in base64, over ``signatures.statement_of``.
    """

    sealed = models.OneToOneField(
        SealedReport, on_delete=models.PROTECT, related_name="signature", verbose_name=_("封存报告")
    )
    key = models.CharField(_("密钥"), max_length=64)
    value = models.CharField(_("签名"), max_length=88)

    class Meta:
        verbose_name = verbose_name_plural = _("封存报告的签名")

    def __str__(self) -> str:
        return self.key


class Withdrawal(models.Model):
    """That a sealed report is no longer stood by, and why; the report itself stays as it was sealed."""

    sealed = models.OneToOneField(
        SealedReport, on_delete=models.PROTECT, related_name="withdrawal", verbose_name=_("封存报告")
    )
    reason = models.CharField(_("撤回的原因"), max_length=200)
    withdrawn_by = models.ForeignKey(
        "kernel.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("撤回人")
    )
    withdrawn_at = models.DateTimeField(_("撤回时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("封存报告的撤回")

    def __str__(self) -> str:
        return self.reason


class Explanation(models.Model):
    """Why a finding of the checker is as it should be, so that next month's text is not asked about it again.

    ``key`` is that of ``explaining.Subject``: relation, subjects and measures, no numbers and nothing of the text.
    One that is revoked stays. It counts for the office of ``area_code`` only.
    """

    area_code = AreaCodeField()
    key = models.CharField(_("标识"), max_length=64, editable=False)
    words = models.CharField(_("关于"), max_length=200)
    verdict = models.CharField(_("结论"), max_length=12)
    reason = models.CharField(_("说明"), max_length=300)
    accepted_by = models.ForeignKey("kernel.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("说明人"))
    accepted_at = models.DateTimeField(_("说明时间"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("已说明的差异")
        ordering = ["area_code", "-id"]
        indexes = [models.Index(fields=["area_code", "id"], name="explanation_area")]
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "key"], condition=models.Q(revoked_at=None), name="explanation_open_once"
            )
        ]

    def __str__(self) -> str:
        return self.words


class WordTemplate(models.Model):
    """An office's own Word document or web page with figure tags: a stored ``file``, or the text of the ``page``.

    A page is no stored file: the store keeps nothing that a browser would run. One that is dropped stays, for what
    was written with it.
    """

    area_code = AreaCodeField()
    title = models.CharField(_("名称"), max_length=60)
    file = models.ForeignKey(
        "kernel.Evidence", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("文件")
    )
    page = models.TextField(_("网页"), blank=True, default="")
    tags = models.PositiveIntegerField(_("标签数"))
    added_by = models.ForeignKey("kernel.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("上传人"))
    added_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    dropped_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("本单位的模板")
        ordering = ["area_code", "title", "-id"]
        indexes = [models.Index(fields=["area_code", "dropped_at"], name="word_template_area")]
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "title"], condition=models.Q(dropped_at=None), name="word_template_once"
            ),
            models.CheckConstraint(
                condition=models.Q(file=None) ^ models.Q(page=""), name="word_template_file_or_page"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ending(self) -> str:
        """What kind of file it is, and is filled as: docx or html."""
        return "docx" if self.file_id else "html"
