"""Explanations are exact: forcing an alternative costs what was said, and moves whom was said."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings

from bangfu.pairing.assigner import Candidates, Helpers, Problem, ProblemRefused, Recipients, solve
from bangfu.pairing.assigner.adjust import Exchange, adjust, by_hand, candidate
from bangfu.pairing.assigner.candidates import all_pairs
from bangfu.pairing.assigner.certificate import breaches_of
from bangfu.pairing.assigner.explain import Alternative, Choice, Explainer
from bangfu.pairing.assigner.overview import overview

from .instances import all_choices, answer, county, problems


@settings(max_examples=30, deadline=None)
@given(problems())
def test_an_alternative_costs_what_the_best_assignment_with_it_costs_more(problem: Problem) -> None:
    assignment = answer(problem)
    assume(not isinstance(assignment, ProblemRefused))
    problem, explainer, choices = assignment.problem, Explainer(assignment), all_choices(assignment.problem)
    for recipient in problem.recipients.ids.tolist():
        for told in explainer.why(recipient, alternatives=99):
            for alternative in told.alternatives:
                wanted = assignment.chosen.copy()
                if isinstance(told, Choice):
                    wanted[candidate(problem, told.helper, recipient)] = False
                wanted[candidate(problem, alternative.helper, recipient)] = True
                mine = problem.recipients.ids[problem.candidates.recipient] == recipient
                with_it = (choices.chosen[:, mine] == wanted[mine]).all(axis=1)
                assert alternative.exact
                assert alternative.extra_cost == choices.best(with_it)[1] - assignment.cost


@settings(max_examples=30, deadline=None)
@given(problems(priced=False))
def test_carrying_out_the_moves_of_an_alternative_gives_what_was_said(problem: Problem) -> None:
    assignment = answer(problem)
    assume(not isinstance(assignment, ProblemRefused))
    for recipient in assignment.problem.recipients.ids.tolist():
        for told in Explainer(assignment).why(recipient, alternatives=99):
            for alternative in told.alternatives:
                old = told.helper if isinstance(told, Choice) else None
                moves = [Exchange(move.recipient, move.old, move.new) for move in alternative.moves]
                after = adjust(assignment, [Exchange(recipient, old, alternative.helper), *moves])
                assert not breaches_of(after.assignment.problem, after.assignment.chosen)
                assert after.extra_cost == alternative.extra_cost
                assert set(after.newly_unpaired) == set(alternative.unpaired)


def test_the_overview_encloses_the_exact_cost() -> None:
    assignment = solve(county(helpers=25, recipients=40, candidates=6, capacity=2))
    table, explainer = overview(assignment), Explainer(assignment)
    problem = assignment.problem
    for row, recipient in enumerate(table.recipient.tolist()):
        (choice,) = explainer.why(recipient, alternatives=99)
        exact = {other.helper: other.extra_cost for other in choice.alternatives}
        helper = problem.helpers.ids[problem.candidates.helper[table.alternative[row]]]
        assert table.at_least[row] <= exact[helper] <= table.at_most[row]
        assert not table.exact[row] or exact[helper] == table.at_least[row]
        assert sum(term[row] for term in table.terms.values()) == table.cost[row] == choice.cost
    assert table.exact.any()


def test_a_choice_is_told_by_its_terms() -> None:
    problem = Problem(
        Helpers(np.array(["张", "赵"]), 2),
        Recipients(np.array(["陈家"])),
        Candidates([0, 1], [0, 0], {"distance": np.array([4, 1]), "other_unit": np.array([0, 1])}),
        weights={"distance": 2, "other_unit": 10},
        current=np.array([True, False]),
        keep_bonus=3,
        load_cost=np.array([1, 2]),
    )
    (choice,) = Explainer(solve(problem)).why("陈家")
    assert (choice.helper, choice.cost, choice.load_cost) == ("张", 5, 1)
    assert {term.name: term.cost for term in choice.terms} == {"distance": 8, "other_unit": 0, "keep": -3}
    (other,) = choice.alternatives
    assert (other.helper, other.extra_cost, other.moves) == ("赵", 7, ())


def test_an_alternative_without_time_moves_somebody_else() -> None:
    problem = Problem(
        Helpers(np.array(["张", "赵"]), 1),
        Recipients(np.array(["东", "西"])),
        Candidates(*all_pairs(2, 2), {"distance": np.array([0, 9, 9, 0])}),
    )
    (choice,) = Explainer(solve(problem)).why("东")
    (other,) = choice.alternatives
    assert (other.helper, other.extra_cost) == ("赵", 18)
    assert [(move.recipient, move.old, move.new) for move in other.moves] == [("西", "赵", "张")]


@pytest.mark.parametrize("adjusted", [True, False])
def test_without_a_proof_only_plain_exchanges_are_priced(adjusted: bool) -> None:
    problem = county(helpers=6, recipients=6, candidates=4, capacity=2)
    best = solve(problem)
    drawn_up = by_hand(problem, *zip(*best.pair_ids(), strict=True))
    if adjusted:
        (choice,) = Explainer(best).why(0)
        drawn_up = adjust(best, [Exchange(0, choice.helper, choice.alternatives[0].helper)]).assignment
    alternatives: list[Alternative] = []
    for recipient in range(6):
        (choice,) = Explainer(drawn_up).why(recipient)
        alternatives += choice.alternatives
    assert alternatives
    assert not any(alternative.exact for alternative in alternatives)
    with pytest.raises(ValueError, match="certificate"):
        overview(drawn_up)


def test_an_exchange_by_hand_is_as_much_worse_as_its_proof_says() -> None:
    best = solve(county(helpers=6, recipients=6, candidates=4, capacity=2))
    (choice,) = Explainer(best).why(0)
    (other, *_) = [other for other in choice.alternatives if not other.moves]
    after = adjust(best, [Exchange(0, choice.helper, other.helper)])
    assert after.extra_cost == other.extra_cost == after.assignment.proof.gap > 0
    assert after.assignment.proof.bound == best.cost


def test_changes_by_hand_show_their_cost_and_what_they_break() -> None:
    problem = Problem(
        Helpers(np.array(["张", "赵"]), 1, np.array([1, 0])),
        Recipients(np.array(["东", "西"])),
        Candidates([0, 1, 0], [0, 0, 1], {"distance": np.array([0, 5, 7])}),
    )
    best = solve(problem)
    assert best.pair_ids() == [("张", "西"), ("赵", "东")]
    both = adjust(best, [Exchange("东", "赵", "张")])
    assert (both.extra_cost, both.over_capacity, both.newly_unpaired) == (-5, ("张",), ())
    none = adjust(best, [Exchange("西", "张", None)])
    assert (none.extra_cost, none.below_minimum, none.newly_unpaired) == (-7, ("张",), ("西",))
    assert none.assignment.proof.coverage_gap == 1
    with pytest.raises(KeyError):
        adjust(best, [Exchange("西", "张", "赵")])
    with pytest.raises(ValueError, match="does not have"):
        adjust(best, [Exchange("东", "张", None)])


def test_a_stranger_is_not_explained() -> None:
    with pytest.raises(KeyError):
        Explainer(solve(county(helpers=2, recipients=2, candidates=2, capacity=1))).why(99)
