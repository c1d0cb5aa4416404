"""Persons and where they belong."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.ciphers import CipherField, IndexField
from bangfu.kernel.fields import AreaCodeField
from bangfu.parties.models.households import Household
from bangfu.parties.models.organisations import Organisation
from bangfu.parties.models.party import Doubted, Party


class Person(Doubted, models.Model):
    """Somebody on a register: a member of a household, a helper, or both.

    ``household``, ``relation`` and ``area_code`` repeat the membership in force today so that lists need no join
    (of two, the one where the person lives); ``Membership`` is their history. Codes are those of dated code lists.
    ``disability_level`` is the degree (1 the gravest) that the number of the certificate says, or that was written.
    Health, disability and the identifying numbers are sensitive: see ``manifest`` for who may see them.
    """

    party = models.OneToOneField(Party, on_delete=models.PROTECT, primary_key=True, related_name="person")
    number = models.CharField(_("人编号"), max_length=24, unique=True)
    name = models.CharField(_("姓名"), max_length=60)
    area_code = AreaCodeField()
    household = models.ForeignKey(
        Household,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="members",
        verbose_name=_("农户"),
    )
    relation = models.CharField(_("与户主关系"), max_length=20, blank=True, default="")
    sex = models.CharField(_("性别"), max_length=2, blank=True, default="")
    birth_date = models.DateField(_("出生日期"), null=True, blank=True)
    id_number = CipherField(_("公民身份号码"), kind="id_number")
    id_number_index = IndexField()
    disability_number = CipherField(_("残疾证号"), kind="id_number")
    disability_number_index = IndexField()
    disability_level = models.CharField(_("残疾等级"), max_length=2, blank=True, default="")
    phone = CipherField(_("联系电话"), kind="phone")
    phone_index = IndexField()
    ethnicity = models.CharField(_("民族"), max_length=4, blank=True, default="")
    political = models.CharField(_("政治面貌"), max_length=20, blank=True, default="")
    education = models.CharField(_("文化程度"), max_length=20, blank=True, default="")
    schooling = models.CharField(_("在校生状况"), max_length=20, blank=True, default="")
    health = models.JSONField(_("健康状况"), default=list, blank=True)
    labour = models.CharField(_("劳动能力"), max_length=20, blank=True, default="")
    work_area = models.CharField(_("务工区域"), max_length=20, blank=True, default="")
    work_months = models.PositiveSmallIntegerField(_("务工月数"), null=True, blank=True)
    medical_insured = models.BooleanField(_("参加基本医疗保险"), null=True, blank=True)
    pension_insured = models.BooleanField(_("参加养老保险"), null=True, blank=True)
    minimum_living = models.BooleanField(_("享受低保"), null=True, blank=True)
    works_for = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="staff",
        verbose_name=_("工作单位"),
    )
    post = models.CharField(_("职务"), max_length=60, blank=True, default="")
    rank = models.CharField(_("职级"), max_length=20, blank=True, default="")
    died_on = models.DateField(_("死亡日期"), null=True, blank=True)
    left_on = models.DateField(_("离开日期"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("人员")
        ordering = ["area_code", "party_id"]
        indexes = [
            models.Index(fields=["area_code", "party"], name="person_area"),
            models.Index(  # holds all that a search by name within a place reads
                fields=["name", "area_code", "party"],
                opclasses=["varchar_pattern_ops", "varchar_ops", "int8_ops"],
                name="person_name",
            ),
            models.Index(fields=["works_for"], name="person_works_for"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["id_number_index"],
                condition=~models.Q(id_number_index=""),
                name="person_id_number_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person belongs to a household for a time.

    ``registered`` is the household register (户籍), ``living`` living together and sharing income; the two are
    kept apart, and a person has at most one open membership of each. ``reason_in`` and ``reason_out`` are codes of
    the lists ``population_increase`` and ``population_decrease``.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("人员"))
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("农户")
    )
    relation = models.CharField(_("与户主关系"), max_length=20)
    registered = models.BooleanField(_("户籍在本户"), default=True)
    living = models.BooleanField(_("共同生活"), default=True)
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)
    reason_in = models.CharField(_("增加原因"), max_length=20, blank=True, default="")
    reason_out = models.CharField(_("减少原因"), max_length=20, blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = _("家庭成员关系")
        ordering = ["valid_from", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "household"], condition=models.Q(valid_to=None), name="membership_open_once"
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(valid_to=None, registered=True),
                name="membership_registered_once",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(valid_to=None, living=True), name="membership_living_once"
            ),
            models.CheckConstraint(
                condition=models.Q(registered=True) | models.Q(living=True), name="membership_is_something"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="membership_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.household_id}"


class Unmasking(models.Model):
    """Somebody looked at a number in full: who, when, which, and what for. Never altered."""

    at = models.DateTimeField(_("时间"), auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("查看人")
    )
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("对象"))
    field = models.CharField(_("字段"), max_length=40)
    purpose = models.CharField(_("用途"), max_length=200)
    area_code = AreaCodeField()
    rows = models.PositiveIntegerField(_("条数"), default=1)

    class Meta:
        verbose_name = verbose_name_plural = _("查看明文记录")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.actor_id} {self.field} {self.party_id}"
