"""The registers and lists of a place as they stood on a day, as SQL of the operational database and as files.

Back-tests ask about past days: what was known only later is left out. A household's type, its members and the
rows of lists are those of the day; attributes of a card (housing, health …) are kept without dates and are today's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
from django.db import connection
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    DateField,
    Expression,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Concat
from django.db.models.lookups import Exact

from bangfu.kernel.areas_of import prefix_range
from bangfu.kernel.conditions.dialects import Dialect
from bangfu.kernel.conditions.engines.answers import series
from bangfu.kernel.conditions.engines.database import own_dialect
from bangfu.kernel.conditions.engines.snapshots import DONE, schema_of, write_table
from bangfu.kernel.conditions.vocabulary import ROW, Field, Kind, Table, Vocabulary
from bangfu.parties.models import Household, HouseholdIncome, HouseholdStatus, Membership, Person
from bangfu.parties.queries.past import in_force
from bangfu.workstreams.monitoring.lists.models import ListImport, ListRow

CHUNK = 100_000
Columns = dict[str, Any]
Relation = tuple[QuerySet[Any], Columns]


@dataclass(frozen=True)
class Population:
    """The rows of a place on a day."""

    area_code: str
    on: date

    def sql(self, table: Table) -> str:
        """Return a table as SQL in brackets, with the vocabulary's names for its columns."""
        rows, columns = self._relation(table)
        queryset = rows.annotate(**{f"c_{name}": value for name, value in columns.items()}).order_by()
        inner, params = queryset.values_list(*(f"c_{name}" for name in columns)).query.sql_with_params()
        dialect = own_dialect()
        picked = ", ".join(f"c_{name} AS {dialect.named(name)}" for name in columns)
        return f"(SELECT {picked} FROM ({_inlined(inner, params, dialect)}) x)"  # noqa: S608 - our own names

    def frames(self, table: Table) -> Iterator[pl.DataFrame]:
        """Yield a table's rows in frames of the types files have."""
        schema = schema_of(table)
        sql = f"SELECT {', '.join(own_dialect().named(n) for n in schema)} FROM {self.sql(table)} t"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(sql)
            while rows := cursor.fetchmany(CHUNK):
                columns = zip(*rows, strict=True)
                yield pl.DataFrame([series(n, c, schema[n]) for n, c in zip(schema, columns, strict=True)])

    def count(self, table: Table) -> int:
        """Return how many rows a table has."""
        return self._relation(table)[0].count()

    def write(self, folder: Path, words: Vocabulary, wanted: set[str]) -> dict[str, int]:
        """Write the wanted tables as a snapshot; return their rows. A complete one is left as it is."""
        if not (folder / DONE).exists():
            sizes = {t.name: write_table(folder, t, self.frames(t)) for t in words.tables if t.name in wanted}
            (folder / DONE).write_text("\n".join(f"{name} {size}" for name, size in sizes.items()))
        lines = (folder / DONE).read_text().splitlines()
        return {name: int(size) for name, size in (line.split() for line in lines)}

    # -- what the tables are ---------------------------------------------------------------------------------------

    def _relation(self, table: Table) -> Relation:
        known: dict[str, Callable[[], Relation]] = {
            "household": self._households,
            "person": self._persons,
            "income": self._incomes,
            "status": self._statuses,
            "arrival": self._arrivals,
            "departure": self._departures,
        }
        return known[table.name]() if table.name in known else self._list(table)

    def _within(self, path: str = "area_code") -> Q:
        low, high = prefix_range(self.area_code)
        return Q(**{f"{path}__gte": low, f"{path}__lt": high}) if high is not None else Q()

    def _households(self) -> Relation:
        rows = Household.objects.filter(
            self._within(),
            Q(opened_on=None) | Q(opened_on__lte=self.on),
            Q(closed_on=None) | Q(closed_on__gt=self.on),
        )
        status = HouseholdStatus.objects.filter(in_force(self.on), household=OuterRef("pk")).order_by("-valid_from")
        same = ("attribute", "main_cause", "housing_safety", "housing_structure", "water", "housing_year")
        return rows, {
            ROW: F("pk"),
            "area_code": F("area_code"),
            "standing": Subquery(status.values("value")[:1]),
            **{name: F(name) for name in same},
            "housing_area": _whole("housing_area"),
            "member_count": _whole("member_count"),
            "electricity": F("electricity"),
            "relocated": F("relocated"),
        }

    def _membership(self, person: str) -> Subquery:
        """Return the household a person lived in on the day, or was registered in."""
        rows = Membership.objects.filter(in_force(self.on), person=OuterRef(person)).order_by("-living", "-valid_from")
        return Subquery(rows.values("household_id")[:1])

    def _persons(self) -> Relation:
        rows = Person.objects.filter(
            self._within(),
            Q(died_on=None) | Q(died_on__gt=self.on),
            Q(left_on=None) | Q(left_on__gt=self.on),
            household__isnull=False,
        )
        same = ("sex", "relation", "education", "schooling", "labour", "work_area")
        return rows, {
            ROW: F("pk"),
            "household_id": self._membership("pk"),
            "area_code": F("area_code"),
            "birth_date": F("birth_date"),
            **{name: F(name) for name in same},
            "health": Cast("health", TextField()),
            "work_months": _whole("work_months"),
            **{name: F(name) for name in ("medical_insured", "pension_insured", "minimum_living")},
        }

    def _incomes(self) -> Relation:
        """Incomes of a year count from its first day, so that 今年 and 去年 find them."""
        rows = HouseholdIncome.objects.filter(self._within(), year__lte=self.on.year)
        parts = ("persons", "wages", "business", "property", "transfers", "costs")
        return rows, {
            ROW: F("pk"),
            "household_id": F("household_id"),
            "area_code": F("area_code"),
            "day": Cast(Concat(Cast("year", TextField()), Value("-01-01")), DateField()),
            **{name: _whole(name) for name in parts},
        }

    def _statuses(self) -> Relation:
        rows = HouseholdStatus.objects.filter(self._within(), valid_from__lte=self.on)
        same = {name: F(name) for name in ("household_id", "area_code", "value")}
        return rows, {ROW: F("pk"), **same, "day": F("valid_from")}

    def _arrivals(self) -> Relation:
        return self._moves("valid_from", "reason_in")

    def _departures(self) -> Relation:
        return self._moves("valid_to", "reason_out")

    def _moves(self, day: str, reason: str) -> Relation:
        rows = Membership.objects.filter(self._within("household__area_code"), **{f"{day}__lte": self.on})
        return rows, {
            ROW: F("pk"),
            "household_id": F("household_id"),
            "area_code": F("household__area_code"),
            "reason": F(reason),
            "day": F(day),
        }

    def _list(self, table: Table) -> Relation:
        """Matched rows of the files that had come by the day."""
        rows = ListRow.objects.filter(
            self._within(),
            list_type__code=table.name,
            state=ListRow.State.MATCHED,
            day__lte=self.on,
            list_import__state=ListImport.State.APPLIED,
            list_import__received_on__lte=self.on,
        )
        fields = {f.name: _fact(f) for f in table.fields if f.name != "area_code"}
        return rows, {
            ROW: F("pk"),
            "household_id": Coalesce(self._membership("person_id"), F("household_id"), output_field=BigIntegerField()),
            "person_id": F("person_id"),
            "area_code": F("area_code"),
            "day": F("day"),
            **fields,
        }


def _whole(name: str) -> Cast:
    """Return a number as the whole number it is stored as, in 64 bits."""
    return Cast(F(name), BigIntegerField())


def _fact(field: Field) -> Expression:
    text = KeyTextTransform(field.name, "facts")
    match field.kind:
        case Kind.MONEY | Kind.QUANTITY | Kind.INTEGER:
            return Cast(text, BigIntegerField())
        case Kind.DATE:
            return Cast(text, DateField())
        case Kind.BOOLEAN:
            number = Cast(text, IntegerField())
            return Case(_when(number, 1, True), _when(number, 0, False), default=None, output_field=BooleanField())
        case _:
            return Cast(text, TextField())


def _when(number: Expression, value: int, truth: bool) -> When:
    return When(Exact(number, value), then=Value(truth))


def _inlined(sql: str, params: tuple[Any, ...], dialect: Dialect) -> str:
    """Return SQL of our own with its parameters as literals: days, codes, area codes and numbers, nothing typed."""
    return sql % tuple(_literal(value, dialect) for value in params)


def _literal(value: Any, dialect: Dialect) -> str:
    match value:
        case None:
            return "NULL"
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | Decimal():
            return str(value)
        case datetime():
            raise TypeError("no times in a population")
        case date():
            return dialect.day(value)
        case str():
            return dialect.text(value)
    raise TypeError(f"no literal for {type(value).__name__}")
