"""Query sets as frames of stored values: raw numbers, JSON as text, one pass."""

from collections.abc import Mapping
from typing import Any

import polars as pl
from django.db import connection
from django.db.models import Field, QuerySet
from django.db.models.constants import LOOKUP_SEP

from bangfu.kernel.imports.sets import frame_type, framed


def stored_values(rows: QuerySet[Any], names: Mapping[str, str]) -> pl.DataFrame:
    """Return the values at ORM paths, under the names given to them, in the order of the query."""
    schema = {name: frame_type(_field(rows, path)) for path, name in names.items()}
    sql, params = rows.values_list(*names).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return framed(cursor.fetchall(), schema)


def _field(rows: QuerySet[Any], path: str) -> Field:
    model, *rest = rows.model, *path.split(LOOKUP_SEP)
    for step in rest[:-1]:
        model = model._meta.get_field(step).related_model
    last = rest[-1]
    return next(field for field in model._meta.concrete_fields if last in (field.name, field.attname))
