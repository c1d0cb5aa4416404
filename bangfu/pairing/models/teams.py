"""Work teams in villages: who sends them, who is in them in which role, and until when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.codelists.queries import label
from bangfu.kernel.fields import AreaCodeField
from bangfu.pairing.teams import ROLE_LIST
from bangfu.parties.models import Area, Organisation, Person


class Team(models.Model):
    """A work team of a village for a term. ``term_until`` is planned, ``ended_on`` its last day once it is dissolved.

    Which roles a team needs is policy of the place and day (``pairing.team_roles``), not of the team.
    """

    village = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="teams", verbose_name=_("驻点村"))
    area_code = AreaCodeField()
    starts_on = models.DateField(_("进驻日期"))
    term_until = models.DateField(_("任期至"), null=True, blank=True)
    ended_on = models.DateField(_("撤出日期"), null=True, blank=True)
    reason_out = models.CharField(_("撤出原因"), max_length=200, blank=True, default="")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("驻村工作队")
        ordering = ["area_code", "id"]
        indexes = [models.Index(fields=["area_code", "ended_on", "id"], name="team_area")]
        constraints = [
            models.UniqueConstraint(
                fields=["village"],
                condition=models.Q(ended_on=None),
                name="team_open_once",
                violation_error_code="once",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("starts_on")),
                name="team_ends_after_it_begins",
                violation_error_message=_("撤出日期不能早于进驻日期。"),
            ),
            models.CheckConstraint(
                condition=models.Q(term_until=None) | models.Q(term_until__gte=models.F("starts_on")),
                name="team_term_after_it_begins",
                violation_error_message=_("任期不能早于进驻日期。"),
            ),
        ]

    def __str__(self) -> str:
        return _("%(village)s驻村工作队") % {"village": self.village.name}


class TeamUnit(models.Model):
    """An organisation that sends a team."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="units")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="teams", verbose_name=_("派出单位")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("派出单位")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["team", "organisation"], name="team_unit_once")]

    def __str__(self) -> str:
        return f"{self.team_id} {self.organisation_id}"


class TeamMember(models.Model):
    """A person in a team in one role for a time; whoever leaves stays in the history. ``role`` is a code."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="members", verbose_name=_("工作队"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="team_roles", verbose_name=_("队员"))
    role = models.CharField(_("角色"), max_length=20)
    unit = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="team_members",
        verbose_name=_("派出单位"),
    )
    starts_on = models.DateField(_("起"))
    term_until = models.DateField(_("任期至"), null=True, blank=True)
    ended_on = models.DateField(_("止"), null=True, blank=True)
    reason_out = models.CharField(_("离任原因"), max_length=200, blank=True, default="")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("工作队成员")
        ordering = ["team_id", "id"]
        indexes = [
            models.Index(fields=["team", "role", "ended_on"], name="team_member_role"),
            models.Index(fields=["person", "ended_on"], name="team_member_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "person", "role"],
                condition=models.Q(ended_on=None),
                name="team_member_open_once",
                violation_error_code="once",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("starts_on")),
                name="team_member_ends_after_joining",
                violation_error_message=_("离任日期不能早于到任日期。"),
            ),
            models.CheckConstraint(
                condition=models.Q(term_until=None) | models.Q(term_until__gte=models.F("starts_on")),
                name="team_member_term_after_joining",
                violation_error_message=_("任期不能早于到任日期。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {label(ROLE_LIST, self.role)}"
