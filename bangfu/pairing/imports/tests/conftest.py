"""The fixtures of the registers' imports, and the schemes."""

import pytest

from bangfu.kernel.rights.models import User
from bangfu.pairing.seeds import load_schemes
from bangfu.parties.imports.tests import invented
from bangfu.parties.imports.tests.conftest import export, offer, take_in

__all__ = ["actor", "export", "offer", "take_in"]


@pytest.fixture
def actor(db: None) -> User:
    """The operator, in a county with villages and schemes."""
    invented.county()
    load_schemes()
    return invented.operator()
