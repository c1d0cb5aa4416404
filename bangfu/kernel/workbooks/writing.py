"""Exports that people can open, edit and send back: what is read again equals what was written."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
from rustpy_xlsxwriter import FastExcel, Format

from bangfu.kernel.workbooks.choices import SEPARATOR
from bangfu.kernel.workbooks.columns import FEN_PER_YUAN, THOUSANDTHS, Column, Sheet, Type
from bangfu.kernel.workbooks.delimited import guarded
from bangfu.kernel.workbooks.refusals import WorkbookRefused

EXCEL_ROWS = 1_048_576
EXCEL_CELL_LENGTH = 32_767
_TEXT_FORMAT = "@"
_WIDTHS = {
    Type.DATE: 12,
    Type.BOOLEAN: 8,
    Type.INTEGER: 10,
    Type.MONEY: 14,
    Type.ID_NUMBER: 21,
    Type.DISABILITY_NUMBER: 23,
    Type.ID_OR_DISABILITY: 23,
    Type.CREDIT_CODE: 21,
    Type.PHONE: 14,
    Type.BANK_ACCOUNT: 23,
    Type.AREA_CODE: 16,
}


def write_export(path: Path | str, sheet: Sheet, frame: pl.DataFrame) -> None:
    """Write the columns of `frame` that `sheet` declares, in its order, as .xlsx or .csv by the name's ending.

    Codes are written as labels, money in yuan, numbers that name something as text. Text that begins like a formula
    is never evaluated. Raises WorkbookRefused for another ending, and for more rows or longer text than Excel holds.
    """
    path = Path(path)
    columns = [column for column in sheet.columns if column.name in frame.columns]
    match path.suffix.lower():
        case ".xlsx":
            _write_xlsx(path, sheet, columns, frame)
        case ".csv":
            _write_csv(path, columns, frame)
        case _:
            raise WorkbookRefused("只能导出 .xlsx 或 .csv 文件。")


def column_width(column: Column) -> int:
    """Width in characters: as declared, or enough for the type and the heading."""
    return column.width or max(_WIDTHS.get(column.type, 12), 2 * len(column.heading) + 2)


def number_format(column: Column) -> str:
    """Excel's format code for the cells of the column."""
    match column.type:
        case Type.MONEY:
            return "0.00"
        case Type.QUANTITY:
            return "0.###"
        case Type.DECIMAL:
            return "0." + "0" * column.places if column.places else "0"
        case Type.INTEGER:
            return "0"
        case Type.DATE:
            return "yyyy-mm-dd"
        case _:
            return _TEXT_FORMAT


def _write_xlsx(path: Path, sheet: Sheet, columns: list[Column], frame: pl.DataFrame) -> None:
    if frame.height >= EXCEL_ROWS:
        raise WorkbookRefused(f"共 {frame.height} 行，超过 Excel 一张表的上限。请缩小范围，或导出为 .csv。")
    shown = frame.select(_for_cells(column).alias(column.heading) for column in columns)
    texts = [column.heading for column in columns if number_format(column) == _TEXT_FORMAT]
    longest = shown.select(pl.col(texts).str.len_chars().max()).row(0) if texts else ()
    for heading, length in zip(texts, longest, strict=True):
        if (length or 0) > EXCEL_CELL_LENGTH:
            raise WorkbookRefused(f"“{heading}”有内容超过 Excel 一格的上限 {EXCEL_CELL_LENGTH} 字。请导出为 .csv。")
    book = FastExcel(str(path)).freeze(row=1)
    book.sheet(
        tab_name(sheet),
        shown,
        column_widths=[float(column_width(column)) for column in columns],
        column_formats=[Format().set_num_format(number_format(column)) for column in columns],
        header_format=Format().set_bold().set_background_color("#E8EEF7"),
        ignore_errors=texts,
    )
    book.save()


def _write_csv(path: Path, columns: list[Column], frame: pl.DataFrame) -> None:
    shown = frame.select(_for_text(column).alias(column.heading) for column in columns)
    shown.write_csv(path, include_bom=True, date_format="%Y-%m-%d")


def tab_name(sheet: Sheet) -> str:
    """The title without what Excel forbids in the name of a tab, at most 31 characters."""
    return "".join(character for character in sheet.title if character not in "[]:*?/\\'")[:31] or "数据"


def _for_cells(column: Column) -> pl.Expr:
    value = pl.col(column.name)
    match column.type:
        case Type.MONEY:
            return value / FEN_PER_YUAN
        case Type.QUANTITY:
            return value / THOUSANDTHS
        case Type.DECIMAL:
            return value.cast(pl.Float64)
        case Type.INTEGER | Type.DATE:
            return value
        case _:
            return _words(column)


def _for_text(column: Column) -> pl.Expr:
    value = pl.col(column.name)
    match column.type:
        case Type.MONEY:
            return _exact(value, 2)
        case Type.QUANTITY:
            return _exact(value, 3)
        case Type.INTEGER | Type.DATE | Type.DECIMAL:
            return value
        case _:
            return guarded(_words(column))


def _exact(value: pl.Expr, places: int) -> pl.Expr:
    """A whole number of the smallest unit as exact decimal text."""
    size = 10**places
    sign = pl.when(value < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    whole = (value.abs() // size).cast(pl.String)
    return sign + whole + "." + (value.abs() % size).cast(pl.String).str.zfill(places)


def _words(column: Column) -> pl.Expr:
    """Everything that is written as text."""
    value = pl.col(column.name)
    if column.type is Type.BOOLEAN:
        return pl.when(value).then(pl.lit("是")).when(~value).then(pl.lit("否"))
    if column.type is Type.CODE:
        return _labelled(column, str)(value)
    if column.type is Type.CODES:
        joined = value.list.eval(_labelled(column, _unsplittable)(pl.element())).list.join(SEPARATOR)
        return pl.when(joined != "").then(joined)
    return value


def _labelled(column: Column, shown: Callable[[str], str]) -> Callable[[pl.Expr], pl.Expr]:
    labels = {code: shown(label) or code for code, label in column.labels().items()}
    return lambda value: value.replace(labels)


def _unsplittable(label: str) -> str:
    """The label, or nothing when it would be split on being read again."""
    return "" if any(mark in label for mark in "、,，;；|\n") else label
