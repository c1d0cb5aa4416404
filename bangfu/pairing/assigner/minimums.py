"""Which minimum loads compete for too few recipients, when no assignment can meet them all."""

from __future__ import annotations

import numpy as np
from ortools.graph.python.max_flow import SimpleMaxFlow

from .problem import Mask, Problem
from .refusals import ProblemRefused, refused


def explain_minimums(problem: Problem) -> ProblemRefused:
    """The refusal that names a group of helpers whose minimums exceed all that their candidates can take.

    A maximum flow fills as much of the minimums as possible; the helpers on the source side of its minimum
    cut, together with all the recipients they could help, are such a group (Hall's condition).
    """
    helpers, recipients = len(problem.helpers), len(problem.recipients)
    source, sink = helpers + recipients, helpers + recipients + 1
    free = ~problem.frozen
    owed = problem.load_floor - problem.frozen_load
    room = problem.recipients.most - problem.frozen_received
    helper_nodes = np.arange(helpers, dtype=np.int32)
    recipient_nodes = np.arange(helpers, helpers + recipients, dtype=np.int32)
    pair_tails = problem.candidates.helper[free]
    pair_heads = problem.candidates.recipient[free] + np.int32(helpers)
    flow = SimpleMaxFlow()
    flow.add_arcs_with_capacity(
        np.concatenate([np.full(helpers, source, dtype=np.int32), pair_tails, recipient_nodes]),
        np.concatenate([helper_nodes, pair_heads, np.full(recipients, sink, dtype=np.int32)]),
        np.concatenate([owed, np.ones(len(pair_tails), dtype=np.int64), room]),
    )
    flow.solve(source, sink)
    cut = np.zeros(helpers + recipients + 2, dtype=bool)
    cut[flow.get_source_side_min_cut()] = True
    short = cut[:helpers] & (owed > 0)
    return contradiction(problem, short)


def contradiction(problem: Problem, short: Mask) -> ProblemRefused:
    """The refusal for helpers `short` of candidates: what they need and what they can be offered at most."""
    mine = short[problem.candidates.helper]
    within_reach = np.bincount(problem.candidates.recipient[mine], minlength=len(problem.recipients))
    offered = np.minimum(within_reach, problem.recipients.most)
    return refused(
        "minimum_contradicts",
        helpers=problem.helpers.ids[short].tolist(),
        recipients=problem.recipients.ids[within_reach > 0].tolist(),
        needed=int(problem.load_floor[short].sum()),
        offered=int(offered.sum()),
    )
