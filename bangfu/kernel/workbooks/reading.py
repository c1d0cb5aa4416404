"""From a file that somebody sent to a table of text under known columns, nothing lost on the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import fastexcel
import polars as pl

from bangfu.kernel.workbooks.cells import ROW, Grid, delimited_grid, spreadsheet_grids
from bangfu.kernel.workbooks.columns import FEN_PER_YUAN, Column, Sheet, Type
from bangfu.kernel.workbooks.headings import heading_unit
from bangfu.kernel.workbooks.isolation import read_in_child
from bangfu.kernel.workbooks.issues import issues_frame, joined_issues
from bangfu.kernel.workbooks.layout import Layout, find_layout
from bangfu.kernel.workbooks.packages import BROKEN, Kind, kind_of
from bangfu.kernel.workbooks.refusals import WorkbookRefused


@dataclass(frozen=True)
class RawTable:
    """The recognised columns of one sheet as text.

    `frame` has `row_number` and one String column per recognised column (its `name`), in the order of the
    declaration; blank cells are null. `headings` gives each name the heading as the file has it, `ignored` the headings
    nobody declared, `units` fen per unit of each money column. `issues` are cells that could not be read at all
    (numbers that had lost digits, error values); they are null in `frame`.
    """

    frame: pl.DataFrame
    headings: dict[str, str]
    ignored: tuple[str, ...]
    units: dict[str, int]
    issues: pl.DataFrame
    sheet_name: str
    heading_row: int


def read_workbook(path: Path | str, sheet: Sheet) -> RawTable:
    """The sheet of the file whose headings fit `sheet` best.

    Reads .xlsx, .xls, .ods and .csv by content. Raises WorkbookRefused with a message in Chinese when the file is
    broken, locked, empty, too large or of another kind, and when headings are missing or repeated.
    """
    path = Path(path)
    if kind_of(path) in (Kind.XLS, Kind.ODS):
        return cast(RawTable, read_in_child(path, sheet, on_death=BROKEN))
    return read_here(path, sheet)


def read_here(path: Path, sheet: Sheet) -> RawTable:
    """`read_workbook` in this process, whatever the format."""
    kind = kind_of(path)
    grids = iter([delimited_grid(path)]) if kind is Kind.CSV else _refusing(spreadsheet_grids(path, kind))
    best = _best_sheet(grids, sheet)
    if best is None:
        raise WorkbookRefused("文件里没有内容：所有工作表都是空的。")
    grid, layout = best
    _check_headings(grid, layout, sheet)
    return _table(grid, layout, sheet)


def _refusing(grids: Iterator[Grid]) -> Iterator[Grid]:
    try:
        yield from grids
    except fastexcel.FastExcelError as fault:
        raise WorkbookRefused(BROKEN) from fault
    except BaseException as fault:
        # A panic of the reader's Rust code has a class of its own that cannot be imported.
        if type(fault).__name__ == "PanicException":
            raise WorkbookRefused(BROKEN) from fault
        raise


def _best_sheet(grids: Iterator[Grid], sheet: Sheet) -> tuple[Grid, Layout] | None:
    best: tuple[Grid, Layout] | None = None
    for grid in grids:
        if grid.frame.is_empty():
            continue
        layout = find_layout(grid, sheet)
        if best is None or layout.score > best[1].score:
            best = grid, layout
        if layout.score == len(sheet.columns):
            break
    return best


def _check_headings(grid: Grid, layout: Layout, sheet: Sheet) -> None:
    found = "、".join(f"“{text}”" for text in layout.texts if text) or "（没有找到标题行）"
    if not layout.places:
        wanted = "、".join(f"“{column.heading}”" for column in sheet.columns)
        raise WorkbookRefused(f"没有找到需要的列。应有的列：{wanted}。文件开头是：{found}。请用下载的模板填写。")
    if layout.repeated:
        repeated = "；".join(f"“{one}”和“{other}”都是“{heading}”" for one, other, heading in layout.repeated)
        raise WorkbookRefused(f"工作表“{grid.name}”第 {layout.heading_row} 行有重复的列：{repeated}。请只保留一列。")
    missing = [column.heading for column in sheet.columns if column.required and column.name not in layout.places]
    if missing:
        names = "、".join(f"“{heading}”" for heading in missing)
        raise WorkbookRefused(
            f"工作表“{grid.name}”缺少必需的列：{names}。第 {layout.heading_row} 行找到的标题是：{found}。"
        )


def _table(grid: Grid, layout: Layout, sheet: Sheet) -> RawTable:
    names = [column.name for column in sheet.columns if column.name in layout.places]
    places = {name: layout.places[name] for name in names}
    headings = {name: layout.texts[place] for name, place in places.items()}
    body = grid.body(layout.first_body_row, places)
    body, issues = _without_unreadable(grid, body, sheet, headings, places)
    body = body.filter(pl.any_horizontal(pl.col(names).is_not_null()) | pl.col(ROW).is_in(issues["row"].implode()))
    if body.is_empty():
        raise WorkbookRefused(f"工作表“{grid.name}”只有标题，没有数据。")
    units = {
        name: heading_unit(heading) or FEN_PER_YUAN
        for name, heading in headings.items()
        if sheet.column(name).type is Type.MONEY
    }
    used = set(places.values())
    ignored = tuple(text for place, text in enumerate(layout.texts) if text and place not in used)
    return RawTable(body, headings, ignored, units, issues, grid.name, layout.heading_row)


def _without_unreadable(
    grid: Grid, body: pl.DataFrame, sheet: Sheet, headings: dict[str, str], places: dict[str, int]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Null out cells that hold an error value or a number that had lost digits, and say so."""
    issues = []
    for name, heading in headings.items():
        column = sheet.column(name)
        rows, place = body[ROW], places[name]
        for mask, code, message in (
            (grid.error_mask(rows, place), "cell_error", "单元格是公式错误值（如 #N/A），请改为实际内容。"),
            (grid.uncalculated_mask(rows, place), "not_calculated", _NOT_CALCULATED),
            (_truncated_mask(grid, body, column, place), "digits_lost", _DIGITS_LOST),
        ):
            if mask is None or not mask.any():
                continue
            issues.append(
                issues_frame(
                    body[ROW].filter(mask),
                    body[name].filter(mask),
                    name=name,
                    column=heading,
                    code=code,
                    message=message,
                )
            )
            body = body.with_columns(pl.when(~mask).then(pl.col(name)).alias(name))
    return body, joined_issues(issues)


_DIGITS_LOST = (
    "号码被存成了数字，Excel 已把第 15 位以后的数字变成 0，无法找回。请把整列设为“文本”格式，再从原始资料重新填写。"
)
_NOT_CALCULATED = "公式还没有计算结果。请用 Excel 或 WPS 打开文件，保存一次后再上传。"
_AMOUNTS = frozenset({Type.INTEGER, Type.DECIMAL, Type.MONEY, Type.QUANTITY, Type.DATE, Type.BOOLEAN})


def _truncated_mask(grid: Grid, body: pl.DataFrame, column: Column, place: int) -> pl.Series | None:
    """Which cells hold a number of more than 15 digits where digits are a name; None when there can be none."""
    if column.type in _AMOUNTS:
        return None
    text = body[column.name]
    scientific = text.str.contains(r"^\d\.?\d*[eE]\+?\d{2}$").fill_null(False)
    if not grid.may_hold_long_numbers:
        return scientific
    long = text.str.contains(r"^\d{16,}(?:\.\d+)?$").fill_null(False)
    if not long.any():
        return scientific
    return (long & grid.numeric_mask(body[ROW], place)) | scientific
