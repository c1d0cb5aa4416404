"""From meanings to one SELECT that answers many conditions at once.

Rows that belong to others are gathered once for each way of belonging, whatever the number of conditions, and only
those are gathered that any condition could count: the statement reads each table about as often as somebody would
who wrote it by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from bangfu.kernel.areas_of import prefix_range
from bangfu.kernel.conditions.dialects import Dialect
from bangfu.kernel.conditions.meaning import (
    DATE,
    Age,
    Among,
    Arithmetic,
    Column,
    Comparison,
    Constant,
    Gathered,
    Has,
    Logic,
    Negation,
    Node,
    Setting,
    Unknown,
    terms_of,
)
from bangfu.kernel.conditions.periods import born_by
from bangfu.kernel.conditions.vocabulary import ROW, Table

OLDEST = 150
DAY_STEP = 1 << 44  # more than any row's number: days first, then rows, in one whole number of 64 bits
FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
Source = Callable[[Table], str]


@dataclass(frozen=True)
class Question:
    """A condition with a name for its column, and the condition of whom it concerns."""

    name: str
    condition: Node
    scope: Node | None = None


@dataclass(frozen=True)
class Shown:
    """Columns of the answer that explain one question: each term with its column, and since when it has held."""

    term: Node
    column: str
    since: str = ""


@dataclass(frozen=True)
class Statement:
    """A SELECT and what its columns are: ``id``, ``of_<table>`` for owners, one 0/1 column a question, and terms."""

    sql: str
    owners: tuple[str, ...]
    questions: tuple[str, ...]
    shown: dict[str, tuple[Shown, ...]]


def statement(
    subject: Table, questions: Sequence[Question], dialect: Dialect, source: Source, *, explain: bool = True
) -> Statement:
    """Return the statement whose rows are those for which any question is true."""
    rows = Rows(subject, "s", dialect, source)
    quote = dialect.named
    owners = tuple(subject.links)
    picked = [f"s.{quote(ROW)} AS id"] + [f"s.{quote(subject.links[o])} AS of_{o}" for o in owners]
    wanted, shown = [], {}
    for place, question in enumerate(questions):
        parts = [rows.sql(part) for part in (question.scope, question.condition) if part is not None]
        condition = " AND ".join(parts) if len(parts) == 1 else f"({' AND '.join(parts)})"
        wanted.append(condition)
        picked.append(f"CASE WHEN {condition} THEN 1 ELSE 0 END AS {quote(question.name)}")
        if explain:
            shown[question.name] = _terms(rows, question, place, picked)
    where = " OR ".join(wanted) or "1 = 0"
    sql = f"SELECT {', '.join(picked)}\nFROM {rows.origin()}\nWHERE {where}"
    return Statement(sql, owners, tuple(q.name for q in questions), shown)


def counting(subject: Table, question: Question, dialect: Dialect, source: Source, *, place: str = "") -> str:
    """Return the SELECT of how many rows a condition is true for, of how many it concerns; by ``place`` if named."""
    rows = Rows(subject, "s", dialect, source)
    scope = rows.sql(question.scope) if question.scope is not None else ""
    hit = f"COUNT(CASE WHEN {rows.sql(question.condition)} THEN 1 END)"
    where = f" WHERE {scope}" if scope else ""
    cut = f"s.{dialect.named(place)}"
    by, group = (f", {cut} AS place", f" GROUP BY {cut}") if place else ("", "")
    return f"SELECT {hit} AS hits, COUNT(*) AS everybody{by} FROM {rows.origin()}{where}{group}"  # noqa: S608


def _terms(rows: Rows, question: Question, place: int, picked: list[str]) -> tuple[Shown, ...]:
    terms = []
    for number, term in enumerate(terms_of(question.condition)):
        column, since = f"t{place}_{number}", ""
        value = rows.sql(term)
        if term.type.sort == "boolean":
            value = f"CASE WHEN {value} THEN 1 WHEN NOT {value} THEN 0 END"
        picked.append(f"{value} AS {column}")
        if isinstance(term, Gathered) and term.table.day:
            since = f"d{place}_{number}"
            picked.append(f"{rows.since(term)} AS {since}")
        terms.append(Shown(term, column, since))
    return tuple(terms)


@dataclass
class _Gathering:
    """Rows of one table gathered by one link: what is counted of them, and which can count at all."""

    rows: Rows
    link: str
    alias: str
    columns: dict[str, str] = field(default_factory=dict)
    conditions: dict[str, None] = field(default_factory=dict)
    all_count: bool = False

    def column(self, sql: str) -> str:
        """Return the name of an aggregate, added where it is new."""
        name = self.columns.setdefault(sql, f"a{len(self.columns)}")
        return f"{self.alias}.{name}"

    def matching(self, condition: str) -> None:
        """Remember which rows an aggregate counts; without a condition all do."""
        if condition:
            self.conditions[condition] = None
        else:
            self.all_count = True

    def origin(self) -> str:
        key = f"{self.rows.alias}.{self.rows.dialect.named(self.link)}"
        picked = ", ".join(f"{sql} AS {name}" for sql, name in self.columns.items())
        where = f" WHERE {' OR '.join(self.conditions)}" if self.conditions and not self.all_count else ""
        inner = f"SELECT {key} AS k, {picked} FROM {self.rows.origin()}{where} GROUP BY {key}"  # noqa: S608
        return f"LEFT JOIN ({inner}) {self.alias} ON {self.alias}.k = "


@dataclass
class _Latest:
    """The last row by day of each owner among those a condition holds for."""

    rows: Rows
    link: str
    alias: str
    condition: str
    columns: dict[str, str] = field(default_factory=dict)

    def origin(self) -> str:
        quote, alias, table = self.rows.dialect.named, self.rows.alias, self.rows.table
        key = f"{alias}.{quote(self.link)}"
        picked = ", ".join(f"{sql} AS {name}" for sql, name in self.columns.items())
        order = f"ORDER BY {alias}.{quote(table.day)} DESC, {alias}.{quote(ROW)} DESC"
        number = f"ROW_NUMBER() OVER (PARTITION BY {key} {order}) AS n"
        where = f" WHERE {self.condition}" if self.condition else ""
        inner = f"SELECT {key} AS k, {picked}, {number} FROM {self.rows.origin()}{where}"  # noqa: S608
        last = f"SELECT * FROM ({inner}) {self.alias}i WHERE n = 1"  # noqa: S608
        return f"LEFT JOIN ({last}) {self.alias} ON {self.alias}.k = "


class Rows:
    """The rows of one table inside a statement, with what has been joined to them."""

    def __init__(self, table: Table, alias: str, dialect: Dialect, source: Source) -> None:
        self.table, self.alias, self.dialect, self.source = table, alias, dialect, source
        self.owners: dict[str, Table] = {}
        self.gatherings: dict[tuple[str, str], _Gathering] = {}
        self.latest: dict[tuple[str, str, str], _Latest] = {}

    def origin(self) -> str:
        """Return the FROM part: the table and everything joined to it."""
        quote = self.dialect.named
        parts = [f"{self.source(self.table)} {self.alias}"]
        for name, table in self.owners.items():
            link = f"{self.alias}.{quote(self.table.links[name])}"
            owner = f"{self.alias}_{name}"
            parts.append(f"LEFT JOIN {self.source(table)} {owner} ON {owner}.{quote(ROW)} = {link}")
        row = f"{self.alias}.{quote(ROW)}"
        parts += [joined.origin() + row for joined in (*self.gatherings.values(), *self.latest.values())]
        return "\n".join(parts)

    # -- values ----------------------------------------------------------------------------------------------------

    def sql(self, node: Node) -> str:
        """Return the SQL of a part, in brackets where it needs them."""
        match node:
            case Constant():
                return self.constant(node)
            case Column():
                return self.column(node)
            case Age():
                digits = self.dialect.digits(self.column(node.birth))
                return self.dialect.years(f"{node.on:%Y%m%d} - {digits}")
            case Setting():
                return self.setting(node)
            case Arithmetic():
                return self.arithmetic(node)
            case Comparison():
                return self.comparison(node)
            case Among():
                return f"({self.sql(node.left)} IN ({', '.join(self.constant(v) for v in node.values)}))"
            case Has():
                return f"({self.dialect.find}({self.sql(node.left)}, {self.dialect.text(_entry(node.code))}) > 0)"
            case Unknown():
                return f"({self.sql(node.left)} IS NULL)"
            case Logic():
                return f"({f' {node.operator.upper()} '.join(self.sql(part) for part in node.parts)})"
            case Negation():
                return f"(NOT {self.sql(node.inner)})"
            case Gathered():
                return self.gathered(node)
        raise TypeError(f"no SQL for {type(node).__name__}")

    def constant(self, node: Constant) -> str:
        match node.type.sort:
            case "text":
                return self.dialect.text(node.value)
            case "date":
                return self.dialect.day(node.value)
            case "boolean":
                return "TRUE" if node.value else "FALSE"
            case _:
                return self._double(str(node.value)) if not node.type.exact else str(int(node.value))

    def column(self, node: Column) -> str:
        alias = self.alias
        if node.owner:
            self.owners[node.owner] = node.table
            alias = f"{self.alias}_{node.owner}"
        return f"{alias}.{self.dialect.named(node.name)}"

    def setting(self, node: Setting) -> str:
        """Return a parameter by place, in 64 bits: written numbers alone would be multiplied in 32."""
        area, cases, otherwise = self.column(node.area), [], "NULL"
        for prefix, value in node.parameter.values:
            whole = str(int(_decimal(value).scaleb(node.type.scale)))
            low, high = prefix_range(prefix)
            if high is None:
                otherwise = whole
                break
            text = self.dialect.text
            cases.append(f"WHEN {area} >= {text(low)} AND {area} < {text(high)} THEN {whole}")
        return self._whole(f"CASE {' '.join(cases)} ELSE {otherwise} END" if cases else otherwise)

    def _whole(self, sql: str) -> str:
        return f"CAST({sql} AS {self.dialect.integer})"

    def _double(self, sql: str) -> str:
        return f"CAST({sql} AS {self.dialect.double})"

    def operand(self, node: Node, *, double: bool) -> str:
        """Return a number, as a double where the calculation is one."""
        sql = self.sql(node)
        return self._double(sql) if double and node.type.exact else sql

    def arithmetic(self, node: Arithmetic) -> str:
        double = not node.type.exact
        left, right = self.operand(node.left, double=double), self.operand(node.right, double=double)
        if node.operator == "/":
            return f"({left} / NULLIF({right}, {self._double('0')}))"
        return f"({left} {node.operator} {right})"

    def comparison(self, node: Comparison) -> str:
        if isinstance(node.right, Age) and isinstance(node.left, Constant):
            node = Comparison(node.type, FLIPPED[node.operator], node.right, node.left)
        if isinstance(node.left, Age) and isinstance(node.right, Constant) and 0 <= node.right.value < OLDEST:
            return self.aged(node.left, node.operator, int(node.right.value))
        number = node.left.type.sort == "number"
        double = number and not (node.left.type.exact and node.right.type.exact)
        left, right = self.operand(node.left, double=double), self.operand(node.right, double=double)
        return f"({left} {'<>' if node.operator == '!=' else node.operator} {right})"

    def aged(self, age: Age, operator: str, years: int) -> str:
        """Compare days of birth instead of ages: nothing is calculated for each row."""
        birth, day = self.column(age.birth), self.dialect.day
        this, next_ = day(born_by(age.on, years)), day(born_by(age.on, years + 1))
        return {
            ">=": f"({birth} <= {this})",
            "<": f"({birth} > {this})",
            ">": f"({birth} <= {next_})",
            "<=": f"({birth} > {next_})",
            "=": f"({birth} <= {this} AND {birth} > {next_})",
            "!=": f"({birth} > {this} OR {birth} <= {next_})",
        }[operator]

    # -- gathered rows ---------------------------------------------------------------------------------------------

    def gathered(self, node: Gathered) -> str:
        if node.how == "latest":
            return self.last(node)
        gathering, condition = self.gathering(node)
        if node.how == "all":
            gathering.matching("")
            total, true = gathering.column("COUNT(*)"), gathering.column(_counted(condition))
            return f"(COALESCE({total}, 0) > 0 AND {total} = {true})"
        gathering.matching(condition)
        if node.how in ("any", "count"):
            found = f"COALESCE({gathering.column(_counted(condition))}, 0)"
            return f"({found} > 0)" if node.how == "any" else found
        assert node.value is not None  # checking gives these a value
        value = gathering.rows.sql(node.value)
        if isinstance(node.value, Constant) and node.value.type.sort == "number":
            value = self._whole(value)
        kept = f"CASE WHEN {condition} THEN {value} END" if condition else value
        if node.how in ("max", "min"):
            return gathering.column(f"{node.how.upper()}({kept})")
        summed = gathering.column(self._whole(f"SUM({kept})"))
        if node.how == "sum":
            return f"COALESCE({summed}, 0)"
        number = self._double(gathering.column(f"COUNT({kept})"))
        return f"({self._double(summed)} / NULLIF({number}, {self._double('0')}))"

    def gathering(self, node: Gathered) -> tuple[_Gathering, str]:
        """Return the rows of a table that belong by a link, and the SQL of which of them take part."""
        key = node.table.name, node.link
        if key not in self.gatherings:
            alias = f"{self.alias}g{len(self.gatherings)}"
            inner = Rows(node.table, f"{alias}r", self.dialect, self.source)
            self.gatherings[key] = _Gathering(inner, node.link, alias)
        gathering = self.gatherings[key]
        return gathering, gathering.rows.sql(node.condition) if node.condition is not None else ""

    def since(self, node: Gathered) -> str:
        """Return the first day among the rows that take part; of the latest row, its own."""
        if node.how == "latest":
            return self.last(replace(node, value=Column(DATE, node.table, node.table.day)))
        gathering, condition = self.gathering(node)
        gathering.matching(condition)
        day = f"{gathering.rows.alias}.{self.dialect.named(node.table.day)}"
        return gathering.column(f"MIN(CASE WHEN {condition} THEN {day} END)" if condition else f"MIN({day})")

    def last(self, node: Gathered) -> str:
        assert node.value is not None
        if self.dialect.last:
            return self._last_gathered(node, node.value)
        alias = f"{self.alias}l{len(self.latest)}"
        inner = Rows(node.table, f"{alias}r", self.dialect, self.source)
        condition = inner.sql(node.condition) if node.condition is not None else ""
        key = node.table.name, node.link, repr(node.condition)
        latest = self.latest.setdefault(key, _Latest(inner, node.link, alias, condition))
        name = latest.columns.setdefault(latest.rows.sql(node.value), f"v{len(latest.columns)}")
        return f"{latest.alias}.{name}"

    def _last_gathered(self, node: Gathered, wanted: Node) -> str:
        """Take the last row while gathering, where the engine can: no table is sorted."""
        gathering, condition = self.gathering(node)
        gathering.matching(condition)
        rows, quote = gathering.rows, self.dialect.named
        order = f"({rows.alias}.{quote(node.table.day)} - DATE '1970-01-01') * {DAY_STEP} + {rows.alias}.{quote(ROW)}"
        kept = f" FILTER (WHERE {condition})" if condition else ""
        return gathering.column(f"{self.dialect.last}({rows.sql(wanted)}, {order}){kept}")


def _counted(condition: str) -> str:
    return f"COUNT(CASE WHEN {condition} THEN 1 END)" if condition else "COUNT(*)"


def _entry(code: str) -> str:
    return f'"{code}"'


def _decimal(value: object) -> Decimal:
    return Decimal(str(value))
