"""Writing a plan: whole frames in, with history and with all that undoing needs."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
from django.db.models import Field, JSONField, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.ciphers import CipherField, IndexField
from bangfu.kernel.errors import Conflict
from bangfu.kernel.fields import ScaledDecimalField
from bangfu.kernel.history.models import Change
from bangfu.kernel.imports.journal import Journal
from bangfu.kernel.imports.models import ImportRun
from bangfu.kernel.imports.sets import insert_rows, read_rows, update_rows
from bangfu.kernel.rights.models import User

VERSION = "version"
CREATED, CHANGED, UNDONE = "import_created", "import_changed", "undo_import"


class Writing:
    """One application of a plan, inside the engine's transaction. Every row is inserted or updated at most once."""

    def __init__(self, run: ImportRun, actor: User) -> None:
        self.run, self.actor = run, actor
        self.journal = Journal(run.pk)
        self.journal.begin()

    def insert(self, model: type[Model], frame: pl.DataFrame, *, areas: pl.Series | None = None) -> None:
        """Insert rows that carry their primary key; with ``areas``, one line of history each, at that place."""
        if frame.is_empty():
            return
        insert_rows(model, frame)
        key = model._meta.pk.attname
        self.journal.add(model, inserted=frame.select(key) if VERSION in frame.columns else frame)
        if areas is not None:
            lines = pl.DataFrame({"object_id": frame[key], "area_code": areas})
            self._tell(model, lines.with_columns(action=pl.lit(CREATED), before=pl.lit("{}"), after=pl.lit("{}")))

    def update(self, model: type[Model], frame: pl.DataFrame, *, areas: pl.Series | None = None) -> None:
        """Set columns of rows by primary key; ``version``, where the frame has it, is what the comparison saw.

        With ``areas``, one line of history for each row with what differs. Raises Conflict when a row has another
        version by now, or is gone.
        """
        if frame.is_empty():
            return
        key = model._meta.pk.attname
        order = frame[key].arg_sort()
        frame = frame[order]
        before = read_rows(model, frame.columns, key=key, keys=frame[key], lock=True).sort(key)
        if not frame[key].equals(before[key]) or not _same_versions(frame, before):
            raise Conflict(_("导入期间有人修改了同样的资料，没有导入任何内容。请重新导入。"))
        after = frame.with_columns(pl.col(VERSION) + 1) if VERSION in frame.columns else frame
        update_rows(model, after)
        self.journal.add(model, before=before, after=after)
        if areas is not None:
            told = changes_told(model, before, after)
            self._tell(model, told.with_columns(areas[order].alias("area_code"), action=pl.lit(CHANGED)))

    def _tell(self, model: type[Model], lines: pl.DataFrame) -> None:
        """Write lines of history under the run's number."""
        insert_rows(
            Change,
            lines.with_columns(
                at=pl.lit(timezone.now()).dt.convert_time_zone("UTC"),
                actor_id=pl.lit(self.actor.pk),
                object_type=pl.lit(model._meta.label_lower),
                reason=pl.lit(""),
                batch=pl.lit(self.run.pk),
            ),
        )


def _same_versions(frame: pl.DataFrame, before: pl.DataFrame) -> bool:
    return VERSION not in frame.columns or frame[VERSION].equals(before[VERSION])


def changes_told(model: type[Model], before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Return ``object_id, before, after`` as history keeps them: only what differs, identifying numbers masked."""
    key = model._meta.pk.attname
    told = [({}, {}) for _row in range(len(after))]
    for field in model._meta.concrete_fields:
        name = field.attname
        if name in (key, VERSION) or name not in after.columns or isinstance(field, IndexField):
            continue
        differs = before[name].ne_missing(after[name])
        rows = differs.arg_true().to_list()
        old, new = before[name].filter(differs).to_list(), after[name].filter(differs).to_list()
        for row, was, now in zip(rows, old, new, strict=True):
            was_told, now_told = _told(field, was), _told(field, now)
            told[row][0][field.name] = was_told
            told[row][1][field.name] = _("%s（已更正）") % now_told if was_told == now_told else now_told
    return pl.DataFrame(
        {
            "object_id": after[key],
            "before": [json.dumps(was, ensure_ascii=False) for was, _now in told],
            "after": [json.dumps(now, ensure_ascii=False) for _was, now in told],
        },
        schema={"object_id": pl.Int64, "before": pl.String, "after": pl.String},
    )


def _told(field: Field, value: Any) -> Any:
    """Return a database value as ``history.actions.snapshot`` would tell it."""
    if value is None:
        return None
    if isinstance(field, CipherField):
        return field.masked(value)
    if isinstance(field, ScaledDecimalField):
        return str(field.from_db_value(value))
    if isinstance(field, JSONField):
        return json.loads(value)
    return value if isinstance(value, bool | int | str) else str(value)
