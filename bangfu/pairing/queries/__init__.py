"""Reading pairings: who helps whom on a day, who has nobody, who may help."""

from bangfu.pairing.queries.coverage import coverage, coverage_by_area, unpaired
from bangfu.pairing.queries.pairs import helped_households, helpers_of, pairings_on, pairings_visible_to
from bangfu.pairing.queries.sides import helpers_for, in_force, recipients_for

__all__ = [
    "coverage",
    "coverage_by_area",
    "helped_households",
    "helpers_for",
    "helpers_of",
    "in_force",
    "pairings_on",
    "pairings_visible_to",
    "recipients_for",
    "unpaired",
]
