"""The kernel's tables, gathered for Django; each lives beside the code that owns it."""

from bangfu.kernel.codelists.models import Code, CodeList
from bangfu.kernel.evidence.models import Evidence, EvidenceLink
from bangfu.kernel.flows.models import FlowStep
from bangfu.kernel.history.models import Change
from bangfu.kernel.imports.models import ImportRun
from bangfu.kernel.jobs.models import Job
from bangfu.kernel.notices.models import Notice
from bangfu.kernel.pages.submissions import Submission
from bangfu.kernel.policy.models import PolicyDocument, PolicyValue
from bangfu.kernel.rights.attempts import LogInAttempt
from bangfu.kernel.rights.models import Grant, User
from bangfu.kernel.rights.tokens import ApiToken

__all__ = [
    "ApiToken",
    "Change",
    "Code",
    "CodeList",
    "Evidence",
    "EvidenceLink",
    "FlowStep",
    "Grant",
    "ImportRun",
    "Job",
    "LogInAttempt",
    "Notice",
    "PolicyDocument",
    "PolicyValue",
    "Submission",
    "User",
]
