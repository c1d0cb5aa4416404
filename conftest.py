"""Fixtures and options for every test, wherever it lies."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import TransactionTestCase

from tests.isolation import HOME

pytest_plugins = ("tests.chromium",)

DATABASE_FIXTURES = frozenset({"db", "transactional_db", "django_db_setup", "live_server"})


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer `--only-database`, for running the same tests on another database without the rest."""
    parser.addoption("--only-database", action="store_true", help="only tests that touch the database")


def pytest_configure(config: pytest.Config) -> None:
    """Hash passwords fast: tests log in often, and none is about the strength of hashing."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep only the tests that touch the database when `--only-database` is given."""
    if not config.getoption("only_database"):
        return
    config.hook.pytest_deselected(items=[item for item in items if not touches_database(item)])
    items[:] = [item for item in items if touches_database(item)]


def touches_database(item: pytest.Item) -> bool:
    """Whether a test asks for a database by mark, by fixture or as one of Django's test cases."""
    if item.get_closest_marker("django_db"):
        return True
    owner = getattr(item, "cls", None)
    if owner is not None and issubclass(owner, TransactionTestCase):
        return True
    return not DATABASE_FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def bangfu_home() -> Path:
    """The folder of this run's keys, files and databases; it is gone after the run."""
    return Path(HOME)
