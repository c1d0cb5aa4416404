"""What every test database holds, and what no test leaves behind."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from bangfu.kernel.append_only import PREFIX
from bangfu.kernel.codelists.seeds import load_codelists
from bangfu.kernel.policy.seeds import load_policies
from bangfu.kernel.remembered import forget_everything


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Load the code lists and policy values that come with the software, once a run."""
    with django_db_blocker.unblock():
        seed()
        if connection.vendor == "sqlite":
            flush_past_guards()


def seed() -> None:
    """Load what comes with the software."""
    load_policies()
    load_codelists()


def flush_past_guards() -> None:
    """Let tests that really commit empty append-only tables afterwards.

    PostgreSQL truncates, which no row trigger sees. SQLite deletes, so its guards are taken down and put up again
    around the emptying, and only there.
    """
    operations = type(connection.ops)
    flush = operations.sql_flush

    # On the class: a browser's event loop gives the same thread a connection of its own.
    def sql_flush(self: Any, *args: Any, **kwargs: Any) -> list[str]:
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{PREFIX}%"]
            )
            guards = cursor.fetchall()
        emptying = flush(self, *args, **kwargs)
        return [*(f'DROP TRIGGER "{name}"' for name, _sql in guards), *emptying, *(s for _n, s in guards)]

    operations.sql_flush = sql_flush


@pytest.fixture(autouse=True)
def _fresh(request: pytest.FixtureRequest) -> Iterator[None]:
    """Begin with nothing remembered, and seeded again where the test before this one emptied the tables."""
    forget_everything()
    marker = request.node.get_closest_marker("django_db")
    committing = (marker is not None and marker.kwargs.get("transaction")) or not {
        "transactional_db",
        "live_server",
    }.isdisjoint(request.fixturenames)
    if committing:
        request.getfixturevalue("transactional_db")
        seed()
    yield
    forget_everything()
