"""The fixtures of the registers' imports, with an organisation and a household to give to."""

import pytest

from bangfu.parties.imports.tests.conftest import actor, export, offer, take_in
from bangfu.parties.imports.tests.invented import household
from bangfu.parties.imports.tests.test_organisations import BUREAU, SCHOOL

__all__ = ["actor", "export", "offer", "take_in"]


@pytest.fixture
def parties(take_in):
    """Two organisations and one household."""
    take_in([BUREAU, SCHOOL], "organisations")
    take_in(household(1))
