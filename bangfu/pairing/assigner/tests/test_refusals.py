"""Contradictory rules are explained: which rule, and for whom."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from bangfu.pairing.assigner import Candidates, Helpers, Problem, ProblemRefused, Recipients, solve
from bangfu.pairing.assigner.refusals import SENTENCES, Reason


def problem(**changes: Any) -> Problem:
    """Two helpers and two households, everybody eligible, with changes."""
    parts = {
        "helper_ids": ["王", "李"],
        "capacity": 2,
        "minimum": 0,
        "recipient_ids": [1, 2],
        "least": 1,
        "most": None,
        "weight": 1,
        "pairs": [(0, 0), (0, 1), (1, 0), (1, 1)],
        "frozen": None,
        "load_cost": None,
        "cost": 1,
    }
    parts |= changes
    pairs = np.array(parts["pairs"], dtype=int).reshape(-1, 2)
    return Problem(
        Helpers(np.array(parts["helper_ids"]), parts["capacity"], parts["minimum"]),
        Recipients(np.array(parts["recipient_ids"]), parts["least"], parts["most"], parts["weight"]),
        Candidates(pairs[:, 0], pairs[:, 1], {"distance": np.full(len(pairs), parts["cost"])}),
        frozen=parts["frozen"],
        load_cost=parts["load_cost"],
    )


@pytest.mark.parametrize(
    ("changes", "code", "params"),
    [
        ({"helper_ids": [], "pairs": []}, "no_helpers", {}),
        ({"recipient_ids": [], "pairs": []}, "no_recipients", {}),
        ({"helper_ids": ["王", "王"]}, "duplicate_helpers", {"helpers": ["王"]}),
        ({"recipient_ids": [7, 7]}, "duplicate_recipients", {"recipients": [7]}),
        ({"pairs": [(0, 0), (0, 0)]}, "duplicate_candidates", {"helpers": ["王"], "recipients": [1]}),
        ({"capacity": 0}, "no_capacity", {"helpers": ["王", "李"]}),
        ({"pairs": []}, "nobody_eligible", {"recipients": [1, 2]}),
        ({"capacity": [-1, 2]}, "negative_bounds", {"helpers": ["王"]}),
        ({"minimum": [0, 3]}, "minimum_above_capacity", {"helpers": ["李"]}),
        ({"least": [2, 1], "most": 1}, "demand_contradicts", {"recipients": [1]}),
        ({"weight": [0, 1]}, "weight_not_positive", {"recipients": [1]}),
        (
            {"capacity": [1, 2], "frozen": [True, True, False, False]},
            "frozen_beyond_capacity",
            {"helpers": ["王"], "frozen": 2, "capacity": 1},
        ),
        ({"frozen": [True, False, True, False]}, "frozen_beyond_demand", {"recipients": [1]}),
        ({"minimum": [2, 1]}, "minimum_beyond_demand", {"needed": 3, "offered": 2}),
        ({"minimum": [2, 0], "pairs": [(0, 0), (1, 1)]}, "minimum_beyond_candidates", {"helpers": ["王"]}),
        ({"load_cost": [3, 1]}, "load_cost_not_convex", {}),
        ({"cost": 10**13}, "cost_out_of_range", {"largest": 10**13}),
    ],
)
def test_every_contradiction_is_named(changes: dict[str, Any], code: str, params: dict[str, Any]) -> None:
    with pytest.raises(ProblemRefused) as caught:
        solve(problem(**changes))
    assert caught.value.code == code
    found = {key: sorted(value) if isinstance(value, list) else value for key, value in caught.value.params.items()}
    expected = {key: sorted(value) if isinstance(value, list) else value for key, value in params.items()}
    assert {key: found[key] for key in expected} == expected


def test_minimum_loads_that_compete_are_named_with_their_recipients() -> None:
    """王 and 李 can only help household 1, which takes one helper; 赵 is not part of the contradiction."""
    with pytest.raises(ProblemRefused) as caught:
        solve(
            problem(
                helper_ids=["王", "李", "赵"],
                minimum=[1, 1, 1],
                recipient_ids=[1, 2, 3],
                pairs=[(0, 0), (1, 0), (2, 1), (2, 2)],
            )
        )
    assert caught.value.code == "minimum_contradicts"
    assert sorted(caught.value.params["helpers"]) == ["李", "王"]
    assert caught.value.params["recipients"] == [1]
    assert (caught.value.params["needed"], caught.value.params["offered"]) == (2, 1)


def test_all_contradictions_are_told_at_once() -> None:
    with pytest.raises(ProblemRefused) as caught:
        solve(problem(helper_ids=["王", "王"], recipient_ids=[7, 7], weight=[-1, 1]))
    codes = [reason.code for reason in caught.value.reasons]
    assert codes == ["duplicate_helpers", "duplicate_recipients", "weight_not_positive"]


def test_a_refusal_speaks_with_the_names_its_caller_knows() -> None:
    reason = Reason("frozen_beyond_capacity", {"helpers": [17], "frozen": 3, "capacity": 2})
    assert reason.tell(helper_name={17: "张建国"}.get) == "固定不变的结对超出帮扶人上限：张建国 已固定 3 户，上限 2 户"


def test_a_long_list_is_cut_and_counted() -> None:
    message = Reason("duplicate_helpers", {"helpers": list(range(1, 10))}).tell()
    assert message == "帮扶人重复：1、2、3、4、5 等 9 个，请先合并重复记录"


def test_every_sentence_can_be_told() -> None:
    figures = dict.fromkeys(
        ("needed", "offered", "largest", "frozen", "capacity", "districts", "count", "least", "most"), 1
    )
    lists = {key: ["甲"] for key in ("areas", "rules", "parts")}
    for code in SENTENCES:
        assert Reason(code, {**figures, **lists, "helpers": ["甲"], "recipients": ["乙"]}).tell()


def test_candidates_must_point_at_somebody() -> None:
    with pytest.raises(ValueError, match="nobody"):
        solve(problem(pairs=[(0, 5)]))
