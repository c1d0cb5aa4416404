"""The book's tables. Read only by ledger, figures and reports."""

from typing import Any, NoReturn

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.fields import AreaCodeField, MoneyField, QuantityField
from bangfu.ledger.closing_models import Closing
from bangfu.ledger.kinds import entry_kinds
from bangfu.pairing.models import Pairing
from bangfu.parties.models import Household, Party, Person

__all__ = [
    "Bound", "Campaign", "Chain", "Closing", "Confirmation", "Entry", "EntryHousehold", "EntryPerson", "EntryStanding",
]  # fmt: skip


class AppendOnly(models.QuerySet[Any]):
    """Rows that can only be added; the database refuses the rest even if this were bypassed."""

    def update(self, **_kwargs: Any) -> NoReturn:
        raise TypeError("These rows are never updated; post a reversing entry.")

    def delete(self) -> NoReturn:
        raise TypeError("These rows are never deleted; post a reversing entry.")


class Bound(models.TextChoices):
    """How exactly a recorded number is known."""

    EXACT = "exact", _("确数")
    AT_LEAST = "at_least", _("至少")
    AT_MOST = "at_most", _("至多")
    ABOUT = "about", _("约数")


class Campaign(models.Model):
    """A campaign or event whose entries roll up: a relief day, a sales month, a fair and its stops."""

    name = models.CharField(_("活动名称"), max_length=120)
    theme = models.CharField(_("主题"), max_length=200, blank=True, default="")
    area_code = AreaCodeField()
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts", verbose_name=_("所属活动")
    )
    starts_on = models.DateField(_("起"))
    ends_on = models.DateField(_("止"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("活动")
        ordering = ["-starts_on", "name"]
        indexes = [models.Index(fields=["area_code", "starts_on"], name="campaign_area_day")]
        constraints = [models.UniqueConstraint(fields=["name", "area_code", "starts_on"], name="campaign_once")]

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """One contribution that happened. Written once; corrected only by a later, reversing entry.

    ``amount`` is CNY (whole fen); ``quantity`` counts ``unit``. ``persons``, ``person_times`` and ``households``
    are headcounts that nobody listed; people who were listed are in ``EntryPerson`` and ``EntryHousehold``, so
    that distinct persons and person-times stay different. ``area_code`` is the place helped and decides scope;
    ``giver_area_code`` the place the help came from. ``counted_on`` is the day for which figures count it: the day
    it happened, or the first day of the next open period where that one was closed before. ``source`` names the
    record that posted it: the same source posts a kind once. ``chain``, ``sequence``, ``previous_hash`` and ``hash``
    tie it to its county's chain.
    """

    kind = models.CharField(_("类型"), max_length=60)
    workstream = models.CharField(_("工作组"), max_length=30)
    source = models.CharField(_("来源"), max_length=120)
    giver = models.ForeignKey(
        Party, null=True, on_delete=models.PROTECT, related_name="given", db_index=False, verbose_name=_("提供方")
    )
    receiver = models.ForeignKey(
        Party, null=True, on_delete=models.PROTECT, related_name="received", db_index=False, verbose_name=_("受助方")
    )
    area_code = AreaCodeField()
    giver_area_code = AreaCodeField(blank=True, default="")
    pairing = models.ForeignKey(
        Pairing, null=True, on_delete=models.PROTECT, related_name="entries", verbose_name=_("结对")
    )
    campaign = models.ForeignKey(
        Campaign, null=True, on_delete=models.PROTECT, related_name="entries", verbose_name=_("活动")
    )
    happened_on = models.DateField(_("发生日期"))
    counted_on = models.DateField(_("计入日期"))
    posted_at = models.DateTimeField(_("记账时间"))
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("记账人")
    )
    amount = MoneyField(_("金额（元）"), null=True)
    quantity = QuantityField(_("数量"), null=True)
    unit = models.CharField(_("单位"), max_length=20, blank=True, default="")
    bound = models.CharField(_("精确度"), max_length=10, choices=Bound.choices, default=Bound.EXACT)
    persons = models.IntegerField(_("惠及人数"), null=True)
    person_times = models.IntegerField(_("惠及人次"), null=True)
    households = models.IntegerField(_("惠及户数"), null=True)
    details = models.JSONField(_("明细"), default=dict, encoder=DjangoJSONEncoder)
    note = models.CharField(_("说明"), max_length=400, blank=True, default="")
    reverses = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reversed_by", verbose_name=_("冲销")
    )
    batch = models.BigIntegerField(_("批次"), null=True, db_index=True)
    chain = models.CharField(_("链"), max_length=6)
    sequence = models.PositiveBigIntegerField(_("链内序号"))
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("帮扶记录")
        ordering = ["-happened_on", "-id"]
        indexes = [
            models.Index(fields=["kind", "area_code", "counted_on"], name="entry_kind_area_counted"),
            models.Index(fields=["area_code", "happened_on"], name="entry_area_day"),
            models.Index(fields=["giver_area_code", "happened_on"], name="entry_giver_area_day"),
            models.Index(fields=["workstream", "happened_on"], name="entry_workstream_day"),
            # They serve look-ups by party, and finding the same gift recorded twice.
            models.Index(fields=["giver", "amount", "happened_on"], name="entry_giver_amount_day"),
            models.Index(fields=["receiver", "amount", "happened_on"], name="entry_receiver_amount_day"),
            # Few entries take another back. The index of the key counts all others as one value, and once SQLite has
            # counted (ANALYZE) it reads the whole book for every entry instead of looking whether it was taken back.
            models.Index(
                fields=["reverses", "counted_on"], name="entry_reversals", condition=models.Q(reverses__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "source"], name="entry_posted_once_per_source"),
            models.UniqueConstraint(fields=["chain", "sequence"], name="entry_chain_sequence"),
            models.CheckConstraint(condition=models.Q(bound__in=Bound.values), name="entry_bound_known"),
        ]

    def __str__(self) -> str:
        kind = entry_kinds.get(self.kind)
        return f"{kind.title if kind else self.kind} {self.happened_on}"


class EntryPerson(models.Model):
    """A person whom an entry reached, where somebody listed them."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="person_links")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="entry_links")
    times = models.PositiveSmallIntegerField(_("次数"), default=1)

    objects = AppendOnly.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "person"], name="entry_person_once")]

    def __str__(self) -> str:
        return f"{self.entry_id} → {self.person_id}"


class EntryHousehold(models.Model):
    """A household that an entry reached, where somebody listed it."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="household_links")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="entry_links")

    objects = AppendOnly.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "household"], name="entry_household_once")]

    def __str__(self) -> str:
        return f"{self.entry_id} → {self.household_id}"


class Chain(models.Model):
    """The last links of a county's two chains, of entries and of confirmations; locked while either grows."""

    code = models.CharField(max_length=6, primary_key=True)
    length = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True, default="")
    words = models.PositiveBigIntegerField(default=0)
    words_hash = models.CharField(max_length=64, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.code}:{self.length}"


class EntryStanding(models.Model):
    """Where an entry stands today: derived from confirmations and reversals, so that lists need no history.

    ``side`` is who is asked to confirm (*giver* or *receiver*), ``party`` which one, ``due_on`` until when.
    """

    class State(models.TextChoices):
        RECORDED = "recorded", _("已记录")
        WAITING = "waiting", _("待确认")
        CONFIRMED = "confirmed", _("已确认")
        DISPUTED = "disputed", _("有异议")
        REVERSED = "reversed", _("已冲销")

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="standing")
    state = models.CharField(_("状态"), max_length=10, choices=State.choices)
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("确认方"))
    area_code = AreaCodeField()
    due_on = models.DateField(_("确认期限"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("记录状态")
        indexes = [
            models.Index(fields=["party", "state"], name="standing_party_state"),
            models.Index(fields=["state", "area_code", "due_on"], name="standing_state_area_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["recorded", "waiting", "confirmed", "disputed", "reversed"]),
                name="standing_state_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.state}"


class Confirmation(models.Model):
    """The other side confirmed or disputed an entry. Append-only: a later word does not erase an earlier one.

    Confirmations of a county form a chain of their own, each tied to the hash of the entry it speaks of.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="confirmations")
    verdict = models.CharField(_("意见"), max_length=10, choices=[("confirmed", _("确认")), ("disputed", _("异议"))])
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("确认方"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("确认人")
    )
    at = models.DateTimeField(_("时间"))
    note = models.CharField(_("说明"), max_length=400, blank=True, default="")
    chain = models.CharField(_("链"), max_length=6)
    sequence = models.PositiveBigIntegerField(_("链内序号"))
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("确认记录")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["chain", "sequence"], name="confirmation_chain_sequence")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.verdict}"


class AcceptedCaution(models.Model):
    """What was pointed out about an entry, and why it was recorded all the same. Append-only."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="cautions")
    code = models.CharField(_("提醒"), max_length=20)
    message = models.CharField(_("内容"), max_length=400)
    reason = models.CharField(_("理由"), max_length=400, blank=True, default="")

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("记账时的提醒")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.code}"


class SuspectedDouble(models.Model):
    """Two entries that may be the same gift, found by amount, day and parties, and what was decided about them.

    ``first`` was posted before ``second``. ``area_code`` is the smallest place that holds both. A decision is kept,
    so that the pair is never asked about again; *same* means that one of them was reversed for it.
    """

    class Verdict(models.TextChoices):
        OPEN = "open", _("待判断")
        SAME = "same", _("同一笔")
        DIFFERENT = "different", _("不是同一笔")

    first = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="later_doubles")
    second = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="earlier_doubles")
    area_code = AreaCodeField()
    verdict = models.CharField(_("判断"), max_length=10, choices=Verdict.choices, default=Verdict.OPEN)
    reason = models.CharField(_("理由"), max_length=400, blank=True, default="")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("判断人")
    )
    at = models.DateTimeField(_("判断时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("疑似重复记录")
        ordering = ["-id"]
        indexes = [models.Index(fields=["verdict", "area_code"], name="double_verdict_area")]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="double_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="double_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} = {self.second_id}?"
