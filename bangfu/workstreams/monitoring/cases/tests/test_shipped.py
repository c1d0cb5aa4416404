"""What ships as policy speaks of things that are there."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from bangfu.config.installation import load_seeds
from bangfu.kernel.codelists.queries import all_codes
from bangfu.kernel.flows.declarations import flows
from bangfu.kernel.flows.diagrams import mermaid
from bangfu.ledger.kinds import entry_kinds
from bangfu.workstreams.monitoring.cases.flow import CASE
from bangfu.workstreams.monitoring.cases.models import Case
from bangfu.workstreams.monitoring.cases.policy_keys import KEYS, KIND_RULES, PROOFS
from bangfu.workstreams.monitoring.cases.telling import CHARGED

VALUES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[2] / "policies" / "cases.toml").read_text(encoding="utf-8")
)["value"]


def test_every_parameter_has_a_value() -> None:
    assert {value["key"] for value in VALUES} == {key.name for key in KEYS}


def test_measures_are_proved_by_kinds_of_entry_that_exist() -> None:
    [table] = [value["value"] for value in VALUES if value["key"] == PROOFS]
    named = {text.partition("?")[0] for texts in table.values() for text in texts}
    assert sorted(name for name in named if name not in entry_kinds) == []


@pytest.mark.django_db
def test_tables_name_codes_of_the_lists() -> None:
    load_seeds()
    measures = {code.code for code in all_codes("measure")}
    kinds = {code.code for code in all_codes("monitored_kind")}
    for value in VALUES:
        if value["key"] == PROOFS:
            assert set(value["value"]) == measures
        if value["key"] == KIND_RULES:
            assert set(value["value"]) <= kinds


def test_every_state_is_in_the_flow_and_somebody_is_charged_with_it() -> None:
    assert {state.name for state in flows[CASE.name].states} == set(Case.State.values)
    resting = {"helping", *Case.ENDED}
    assert set(CHARGED) == set(Case.State.values) - resting
    assert "民主评议" in mermaid(CASE)
