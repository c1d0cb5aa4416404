"""One row of each table, made by calling actions: for the shared tests."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from bangfu.kernel.rights.models import User
from bangfu.pairing.actions.agreements import draft_agreement
from bangfu.pairing.actions.duties import add_duty
from bangfu.pairing.actions.teams import form_team, join_team
from bangfu.pairing.actions.village_plans import set_village_plan
from bangfu.pairing.models import Agreement, Duty, Team, TeamMember, VillagePlan
from bangfu.parties.actions import register_person
from bangfu.parties.models import Organisation, Party
from bangfu.parties.resources.samples import sample_area


def _organisation(name: str, area_code: str) -> int:
    return Organisation.objects.create(
        party=Party.objects.create(kind="organisation"), name=name, kind="private_enterprise", area_code=area_code
    ).party_id


def sample_agreement(actor: User, area_code: str) -> Agreement:
    """A draft between two organisations."""
    return draft_agreement(
        actor,
        kind="enterprise",
        title=_("示例村企协议"),
        helper=_organisation(_("示例企业"), area_code),
        recipient=_organisation(_("示例合作社"), area_code),
        valid_from=date(2020, 1, 1),
        valid_to=date(2020, 12, 31),
        amount=Decimal(100_000),
    )


def sample_duty(actor: User, area_code: str) -> Duty:
    """A duty in words."""
    return add_duty(actor, sample_agreement(actor, area_code), year=2020, text=_("示例任务"), side="helper")


def sample_village_plan(actor: User, area_code: str) -> VillagePlan:
    """A plan of one mode."""
    agreement = sample_agreement(actor, area_code)
    return set_village_plan(actor, agreement, modes=["industry"], goals=_("示例目标"), households_planned=10)


def sample_team(actor: User, area_code: str) -> Team:
    """A team of a new village."""
    return form_team(actor, village=sample_area(actor, area_code).pk, starts_on=date(2020, 1, 1))


def sample_member(actor: User, area_code: str) -> TeamMember:
    """A leader who joined a team."""
    team = sample_team(actor, area_code)
    person = register_person(actor, area_code=team.area_code, name=_("示例队员"))
    return join_team(actor, team, person=person.pk, role="team_leader", starts_on=date(2020, 1, 1))
