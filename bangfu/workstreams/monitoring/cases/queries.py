"""Cases as a user may see them, and what a case's page tells."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bangfu.kernel.codelists.queries import labels
from bangfu.kernel.evidence.queries import evidence_of
from bangfu.kernel.flows.queries import steps_of
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import may_on
from bangfu.kernel.rights.scope import scoped
from bangfu.parties.models import Household
from bangfu.parties.queries import party_id_of
from bangfu.parties.queries.visible import own_household_rows
from bangfu.workstreams.monitoring.cases.actions.checking import open_comparisons
from bangfu.workstreams.monitoring.cases.clocks import standing
from bangfu.workstreams.monitoring.cases.flow import CASE
from bangfu.workstreams.monitoring.cases.models import Case, CaseComparison
from bangfu.workstreams.monitoring.cases.permissions import CASE_SENSITIVE, CASE_VIEW
from bangfu.workstreams.monitoring.cases.rules import risk_words


def own_cases(user: User) -> Q:
    """Cases of the households that are the user's own, and those for whose help the user is responsible."""
    own = Q(household__in=Household.objects.filter(own_household_rows(user)).values("pk"))
    party = party_id_of(user)
    return own | Q(responsible=party) if party else own


def own_measures(user: User) -> Q:
    """Measures of the user's own cases."""
    return Q(case__in=Case.objects.filter(own_cases(user)).values("pk"))


def cases_visible_to(user: User) -> QuerySet[Case]:
    """Return the cases at the user's places, and the user's own."""
    return scoped(Case.objects.all(), user, CASE_VIEW, own=own_cases)


def may_see_inside(user: User, case: Case) -> bool:
    """Tell whether the user may read what touches health, cause and money of the household."""
    return may_on(user, CASE_SENSITIVE, case)


def clock_words(case: Case, on: date) -> tuple[str, str]:
    """Return how a case stands with its clock, in words, and the tone."""
    now = standing(case, on)
    if now.days_left is None:
        return "", now.tone
    if now.late:
        return _("逾期 %(n)s 天") % {"n": -now.days_left}, now.tone
    if now.days_left == 0:
        return _("今天到期"), now.tone
    if now.days_left == 1:
        return _("明天到期"), now.tone
    return _("还有 %(n)s 天") % {"n": now.days_left}, now.tone


def steps_told(case: Case, inside: bool) -> list[dict[str, Any]]:
    """Return the steps a case took, newest first, as a timeline; reasons only for who may read them."""
    return [
        {
            "when": step.entered_at,
            "title": CASE.transition(step.transition).title if step.transition else _("启动核查"),
            "who": step.actor.name if step.actor else "",
            "body": step.reason if inside else "",
            "tone": "",
        }
        for step in reversed(list(steps_of(case, CASE.name)))
    ]


def papers_of(case: Case) -> dict[str, Any]:
    """Return the papers of a case for those who may read them: visits, consent, comparison, meetings."""
    problems = labels("check_item")
    consent = case.consents.filter(withdrawn_on=None).first()
    return {
        "visits": [
            {
                "visit": visit,
                "risks": risk_words(visit.risks),
                "problems": "、".join(problems.get(code, code) for code in visit.problems),
            }
            for visit in case.visits.order_by("-visited_on", "-id")
        ],
        "consent": consent,
        "signed": "、".join(p.name for p in consent.persons.all()) if consent else "",
        "scans": list(evidence_of(consent)) if consent else [],
        "comparisons": _comparisons(case),
        "open": len(open_comparisons(case)) if consent and case.state in ("visiting", "comparing") else 0,
        "meetings": list(case.meetings.order_by("-held_on", "-id")),
    }


def _comparisons(case: Case) -> dict[str, Any]:
    """Return the answers as a table: a row a person, a column a department; a finding is told with its note."""
    words = labels("comparison")
    found = {(c.person_id, c.department): c for c in case.comparisons.select_related("person")}
    names = {c.person_id: c.person.name for c in found.values()}
    departments = [code for code in words if any(code == department for _person, department in found)]
    columns = [{"key": "who", "title": _("人员")}, *(_heading(code, words[code]) for code in departments)]
    rows = [(name, *(_answer(found.get((pk, code))) for code in departments)) for pk, name in names.items()]
    return {"columns": columns, "rows": rows}


def _heading(code: str, title: str) -> dict[str, Any]:
    """The short word over the column, with the department as its tooltip."""
    return {"key": code, "title": title.partition("（")[0], "help": title}


def _answer(comparison: CaseComparison | None) -> Any:
    if comparison is None:
        return None
    if comparison.result == CaseComparison.Result.FOUND:
        return {"text": comparison.note, "tone": "warning"}
    return {"text": comparison.get_result_display(), "title": comparison.answered_on.isoformat()}
