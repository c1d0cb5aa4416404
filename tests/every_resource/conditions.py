"""Which resources a test is about."""

from collections.abc import Callable
from typing import TypeVar

from bangfu.kernel.resources import Resource

Test = TypeVar("Test", bound=Callable[..., object])
Condition = Callable[[Resource], bool]

CONDITION = "runs_where"


def where(condition: Condition) -> Callable[[Test], Test]:
    """Run a test only for the resources that a condition holds for."""

    def mark(test: Test) -> Test:
        setattr(test, CONDITION, condition)
        return test

    return mark


def condition_of(test: object) -> Condition:
    """The condition a test was marked with; without a mark it holds for every resource."""
    condition: Condition = getattr(test, CONDITION, lambda _resource: True)
    return condition


def in_the_api(resource: Resource) -> bool:
    """Its rows are told in JSON."""
    return bool(resource.api)


def placed(resource: Resource) -> bool:
    """Its rows belong to places."""
    return bool(resource.scope_field)


def changed_by_a_form(resource: Resource) -> bool:
    """Its rows have a form to change them."""
    return bool(resource.change)


def with_files(resource: Resource) -> bool:
    """Photographs and papers are added to its rows."""
    return bool(resource.evidence)
