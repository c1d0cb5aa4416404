"""Searching by the beginning of a text, in the form each database has an index for."""

from typing import Any

from django.db.models import CharField, Lookup

LAST = "\U0010ffff"


@CharField.register_lookup
class Prefix(Lookup):
    """``name__prefix="王"``: a range where texts compare by bytes (SQLite), ``LIKE`` on PostgreSQL.

    Django's ``startswith`` is ``LIKE … ESCAPE`` on SQLite, which reads the whole table. On PostgreSQL the column
    needs an index with ``varchar_pattern_ops``, since the order of a language is not that of prefixes.
    """

    lookup_name = "prefix"
    prepare_rhs = True

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, parameters = self.process_lhs(compiler, connection)
        return f"({left} >= %s AND {left} < %s)", [*parameters, self.rhs, *parameters, self.rhs + LAST]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, parameters = self.process_lhs(compiler, connection)
        return f"{left} LIKE %s", [*parameters, connection.ops.prep_for_like_query(self.rhs) + "%"]
