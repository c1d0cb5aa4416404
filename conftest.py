"""Fixtures for every test, wherever it lies."""

from pathlib import Path

import pytest
from django.conf import settings

from tests.isolation import HOME

pytest_plugins = ("tests.books", "tests.chromium", "tests.databases", "tests.schemas", "tests.seeds")


def pytest_configure(config: pytest.Config) -> None:
    """Hash passwords fast: tests log in often, and none is about the strength of hashing."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def bangfu_home() -> Path:
    """The folder of this run's keys, files and databases; it is gone after the run."""
    return Path(HOME)
