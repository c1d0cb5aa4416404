"""From a department's file to typed rows: headings by name, by synonym or as last time, every fault at once.

A number that names a person is taken as it stands: whether it is right is for matching to find out. A file whose
columns have slipped is refused as a whole, because nothing in it means what its heading says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused
from bangfu.kernel.workbooks import ROW, Column, RawTable, Sheet, Type, WorkbookRefused, convert, read_workbook
from bangfu.kernel.workbooks.headings import heading_key
from bangfu.workstreams.monitoring.lists.fields import fields_of
from bangfu.workstreams.monitoring.lists.models import ListType

LOOKS_LIKE_ID = r"^\s*[0-9OoIl]{14,17}[0-9OoIlXx]\s*$"
LOOKS_LIKE_NAME = r"^[^0-9]{1,30}$"
SLIPPED = 0.5  # share of cells that must look as their heading says
TOTALS = ("合计", "小计", "总计")
PERSON_COLUMNS = (
    Column(name="name", heading="姓名", synonyms=("患者姓名", "人员姓名", "学生姓名", "户主姓名"), required=True),
    Column(
        name="id_number",
        heading="证件号码",
        synonyms=("身份证号", "身份证号码", "公民身份号码", "身份证", "证件号", "残疾证号"),
    ),
    Column(name="birth_date", heading="出生日期", synonyms=("出生年月日", "生日"), type=Type.DATE),
    Column(name="household_number", heading="户编号", synonyms=("农户编号",)),
)
OWN = tuple(column.name for column in PERSON_COLUMNS)


class FileRefused(Refused):
    """A file that was not taken in; ``issues`` has every fault with row, column, value and remedy."""

    def __init__(self, message: str, issues: Sequence[Mapping[str, Any]] = ()) -> None:
        lines = tuple(f"第 {i['row']} 行 {i['column']}：{i['message']}" for i in issues[:200])
        super().__init__(message, field="file", problems=lines)
        self.issues = list(issues)


@dataclass(frozen=True)
class ReadList:
    """A file's rows under the names of the list's fields, and what identifies file and content."""

    frame: pl.DataFrame
    headings: dict[str, str]
    warnings: list[dict[str, Any]]
    digest: str
    content: str


def sheet_of(kind: ListType, headings: Mapping[str, str] | None = None) -> Sheet:
    """Return the sheet of a list: who it is about, then its own fields; headings used before are known again."""
    columns = [*PERSON_COLUMNS, *(field.for_workbooks() for field in fields_of(kind.fields))]
    taken = {key for column in columns for key in column.heading_keys()}
    for place, column in enumerate(columns):
        heading = (headings or {}).get(column.name, "")
        if heading and heading_key(heading) not in taken:
            taken.add(heading_key(heading))
            columns[place] = replace(column, synonyms=(*column.synonyms, heading))
    notes = (str(_("每行一人；证件号码整列设为文本格式。")), kind.purpose)
    return Sheet(tuple(columns), title=kind.title, notes=notes)


def read_list(kind: ListType, path: Path, headings: Mapping[str, str] | None = None) -> ReadList:
    """Read and type a whole file; raise FileRefused with every fault, or with why the file is no such list."""
    sheet = sheet_of(kind, headings)
    try:
        raw = _without_totals(read_workbook(path, sheet))
    except WorkbookRefused as refused:
        raise FileRefused(str(refused)) from refused
    if not {"id_number", "household_number"} & raw.headings.keys():
        raise FileRefused(_("表里既没有证件号码也没有户编号，无法与名册核对。"))
    _refuse_slipped(raw)
    typed = convert(raw, sheet)
    if not typed.errors.is_empty():
        _refuse_faulty(raw, typed.errors)
    return ReadList(
        frame=typed.frame,
        headings=raw.headings,
        warnings=typed.issues.head(200).to_dicts(),
        digest=sha256(path.read_bytes()).hexdigest(),
        content=content_of(typed.frame),
    )


def content_of(frame: pl.DataFrame) -> str:
    """Return the digest of the rows whatever their order, the order of columns and the file's form."""
    rows = frame.drop(ROW).select(sorted(name for name in frame.columns if name != ROW))
    text = rows.select(pl.concat_str([pl.col(n).cast(pl.String).fill_null("") for n in rows.columns], separator="\t"))
    return sha256("\n".join(text.to_series().sort()).encode()).hexdigest()


def _without_totals(raw: RawTable) -> RawTable:
    is_total = pl.col("name").str.strip_chars().is_in(TOTALS) if "name" in raw.frame.columns else pl.lit(False)
    return replace(raw, frame=raw.frame.filter(~is_total.fill_null(False)))


def _refuse_slipped(raw: RawTable) -> None:
    """Refuse a file in which a column does not hold what its heading promises."""
    for name, pattern in (("id_number", LOOKS_LIKE_ID), ("name", LOOKS_LIKE_NAME)):
        if name not in raw.headings:
            continue
        cells = raw.frame[name].drop_nulls()
        if len(cells) and (cells.str.contains(pattern).mean() or 0) < SLIPPED:
            words = {"heading": raw.headings[name], "sample": cells[0][:20]}
            raise FileRefused(
                _("“%(heading)s”一列多数不像%(heading)s（如“%(sample)s”）：列可能错位了，请核对表头。") % words
            )


def _refuse_faulty(raw: RawTable, errors: pl.DataFrame) -> None:
    rows = errors["row"].n_unique()
    by_column = errors.group_by("column").agg(pl.col("row").n_unique().alias("rows")).sort("rows", descending=True)
    worst, count = by_column.row(0)
    if count > SLIPPED * len(raw.frame) and count > 1:
        message = _("“%(heading)s”一列有 %(count)s 行读不出：列可能错位了，请核对表头。") % {
            "heading": worst,
            "count": count,
        }
    else:
        message = _("%(rows)s 行有错误，整张表没有入库。改好后重新上传。") % {"rows": rows}
    raise FileRefused(message, errors.head(1000).to_dicts())
