"""The assigner's answer as a proposal keeps it: a summary, and one row for each recipient and helper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from bangfu.pairing.assigner import Assignment, ProblemRefused, solve
from bangfu.pairing.assigner.gaps import gaps_of
from bangfu.pairing.assigner.overview import weighted_terms
from bangfu.pairing.assigner.problem import Coverage
from bangfu.pairing.assigner.remedies import Remedy, smallest_change
from bangfu.pairing.assigner.side_rules import solve_with_rules
from bangfu.pairing.districts import Divided
from bangfu.pairing.models import Proposal, ProposalRow
from bangfu.pairing.proposing import Question

KEPT_REMEDIES = 200
SURPLUS = "surplus"
"""Key among a row's terms: the recipient keeps other helpers, this one is no longer needed."""


def summary_of(question: Question, assignment: Assignment) -> dict[str, Any]:
    """Return cost, proof, coverage, load, and the smallest change of rules that would cover everybody."""
    load, proof = assignment.load, assignment.proof
    recipients = len(assignment.problem.recipients)
    steadied = extra_bonus(question, assignment) * int(assignment.problem.current[assignment.chosen].sum())
    return {
        "recipients": recipients,
        "paired": recipients - len(assignment.unpaired),
        "helpers": len(load),
        "helpers_used": int((load > 0).sum()),
        "load": {str(n): int((load == n).sum()) for n in sorted({int(v) for v in load})},
        "total_cost": int(assignment.cost) + steadied,
        "optimal": bool(assignment.optimal),
        "gap": int(proof.gap),
        "bound": int(proof.bound) + steadied,
        "coverage_gap": int(proof.coverage_gap),
        "method": proof.method,
        "candidates": len(assignment.problem.candidates),
        "side_rules": [rule.name for rule in question.rules],
        "remedy": remedy_of(question, assignment),
    }


def extra_bonus(question: Question, assignment: Assignment) -> int:
    """Return by how much a steady question favours today's pairs beyond what the scheme does; people see the latter."""
    return assignment.problem.keep_bonus - question.usual_bonus


def remedy_of(question: Question, assignment: Assignment) -> dict[str, Any]:
    """Return what would cover those without a helper: who would take one more, and how many are needed where.

    Keys: ``raises`` (helper, from, to), ``newcomers`` (place, helpers, recipients), at most ``KEPT_REMEDIES`` each,
    with how many there are in all; ``rules`` (side rule, how many more would be covered without it). Empty when
    nobody is without.
    """
    if not len(assignment.unpaired) or assignment.problem.coverage is Coverage.PRICED:
        return {}
    lifted = []
    if question.rules:
        free = solve(assignment.problem)
        lifted = _without_rules(question, assignment, free)
        if not len(free.unpaired):
            return {"raises": [], "raised": 0, "newcomers": [], "new_helpers": 0, "rules": lifted}
        assignment = free
    sides = question.sides
    villages = dict(zip(sides.recipient_ids.tolist(), sides.recipient_places.tolist(), strict=True))
    usual = question.scheme.per_helper_max
    found: Remedy = smallest_change(assignment, groups=villages, newcomer_capacity=usual)
    taken = dict(zip(sides.helper_ids.tolist(), question.elsewhere.tolist(), strict=True))
    return {
        "raises": [
            [one.helper, one.old + taken.get(one.helper, 0), one.new + taken.get(one.helper, 0)]
            for one in found.raises[:KEPT_REMEDIES]
        ],
        "raised": len(found.raises),
        "newcomers": [[one.group or "", one.helpers, len(one.recipients)] for one in found.newcomers[:KEPT_REMEDIES]],
        "new_helpers": sum(one.helpers for one in found.newcomers),
        "rules": lifted,
    }


def _without_rules(question: Question, assignment: Assignment, free: Assignment) -> list[list[Any]]:
    """Return the side rules that keep somebody from being covered, with how many more are covered without each.

    Where no single one does, all of them together as one line with an empty name.
    """
    gained = len(assignment.unpaired) - len(free.unpaired)
    if gained <= 0:
        return []
    orders = (np.argsort(ids, kind="stable") for ids in (question.sides.helper_ids, question.sides.recipient_ids))
    by_helper, by_recipient = orders
    rules = [rule.reordered(by_helper, by_recipient) for rule in question.rules]
    found = []
    for rule in rules:
        others = [other for other in rules if other is not rule]
        try:
            without = solve_with_rules(assignment.problem, others, question.effort) if others else free
        except (ProblemRefused, TimeoutError):
            continue
        if (more := len(assignment.unpaired) - len(without.unpaired)) > 0:
            found.append([rule.name, more])
    return sorted(found, key=lambda one: -one[1]) or [["", gained]]


def rows_of(proposal: Proposal, question: Question, assignment: Assignment) -> Iterator[ProposalRow]:
    """Yield the rows of a proposal: every pairing, who stays without, and which helpers are no longer needed."""
    problem, arcs = assignment.problem, assignment.arcs
    terms = {name: term.tolist() for name, term in weighted_terms(assignment).items() if term.any()}
    today = question.today.helpers_of
    extra = extra_bonus(question, assignment)
    if extra and "keep" in terms:
        terms["keep"] = [one + extra if one else 0 for one in terms["keep"]]
    columns = (
        problem.helpers.ids[problem.candidates.helper[arcs]].tolist(),
        problem.recipients.ids[problem.candidates.recipient[arcs]].tolist(),
        (problem.cost + extra * problem.current)[arcs].tolist(),
    )
    chosen = set(zip(columns[1], columns[0], strict=True))
    leaving = {
        recipient: [helper for helper in helpers if (recipient, helper) not in chosen]
        for recipient, helpers in today.items()
    }
    for place, (helper, recipient, cost) in enumerate(zip(*columns, strict=True)):
        stays = helper in today.get(recipient, ())
        replaced = None if stays or not leaving.get(recipient) else leaving[recipient].pop(0)
        yield ProposalRow(
            proposal=proposal,
            recipient_id=recipient,
            helper_id=helper,
            current_id=helper if stays else replaced,
            cost=cost,
            terms={("kept" if name == "keep" else name): one[place] for name, one in terms.items() if one[place]},
        )
    yield from _unpaired(proposal, assignment, leaving)
    listed = set(columns[1])
    for recipient, helpers in leaving.items():
        if recipient in listed:
            for helper in helpers:
                reason = _("帮扶方已够，不再需要")
                yield ProposalRow(
                    proposal=proposal, recipient_id=recipient, current_id=helper, reason=reason, terms={SURPLUS: 0}
                )


def _unpaired(proposal: Proposal, assignment: Assignment, leaving: dict[int, list[int]]) -> Iterator[ProposalRow]:
    words = {
        "no_candidate": _("没有符合条件的帮扶方"),
        "capacity": _("能帮的都已帮满，或已安排给更困难的"),
        "too_dear": _("代价超过不安排的代价"),
    }
    for gap in gaps_of(assignment):
        left = leaving.get(gap.recipient, [])
        current = left.pop(0) if left else None
        yield ProposalRow(proposal=proposal, recipient_id=gap.recipient, current_id=current, reason=words[gap.reason])


def districts_summary(divided: Divided) -> dict[str, Any]:
    """Return balance, proof and load of a division into districts; loads in households."""
    plan = divided.plan
    sizes = Counter(divided.helper_of.values())
    areas = Counter(sizes.values())
    return {
        "recipients": len(divided.helper_of),
        "paired": len(divided.helper_of),
        "helpers": len(divided.load),
        "helpers_used": len(sizes),
        "load": {str(n): areas[n] for n in sorted(areas)},
        "total_cost": plan.cost,
        "optimal": plan.optimal,
        "gap": plan.cost_gap,
        "bound": plan.cost - plan.cost_gap,
        "balance_gap": plan.balance_gap,
        "imbalance": plan.imbalance,
        "district_load": [[helper, load] for helper, load in sorted(divided.load.items())],
        "method": "districts",
    }


def district_rows(proposal: Proposal, question: Question, divided: Divided) -> Iterator[ProposalRow]:
    """Yield one row for each area: its district's helper beside today's."""
    today = question.today.helpers_of
    for area, helper in sorted(divided.helper_of.items()):
        now = today.get(area, [])
        current = helper if helper in now else next(iter(now), None)
        kept = {"kept": -question.usual_bonus} if helper in now else {}
        yield ProposalRow(
            proposal=proposal,
            recipient_id=area,
            helper_id=helper,
            current_id=current,
            cost=sum(kept.values()),
            terms=kept,
        )
