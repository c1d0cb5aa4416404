"""Propose, adjust by hand, put aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.actions import record_change
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.pairing.actions.eligibility import require_automatic, require_usable
from bangfu.pairing.answers import district_rows, districts_summary, rows_of, summary_of
from bangfu.pairing.assigner import ProblemRefused
from bangfu.pairing.assigner.side_rules import EFFORT
from bangfu.pairing.districts import Border, divide
from bangfu.pairing.models import Proposal, ProposalRow, Scheme
from bangfu.pairing.proposing import Question, question_for, solved
from bangfu.pairing.queries.doubtful import twice_listed
from bangfu.pairing.queries.pricing import price
from bangfu.pairing.refusing import in_words
from bangfu.pairing.scheme_words import changes_since
from bangfu.parties.models import Party

BATCH = 2000
MAKE = "pairing.proposal.make"
LEAST_TIME, MOST_TIME = 1, 600  # seconds
EFFORT_OF_A_SECOND = 0.2
"""Units of the solver's deterministic time in a second, measured on a county (45 s for 10 units)."""


@action(MAKE)
def propose(
    actor: User,
    *,
    scheme: Scheme,
    area_code: str,
    on: date | None = None,
    steady: bool = False,
    time_limit: float | None = None,
) -> Proposal:
    """Ask the assigner who should help whom in a place, and keep its answer for people to look at.

    ``steady`` moves as few families as possible: for when helpers left. ``time_limit`` (seconds of the solver's
    deterministic time) matters only under side rules: the best answer by then is kept, with its gap. Raises Refused
    when the rules contradict each other or nobody is eligible, saying which rules and whom.
    """
    require(actor, MAKE, area_code)
    day = on or timezone.localdate()
    require_automatic(scheme)
    require_usable(scheme, area_code, day)
    question = question_for(scheme, area_code, day, steady=steady, effort=effort_of(time_limit))
    try:
        assignment = solved(question)
        summary = summary_of(question, assignment) | {"twice": twice_listed(scheme, area_code)}
    except ProblemRefused as refused:
        raise in_words(refused, scheme, area_code) from refused
    proposal = Proposal.objects.create(
        scheme=scheme,
        area_code=area_code,
        scheme_version=scheme.version,
        rules=rules_of(question),
        summary=summary,
        made_by=actor,
    )
    keep_rows(rows_of(proposal, question, assignment))
    record_change(actor, "propose", proposal, after={"area_code": area_code, "scheme": scheme.name, "steady": steady})
    return proposal


@action(MAKE)
def propose_districts(
    actor: User,
    *,
    scheme: Scheme,
    area_code: str,
    on: date | None = None,
    borders: Iterable[Border] | None = None,
    tolerance: float | None = None,
) -> Proposal:
    """Divide the areas of a place into one connected, balanced district for each helper, and keep that as a proposal.

    Raises Refused where it is not known which areas border each other, or where no such division exists.
    """
    require(actor, MAKE, area_code)
    day = on or timezone.localdate()
    require_automatic(scheme)
    require_usable(scheme, area_code, day)
    if scheme.side_rules:
        raise Refused(_("“%(scheme)s”有附加规则，不能划片。") % {"scheme": scheme.words}, field="connected")
    question = question_for(scheme, area_code, day)
    try:
        divided = divide(question, borders=borders, tolerance=tolerance)
    except ProblemRefused as refused:
        raise in_words(refused, scheme, area_code) from refused
    proposal = Proposal.objects.create(
        scheme=scheme,
        area_code=area_code,
        scheme_version=scheme.version,
        rules=rules_of(question) | {"connected": True},
        summary=districts_summary(divided),
        made_by=actor,
    )
    keep_rows(district_rows(proposal, question, divided))
    record_change(actor, "propose", proposal, after={"area_code": area_code, "scheme": scheme.name, "connected": True})
    return proposal


def effort_of(time_limit: float | None) -> float:
    """Return the effort for each of the two levels (coverage, then cost) that share a time limit in seconds.

    Effort is the solver's own measure, so that the same input gives the same answer on a fast and on a slow machine.
    """
    if time_limit is None:
        return EFFORT
    if not LEAST_TIME <= time_limit <= MOST_TIME:
        words = {"least": LEAST_TIME, "most": MOST_TIME}
        raise Refused(_("计算时间应在 %(least)s 至 %(most)s 秒之间。") % words, field="time_limit")
    return time_limit * EFFORT_OF_A_SECOND / 2


def rules_of(question: Question) -> dict[str, Any]:
    """Return the scheme's rules as they were, and how things stood, so that what changes since can be told."""
    scheme = question.scheme
    return {
        "weights": scheme.weights,
        "eligible": scheme.eligible,
        "per_helper_max": scheme.per_helper_max,
        "side_rules": scheme.side_rules,
        "effort": question.effort,
        "steady": question.steady,
        "today": question.today.fingerprint(),
    }


def keep_rows(rows: Iterator[ProposalRow]) -> None:
    """Store the rows of a new proposal, some thousand at a time."""
    while chunk := list(islice(rows, BATCH * 5)):
        ProposalRow.objects.bulk_create(chunk, BATCH)


@action(MAKE)
def adjust(actor: User, row: ProposalRow, *, helper: Party | None) -> ProposalRow:
    """Put another helper (or nobody) into one row of an open proposal by hand; its cost is counted at once.

    Raises Refused, saying why, for a helper who may not or cannot; Conflict when the proposal is no longer open.
    """
    proposal = open_proposal(row.proposal_id)
    row = proposal.rows.get(pk=row.pk)
    require(actor, MAKE, proposal.area_code)
    if helper is not None and not proposal.scheme.takes(helper.kind):
        raise Refused(_("这不是一个%(what)s。") % {"what": proposal.scheme.helper_words}, field="helper")
    if helper is not None and helper.pk == row.helper_id:
        return row
    priced = price(proposal, row, None if helper is None else helper.pk)
    before = {"recipient": row.recipient_id, "helper": row.helper_id}
    if not row.by_hand:
        row.solved = {"helper": row.helper_id, "cost": row.cost, "terms": row.terms, "reason": row.reason}
    row.helper, row.by_hand, row.reason = helper, True, ""
    row.cost, row.terms = priced.cost, priced.terms
    _keep_choice(actor, proposal, row, "adjust", before, priced.more)
    return row


@action(MAKE)
def restore(actor: User, row: ProposalRow) -> ProposalRow:
    """Put back what the assigner had proposed for one row; raises Refused where its helper's time is taken by now."""
    proposal = open_proposal(row.proposal_id)
    row = proposal.rows.get(pk=row.pk)
    require(actor, MAKE, proposal.area_code)
    if row.solved is None:
        raise Conflict(_("这一行没有人工调整过。"))
    solved = row.solved
    priced = price(proposal, row, solved["helper"])
    before = {"recipient": row.recipient_id, "helper": row.helper_id}
    row.helper_id, row.cost, row.terms, row.reason = (solved[name] for name in ("helper", "cost", "terms", "reason"))
    row.by_hand, row.solved = False, None
    _keep_choice(actor, proposal, row, "restore", before, priced.more)
    return row


def _keep_choice(
    actor: User, proposal: Proposal, row: ProposalRow, deed: str, before: dict[str, Any], more: int
) -> None:
    """Save a row, and by how much the choices made by hand change the cost of the whole."""
    row.save(update_fields=["helper", "by_hand", "reason", "cost", "terms", "solved"])
    after = {"recipient": row.recipient_id, "helper": row.helper_id}
    record_change(actor, deed, proposal, before=before, after=after)
    summary = proposal.summary | {"by_hand": int(proposal.summary.get("by_hand", 0)) + more}
    Proposal.objects.filter(pk=proposal.pk).update(version=F("version") + 1, summary=summary)


def open_proposal(pk: int) -> Proposal:
    """Return a proposal, locked. Raises Conflict when it is not open or its scheme changed since."""
    proposal = Proposal.objects.select_for_update(of=("self",)).select_related("scheme").get(pk=pk)
    if proposal.state != Proposal.State.OPEN:
        raise Conflict(_("这份建议现在是“%(state)s”，不能再改。") % {"state": proposal.get_state_display()})
    if proposal.scheme.version != proposal.scheme_version:
        changed = changes_since(proposal.scheme, proposal.scheme_version)
        raise Conflict(
            _("提出建议之后方案的规则改过了%(what)s。请重新提出建议。")
            % {"what": _("：%s") % _("；").join(changed) if changed else ""},
            problems=tuple(changed),
        )
    return proposal


@action(MAKE)
def withdraw(actor: User, proposal: Proposal) -> Proposal:
    """Put an open proposal aside."""
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    require(actor, MAKE, proposal.area_code)
    if proposal.state != Proposal.State.OPEN:
        raise Conflict(_("这份建议已经处理过。"))
    proposal.state = Proposal.State.WITHDRAWN
    proposal.version += 1
    proposal.save()
    record_change(actor, "withdraw", proposal)
    return proposal
