"""Enrolments, pairings and proposals."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.fields import AreaCodeField
from bangfu.pairing.models.schemes import Scheme
from bangfu.parties.models import Party


class Enrolment(models.Model):
    """A party stands ready as helper under a scheme: how many it can take, where it is meant to help, since when.

    ``area_code`` is the village or township it is meant for (its unit's village); empty is anywhere in the scheme's
    place. ``capacity`` lowers the scheme's. ``skills`` are causes of poverty (code list ``poverty_cause``) that the
    helper can do something about; empty: what its unit's kind is good at.
    """

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="enrolments", verbose_name=_("结对方案"))
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="enrolments", verbose_name=_("帮扶方"))
    county_code = AreaCodeField(verbose_name=_("所属县（区）"))
    area_code = AreaCodeField(blank=True, default="", verbose_name=_("帮扶村"))
    capacity = models.PositiveSmallIntegerField(_("最多帮扶数"), null=True, blank=True)
    skills = models.JSONField(_("擅长解决"), default=list, blank=True)
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)
    reason_out = models.CharField(_("退出原因"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = _("帮扶力量")
        ordering = ["id"]
        indexes = [models.Index(fields=["scheme", "county_code", "valid_to"], name="enrolment_scheme_county")]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "party"], condition=models.Q(valid_to=None), name="enrolment_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} ({self.scheme_id})"


class Proposal(models.Model):
    """The assigner's answer for one scheme and place: open until accepted or withdrawn; an acceptance can be undone.

    ``rules`` is the scheme as it was when the proposal was made; ``summary`` holds cost, proof, coverage and load.
    """

    class State(models.TextChoices):
        OPEN = "open", _("待确认")
        ACCEPTED = "accepted", _("已采用")
        WITHDRAWN = "withdrawn", _("已撤回")
        UNDONE = "undone", _("已撤销")

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="proposals", verbose_name=_("结对方案"))
    area_code = AreaCodeField()
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.OPEN)
    scheme_version = models.PositiveIntegerField(_("方案版本"))
    rules = models.JSONField(_("规则"), default=dict, encoder=DjangoJSONEncoder)
    summary = models.JSONField(_("结果"), default=dict, encoder=DjangoJSONEncoder)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("提出人")
    )
    made_at = models.DateTimeField(_("提出时间"), auto_now_add=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("采用人")
    )
    accepted_at = models.DateTimeField(_("采用时间"), null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("结对建议")
        ordering = ["-id"]
        indexes = [models.Index(fields=["area_code", "state"], name="proposal_area_state")]

    def __str__(self) -> str:
        return f"{self.scheme} {self.area_code} #{self.pk}"


class ProposalRow(models.Model):
    """One recipient in a proposal: proposed helper (none: stays unpaired, and why), today's helper, cost, terms.

    ``solved`` is what the assigner had proposed (helper, cost, terms, reason) where a person has chosen otherwise.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="rows")
    recipient = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", verbose_name=_("受助方"))
    helper = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("帮扶方"))
    current = models.ForeignKey(
        Party, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("现帮扶方")
    )
    cost = models.IntegerField(_("代价"), default=0)
    terms = models.JSONField(_("代价构成"), default=dict)
    reason = models.CharField(_("未结对原因"), max_length=200, blank=True, default="")
    by_hand = models.BooleanField(_("人工调整"), default=False)
    solved = models.JSONField(_("系统原建议"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "recipient", "helper"], name="proposal_row_once"),
        ]

    def __str__(self) -> str:
        return f"{self.recipient_id} ← {self.helper_id}"


class Pairing(models.Model):
    """A helper helps a recipient for a time. Ended with a date and a reason, never deleted."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="pairings", verbose_name=_("结对方案"))
    helper = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="helps", verbose_name=_("帮扶方"))
    recipient = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="helped_by", verbose_name=_("受助方"))
    subject = models.CharField(_("结对事项"), max_length=60, blank=True, default="")
    area_code = AreaCodeField()
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)
    reason_in = models.CharField(_("结对原因"), max_length=200, blank=True, default="")
    reason_out = models.CharField(_("解除原因"), max_length=200, blank=True, default="")
    frozen = models.BooleanField(_("保持不变"), default=False)
    proposal = models.ForeignKey(
        Proposal, null=True, on_delete=models.PROTECT, related_name="pairings", verbose_name=_("来源建议")
    )
    batch = models.BigIntegerField(_("批次"), null=True, db_index=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("结对")
        ordering = ["area_code", "id"]
        indexes = [
            models.Index(fields=["scheme", "area_code", "valid_to"], name="pairing_scheme_area"),
            models.Index(fields=["helper", "valid_to"], name="pairing_helper"),
            models.Index(fields=["recipient", "valid_to"], name="pairing_recipient"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "helper", "recipient", "subject"],
                condition=models.Q(valid_to=None),
                name="pairing_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="pairing_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~models.Q(helper=models.F("recipient")), name="pairing_not_with_oneself"),
        ]

    def __str__(self) -> str:
        return f"{self.helper_id} → {self.recipient_id}"
