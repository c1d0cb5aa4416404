"""The assigner: proposes who helps whom, and proves that nothing better exists under the stated rules.

Pure computation on NumPy arrays with OR-Tools; it knows neither the database nor the web. Build a `Problem`
from `Helpers`, `Recipients` and `Candidates`, then `solve` it.
"""

from .assignment import Assignment, Pair, Proof, by_hand
from .flow import solve
from .problem import Candidates, Coverage, Helpers, Problem, Recipients, positions
from .refusals import ProblemRefused, Reason

__all__ = [
    "Assignment",
    "Candidates",
    "Coverage",
    "Helpers",
    "Pair",
    "Problem",
    "ProblemRefused",
    "Proof",
    "Reason",
    "Recipients",
    "by_hand",
    "positions",
    "solve",
]
