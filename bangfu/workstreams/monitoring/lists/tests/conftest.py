"""A county with its lists, and somebody on its register."""

from __future__ import annotations

import pytest

from bangfu.kernel.rights.models import User
from bangfu.parties.models import Person
from bangfu.workstreams.monitoring.lists.models import ListType
from bangfu.workstreams.monitoring.lists.tests.test_lists import number, person
from bangfu.workstreams.monitoring.screening.tests.conftest import actor, county  # noqa: F401 - fixtures


@pytest.fixture
def medical(actor: User) -> ListType:  # noqa: F811
    return ListType.objects.get(code="medical")


@pytest.fixture
def wang(actor: User) -> Person:  # noqa: F811
    return person(actor, "王建国", number(1))
