"""The registers' tables, gathered for Django."""

from bangfu.parties.models.areas import Area, AreaBoundary, AreaClass, AreaFormerName, AreaSuccession
from bangfu.parties.models.households import Household, HouseholdIncome, HouseholdStatus
from bangfu.parties.models.organisations import Organisation, OrganisationAlias
from bangfu.parties.models.party import FormerPlace, Party, UserParty
from bangfu.parties.models.persons import Membership, Person, Unmasking

__all__ = [
    "Area",
    "AreaBoundary",
    "AreaClass",
    "AreaFormerName",
    "AreaSuccession",
    "FormerPlace",
    "Household",
    "HouseholdIncome",
    "HouseholdStatus",
    "Membership",
    "Organisation",
    "OrganisationAlias",
    "Party",
    "Person",
    "Unmasking",
    "UserParty",
]
