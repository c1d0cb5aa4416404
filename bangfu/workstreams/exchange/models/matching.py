"""A batch of needs set against all offers of a place, and the words that mean the same."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.fields import AreaCodeField, QuantityField
from bangfu.workstreams.exchange.models.needs import Need
from bangfu.workstreams.exchange.models.offers import Offer


class Matching(models.Model):
    """The best allocation found for the open needs of a place: open until accepted or withdrawn; can be undone.

    ``objective`` is the policy it was made by; ``summary`` holds its value, the bound that proves it, what first-come
    would have done with the same needs, and what would have met more.
    """

    class State(models.TextChoices):
        OPEN = "open", _("待确认")
        ACCEPTED = "accepted", _("已采用")
        WITHDRAWN = "withdrawn", _("已撤回")
        UNDONE = "undone", _("已撤销")

    area_code = AreaCodeField()
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.OPEN)
    objective = models.JSONField(_("目标"), default=dict, encoder=DjangoJSONEncoder)
    summary = models.JSONField(_("结果"), default=dict, encoder=DjangoJSONEncoder)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("提出人")
    )
    made_at = models.DateTimeField(_("提出时间"), auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("批量匹配")
        ordering = ["area_code", "-id"]
        indexes = [models.Index(fields=["area_code", "id"], name="matching_area")]

    def __str__(self) -> str:
        return f"{self.area_code} #{self.pk}"


class Match(models.Model):
    """One need in a batch: the offer proposed, how much of it, and the parts of its score; or why there is none."""

    matching = models.ForeignKey(Matching, on_delete=models.CASCADE, related_name="matches")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="+", verbose_name=_("需求"))
    offer = models.ForeignKey(Offer, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("爱心供给"))
    quantity = QuantityField(_("数量"), null=True)
    score = models.IntegerField(_("得分"), default=0)
    terms = models.JSONField(_("得分构成"), default=dict)
    reason = models.CharField(_("未匹配原因"), max_length=20, blank=True, default="")
    by_hand = models.BooleanField(_("人工调整"), default=False)
    skipped = models.CharField(_("未落实原因"), max_length=200, blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["matching", "need", "offer"], name="match_once")]

    def __str__(self) -> str:
        return f"{self.need_id} ← {self.offer_id}"


class Synonyms(models.Model):
    """Words that mean the same when needs and offers are compared: 轮椅, 代步车. Separated by 、 or commas."""

    words = models.CharField(_("同义词"), max_length=300)
    seed = models.CharField(max_length=40, blank=True, default="", editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("同义词")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.words
