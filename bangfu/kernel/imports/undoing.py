"""Taking a whole import back: what it changed becomes as it was, what it made goes."""

from __future__ import annotations

import polars as pl
from django.db import connection
from django.db.models import ForeignObjectRel, ManyToManyRel, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused
from bangfu.kernel.history.models import Change
from bangfu.kernel.imports.journal import Journal, Step
from bangfu.kernel.imports.models import ImportRun
from bangfu.kernel.imports.sets import delete_rows, read_rows, update_rows
from bangfu.kernel.imports.writing import CHANGED, CREATED, UNDONE, VERSION
from bangfu.kernel.rights.models import User


def undo_written(actor: User, run: ImportRun) -> None:
    """Take back everything a ``Writing`` of this run wrote.

    Raises Refused when rows were changed since, or when others point at rows that would go (helpers paired with
    them, help recorded for them). Then nothing is undone.
    """
    steps = list(Journal(run.pk).backwards())
    _refuse_changed_since(steps)
    _refuse_pointed_at(steps)
    for step in steps:
        if step.before is not None and step.after is not None:
            versioned = VERSION in step.before.columns
            update_rows(step.model, step.before.with_columns(pl.col(VERSION) + 2) if versioned else step.before)
        if step.inserted is not None:
            delete_rows(step.model, step.inserted[step.model._meta.pk.attname])
    _record(actor, run)


def _refuse_changed_since(steps: list[Step]) -> None:
    changed = sum(_changed_since(step) for step in steps)
    if changed:
        raise Refused(_("导入之后又有 %(n)s 条资料被改动，不能整批撤销。请逐条更正。") % {"n": changed})


def _changed_since(step: Step) -> int:
    """Count the rows that are no longer as the step left them."""
    key = step.model._meta.pk.attname
    left = step.after if step.after is not None else step.inserted
    if left is None:
        return 0
    if step.inserted is not None and left.columns == [key]:
        left = left.with_columns(pl.lit(1, pl.Int64).alias(VERSION))
    names = [key, VERSION] if VERSION in left.columns else left.columns
    now = read_rows(step.model, names, key=key, keys=left[key], lock=True)
    same = left.select(names).cast(now.schema).join(now, on=names, how="semi", nulls_equal=True)
    return len(left) - len(same)


def _refuse_pointed_at(steps: list[Step]) -> None:
    """Whatever layer points at a row keeps it: found through the models, not by knowing who they are."""
    made = _made(steps)
    for model, ids in made.items():
        for relation in model._meta.related_objects:
            pointing, column = _pointer(relation)
            key = pointing._meta.pk.attname
            rows = read_rows(pointing, list(dict.fromkeys([key, column])), key=column, keys=ids)
            others = rows.filter(~pl.col(key).is_in(made.get(pointing, ids.head(0)).implode()))
            if not others.is_empty():
                raise Refused(
                    _("其中 %(n)s 条已有“%(what)s”，不能撤销导入。")
                    % {"n": others[column].n_unique(), "what": relation.related_model._meta.verbose_name}
                )


def _pointer(relation: ForeignObjectRel) -> tuple[type[Model], str]:
    """Return the table that points at a row and the column that does; of a list of rows, the table between."""
    if isinstance(relation, ManyToManyRel):
        return relation.through, f"{relation.field.m2m_reverse_field_name()}_id"  # type: ignore[attr-defined]
    return relation.related_model, relation.field.attname


def _made(steps: list[Step]) -> dict[type[Model], pl.Series]:
    found: dict[type[Model], list[pl.Series]] = {}
    for step in steps:
        if step.inserted is not None:
            found.setdefault(step.model, []).append(step.inserted[step.model._meta.pk.attname])
    return {model: pl.concat(ids) for model, ids in found.items()}


def _record(actor: User, run: ImportRun) -> None:
    """Write the run's lines of history once more, the other way round."""
    table = connection.ops.quote_name(Change._meta.db_table)
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    copied = "object_type, object_id, area_code, batch"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (at, actor_id, reason, action, before, after, {copied}) "  # noqa: S608
            f"SELECT %s, %s, %s, %s, after, before, {copied} FROM {table} "
            "WHERE batch = %s AND action IN (%s, %s)",
            [now, actor.pk, run.reason, UNDONE, run.pk, CREATED, CHANGED],
        )
