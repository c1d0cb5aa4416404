"""The few codes that rules depend on, and which list each coded column takes its values from.

Everything else about the lists is data: ``codelists/*.toml``, dated and edited by the county.
"""

HEAD = "head"  # list relation
OTHER_RELATION = "other"
DIED, SPLIT = "death", "split"  # list population_decrease

HOUSEHOLD_LISTS = {
    "standing": "household_standing",
    "attribute": "household_attribute",
    "identified_by": "identified_by",
    "main_cause": "poverty_cause",
    "other_causes": "poverty_cause",
    "housing_structure": "housing_structure",
    "housing_safety": "housing_safety",
    "water": "water",
    "fuels": "fuel",
}
PERSON_LISTS = {
    "relation": "relation",
    "sex": "sex",
    "ethnicity": "ethnicity",
    "political": "political",
    "education": "education",
    "schooling": "schooling",
    "health": "health",
    "labour": "labour",
    "work_area": "work_area",
    "rank": "person_rank",
}
ORGANISATION_LISTS = {"kind": "organisation_kind", "rank": "organisation_rank"}
MEMBERSHIP_LISTS = {
    "relation": "relation",
    "reason_in": "population_increase",
    "reason_out": "population_decrease",
}
