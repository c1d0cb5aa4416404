"""What can be imported and exported: declared templates, the file on offer, and the plan made of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from django.utils.functional import Promise

from bangfu.kernel.imports.models import ImportRun
from bangfu.kernel.imports.undoing import undo_written
from bangfu.kernel.manifest import registry_of
from bangfu.kernel.rights.models import User
from bangfu.kernel.workbooks import ROW, RawTable, Severity, Sheet, issues_frame

Text = str | Promise


@dataclass(kw_only=True)
class Offer:
    """A file that somebody offers: its typed rows, and the faults found so far.

    ``frame`` has ``row_number`` and one typed column for each declared column *in the file*; ``masks`` has, for
    columns that exports mask, what stood there when it was a mask. ``area_code`` narrows where rows may lie.
    """

    actor: User
    template: ImportTemplate
    sheet: Sheet
    raw: RawTable
    frame: pl.DataFrame
    area_code: str = ""
    masks: dict[str, pl.Series] = field(default_factory=dict)
    issues: list[pl.DataFrame] = field(default_factory=list)

    def has(self, name: str) -> bool:
        """Tell whether the file has the column."""
        return name in self.frame.columns

    def error(self, mask: pl.Series, name: str, code: str, message: str | pl.Series) -> None:
        """Refuse the rows of the mask for what stands in the named column."""
        self._report(mask, name, code, message, Severity.ERROR)

    def warn(self, mask: pl.Series, name: str, code: str, message: str | pl.Series) -> None:
        """Ask somebody to look at the rows of the mask; they are imported."""
        self._report(mask, name, code, message, Severity.WARNING)

    def error_at(self, rows: pl.Series, name: str, code: str, message: str | pl.Series) -> None:
        """Refuse the rows with these numbers; a series of messages has one for each of them."""
        self._report_at(rows, name, code, message, Severity.ERROR)

    def warn_at(self, rows: pl.Series, name: str, code: str, message: str | pl.Series) -> None:
        """Ask somebody to look at the rows with these numbers."""
        self._report_at(rows, name, code, message, Severity.WARNING)

    def _report_at(self, rows: pl.Series, name: str, code: str, message: str | pl.Series, severity: Severity) -> None:
        if rows.is_empty():
            return
        told = pl.DataFrame({ROW: rows.cast(self.frame[ROW].dtype)}).with_columns(
            message=pl.lit(message) if isinstance(message, str) else message
        )
        told = self.frame.select(ROW).join(told.unique(ROW, keep="first"), on=ROW, how="left", maintain_order="left")
        self._report(told["message"].is_not_null(), name, code, told["message"], severity)

    def _report(self, mask: pl.Series, name: str, code: str, message: str | pl.Series, severity: Severity) -> None:
        mask = mask.fill_null(False)
        if not mask.any():
            return
        has = name in self.raw.headings
        text = self.raw.frame[name] if has else pl.Series([None] * len(mask), dtype=pl.String)
        self.issues.append(
            issues_frame(
                self.frame[ROW].filter(mask),
                text.filter(mask),
                name=name,
                column=self.raw.headings.get(name) or self.sheet.column(name).heading,
                code=code,
                message=message if isinstance(message, str) else message.filter(mask),
                severity=severity,
            )
        )


def no_rows() -> pl.Series:
    """Return the numbers of no rows of a file."""
    return pl.Series([], dtype=pl.Int64)


@dataclass(kw_only=True)
class Plan:
    """What applying an offer would change: which rows of the file, the first differences, the template's own frames.

    ``created`` and ``updated`` are numbers of rows, of which those with an error do not count in the end; the other
    rows change nothing. ``differences`` are ``{row, what, key, column, before, after}``, already as people read them
    and masked.
    """

    created: pl.Series = field(default_factory=no_rows)
    updated: pl.Series = field(default_factory=no_rows)
    differences: list[dict[str, Any]] = field(default_factory=list)
    frames: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What an export should hold: whose view, which place, and whether numbers are in full (with a purpose)."""

    actor: User
    area_code: str = ""
    purpose: str = ""


@dataclass(frozen=True, kw_only=True)
class ImportTemplate:
    """A workbook that people fill in and send.

    ``sheet()`` gives the columns with today's code lists. ``compare(offer)`` adds the faults that only the
    register shows and returns the plan; ``apply(offer, plan, run)`` writes it inside the engine's transaction,
    with ``run.pk`` as batch of history; ``undo(actor, run)`` takes a whole run back or raises Refused;
    ``export(wanted)`` gives a frame of the same sheet that imports as unchanged. Columns in ``masked`` leave the
    system masked unless a purpose is given, and a mask that comes back means *as it was*. ``columns_of`` names the
    column in which a derived value stands (``area_code`` in *village_code*).
    """

    name: str
    title: Text
    permission: str
    export_permission: str
    sheet: Callable[[], Sheet]
    compare: Callable[[Offer], Plan]
    apply: Callable[[Offer, Plan, ImportRun], None]
    export: Callable[[Wanted], pl.DataFrame]
    undo: Callable[[User, ImportRun], None] = undo_written
    masked: tuple[str, ...] = ()
    columns_of: Mapping[str, str] = field(default_factory=dict)
    help: Text = ""
    order: int = 100


templates = registry_of(ImportTemplate)
