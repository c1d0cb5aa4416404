"""Which side rules a choice by hand would break, before it is made."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from bangfu.pairing.assigner import Candidates, Helpers, Problem, ProblemRefused, Recipients, positions
from bangfu.pairing.assigner.rules import Rule, breaches
from bangfu.pairing.models import Proposal, ProposalRow
from bangfu.pairing.ruling import People, rules_for
from bangfu.parties.queries import places_of

Pairs = NDArray[np.int64]


def broken_by(proposal: Proposal, row: ProposalRow, helper_id: int | None, on: date) -> list[str]:
    """Return the side rules that hold now, somewhere, and would not with another helper (None: nobody) in a row."""
    if not proposal.scheme.side_rules:
        return []
    rows = list(proposal.rows.values_list("pk", "helper_id", "recipient_id"))
    before = _pairs((helper, recipient) for _pk, helper, recipient in rows)
    after = _pairs((helper_id if pk == row.pk else helper, recipient) for pk, helper, recipient in rows)
    helpers = np.unique(np.concatenate([before[:, 0], after[:, 0]]))
    recipients = np.unique(np.array([recipient for _pk, _helper, recipient in rows], dtype=np.int64))
    places = places_of(recipients.tolist())
    listed = [places.get(pk, "") for pk in recipients.tolist()]
    try:
        rules = rules_for(People(proposal.scheme, helpers, recipients, listed, on))
    except ProblemRefused:  # nobody is left of a class that a rule demands: it was broken before
        return []
    known = _breached(helpers, recipients, before, rules)
    return sorted({name for name, where in _breached(helpers, recipients, after, rules) - known})


def _pairs(rows: object) -> Pairs:
    found = [(helper, recipient) for helper, recipient in rows if helper is not None]  # type: ignore[attr-defined]
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def _breached(helpers: Pairs, recipients: Pairs, pairs: Pairs, rules: list[Rule]) -> set[tuple[str, object]]:
    found = Candidates(positions(helpers, pairs[:, 0]), positions(recipients, pairs[:, 1]))
    problem = Problem(Helpers(helpers, len(recipients)), Recipients(recipients), found)
    return {(breach.rule, breach.where) for breach in breaches(problem, np.ones(len(pairs), dtype=bool), rules)}
