"""The assigner: proposes who helps whom, and proves that nothing better exists under the stated rules.

Pure computation on NumPy arrays with OR-Tools; it knows neither the database nor the web. Build a `Problem`
from `Helpers`, `Recipients` and `Candidates`, then `solve` it. Around it, to be imported from their modules:
`candidates.generate` and `widening.solve_widening` (who comes into question), `side_rules.solve_with_rules`,
`explain.Explainer` and `overview.overview` (why this helper), `gaps.gaps_of` and `remedies.smallest_change` (why
nobody, and what would help), `adjust.adjust` (changes by hand), `compare.compare` (before and after), and
`areas.partition` (connected districts).
"""

from .assignment import Assignment, Pair, Proof
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
    "positions",
    "solve",
]
