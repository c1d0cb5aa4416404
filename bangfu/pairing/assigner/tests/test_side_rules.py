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
    Variety,
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
        kind = draw(st.integers(0, 4))
        if kind == 0:
            least, most = draw(st.sampled_from([(0, 1), (0, 2), (1, None), (1, 2)]))
            counting = draw(st.sampled_from(list(Counting)))
            rules.append(Quota(name, groups(helpers), groups(recipients), most, least, counting))
        elif kind == 4:
            rules.append(Variety(name, groups(helpers), groups(recipients), 1, draw(st.booleans())))
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


def test_one_unit_for_a_village_and_one_village_for_a_helper() -> None:
    problem = county(helpers=16, recipients=20, candidates=9, capacity=4)
    unit, village = np.arange(16) % 4, np.arange(20) % 5
    one_unit = Variety("一村只由一个单位帮", unit, village)
    one_village = Variety("一人只帮一个村", np.arange(16), village, of_helpers=True)
    assert breaches(problem, solve(problem).chosen, [one_unit])
    assert breaches(problem, solve(problem).chosen, [one_village])
    pairs = solve_with_rules(problem, [one_unit]).pair_ids()
    assert all(len({unit[h] for h, r in pairs if village[r] == v}) <= 1 for v in range(5))
    assignment = solve_with_rules(problem, [one_village])
    assert assignment.optimal
    assert all(len({village[r] for h, r in assignment.pair_ids() if h == one}) <= 1 for one in range(16))


def test_more_candidates_than_a_model_holds_leave_an_honest_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = county(helpers=30, recipients=60, candidates=20, capacity=3)
    rule = Variety("一村只由两个单位帮", np.arange(30) % 5, np.arange(60) % 6, most=2)
    whole = solve_with_rules(problem, [rule], effort=10.0)
    monkeypatch.setattr("bangfu.pairing.assigner.side_rules.LARGEST", 200)
    part = solve_with_rules(problem, [rule], effort=10.0)
    assert not breaches(part.problem, part.chosen, [rule])
    assert (len(part.unpaired), part.cost) >= (len(whole.unpaired), whole.cost)
    if len(part.unpaired) == len(whole.unpaired):
        assert part.proof.bound <= whole.cost


def test_what_candidates_or_frozen_pairs_rule_out_is_told_with_those_concerned() -> None:
    pairs = all_pairs(2, 3)
    frozen = np.zeros(6, dtype=bool)
    frozen[[0, 4]] = True  # the first helper with the first recipient, the second with the second
    problem = Problem(Helpers(np.array(["甲", "乙"]), 3), Recipients(np.arange(3)), Candidates(*pairs), frozen=frozen)
    member, village = np.array([0, OUTSIDE]), np.array([0, 0, 1])
    cases = [
        (
            Quota("每村至少两名党员", member, village, least=2, counting=Counting.HELPERS),
            "rule_beyond_candidates",
            [0, 1],
        ),
        (Quota("每人至少四户", np.arange(2), np.zeros(3, int), least=4), "rule_beyond_helper", ["甲"]),
        (Variety("一村只由一人帮", np.arange(2), village), "rule_against_frozen", [0, 1]),
        (ApartHelpers("甲乙不同村", np.array([[0, 1]]), village), "rule_against_frozen", [0, 1]),
        (Quota("一村至多一对", np.zeros(2, int), village, most=1), "rule_against_frozen", [0, 1]),
    ]
    for rule, code, people in cases:
        with pytest.raises(ProblemRefused) as caught:
            solve_with_rules(problem, [rule])
        assert caught.value.code == code
        assert people in (caught.value.params.get("helpers"), caught.value.params.get("recipients"))
        assert rule.name in caught.value.message


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
