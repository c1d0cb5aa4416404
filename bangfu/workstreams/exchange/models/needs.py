"""What is asked for, and the rounds in which households wish."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.fields import AreaCodeField, MoneyField, QuantityField
from bangfu.parties.models import Party


class Kind(models.TextChoices):
    """What a need asks for, and what an offer gives."""

    ARTICLE = "article", _("物品")
    MONEY = "money", _("资金")
    SERVICE = "service", _("服务")
    JOB = "job", _("岗位")
    SKILL = "skill", _("技能培训")
    SALE = "sale", _("助销")
    ADOPTION = "adoption", _("认领村或项目")


class Unit(models.TextChoices):
    """What quantities are counted in. Money is counted in yuan."""

    ITEM = "item", _("件")
    SET = "set", _("套")
    KG = "kg", _("千克")
    SERVICE = "service", _("次")
    PERSON = "person", _("人")
    CNY = "CNY", _("元")
    PROJECT = "project", _("个")


class Wave(models.Model):
    """A round of wishes (心愿轮次): each household may wish so often, up to a value, between two days.

    ``cap`` (CNY) and ``per_household`` are taken from policy when the round is opened and stay what they were.
    """

    class State(models.TextChoices):
        OPEN = "open", _("征集中")
        CLOSED = "closed", _("已结束")

    name = models.CharField(_("名称"), max_length=60)
    area_code = AreaCodeField()
    opens_on = models.DateField(_("开始日期"))
    closes_on = models.DateField(_("截止日期"))
    cap = MoneyField(_("每个心愿的金额上限（元）"))
    per_household = models.PositiveSmallIntegerField(_("每户心愿个数"))
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.OPEN)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("心愿轮次")
        ordering = ["area_code", "id"]
        constraints = [
            models.UniqueConstraint(fields=["area_code", "name"], name="wish_round_once"),
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")), name="wish_round_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.name


OPEN = models.Q(state="published")
FILTERED = ("area_code", "kind", "band", "category", "urgency", "wave", "value")
"""What the filters of the board read; an index that holds them answers without the rows."""


def _also(*first: str) -> list[str]:
    """Return the fields of an index: those it is ordered by, then what else the filters read."""
    return [*first, *(name for name in FILTERED if name not in {field.lstrip("-") for field in first})]


class Need(models.Model):
    """One need of a household, a school or other organisation, or a village.

    ``title`` and ``text`` are the public wording, checked for numbers and names before they are published;
    ``private_text`` is for the offices. ``quantity`` counts ``unit``; ``taken`` of it is promised by claims that stand,
    ``met`` has been received and confirmed: ``0 <= met <= taken <= quantity`` is kept by the database, so that two
    donors can never hold the same unit. ``value`` is what the whole need is worth in CNY, where that is known.
    A wish is a need in a round (``wave``); ``slot`` numbers a household's wishes in it, so that the database counts
    them. ``first`` is 1 for a wish that an earlier round did not meet. ``state`` repeats where the need stands in its
    flow, so that lists and figures need no history.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        CHECKING = "checking", _("待村级核实")
        REVIEWING = "reviewing", _("待审核")
        PUBLISHED = "published", _("待认领")
        OFFLINE = "offline", _("转线下帮扶")
        CLAIMED = "claimed", _("已认领")
        UNDER_WAY = "under_way", _("对接中")
        DELIVERED = "delivered", _("已送达")
        CONFIRMED = "confirmed", _("已确认")
        CLOSED = "closed", _("已办结")
        QUESTIONED = "questioned", _("核查中")
        REFUSED = "refused", _("未通过")
        WITHDRAWN = "withdrawn", _("已撤回")
        FALSE = "false", _("虚假需求")

    class Urgency(models.IntegerChoices):
        NORMAL = 0, _("一般")
        SOON = 1, _("较急")
        URGENT = 2, _("紧急")

    class Band(models.TextChoices):
        FAMILY = "family", _("家庭")
        CHILD = "child", _("未成年人")
        ADULT = "adult", _("成年人")
        ELDER = "elder", _("老年人")
        GROUP = "group", _("集体")

    asker = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="needs", verbose_name=_("求助方"))
    asker_kind = models.CharField(_("求助方类别"), max_length=12)
    area_code = AreaCodeField()
    wave = models.ForeignKey(
        Wave, null=True, blank=True, on_delete=models.PROTECT, related_name="wishes", verbose_name=_("心愿轮次")
    )
    slot = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    first = models.PositiveSmallIntegerField(_("优先"), default=0)
    earlier = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="later", verbose_name=_("上一轮心愿")
    )
    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    category = models.CharField(_("用途"), max_length=20, blank=True, default="")
    band = models.CharField(_("受助对象"), max_length=8, choices=Band.choices, default=Band.FAMILY)
    title = models.CharField(_("需要什么"), max_length=60)
    text = models.CharField(_("公开说明"), max_length=400, blank=True, default="")
    private_text = models.CharField(_("内部说明"), max_length=600, blank=True, default="")
    quantity = QuantityField(_("数量"), default=Decimal(1))
    unit = models.CharField(_("单位"), max_length=8, choices=Unit.choices)
    value = MoneyField(_("估价（元）"), null=True, blank=True)
    group = models.BooleanField(_("可多方认领"), default=False)
    urgency = models.PositiveSmallIntegerField(_("紧急程度"), choices=Urgency.choices, default=Urgency.NORMAL)
    needed_by = models.DateField(_("期望日期"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.DRAFT)
    taken = QuantityField(_("已认领"), default=Decimal(0))
    met = QuantityField(_("已收到"), default=Decimal(0))
    entered_on = models.DateField(_("登记日期"))
    published_on = models.DateField(_("发布日期"), null=True, blank=True)
    matched_on = models.DateField(_("对接日期"), null=True, blank=True)
    completed_on = models.DateField(_("完成日期"), null=True, blank=True)
    unclaimed_until = models.DateField(_("待认领期限"), null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    batch = models.BigIntegerField(_("批次"), null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("需求")
        ordering = ["area_code", "id"]
        indexes = [
            models.Index(fields=["area_code", "id"], name="need_area"),
            # What waits at a place; with what the filters of the board read, which is the fullest of these lists.
            models.Index(fields=_also("state", "area_code", "published_on", "id", "title"), name="need_state_area_day"),
            models.Index(fields=["asker", "state"], name="need_asker"),
            # How the board did: all that its results count.
            models.Index(
                fields=["area_code", "published_on", "matched_on", "completed_on", "state"], name="need_area_published"
            ),
            # The board: what is open, in each order it can be asked for, with all that its filters and its search read.
            models.Index(fields=_also("-urgency", "-first", "id"), condition=OPEN, name="need_board_by_urgency"),
            models.Index(fields=_also("published_on", "id", "title"), condition=OPEN, name="need_board_day"),
            models.Index(fields=_also("value", "id"), condition=OPEN, name="need_board_by_value"),
            models.Index(fields=_also("kind", "published_on", "id"), condition=OPEN, name="need_board_kind_day"),
            models.Index(fields=_also("band", "published_on", "id"), condition=OPEN, name="need_board_band_day"),
            models.Index(
                fields=["published_on", "id"],
                condition=OPEN & models.Q(wave__isnull=False),
                name="need_board_wish_day",
            ),
            models.Index(
                fields=["unclaimed_until", "area_code"], condition=models.Q(state="published"), name="need_unclaimed"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(met__gte=0) & models.Q(taken__gte=models.F("met")), name="need_met_was_taken"
            ),
            models.CheckConstraint(condition=models.Q(quantity__gte=models.F("taken")), name="need_not_overtaken"),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="need_of_something"),
            models.UniqueConstraint(
                fields=["wave", "asker", "slot"],
                condition=models.Q(wave__isnull=False) & ~models.Q(state__in=("refused", "withdrawn", "false")),
                name="wish_slot_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def left(self) -> Decimal:
        """What nobody has promised yet, in the need's unit."""
        return self.quantity - self.taken
