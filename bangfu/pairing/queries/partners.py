"""Regions that are paired with each other."""

from collections.abc import Collection

from bangfu.kernel.areas_of import COUNTY
from bangfu.kernel.rights.scope import Scope
from bangfu.pairing.models import Pairing
from bangfu.parties.registries import PartnerPlaces


def partners_of(counties: Collection[str]) -> set[str]:
    """Return the counties with which these are paired today, in either direction."""
    here = Scope(tuple(counties))
    between = Pairing.objects.filter(scheme__helper_kind="area", scheme__recipient_kind="area", valid_to=None)
    rows = between.filter(here.q("area_code") | here.q("helper__area__code"))
    codes = {code[:COUNTY] for pair in rows.values_list("area_code", "helper__area__code") for code in pair if code}
    return codes - set(counties)


PARTNERS = PartnerPlaces(name="pairing.regions", codes=partners_of)
