"""What tests of people acting at the same moment share."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection, connections


@contextmanager
def shared(folder: Path) -> Iterator[None]:
    """Let threads work on a file: a database in memory answers that it is locked, where a file lets them wait."""
    if connection.vendor != "sqlite" or not connection.is_in_memory_db():
        yield
        return
    settings = connections.settings["default"]
    name, file = settings["NAME"], folder / "races.sqlite3"
    with closing(sqlite3.connect(file)) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode = WAL")
    settings["NAME"] = str(file)
    try:
        yield
    finally:
        settings["NAME"] = name
