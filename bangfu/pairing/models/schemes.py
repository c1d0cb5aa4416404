"""Schemes: kinds of pairing as data."""

from datetime import date

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.fields import AreaCodeField


class Scheme(models.Model):
    """A kind of pairing, as data: who may help whom, how many, what is preferred, what must be covered.

    ``eligible`` maps names of ``conditions`` to their values; ``weights`` maps names of ``preferences`` to integer
    weights; ``capacity_classes`` (``[{"class": "helper_unit_rank", "code": "county", "most": 3}, …]``) overrides the
    most recipients for classes of helpers, the first that fits; ``side_rules`` (``[{"rule": "units_in_area", "level":
    12, "most": 1}, …]``) are demands on all pairs together, of the kinds declared in the module of that name.
    ``keeps_on_exit`` is 摘帽不摘帮扶: the end of need does not end help. A scheme with a ``subject_title`` says what
    each pair is for (a role, a project, a dish); with ``subjects`` it must be one of these, each once for a recipient.
    ``area_code`` is the place a county's own scheme belongs to; empty for those of everybody. ``number`` is the kind
    of the published documents (K01–K43). All numbers are data of the scheme with the document they come from
    (``source``, ``source_year``, ``meaning``), never constants.
    """

    ANY = "any"  # helper_kind of schemes open to organisations and persons alike

    name = models.SlugField(_("代号"), max_length=40, unique=True)
    title = models.CharField(_("名称"), max_length=60)
    helper_kind = models.CharField(_("帮扶方类别"), max_length=12)
    recipient_kind = models.CharField(_("受助方类别"), max_length=12)
    helper_title = models.CharField(_("帮扶方称谓"), max_length=40)
    recipient_title = models.CharField(_("受助方称谓"), max_length=40)
    per_recipient_min = models.PositiveSmallIntegerField(_("每个受助方至少"), default=1)
    per_recipient_max = models.PositiveSmallIntegerField(_("每个受助方至多"), null=True, blank=True)
    per_helper_min = models.PositiveSmallIntegerField(_("每个帮扶方至少"), default=0)
    per_helper_max = models.PositiveSmallIntegerField(_("每个帮扶方至多"), null=True, blank=True)
    full_coverage = models.BooleanField(_("须全覆盖"), default=False)
    keeps_on_exit = models.BooleanField(_("退出后保持结对"), default=True)
    automatic = models.BooleanField(_("可由系统提出建议"), default=True)
    by_hand_reason = models.CharField(_("只能人工结对的原因"), max_length=120, blank=True, default="")
    subject_title = models.CharField(_("结对事项的名称"), max_length=20, blank=True, default="")
    subjects = models.JSONField(_("可选事项"), default=list, blank=True)
    eligible = models.JSONField(_("资格条件"), default=dict, blank=True, encoder=DjangoJSONEncoder)
    weights = models.JSONField(_("偏好权重"), default=dict, blank=True)
    capacity_classes = models.JSONField(_("分类上限"), default=list, blank=True)
    side_rules = models.JSONField(_("附加规则"), default=list, blank=True)
    area_code = AreaCodeField(blank=True, default="")
    number = models.CharField(_("结对类型编号"), max_length=4, blank=True, default="", db_index=True)
    source = models.CharField(_("依据"), max_length=200, blank=True, default="")
    source_year = models.PositiveSmallIntegerField(_("依据年份"), null=True, blank=True)
    meaning = models.CharField(_("依据原意"), max_length=300, blank=True, default="")
    copied_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="copies", verbose_name=_("复制自")
    )
    valid_from = models.DateField(_("起"), null=True, blank=True)
    valid_to = models.DateField(_("止"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("结对方案")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.words

    # What ships has its words in every language; what a county has written stays as it is.

    @property
    def words(self) -> str:
        """The scheme's name."""
        return gettext(self.title)

    @property
    def helper_words(self) -> str:
        """What its helpers are called."""
        return gettext(self.helper_title)

    @property
    def recipient_words(self) -> str:
        """What those who are helped are called."""
        return gettext(self.recipient_title)

    def takes(self, helper_kind: str) -> bool:
        """Tell whether parties of a kind may help under the scheme."""
        return helper_kind == self.helper_kind or (
            self.helper_kind == self.ANY and helper_kind in ("organisation", "person")
        )

    def holds_on(self, day: date) -> bool:
        """Tell whether the scheme is in force on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class SchemeVersion(models.Model):
    """What a scheme said from a day on: its rules as they were, who wrote them, and why. Never altered."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="versions", verbose_name=_("结对方案"))
    version = models.PositiveIntegerField(_("版本"))
    valid_from = models.DateField(_("起"))
    rules = models.JSONField(_("规则"), default=dict, encoder=DjangoJSONEncoder)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("修改人")
    )
    reason = models.CharField(_("修改原因"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = _("方案版本")
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["scheme", "version"], name="scheme_version_once")]

    def __str__(self) -> str:
        return f"{self.scheme_id} v{self.version}"
