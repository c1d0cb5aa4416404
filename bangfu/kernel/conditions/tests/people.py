"""A small invented vocabulary, and the same conditions answered row by row: what the engines are compared with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bangfu.kernel.conditions.meaning import (
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
)
from bangfu.kernel.conditions.vocabulary import Field, Kind, Parameter, Table, Vocabulary

ON = date(2020, 11, 30)
AREA = Field(name="area_code", title="区划代码", kind=Kind.TEXT)
HOUSEHOLD = Table(
    name="household",
    title="本户",
    fields=(
        AREA,
        Field(name="standing", title="户类型", kind=Kind.CODE, codes={"脱贫户": "lifted", "一般农户": "ordinary"}),
        Field(name="rooms", title="房间数", kind=Kind.INTEGER),
        Field(name="house", title="住房面积", kind=Kind.QUANTITY),
        Field(name="moved", title="搬迁", kind=Kind.BOOLEAN),
    ),
)
PERSON = Table(
    name="person",
    title="成员",
    links={"household": "household_id"},
    birth="birth_date",
    fields=(
        AREA,
        Field(name="sex", title="性别", kind=Kind.CODE, codes={"男": "1", "女": "2"}),
        Field(
            name="health",
            title="健康状况",
            kind=Kind.CODES,
            codes={"健康": "healthy", "大病": "serious"},
            sensitive=True,
        ),
        Field(name="months", title="务工月数", kind=Kind.INTEGER),
        Field(name="insured", title="参保", kind=Kind.BOOLEAN),
    ),
)
BILL = Table(
    name="bill",
    title="医疗费用",
    links={"household": "household_id", "person": "person_id"},
    day="day",
    sensitive=True,
    fields=(
        AREA,
        Field(name="paid", title="自付", kind=Kind.MONEY),
        Field(name="total", title="总费用", kind=Kind.MONEY),
        Field(name="share", title="自付比例", kind=Kind.QUANTITY, formula="paid / total"),
        Field(name="place", title="医院", kind=Kind.TEXT),
        Field(name="back", title="报销日期", kind=Kind.DATE),
    ),
)
LINE = Parameter(name="test.line", title="预警线", kind=Kind.MONEY, values=(("4203", "50.5"), ("", "120")))
WORDS = Vocabulary(tables=(HOUSEHOLD, PERSON, BILL), parameters={"预警线": LINE, "test.line": LINE})
Row = dict[str, Any]


@dataclass
class Village:
    """Rows by table."""

    rows: dict[str, list[Row]] = field(default_factory=dict)

    def of(self, table: Table) -> list[Row]:
        """Return a table's rows."""
        return self.rows.get(table.name, [])

    def true(self, subject: Table, condition: Node) -> set[int]:
        """Return the numbers of the rows for which a condition is true, found one row at a time."""
        return {row["row_id"] for row in self.of(subject) if value(condition, row, self) is True}


def value(node: Node, row: Row, village: Village) -> Any:
    """Return what a node is worth for a row; None is unknown."""
    match node:
        case Constant():
            return float(node.value) if node.type.sort == "number" and not node.type.exact else node.value
        case Column():
            return _owner(node, row, village).get(node.name)
        case Age():
            birth = value(node.birth, row, village)
            return None if birth is None else (int(f"{node.on:%Y%m%d}") - int(f"{birth:%Y%m%d}")) // 10000
        case Setting():
            place = value(node.area, row, village)
            if place is None:
                return None
            found = next((v for prefix, v in node.parameter.values if place.startswith(prefix)), None)
            return None if found is None else round(float(found) * 10**node.type.scale)
        case Arithmetic():
            return _calculated(node, value(node.left, row, village), value(node.right, row, village))
        case Comparison():
            left, right = value(node.left, row, village), value(node.right, row, village)
            if node.left.type.exact != node.right.type.exact and None not in (left, right):
                left, right = float(left), float(right)
            return _compared(node.operator, left, right)
        case Among():
            left = value(node.left, row, village)
            return None if left is None else left in {c.value for c in node.values}
        case Has():
            left = value(node.left, row, village)
            return None if left is None else f'"{node.code}"' in left
        case Unknown():
            return value(node.left, row, village) is None
        case Negation():
            inner = value(node.inner, row, village)
            return None if inner is None else not inner
        case Logic():
            return _joined(node.operator, [value(part, row, village) for part in node.parts])
        case Gathered():
            return _gathered(node, row, village)
    raise TypeError(node)


def _owner(node: Column, row: Row, village: Village) -> Row:
    if not node.owner:
        return row
    owners = {r["row_id"]: r for r in village.rows.get(node.owner, [])}
    return owners.get(row.get(f"{node.owner}_id"), {})


def _calculated(node: Arithmetic, left: Any, right: Any) -> Any:
    if left is None or right is None:
        return None
    if not node.type.exact:
        left, right = float(left), float(right)
    match node.operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case _:
            return None if right == 0 else left / right


def _compared(operator: str, left: Any, right: Any) -> bool | None:
    if left is None or right is None:
        return None
    return bool(
        {
            "=": left == right,
            "!=": left != right,
            "<": left < right if operator == "<" else None,
            "<=": left <= right if operator == "<=" else None,
            ">": left > right if operator == ">" else None,
            ">=": left >= right if operator == ">=" else None,
        }[operator]
    )


def _joined(operator: str, values: Iterable[Any]) -> bool | None:
    decisive = operator == "or"
    found = list(values)
    if any(v is decisive for v in found):
        return decisive
    return None if None in found else not decisive


def _gathered(node: Gathered, row: Row, village: Village) -> Any:
    mine = [r for r in village.of(node.table) if r.get(node.link) == row["row_id"]]
    kept = [r for r in mine if node.condition is None or value(node.condition, r, village) is True]
    if node.how in ("any", "all", "count"):
        return {"any": bool(kept), "all": bool(mine) and len(kept) == len(mine), "count": len(kept)}[node.how]
    assert node.value is not None
    if node.how == "latest":
        kept.sort(key=lambda r: (r[node.table.day], r["row_id"]))
        return value(node.value, kept[-1], village) if kept else None
    values = [v for r in kept if (v := value(node.value, r, village)) is not None]
    if node.how == "sum":
        return sum(values)
    if not values:
        return None
    return {"max": max, "min": min, "mean": lambda v: float(sum(v)) / float(len(v))}[node.how](values)
