"""Tables obey the layers too: a foreign key named by a string is no import, so the import contracts cannot see it."""

import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
Key = tuple[type[models.Model], str, type[models.Model]]


def layers() -> list[set[str]]:
    """Return the layers of the import contract, the highest first, each with its packages."""
    contracts = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    [declared] = [contract["layers"] for contract in contracts if contract["type"] == "layers"]
    return [{name.strip() for name in layer.split("|")} for layer in declared]


def layer_of(module: str) -> int:
    """Return the height of a module's layer, 0 for the lowest."""
    package = module.split(".")[1]
    return next(height for height, names in enumerate(reversed(layers())) if package in names)


def may_point(app: str, target: str) -> bool:
    """Tell whether tables of one app may refer to those of another: to its own and to lower layers only."""
    return app == target or layer_of(target) < layer_of(app)


def foreign_keys() -> list[Key]:
    """Return every relation between our tables: where from, its name, where to."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("bangfu.")]
    return [
        (model, field.name, field.related_model)
        for model in ours
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if field.is_relation and field.related_model in ours
    ]


def app_of(model: type[models.Model]) -> str:
    """Return the dotted name of a model's app."""
    return apps.get_app_config(model._meta.app_label).name


def test_no_table_refers_to_a_table_above_or_beside_it() -> None:
    found = foreign_keys()
    assert found
    wrong = [
        f"{model._meta.label}.{name} → {target._meta.label}"
        for model, name, target in found
        if not may_point(app_of(model), app_of(target))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("source", "target", "allowed"),
    [
        ("bangfu.ledger", "bangfu.parties", True),
        ("bangfu.parties", "bangfu.ledger", False),
        ("bangfu.workstreams.market", "bangfu.workstreams.exchange", False),
        ("bangfu.workstreams.market", "bangfu.ledger", True),
        ("bangfu.reports", "bangfu.office", False),
    ],
)
def test_the_rule_itself(source: str, target: str, allowed: bool) -> None:
    assert may_point(source, target) is allowed
