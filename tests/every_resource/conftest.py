"""Every test here runs once for each declared resource that has a sample.

The sample and the people are made once for the tests of one resource in one file; each test undoes what it did.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from bangfu.kernel.resources import Resource, resources
from bangfu.kernel.rights.actions import operator
from bangfu.kernel.rights.models import User
from tests.every_resource.actors import HERE, insider, stranger
from tests.every_resource.conditions import condition_of

SAMPLED = [resource for resource in resources if resource.sample is not None]


@dataclass(frozen=True)
class Stage:
    """One row, made by calling actions, somebody who may see it, and somebody with the same roles elsewhere."""

    pk: Any
    insider: Any
    stranger: Any


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give tests that ask for ``resource`` each of them, those that ask for ``any_resource`` also the unsampled.

    A test marked with ``where`` runs only for the resources its condition holds for.
    """
    conditions = [condition_of(metafunc.function)]
    if "strange" in metafunc.fixturenames:
        conditions.append(lambda resource: bool(resource.scope_field))
    for name, wanted in (("resource", SAMPLED), ("any_resource", list(resources))):
        if name in metafunc.fixturenames:
            chosen = [resource for resource in wanted if all(holds(resource) for holds in conditions)]
            metafunc.parametrize(name, chosen, ids=lambda r: r.name, scope="module")


@pytest.fixture(scope="module")
def stage(resource: Resource, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    """What the tests of one resource begin with; it is gone after the last of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert resource.sample is not None
        sample = resource.sample(operator(), HERE)
        yield Stage(sample.pk, insider(resource).pk, stranger(resource).pk)
        transaction.set_rollback(True)


@pytest.fixture
def sample(resource: Resource, stage: Stage, db: None) -> Any:
    """The row, as it is stored."""
    return resource.model._default_manager.get(pk=stage.pk)


@pytest.fixture
def inside(stage: Stage, db: None) -> Client:
    """The browser of somebody who may see the sample."""
    return _browser(stage.insider)


@pytest.fixture
def strange(stage: Stage, db: None) -> Client:
    """The browser of somebody with the same roles in another county."""
    return _browser(stage.stranger)


def _browser(pk: Any) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=pk))
    return client
