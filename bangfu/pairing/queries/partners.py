"""Regions that are paired with each other."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from bangfu.kernel.areas_of import COUNTY
from bangfu.kernel.rights.scope import Scope
from bangfu.pairing.models import Pairing
from bangfu.parties.registries import PartnerOrganisations, PartnerPlaces


def partners_of(counties: Collection[str]) -> set[str]:
    """Return the counties with which these are paired today, in either direction."""
    here = Scope(tuple(counties))
    between = Pairing.objects.filter(scheme__helper_kind="area", scheme__recipient_kind="area", valid_to=None)
    rows = between.filter(here.q("area_code") | here.q("helper__area__code"))
    codes = {code[:COUNTY] for pair in rows.values_list("area_code", "helper__area__code") for code in pair if code}
    return codes - set(counties)


def units_that_help(here: Scope) -> QuerySet[Any]:
    """Return the ids of the organisations that help somebody in these places today."""
    return Pairing.objects.filter(here.q(), scheme__helper_kind="organisation", valid_to=None).values("helper_id")


PARTNERS = PartnerPlaces(name="pairing.regions", codes=partners_of)
UNITS = PartnerOrganisations(name="pairing.units", ids=units_that_help)
