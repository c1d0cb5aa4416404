"""From a file to a plan: read, type, check, compare. Nothing is changed here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import polars as pl
from django.db.models import Max
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused
from bangfu.kernel.history.models import Change
from bangfu.kernel.imports.declared import ImportTemplate, Offer, Plan, templates
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.kernel.workbooks import (
    ROW,
    RawTable,
    Severity,
    Type,
    WorkbookRefused,
    convert,
    joined_issues,
    read_workbook,
)
from bangfu.kernel.workbooks.columns import FEN_PER_YUAN

WORDED = "[千万萬亿億]"  # of amounts written with words
MASK = "*"
TOTALS = ("合计", "小计", "总计", "合 计", "总 计")


@dataclass(frozen=True)
class Staged:
    """An offer with its plan and all its faults, in the order of the rows.

    ``seen`` is the latest change of the register that the comparison knew.
    """

    offer: Offer
    plan: Plan
    issues: pl.DataFrame
    seen: int

    @property
    def errors(self) -> pl.DataFrame:
        """Faults that keep the whole file out."""
        return self.issues.filter(pl.col("severity") == Severity.ERROR.value)

    @property
    def warnings(self) -> pl.DataFrame:
        """Things somebody should look at."""
        return self.issues.filter(pl.col("severity") == Severity.WARNING.value)


def find_template(name: str) -> ImportTemplate:
    """Return the declared template, or refuse an unknown name."""
    template = templates.get(name)
    if template is None:
        known = "、".join(templates.names())
        raise Refused(_("没有名为“%(name)s”的导入模板；可用：%(known)s。") % {"name": name, "known": known})
    return template


def latest_change() -> int:
    """Return the number of the latest line of history: every write leaves one."""
    return Change.objects.aggregate(latest=Max("id"))["latest"] or 0


def stage(actor: User, template: ImportTemplate, path: Path, area_code: str = "") -> Staged:
    """Read and judge a whole file at once.

    Raises Refused when it cannot be read as a workbook of this template, Denied without the right.
    """
    require(actor, template.permission, area_code or None)
    seen = latest_change()
    sheet = template.sheet()
    try:
        raw = read_workbook(path, sheet)
    except WorkbookRefused as refused:
        raise Refused(str(refused)) from refused
    raw, masks = _without_masks(_without_totals(raw), template)
    typed = convert(raw, sheet)
    offer = Offer(
        actor=actor, template=template, sheet=sheet, raw=raw, frame=typed.frame, area_code=area_code, masks=masks
    )
    _tell_worded_money(offer)
    plan = template.compare(offer)
    return Staged(offer, plan, _issues(typed.issues, offer.issues), seen)


def _tell_worded_money(offer: Offer) -> None:
    """Say of an amount written with words (3万) what it was taken for: a slip of ten thousand times is then seen."""
    for column in offer.sheet.columns:
        if column.type is not Type.MONEY or not offer.has(column.name):
            continue
        text, fen = offer.raw.frame[column.name], offer.frame[column.name]
        worded = text.str.contains(WORDED).fill_null(False) & fen.is_not_null()
        if not worded.any():
            continue
        messages = [
            _("“%(text)s”按 %(amount)s 元记。") % {"text": written, "amount": f"{Decimal(value) / FEN_PER_YUAN:,.2f}"}
            if told
            else None
            for written, value, told in zip(text, fen, worded, strict=True)
        ]
        offer.warn(worded, column.name, "worded_money", pl.Series(messages, dtype=pl.String))


def _issues(typing: pl.DataFrame, judging: list[pl.DataFrame]) -> pl.DataFrame:
    """Put all faults in order; a cell that could not be read is not told to be missing as well."""
    unread = typing.filter(pl.col("severity") == Severity.ERROR.value)
    judged = [frame.join(unread, on=["row", "name"], how="anti") for frame in judging]
    return joined_issues([typing, *judged])


def _without_totals(raw: RawTable) -> RawTable:
    """Leave out the lines of totals that people write below their lists."""
    names = [name for name in raw.frame.columns if name != ROW]
    is_total = pl.any_horizontal(pl.col(name).is_in(TOTALS) for name in names).fill_null(False)
    return replace(raw, frame=raw.frame.filter(~is_total))


def _without_masks(raw: RawTable, template: ImportTemplate) -> tuple[RawTable, dict[str, pl.Series]]:
    """Take masked numbers out before typing: a mask is not a number but says *as it was*."""
    masks: dict[str, pl.Series] = {}
    frame = raw.frame
    for name in template.masked:
        if name not in raw.headings:
            continue
        is_mask = frame[name].str.contains(MASK, literal=True).fill_null(False)
        if is_mask.any():
            masks[name] = frame.select(pl.when(is_mask).then(pl.col(name)))[name]
            frame = frame.with_columns(pl.when(is_mask).then(None).otherwise(pl.col(name)).alias(name))
    return replace(raw, frame=frame), masks
