"""Places, from province to village group, as they were on any day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.fields import AreaCodeField
from bangfu.parties.models.party import Doubted, Party


class AreaLevel(models.IntegerChoices):
    """The level of an area, by the length of its code."""

    PROVINCE = 2, _("省")
    CITY = 4, _("市")
    COUNTY = 6, _("县（区）")
    TOWNSHIP = 9, _("乡镇（街道）")
    VILLAGE = 12, _("村（社区）")
    GROUP = 15, _("村民小组")


class Area(Doubted, models.Model):
    """A place with its statistical division code (significant digits only) and the days it existed.

    A code that was abolished keeps its row with ``valid_to``; what took its place is an ``AreaSuccession``.
    """

    party = models.OneToOneField(Party, on_delete=models.PROTECT, primary_key=True, related_name="area")
    code = AreaCodeField(unique=True)
    name = models.CharField(_("名称"), max_length=60)
    level = models.PositiveSmallIntegerField(_("层级"), choices=AreaLevel.choices)
    urban_rural = models.CharField(_("城乡分类"), max_length=3, blank=True, default="")
    longitude = models.DecimalField(_("经度"), max_digits=9, decimal_places=6, null=True, blank=True)
    latitude = models.DecimalField(_("纬度"), max_digits=8, decimal_places=6, null=True, blank=True)
    valid_from = models.DateField(_("启用日期"), null=True, blank=True)
    valid_to = models.DateField(_("撤销日期"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("地区")
        ordering = ["code"]
        indexes = [
            models.Index(fields=["level", "code"], name="area_level_code"),
            models.Index(fields=["name"], opclasses=["varchar_pattern_ops"], name="area_name"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(level__in=AreaLevel.values), name="area_level_known"),
            models.CheckConstraint(
                condition=models.Q(valid_to=None)
                | models.Q(valid_from=None)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="area_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def area_code(self) -> str:
        """The code, under the name that scopes use."""
        return str(self.code)


class AreaSuccession(models.Model):
    """One area followed another: merged, split or recoded, on a day and by a document.

    A mere change of name keeps the area and is an ``AreaFormerName``.
    """

    class Kind(models.TextChoices):
        MERGED = "merged", _("合并")
        SPLIT = "split", _("拆分")
        RECODED = "recoded", _("变更代码")

    predecessor = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="successions", verbose_name=_("原地区")
    )
    successor = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="precessions", verbose_name=_("现地区"))
    on = models.DateField(_("日期"))
    kind = models.CharField(_("方式"), max_length=10, choices=Kind.choices)
    document = models.CharField(_("依据文件"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = _("区划沿革")
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="area_succession_once"),
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")), name="area_not_its_own_successor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class AreaFormerName(models.Model):
    """A name an area had until a day (that day included), and the document that changed it."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="former_names", verbose_name=_("地区"))
    name = models.CharField(_("曾用名"), max_length=60, db_index=True)
    until = models.DateField(_("至"))
    document = models.CharField(_("依据文件"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = _("地区曾用名")
        ordering = ["until"]
        constraints = [models.UniqueConstraint(fields=["area", "until"], name="area_former_name_once_a_day")]

    def __str__(self) -> str:
        return f"{self.name} → {self.until}"


class AreaClass(models.Model):
    """A village's class for a time: with an assistance task, poor, key, deeply poor … (code list ``area_class``)."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="classes", verbose_name=_("地区"))
    area_code = AreaCodeField()
    value = models.CharField(_("类别"), max_length=20)
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)
    document = models.CharField(_("依据文件"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = _("村类别")
        ordering = ["valid_from"]
        indexes = [models.Index(fields=["value", "area_code"], name="area_class_value_code")]
        constraints = [
            models.UniqueConstraint(fields=["area", "value", "valid_from"], name="area_class_once"),
            models.UniqueConstraint(
                fields=["area", "value"], condition=models.Q(valid_to=None), name="area_class_open_once"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="area_class_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.value}"


class AreaBoundary(models.Model):
    """The outline of an area: rings of ``[longitude, latitude]`` in degrees; a hole is a ring inside another.

    ``source`` says where it comes from, with the review number published maps must show; it stands below every map.
    """

    area = models.OneToOneField(Area, on_delete=models.PROTECT, primary_key=True, related_name="boundary")
    rings = models.JSONField(_("边界"))
    source = models.CharField(_("边界来源"), max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = _("地区边界")

    def __str__(self) -> str:
        return str(self.area)
