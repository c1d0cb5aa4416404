"""Reading the registers. What takes a user is named ``…_visible_to(user)`` or shows no more than they may see."""

from bangfu.parties.queries.areas import (
    area_names,
    area_path,
    area_paths,
    area_tree,
    areas_visible_to,
    children_of,
    classes_on,
    existing_on,
    successors_of,
    villages_of_class,
)
from bangfu.parties.queries.household_page import HouseholdPage, age_on, household_page
from bangfu.parties.queries.names import find_parties, names_of, noun_of, places_of
from bangfu.parties.queries.past import (
    households_with_standing,
    memberships_on,
    place_on,
    places_on,
    with_standing_on,
)
from bangfu.parties.queries.visible import (
    find_by_id_number,
    households_visible_to,
    organisations_visible_to,
    party_id_of,
    persons_visible_to,
    unmasked_today,
    unmaskings_visible_to,
)

__all__ = [
    "HouseholdPage",
    "age_on",
    "area_names",
    "area_path",
    "area_paths",
    "area_tree",
    "areas_visible_to",
    "children_of",
    "classes_on",
    "existing_on",
    "find_by_id_number",
    "find_parties",
    "household_page",
    "households_visible_to",
    "households_with_standing",
    "memberships_on",
    "names_of",
    "noun_of",
    "organisations_visible_to",
    "party_id_of",
    "persons_visible_to",
    "place_on",
    "places_of",
    "places_on",
    "successors_of",
    "unmasked_today",
    "unmaskings_visible_to",
    "villages_of_class",
    "with_standing_on",
]
