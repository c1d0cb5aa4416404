"""The working group's tables, gathered for Django."""

from bangfu.workstreams.monitoring.applications.models import Application
from bangfu.workstreams.monitoring.cases.models import (
    Case,
    CaseComparison,
    CaseConsent,
    CaseMeeting,
    CasePublication,
    CaseVisit,
    PublishedCase,
)
from bangfu.workstreams.monitoring.checks.models import CheckProblem, CheckRound, CheckSheet, CheckType
from bangfu.workstreams.monitoring.clues.models import Clue, ClueFact, FalsePositive
from bangfu.workstreams.monitoring.incomes.models import IncomeItem, IncomeSheet
from bangfu.workstreams.monitoring.lists.models import ListImport, ListRow, ListSender, ListType, MatchDecision
from bangfu.workstreams.monitoring.measures.models import Measure
from bangfu.workstreams.monitoring.screening.models import Rule, RuleVersion, ScreeningRun

__all__ = [
    "Application",
    "Case",
    "CaseComparison",
    "CaseConsent",
    "CaseMeeting",
    "CasePublication",
    "CaseVisit",
    "CheckProblem",
    "CheckRound",
    "CheckSheet",
    "CheckType",
    "Clue",
    "ClueFact",
    "FalsePositive",
    "IncomeItem",
    "IncomeSheet",
    "ListImport",
    "ListRow",
    "ListSender",
    "ListType",
    "MatchDecision",
    "Measure",
    "PublishedCase",
    "Rule",
    "RuleVersion",
    "ScreeningRun",
]
