"""Where the SQL of four engines differs. Everything else that is written means the same in all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """How one engine writes names, texts, days, whole numbers, doubles and the search in a text."""

    name: str
    quote: str = '"'
    double: str = "DOUBLE"
    integer: str = "BIGINT"
    day: Callable[[date], str] = lambda day: f"DATE '{day.isoformat()}'"
    find: str = "instr"
    backslash: bool = False
    last: str = ""  # the aggregate that takes the value of the row that comes last, unknown values too

    def named(self, name: str) -> str:
        """Quote a name; names are ours or checked, but some are words of SQL."""
        return f"{self.quote}{name}{self.quote}"

    def text(self, value: str) -> str:
        """Return a text literal."""
        if self.backslash:
            value = value.replace("\\", "\\\\")
        return "'" + value.replace("'", "\\'" if self.backslash else "''") + "'"

    def digits(self, day: str) -> str:
        """Return a day as the whole number YYYYMMDD."""
        if self.name == "sqlite":
            return f"CAST(strftime('%Y%m%d', {day}) AS INTEGER)"
        if self.name == "postgresql":
            return f"CAST(to_char({day}, 'YYYYMMDD') AS BIGINT)"
        return f"(year({day}) * 10000 + month({day}) * 100 + day({day}))"

    def years(self, difference: str) -> str:
        """Return a difference of such numbers in full years, rounded down; none is negative but of the unborn."""
        if self.name == "sqlite":
            return f"(({difference}) / 10000)"
        return f"CAST(floor(CAST({difference} AS {self.double}) / 10000) AS {self.integer})"


SQLITE = Dialect(name="sqlite", double="REAL", integer="INTEGER", day=lambda day: f"'{day.isoformat()}'")
POSTGRESQL = Dialect(name="postgresql", double="DOUBLE PRECISION", find="strpos")
DUCKDB = Dialect(name="duckdb", last="arg_max_null")
SPARK = Dialect(name="spark", quote="`", backslash=True)
