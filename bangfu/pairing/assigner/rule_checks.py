"""Side rules that candidates or frozen pairs alone show to be out of reach, each with the people it concerns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from .problem import Problem
from .refusals import Reason
from .rules import Counting, Quota, Rule, RuleBreach, TogetherRecipients, Variety, breaches, obliged_groups


def out_of_reach(problem: Problem, rules: Sequence[Rule]) -> list[Reason]:
    """Why some rules cannot be kept whatever is chosen; rules and problem in canonical order."""
    found: list[Reason] = []
    for rule in rules:
        if isinstance(rule, Quota):
            found += too_few(problem, rule)
        if not isinstance(rule, TogetherRecipients):
            found += frozen_against(problem, rule)
    return found


def too_few(problem: Problem, rule: Quota) -> Iterator[Reason]:
    """Groups that have fewer candidates than the rule demands."""
    obliged = obliged_groups(rule)
    if not obliged:
        return
    helper, recipient = problem.candidates.helper, problem.candidates.recipient
    where = np.asarray(rule.helper_group)[helper], np.asarray(rule.recipient_group)[recipient]
    what = helper if rule.counting is Counting.HELPERS else np.arange(len(helper))
    seen = np.unique(np.stack([*where, what]), axis=1)
    groups, counts = np.unique(seen[:2], axis=1, return_counts=True)
    offered = {(int(a), int(b)): int(n) for a, b, n in zip(*groups, counts, strict=True)}
    for ours, theirs in obliged:
        if (found := offered.get((ours, theirs), 0)) < rule.least:
            yield about_group(problem, rule, ours, theirs, found)


def about_group(problem: Problem, rule: Quota, ours: int, theirs: int, offered: int) -> Reason:
    """One group that falls short: the helper where a single one must have so many, else the recipients."""
    figures = {"rules": [rule.name], "needed": rule.least, "offered": offered}
    helpers = np.flatnonzero(np.asarray(rule.helper_group) == ours)
    if len(helpers) == 1 and rule.counting is Counting.PAIRS:
        return Reason("rule_beyond_helper", {"helpers": problem.helpers.ids[helpers].tolist(), **figures})
    recipients = np.flatnonzero(np.asarray(rule.recipient_group) == theirs)
    return Reason("rule_beyond_candidates", {"recipients": problem.recipients.ids[recipients].tolist(), **figures})


def frozen_against(problem: Problem, rule: Rule) -> Iterator[Reason]:
    """Frozen pairs that break a rule among themselves."""
    if not problem.frozen.any():
        return
    for breach in breaches(problem, problem.frozen, [rule]):
        if isinstance(rule, Quota) and breach.found < rule.least:
            continue
        yield Reason("rule_against_frozen", {"rules": [rule.name], "recipients": concerned(problem, rule, breach)})


def concerned(problem: Problem, rule: Rule, breach: RuleBreach) -> list[object]:
    """Recipients of the frozen pairs in a breach."""
    arcs = np.flatnonzero(problem.frozen)
    helper, recipient = problem.candidates.helper[arcs], problem.candidates.recipient[arcs]
    match rule:
        case Quota():
            there = (np.asarray(rule.helper_group)[helper] == breach.where[0]) & (
                np.asarray(rule.recipient_group)[recipient] == breach.where[1]
            )
        case Variety():
            there = rule.sides(helper, recipient)[0] == breach.where[0]
        case _:
            helpers, recipients = problem.helpers.ids[helper], problem.recipients.ids[recipient]
            there = np.isin(helpers, breach.where) | np.isin(recipients, breach.where)
    return np.unique(problem.recipients.ids[recipient[there]]).tolist()
