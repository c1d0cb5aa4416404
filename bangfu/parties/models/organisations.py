"""Organisations: units, firms, schools, hospitals, chambers, cooperatives, departments."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.ciphers import CipherField, IndexField
from bangfu.kernel.fields import AreaCodeField
from bangfu.parties.models.party import Doubted, Party


class Organisation(Doubted, models.Model):
    """An organisation with its 18-character unified social credit code, where it has one.

    ``kind`` and ``rank`` are codes of the lists ``organisation_kind`` and ``organisation_rank``. A budget unit
    (预算单位) has reserved procurement shares. ``area_code`` is where it is seated. ``successor`` took over
    what an organisation did that was merged or restructured.
    """

    party = models.OneToOneField(Party, on_delete=models.PROTECT, primary_key=True, related_name="organisation")
    name = models.CharField(_("单位名称"), max_length=120)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True, default="")
    kind = models.CharField(_("单位类型"), max_length=20)
    rank = models.CharField(_("隶属层级"), max_length=20, blank=True, default="")
    is_budget_unit = models.BooleanField(_("预算单位"), default=False)
    superior = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="subordinates",
        verbose_name=_("上级单位"),
    )
    area_code = AreaCodeField(verbose_name=_("所在地"))
    contact = models.CharField(_("联系人"), max_length=40, blank=True, default="")
    phone = CipherField(_("联系电话"), kind="phone")
    phone_index = IndexField()
    valid_from = models.DateField(_("成立日期"), null=True, blank=True)
    valid_to = models.DateField(_("撤销日期"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
        verbose_name=_("并入单位"),
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("单位")
        ordering = ["area_code", "party_id"]
        indexes = [
            models.Index(fields=["area_code", "party"], name="organisation_area"),
            models.Index(  # holds all that a search by name within a place reads
                fields=["name", "area_code", "party"],
                opclasses=["varchar_pattern_ops", "varchar_ops", "int8_ops"],
                name="organisation_name",
            ),
            models.Index(fields=["kind", "area_code"], name="organisation_kind_area"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=~models.Q(credit_code=""),
                name="organisation_credit_code_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationAlias(models.Model):
    """Another name the same organisation goes by in documents and lists."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("单位")
    )
    name = models.CharField(_("别名"), max_length=120, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = _("单位别名")
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="organisation_alias_once")]

    def __str__(self) -> str:
        return self.name
