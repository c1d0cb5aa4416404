"""Every test here runs once for each declared resource that has a sample."""

from typing import Any

import pytest
from django.test import Client

from bangfu.kernel.resources import Resource, resources
from bangfu.kernel.rights.actions import operator
from tests.every_resource.actors import HERE, insider, stranger

SAMPLED = [resource for resource in resources if resource.sample is not None]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give tests that ask for ``resource`` each of them, those that ask for ``any_resource`` also the unsampled."""
    for name, wanted in (("resource", SAMPLED), ("any_resource", list(resources))):
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, wanted, ids=lambda r: r.name)


@pytest.fixture
def sample(resource: Resource, db: None) -> Any:
    """One row, made by calling actions."""
    assert resource.sample is not None
    return resource.sample(operator(), HERE)


@pytest.fixture
def inside(resource: Resource, sample: Any) -> Client:
    """The browser of somebody who may see the sample."""
    return _browser(insider(resource))


@pytest.fixture
def strange(resource: Resource, sample: Any) -> Client:
    """The browser of somebody with the same roles in another county."""
    if not resource.scope_field:
        pytest.skip("its rows belong to no place")
    return _browser(stranger(resource))


def _browser(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client
