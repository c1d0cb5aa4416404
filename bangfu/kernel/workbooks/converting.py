"""From a table of text to typed columns, every fault located; whole columns at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from bangfu.kernel.workbooks import choices, dates, identifying, numbers
from bangfu.kernel.workbooks.cells import ROW
from bangfu.kernel.workbooks.columns import FEN_PER_YUAN, Sheet, Type
from bangfu.kernel.workbooks.issues import Severity, joined_issues
from bangfu.kernel.workbooks.parsing import Parse
from bangfu.kernel.workbooks.reading import RawTable, read_workbook


@dataclass(frozen=True)
class TypedTable:
    """What a workbook says, and what is wrong with it.

    `frame` has `row_number` and, typed as `Column.polars_type`, the columns that the file has; a cell with an error is
    null in it. `issues` has the columns of `issues.ISSUE_SCHEMA`, in the order of the rows.
    """

    frame: pl.DataFrame
    issues: pl.DataFrame

    @property
    def errors(self) -> pl.DataFrame:
        """The issues that keep rows out."""
        return self.issues.filter(pl.col("severity") == Severity.ERROR.value)


def convert(raw: RawTable, sheet: Sheet) -> TypedTable:
    """Type every column of `raw` as `sheet` declares it."""
    rows = raw.frame[ROW]
    typed: list[pl.Series] = [rows]
    issues = [raw.issues]
    for name, heading in raw.headings.items():
        column = sheet.column(name)
        parse = Parse(column, heading, rows, raw.frame[name], raw.units.get(name, FEN_PER_YUAN))
        values = _PARSERS[column.type](parse)
        if column.required:
            _report_blanks(parse, values, raw.issues)
        typed.append(values.cast(column.polars_type).alias(name))
        issues += parse.issues
    return TypedTable(pl.DataFrame(typed), joined_issues(issues))


def read_table(path: Path | str, sheet: Sheet) -> TypedTable:
    """`read_workbook` and `convert` in one; raises WorkbookRefused as the former does."""
    return convert(read_workbook(path, sheet), sheet)


def _report_blanks(parse: Parse, values: pl.Series, unreadable: pl.DataFrame) -> None:
    known = unreadable.filter(pl.col("name") == parse.column.name)["row"]
    blank = values.is_null() & ~parse.faulty() & ~parse.rows.is_in(known.implode())
    parse.error(blank, "required", f"“{parse.heading}”不能为空，请填写。")


def _text(parse: Parse) -> pl.Series:
    limit = parse.column.max_length
    if limit is None:
        return parse.text
    too_long = parse.text.str.len_chars() > limit
    parse.error(too_long, "too_long", f"内容太长：最多 {limit} 个字，请缩短。")
    return parse.without(parse.text, too_long)


_PARSERS: dict[Type, Callable[[Parse], pl.Series]] = {
    Type.TEXT: _text,
    Type.INTEGER: numbers.integer,
    Type.DECIMAL: numbers.decimal,
    Type.MONEY: numbers.money,
    Type.QUANTITY: numbers.quantity,
    Type.DATE: dates.date,
    Type.BOOLEAN: choices.boolean,
    Type.CODE: choices.code,
    Type.CODES: choices.codes,
    Type.ID_NUMBER: identifying.id_number,
    Type.DISABILITY_NUMBER: identifying.disability_number,
    Type.ID_OR_DISABILITY: identifying.id_or_disability,
    Type.CREDIT_CODE: identifying.credit_code,
    Type.PHONE: identifying.phone,
    Type.BANK_ACCOUNT: identifying.bank_account,
    Type.AREA_CODE: identifying.area_code,
}
