"""The directory row that every area, organisation, household and person shares its number with."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.fields import AreaCodeField
from bangfu.parties.doubts import Doubts


class PartyKind(models.TextChoices):
    """What a party is."""

    AREA = "area", _("地区")
    ORGANISATION = "organisation", _("单位")
    HOUSEHOLD = "household", _("农户")
    PERSON = "person", _("个人")


class Doubted:
    """A register row; after an action ``doubts`` holds what looked wrong about it. Not stored: history has it."""

    doubts: Doubts = ()


class Party(models.Model):
    """A number and what it stands for. Names and places are in the noun's own table."""

    kind = models.CharField(_("类别"), max_length=12, choices=PartyKind.choices)

    class Meta:
        verbose_name = verbose_name_plural = _("主体")
        constraints = [models.CheckConstraint(condition=models.Q(kind__in=PartyKind.values), name="party_kind_known")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.pk}"


class UserParty(models.Model):
    """On whose behalf a user acts: a helper's own person, a firm's clerk for the firm. One for each user."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, primary_key=True, related_name="acts_for"
    )
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="users", verbose_name=_("主体"))

    class Meta:
        verbose_name = verbose_name_plural = _("用户所属主体")

    def __str__(self) -> str:
        return f"{self.user_id} → {self.party_id}"


class FormerPlace(models.Model):
    """Where a party was until a day (that day included); written only when it moves or its area is reformed.

    The place on a past day is the former place with the earliest ``until`` not before that day, or else the place
    it has now. A party that never moved has no row.
    """

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="former_places", verbose_name=_("主体"))
    area_code = AreaCodeField()
    until = models.DateField(_("至"))

    class Meta:
        verbose_name = verbose_name_plural = _("原所在地")
        ordering = ["until"]
        constraints = [models.UniqueConstraint(fields=["party", "until"], name="former_place_once_a_day")]

    def __str__(self) -> str:
        return f"{self.party_id} @ {self.area_code} → {self.until}"
