"""Side rules are kept, the result is proved or its gap stated, and contradictions are named."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bangfu.pairing.assigner import Candidates, Helpers, Problem, ProblemRefused, Recipients, solve
from bangfu.pairing.assigner.candidates import all_pairs
from bangfu.pairing.assigner.rules import (
    OUTSIDE,
    ApartHelpers,
    ApartRecipients,
    Counting,
    Quota,
    Rule,
    TogetherRecipients,
    breaches,
    canonical_rules,
)
from bangfu.pairing.assigner.side_rules import solve_with_rules

from .instances import all_choices, county, problems


@st.composite
def ruled(draw: st.DrawFn) -> tuple[Problem, list[Rule]]:
    """A problem with one to three side rules."""
    problem = draw(problems())
    helpers, recipients = len(problem.helpers), len(problem.recipients)

    def groups(length: int) -> np.ndarray:
        return np.array(draw(st.lists(st.integers(OUTSIDE, 1), min_size=length, max_size=length)))

    def two(length: int) -> np.ndarray:
        return np.array([draw(st.permutations(range(length)))[:2]]) if length > 1 else np.empty((0, 2), int)

    rules: list[Rule] = []
    for number in range(draw(st.integers(1, 3))):
        name = f"规则{number}"
        kind = draw(st.integers(0, 3))
        if kind == 0:
            least, most = draw(st.sampled_from([(0, 1), (0, 2), (1, None), (1, 2)]))
            counting = draw(st.sampled_from(list(Counting)))
            rules.append(Quota(name, groups(helpers), groups(recipients), most, least, counting))
        elif kind == 1:
            where = groups(recipients) if draw(st.booleans()) else None
            rules.append(ApartHelpers(name, two(helpers), where))
        else:
            rules.append((ApartRecipients if kind == 2 else TogetherRecipients)(name, two(recipients)))
    return problem, rules


@settings(max_examples=30, deadline=None)
@given(ruled())
def test_is_the_best_that_keeps_the_rules(case: tuple[Problem, list[Rule]]) -> None:
    problem, rules = case
    canonical, kept = problem.canonical(), canonical_rules(problem, rules)
    choices = all_choices(canonical)
    allowed = np.array([not breaches(canonical, chosen, kept) for chosen in choices.chosen], dtype=bool)
    best = choices.best(allowed)
    try:
        assignment = solve_with_rules(problem, rules)
    except ProblemRefused as refused:
        refusal: ProblemRefused | None = refused
    else:
        refusal = None
        assert not breaches(assignment.problem, assignment.chosen, kept)
        assert choices.value(assignment.chosen) == best
        assert assignment.optimal
    assert (refusal is None) or best is None or refusal.code == "no_capacity"


def test_at_most_one_cadre_of_a_unit_in_a_village() -> None:
    problem = county(helpers=12, recipients=18, candidates=8, capacity=3)
    unit, village = np.arange(12) % 3, np.arange(18) % 4
    rule = Quota("同一单位在一村不超过1人", unit, village, most=1, counting=Counting.HELPERS)
    assert breaches(problem, solve(problem).chosen, [rule])
    assignment = solve_with_rules(problem, [rule])
    assert assignment.proof.method == "cp_sat"
    assert assignment.optimal
    there = {(unit[helper], village[recipient], helper) for helper, recipient in assignment.pair_ids()}
    assert len(there) == len({place[:2] for place in there})


def test_rules_that_do_not_bind_leave_the_flow_and_its_certificate() -> None:
    problem = county(helpers=6, recipients=6, candidates=3, capacity=2)
    assignment = solve_with_rules(problem, [Quota("宽松", np.zeros(6, int), np.zeros(6, int), most=6)])
    assert assignment.proof.method == "min_cost_flow"


def test_a_team_fills_each_role_once_and_nobody_serves_twice_in_it() -> None:
    """Roles of teams are recipients; a helper qualified for two roles may hold only one in a team."""
    teams, roles = 5, 3
    recipients = [f"{team}村·{role}" for team in range(teams) for role in range(roles)]
    random = np.random.default_rng(3)
    helpers = 12
    qualified = random.random((helpers, roles)) < 0.6
    pairs = [(h, t * roles + r) for h in range(helpers) for t in range(teams) for r in range(roles) if qualified[h, r]]
    problem = Problem(
        Helpers(np.arange(helpers), 2),
        Recipients(np.array(recipients)),
        Candidates(*np.array(pairs).T, terms={"distance": random.integers(0, 3, len(pairs))}),
    )
    once = Quota("一人在一队只任一职", np.arange(helpers), np.repeat(np.arange(teams), roles), most=1)
    assignment = solve_with_rules(problem, [once])
    served = [(helper, recipient.split("村")[0]) for helper, recipient in assignment.pair_ids()]
    assert len(served) == len(set(served)) == teams * roles
    assert assignment.optimal


def test_contradicting_rules_are_named_and_no_others() -> None:
    pairs = all_pairs(2, 2)
    problem = Problem(Helpers(np.array([1, 2]), 2), Recipients(np.array([1, 2])), Candidates(*pairs))
    nobody, everybody = np.zeros(2, int), np.zeros(2, int)
    rules = [
        ApartHelpers("甲乙不同户", np.array([[0, 1]])),
        Quota("至少两对", nobody, everybody, least=2),
        Quota("至多一对", nobody, everybody, most=1),
    ]
    with pytest.raises(ProblemRefused) as caught:
        solve_with_rules(problem, rules)
    assert caught.value.code == "side_rules_contradict"
    assert caught.value.params["rules"] == ["至少两对", "至多一对"]


def test_a_stated_gap_when_the_effort_runs_out() -> None:
    """Next to no effort still yields an assignment that keeps the rules, with an honest bound."""
    problem = county(helpers=40, recipients=60, candidates=6, capacity=3)
    rule = Quota("同一单位在一村不超过1对", np.arange(40) % 4, np.arange(60) % 6, most=1)
    assignment = solve_with_rules(problem, [rule], effort=0.02)
    assert not breaches(assignment.problem, assignment.chosen, [rule])
    assert assignment.proof.gap == assignment.cost - assignment.proof.bound >= 0
    assert assignment.proof.coverage_gap >= 0
