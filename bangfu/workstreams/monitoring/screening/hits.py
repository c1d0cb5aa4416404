"""From an engine's answer to facts about households: which rule, whom, which values, since when, under which key."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

import polars as pl

from bangfu.kernel.conditions.meaning import Setting, Type
from bangfu.kernel.conditions.writing import Shown, Statement
from bangfu.workstreams.monitoring.screening.models import RuleVersion
from bangfu.workstreams.monitoring.screening.rules import Prepared

HOUSEHOLD = "of_household"


@dataclass(frozen=True)
class Hit:
    """A rule was true of a household, or of a person in it."""

    rule: int
    version: int
    household: int
    person: int | None
    values: tuple[dict[str, Any], ...]
    since: date
    key: str

    def as_row(self) -> dict[str, Any]:
        """Return the hit as a row of a file."""
        return {**asdict(self), "values": json.dumps(self.values, ensure_ascii=False)}


def hits_of(rule: Prepared, answer: pl.DataFrame, asked: Statement, on: date) -> Iterator[Hit]:
    """Yield what one rule found in an answer. A person who lives in no household is left out."""
    shown = asked.shown.get(rule.name, ())
    columns = ["id", *([HOUSEHOLD] if HOUSEHOLD in answer.columns else [])]
    found = answer.filter(pl.col(rule.name) == 1)
    sinces = [s.since for s in shown if s.since]
    found = found.with_columns(
        pl.min_horizontal(sinces).alias("since") if sinces else pl.lit(None, pl.Date).alias("since")
    )
    for row in found.select(*columns, "since", *(s.column for s in shown)).iter_rows(named=True):
        household = row.get(HOUSEHOLD, row["id"])
        if household is None:
            continue
        person = row["id"] if HOUSEHOLD in row else None
        values = tuple(_told(rule.version, s, row[s.column]) for s in shown)
        since = row["since"] or on
        yield Hit(
            rule=rule.version.rule_id,
            version=rule.version.pk,
            household=household,
            person=person,
            values=values,
            since=since,
            key=_key(rule.version, household, person, _facts(shown, values), since),
        )


def _facts(shown: Sequence[Shown], values: Sequence[dict[str, Any]]) -> list[Any]:
    """Return what a fact is known by: the values alone, in no words, and without the thresholds they met."""
    return [v["value"] for s, v in zip(shown, values, strict=True) if not isinstance(s.term, Setting)]


def _told(version: RuleVersion, shown: Shown, value: Any) -> dict[str, Any]:
    """Return one value in the words of the rule."""
    text = version.expression[shown.term.start : shown.term.end]
    return {"text": text, "value": plain(shown.term.type, value)}


def plain(type_: Type, value: Any) -> Any:
    """Return a value as people write it: yuan, the word of a code, a day; None for what is unknown."""
    if value is None:
        return None
    match type_.sort:
        case "number":
            number = Decimal(repr(value) if isinstance(value, float) else value).scaleb(-type_.scale)
            return str(round(number, 2) if isinstance(value, float) or type_.money else _short(number))
        case "boolean":
            return bool(value)
        case "date":
            return value.isoformat()
        case _:
            return next((word for word, code in type_.codes.items() if code == value), value)


def _short(number: Decimal) -> Decimal:
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def _key(version: RuleVersion, household: int, person: int | None, values: list[Any], since: date) -> str:
    """Return the name of a fact: found again, it has the same one."""
    parts: list[Any] = [version.rule_id, household, person]
    parts.append(since.year if version.renewal == RuleVersion.Renewal.YEAR else values)
    return sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
