"""Certified suppliers, their products, what is listed where, and the places that sell."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.fields import AreaCodeField, MoneyField
from bangfu.parties.models import Organisation


class Platform(models.TextChoices):
    """Where products are listed."""

    FUPIN832 = "fupin832", _("“扶贫832”平台")
    SOCIAL_HALL = "social_hall", _("中国社会扶贫网特色馆")
    OTHER = "other", _("其他平台")


class Screening(models.Model):
    """An agricultural enterprise, farm or cooperative that the county looked at on a day, and what came of it."""

    class Result(models.TextChoices):
        SUITABLE = "suitable", _("符合申报条件")
        UNSUITABLE = "unsuitable", _("暂不符合")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="screenings", verbose_name=_("经营主体")
    )
    area_code = AreaCodeField()
    screened_on = models.DateField(_("排查日期"))
    result = models.CharField(_("结果"), max_length=12, choices=Result.choices)
    note = models.CharField(_("说明"), max_length=200, blank=True, default="")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("经营主体排查")
        ordering = ["area_code", "id"]
        indexes = [models.Index(fields=["area_code", "screened_on"], name="screening_area_day")]
        constraints = [models.UniqueConstraint(fields=["organisation", "screened_on"], name="screening_once_a_day")]

    def __str__(self) -> str:
        return f"{self.organisation} {self.screened_on}"


class Supplier(models.Model):
    """An organisation that sells certified goods: applied, certified at a level from a day until a day.

    ``state`` repeats where its certification stands in the flow, so that lists and figures need no history.
    """

    class Level(models.TextChoices):
        COUNTY = "county", _("县级")
        CITY = "city", _("市级")
        PROVINCE = "province", _("省级")
        NATION = "nation", _("国家级")

    class State(models.TextChoices):
        APPLIED = "applied", _("已申报")
        CHECKED = "checked", _("县级已审核")
        CERTIFIED = "certified", _("已认定")
        REFUSED = "refused", _("未通过")
        EXPIRED = "expired", _("已到期")
        WITHDRAWN = "withdrawn", _("已取消")

    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, related_name="supplier", verbose_name=_("单位")
    )
    area_code = AreaCodeField()
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.APPLIED)
    applied_on = models.DateField(_("申报日期"))
    level = models.CharField(_("认定级别"), max_length=10, choices=Level.choices, blank=True, default="")
    certified_on = models.DateField(_("认定日期"), null=True, blank=True)
    certified_until = models.DateField(_("有效期至"), null=True, blank=True)
    ended_on = models.DateField(_("到期或取消日期"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("供应商")
        ordering = ["area_code", "id"]
        indexes = [models.Index(fields=["area_code", "certified_on"], name="supplier_area_certified")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(certified_until=None)
                | models.Q(certified_on__isnull=False, certified_until__gte=models.F("certified_on")),
                name="supplier_certified_before_it_ends",
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class Product(models.Model):
    """A certified product of a supplier; how it is packed and priced is its SKUs' business."""

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="products", verbose_name=_("供应商"))
    area_code = AreaCodeField()
    name = models.CharField(_("产品名称"), max_length=80)
    category = models.CharField(_("类别"), max_length=40, blank=True, default="")
    certified_on = models.DateField(_("认定日期"))
    ended_on = models.DateField(_("取消日期"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("认定产品")
        ordering = ["area_code", "id"]
        indexes = [models.Index(fields=["area_code", "certified_on"], name="product_area_certified")]
        constraints = [models.UniqueConstraint(fields=["supplier", "name"], name="product_once_a_supplier")]

    def __str__(self) -> str:
        return self.name


class Sku(models.Model):
    """A specification (规格) of a product: how it is packed, and its price in CNY. One product has several."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="skus", verbose_name=_("产品"))
    area_code = AreaCodeField()
    specification = models.CharField(_("规格"), max_length=80)
    price = MoneyField(_("单价（元）"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("产品规格")
        ordering = ["area_code", "id"]
        constraints = [models.UniqueConstraint(fields=["product", "specification"], name="sku_once_a_product")]

    def __str__(self) -> str:
        return f"{self.product} {self.specification}"


class Listing(models.Model):
    """A SKU on sale on a platform, from a day to a day."""

    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="listings", verbose_name=_("规格"))
    area_code = AreaCodeField()
    platform = models.CharField(_("平台"), max_length=20, choices=Platform.choices)
    listed_on = models.DateField(_("上架日期"))
    ended_on = models.DateField(_("下架日期"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("上架规格")
        ordering = ["area_code", "id"]
        indexes = [models.Index(fields=["area_code", "platform"], name="listing_area_platform")]
        constraints = [
            models.UniqueConstraint(
                fields=["sku", "platform"], condition=models.Q(ended_on=None), name="listing_open_once"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("listed_on")),
                name="listing_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sku} {self.platform}"


class SalesPoint(models.Model):
    """A place that sells: cabinet, counter, zone, hall, shop, e-commerce station; first planned, then open."""

    class Kind(models.TextChoices):
        COUNTER = "counter", _("专柜")
        ZONE = "zone", _("专区")
        HALL = "hall", _("专馆")
        SHOP = "shop", _("专店")
        STATION = "station", _("电商站点")
        DIRECT = "direct", _("直销点")

    class State(models.TextChoices):
        PLANNED = "planned", _("拟建设")
        DETERMINED = "determined", _("已确定")
        OPEN = "open", _("已开设")
        CLOSED = "closed", _("已关闭")

    name = models.CharField(_("名称"), max_length=80)
    kind = models.CharField(_("类型"), max_length=10, choices=Kind.choices)
    online = models.BooleanField(_("线上"), default=False)
    host = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sales_points",
        verbose_name=_("设立单位"),
    )
    area_code = AreaCodeField()
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.PLANNED)
    planned_on = models.DateField(_("计划日期"))
    determined_on = models.DateField(_("确定日期"), null=True, blank=True)
    opened_on = models.DateField(_("开设日期"), null=True, blank=True)
    closed_on = models.DateField(_("关闭日期"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("销售点")
        ordering = ["area_code", "id"]
        indexes = [models.Index(fields=["area_code", "kind"], name="sales_point_area_kind")]
        constraints = [models.UniqueConstraint(fields=["area_code", "name"], name="sales_point_once")]

    def __str__(self) -> str:
        return self.name
