"""Searching by an index, in the form each database has one for."""

from typing import Any

from django.db.models import CharField, Func, Lookup

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


@CharField.register_lookup
class Exactly(Lookup):
    """``number__exactly=x``: the value itself, always by the index.

    When nearly all rows of an indexed column are empty, SQLite's statistics say that any value is in nearly all
    rows, and it reads the table instead of the index; of a range it has no such opinion.
    """

    lookup_name = "exactly"
    prepare_rhs = True

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, parameters = self.process_lhs(compiler, connection)
        return f"{left} = %s", [*parameters, self.rhs]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, parameters = self.process_lhs(compiler, connection)
        return f"{left} BETWEEN %s AND %s", [*parameters, self.rhs, self.rhs]


class Unindexed(Func):
    """A column that SQLite shall not look up by its index; the same column to any other database.

    SQLite guesses how many rows a range of an index holds without looking, and so reads a whole county in order
    rather than the nineteen rows of one name. PostgreSQL knows better.
    """

    template = "%(expressions)s"
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)
