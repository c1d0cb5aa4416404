"""Pairing's tables."""

from bangfu.pairing.models.agreements import Agreement, AgreementParty, Duty, Side
from bangfu.pairing.models.pairs import Enrolment, Pairing, Proposal, ProposalRow
from bangfu.pairing.models.schemes import Scheme, SchemeVersion
from bangfu.pairing.models.teams import Team, TeamMember, TeamUnit
from bangfu.pairing.models.village_plans import PlanHousehold, VillagePlan

__all__ = [
    "Agreement",
    "AgreementParty",
    "Duty",
    "Enrolment",
    "Pairing",
    "PlanHousehold",
    "Proposal",
    "ProposalRow",
    "Scheme",
    "SchemeVersion",
    "Side",
    "Team",
    "TeamMember",
    "TeamUnit",
    "VillagePlan",
]
