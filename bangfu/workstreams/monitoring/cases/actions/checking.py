"""The first papers: the visit of two people, the signed authorisation, the departments' answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.base import File
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.codelists.queries import labels
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.evidence.actions import attach
from bangfu.kernel.history.actions import record_change
from bangfu.kernel.policy.queries import policy
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import require_on
from bangfu.parties.models import Person
from bangfu.workstreams.monitoring.cases.actions.rows import change, day_of, locked, move, refuse_unless
from bangfu.workstreams.monitoring.cases.models import Case, CaseComparison, CaseConsent, CaseVisit, Purpose
from bangfu.workstreams.monitoring.cases.permissions import CASE_COMPARE, CASE_VISIT
from bangfu.workstreams.monitoring.cases.policy_keys import COMPARED
from bangfu.workstreams.monitoring.cases.rules import adults, kind_faults, members_of

State = Case.State
PURPOSES = {
    State.VISITING: Purpose.ENTRY,
    State.LEAVING_VISIT: Purpose.LEAVING,
    State.PLANNING: Purpose.WATCH,
    State.HELPING: Purpose.WATCH,
    State.CLEARED: Purpose.WATCH,
}
SCAN = "consent"


@action(CASE_VISIT)
def record_visit(
    actor: User,
    case: Case,
    *,
    visitors: str,
    findings: str,
    risks: Sequence[str] = (),
    problems: Sequence[str] = (),
    income: Decimal | None = None,
    burden: Decimal | None = None,
    severe: bool = False,
    settled: bool = False,
    kind: str = "",
    visited_on: date | None = None,
) -> CaseVisit:
    """Record what two people (names, separated by 、) found at the household; money is CNY, income per person and year.

    It serves entering, leaving or watching, as the case stands. Raises Refused for fewer than two visitors, for one who
    lives there, and for a kind the household cannot be of.
    """
    row = locked(case)
    require_on(actor, CASE_VISIT, row)
    refuse_unless(row, *PURPOSES)
    purpose = PURPOSES[State(row.state)]
    day = day_of(visited_on, not_before=row.raised_on, field="visited_on")
    names = _visitors(visitors, row)
    if not findings.strip():
        raise Refused(_("请写明核查情况。"), field="findings")
    if kind and (faults := kind_faults(kind, row.household, income, day, final=False)):
        raise Refused(faults[0], field="kind", problems=tuple(faults))
    visit = CaseVisit.objects.create(
        case=row,
        area_code=row.area_code,
        purpose=purpose,
        visited_on=day,
        visitors=names,
        income=income,
        burden=burden,
        severe=severe,
        settled=settled,
        risks=list(risks),
        problems=list(problems),
        findings=findings.strip(),
        recorded_by=actor,
    )
    fields: dict[str, Any] = {"seen_on": max(day, row.seen_on) if row.seen_on else day}
    if purpose == Purpose.ENTRY:
        found = list(risks) or row.risks
        fields |= {"risks": found, "main_risk": found[0], "kind": kind or row.kind}
    change(actor, "record_visit", row, **fields)
    if purpose == Purpose.ENTRY:
        _go_on(actor, row)
    elif purpose == Purpose.LEAVING:
        move(actor, row, "leave_visit", on=day)
    elif row.state == State.HELPING and (new := [r for r in risks if r not in row.risks]):
        move(actor, row, "replan", on=day, risks=[*row.risks, *new])
    return visit


def _visitors(text: str, case: Case) -> list[str]:
    names = [name.strip() for name in text.replace(",", "、").replace("，", "、").replace(" ", "、").split("、")]
    found = list(dict.fromkeys(name for name in names if name))
    if len(found) < 2:
        raise Refused(_("入户核查须两人以上，请写两名核查人的姓名，用顿号分开。"), field="visitors")
    if home := {p.name for p in members_of(case.household)} & set(found):
        raise Refused(_("“%(name)s”是该户成员，不能作为核查人。") % {"name": sorted(home)[0]}, field="visitors")
    return found


@action(CASE_VISIT)
def record_consent(
    actor: User,
    case: Case,
    *,
    scan: File | None,
    persons: Sequence[int] | None = None,
    signed_on: date | None = None,
    missing: str = "",
) -> CaseConsent:
    """File the signed 承诺授权查询书 with its scan, for all adults of the household or for those who signed.

    Only who has signed is looked up. Raises Refused without a scan, and where an adult is missing without ``missing``
    saying why.
    """
    row = locked(case)
    require_on(actor, CASE_VISIT, row)
    refuse_unless(row, State.VISITING)
    if CaseConsent.objects.filter(case=row, withdrawn_on=None).exists():
        raise Conflict(_("承诺授权查询书已经登记。"))
    if scan is None:
        raise Refused(_("请上传签字的《承诺授权查询书》扫描件。"), field="scan")
    day = day_of(signed_on, not_before=row.raised_on, field="signed_on")
    all_adults = adults(members_of(row.household), day)
    signed = [p for p in all_adults if persons is None or p.pk in persons]
    if not signed:
        raise Refused(_("请勾选签字的成员。"), field="persons")
    if len(signed) < len(all_adults) and not missing.strip():
        raise Refused(_("有成年成员没有签字，请写明是谁、为什么。"), field="missing")
    consent = CaseConsent.objects.create(case=row, area_code=row.area_code, signed_on=day, missing=missing.strip())
    consent.persons.set(signed)
    attach(actor, consent, scan, SCAN)  # seen by whoever may see evidence, not by all who may see the case
    after = {"signed_on": day.isoformat(), "persons": len(signed), "missing": missing.strip()}
    record_change(actor, "record_consent", row, after=after)
    _go_on(actor, row)
    return consent


def _go_on(actor: User, case: Case) -> None:
    """With a visit and an authorisation the case goes on to the departments."""
    consent = CaseConsent.objects.filter(case=case, withdrawn_on=None).first()
    visit = case.visits.filter(purpose=Purpose.ENTRY).order_by("-id").first()
    if consent is not None and visit is not None:
        move(actor, case, "visit", on=max(consent.signed_on, visit.visited_on))


@action(CASE_VISIT)
def withdraw_consent(actor: User, case: Case, *, reason: str) -> Case:
    """Note that the household takes its authorisation back: nobody may look it up any more."""
    row = locked(case)
    require_on(actor, CASE_VISIT, row)
    if not CaseConsent.objects.filter(case=row, withdrawn_on=None).update(withdrawn_on=day_of(None)):
        raise Conflict(_("没有有效的承诺授权。"))
    record_change(actor, "withdraw_consent", row, reason=reason)
    return row


@action(CASE_COMPARE)
def record_comparison(
    actor: User,
    case: Case,
    *,
    departments: Sequence[str],
    result: str,
    person: int | None = None,
    note: str = "",
    answered_on: date | None = None,
) -> str:
    """Record what departments answered, about one who signed or (None) about all; an answer can be corrected.

    Raises Refused without the household's authorisation, and for a finding without a note.
    """
    row = locked(case)
    require_on(actor, CASE_COMPARE, row)
    refuse_unless(row, State.VISITING, State.COMPARING)
    signed = _signed(row)
    if not signed:
        raise Refused(_("没有该户的承诺授权，不能查询比对。"))
    if result not in CaseComparison.Result.values:
        raise Refused(_("没有这种比对结果。"), field="result")
    if result == CaseComparison.Result.FOUND and not note.strip():
        raise Refused(_("有情况的请写明是什么情况。"), field="note")
    day = day_of(answered_on, not_before=row.raised_on, field="answered_on")
    asked = [p for p in signed if person is None or p.pk == person]
    if not asked:
        raise Refused(_("此人没有签承诺授权，不能查询比对。"), field="person")
    for one in asked:
        for department in departments:
            CaseComparison.objects.update_or_create(
                case=row,
                person=one,
                department=department,
                defaults={
                    "area_code": row.area_code,
                    "result": result,
                    "note": note.strip(),
                    "answered_on": day,
                },
            )
    after = {"departments": list(departments), "persons": len(asked), "answered_on": day.isoformat()}
    record_change(actor, "record_comparison", row, after=after)
    return _("已登记 %(n)s 项。") % {"n": len(asked) * len(departments)}


def _signed(case: Case) -> list[Person]:
    """Return who signed the authorisation in force."""
    return list(
        Person.objects.filter(
            pk__in=CaseConsent.persons.through.objects.filter(
                caseconsent__case=case, caseconsent__withdrawn_on=None
            ).values("person")
        ).order_by("pk")
    )


def open_comparisons(case: Case) -> list[tuple[str, str]]:
    """Return what nobody has answered yet: member and department. Members on 低保 were checked by civil affairs."""
    wanted = [p for p in _signed(case) if not p.minimum_living]
    known = set(case.comparisons.values_list("person_id", "department"))
    departments = policy(COMPARED, case.area_code, case.raised_on)
    return [(p.name, d) for p in wanted for d in departments if (p.pk, d) not in known]


@action(CASE_COMPARE)
def finish_comparison(actor: User, case: Case, *, on: date | None = None) -> Case:
    """Go on to the village meeting once every department has answered about everybody who signed."""
    row = locked(case)
    require_on(actor, CASE_COMPARE, row)
    refuse_unless(row, State.COMPARING)
    if left := open_comparisons(row):
        words, first = labels("comparison"), left[0]
        told = {"n": len(left), "name": first[0], "what": words.get(first[1], first[1])}
        raise Refused(_("还有 %(n)s 项没有比对结果，如 %(name)s 的%(what)s。") % told)
    return move(actor, row, "compare", on=day_of(on, not_before=row.raised_on))
