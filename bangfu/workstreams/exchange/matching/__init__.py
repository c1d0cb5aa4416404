"""Setting needs against offers: who comes into question, the best allocation, and how good it is.

Pure computation on arrays: knows neither the database nor the web.
"""

from bangfu.workstreams.exchange.matching.candidates import Candidates, Objective, candidates_of
from bangfu.workstreams.exchange.matching.comparing import Outcome, first_come, outcome_of
from bangfu.workstreams.exchange.matching.rows import NeedRow, OfferRow
from bangfu.workstreams.exchange.matching.solving import Solved, solve

__all__ = [
    "Candidates",
    "NeedRow",
    "Objective",
    "OfferRow",
    "Outcome",
    "Solved",
    "candidates_of",
    "first_come",
    "outcome_of",
    "solve",
]
