"""The working group's tables, gathered for Django."""

from bangfu.workstreams.monitoring.checks.models import CheckProblem, CheckRound, CheckSheet, CheckType
from bangfu.workstreams.monitoring.clues.models import Clue, ClueFact, FalsePositive
from bangfu.workstreams.monitoring.lists.models import ListImport, ListRow, ListType, MatchDecision
from bangfu.workstreams.monitoring.screening.models import Rule, RuleVersion, ScreeningRun

__all__ = [
    "CheckProblem",
    "CheckRound",
    "CheckSheet",
    "CheckType",
    "Clue",
    "ClueFact",
    "FalsePositive",
    "ListImport",
    "ListRow",
    "ListType",
    "MatchDecision",
    "Rule",
    "RuleVersion",
    "ScreeningRun",
]
