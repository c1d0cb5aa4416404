"""What is written and read again is what was there, whatever people typed."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from bangfu.kernel.workbooks import ROW, Column, Sheet, Type, WorkbookRefused, id_check_digit, read_table, write_export

SHEET = Sheet(
    (
        Column("key", "编号", required=True),
        Column("text", "文字"),
        Column("whole", "整数", type=Type.INTEGER),
        Column("share", "比例", type=Type.DECIMAL, places=4),
        Column("money", "金额", type=Type.MONEY),
        Column("amount", "数量", type=Type.QUANTITY),
        Column("day", "日期", type=Type.DATE),
        Column("flag", "是否", type=Type.BOOLEAN),
        Column("kind", "类别", type=Type.CODE, codes=(("01", "甲类"), ("02", "乙类"), ("10", "=丙"))),
        Column("causes", "原因", type=Type.CODES, codes=(("1", "因病"), ("2", "缺水、缺电"), ("3", "缺地"))),
        Column("id", "证件号码", type=Type.ID_OR_DISABILITY),
        Column("phone", "电话", type=Type.PHONE),
    )
)
FRAME_SCHEMA = {ROW: pl.UInt32} | {column.name: column.polars_type for column in SHEET.columns}

letters = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Co", "Cn", "Zl", "Zp", "Zs"))
formulas = st.tuples(st.sampled_from(["=", "+", "-", "@", "'=", "''-", "'", "=1+", '"']), st.text(letters, max_size=8))
texts = st.one_of(st.text(letters, min_size=1, max_size=20), formulas.map("".join), st.just("a b\nc"))
ids = st.builds(
    lambda county, day, serial: (body := f"{county}{day:%Y%m%d}{serial:03}") + id_check_digit(body),
    st.sampled_from(["420302", "110101"]),
    st.dates(dt.date(1900, 1, 1), dt.date(2020, 1, 1)),
    st.integers(0, 999),
)
rows = st.fixed_dictionaries(
    {
        "key": st.integers(0, 10**6).map("K{}".format),
        "text": st.none() | texts,
        "whole": st.none() | st.integers(-(10**14), 10**14),
        "share": st.none() | st.integers(-(10**9), 10**9).map(lambda units: Decimal(units).scaleb(-4)),
        "money": st.none() | st.integers(-(10**14) + 1, 10**14 - 1),
        "amount": st.none() | st.integers(-(10**12), 10**12),
        "day": st.none() | st.dates(dt.date(1901, 1, 1), dt.date(2199, 12, 31)),
        "flag": st.none() | st.booleans(),
        "kind": st.sampled_from([None, "01", "02", "10"]),
        "causes": st.none() | st.lists(st.sampled_from("123"), min_size=1, unique=True),
        "id": st.none() | ids | ids.map(lambda number: number + "43"),
        "phone": st.none() | st.integers(0, 10**9 - 1).map("13{:09}".format) | st.just("0719-8788888"),
    }
)


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=st.lists(rows, min_size=1, max_size=6))
def test_export_is_read_again_unchanged(tmp_path: Path, ending: str, records: list[dict]):
    numbered = [{ROW: place, **record} for place, record in enumerate(records, start=2)]
    frame = pl.DataFrame(numbered, schema=FRAME_SCHEMA)
    path = tmp_path / f"export{ending}"
    write_export(path, SHEET, frame)
    table = read_table(path, SHEET)
    assert table.issues.to_dicts() == []
    assert table.frame.to_dicts() == frame.to_dicts()
    assert table.frame.schema == frame.schema


def exported(tmp_path: Path, ending: str = ".xlsx", **values: object) -> Path:
    record = dict.fromkeys(FRAME_SCHEMA) | {ROW: 2, "key": "K1"} | values
    write_export(tmp_path / f"one{ending}", SHEET, pl.DataFrame([record], schema=FRAME_SCHEMA))
    return tmp_path / f"one{ending}"


def test_cells_are_what_people_expect(tmp_path):
    path = exported(
        tmp_path,
        text="=1+1",
        money=123450,
        day=dt.date(2020, 6, 19),
        flag=True,
        kind="01",
        causes=["1", "2"],
        id="9" * 18,
    )
    sheet = load_workbook(path).active
    cells = dict(zip([cell.value for cell in sheet[1]], sheet[2], strict=True))
    assert cells["文字"].data_type == "s"
    assert cells["文字"].value == "=1+1"
    assert (cells["金额"].value, cells["金额"].number_format) == (1234.5, "0.00")
    assert (cells["日期"].value.date(), cells["日期"].number_format) == (dt.date(2020, 6, 19), "yyyy-mm-dd")
    assert [cells[heading].value for heading in ("是否", "类别", "原因")] == ["是", "甲类", "因病、2"]
    assert (cells["证件号码"].data_type, cells["证件号码"].number_format) == ("s", "@")
    assert sheet.freeze_panes == "A2"


def test_delimited_text_never_starts_like_a_formula(tmp_path):
    content = exported(tmp_path, ".csv", text="=cmd|' /C calc'!A0", money=-500).read_text("utf-8-sig")
    assert ",'=cmd|" in content
    assert ",-5.00," in content


def test_other_endings_are_refused(tmp_path):
    with pytest.raises(WorkbookRefused):
        write_export(tmp_path / "a.docx", SHEET, pl.DataFrame(schema=FRAME_SCHEMA))


def test_text_longer_than_a_cell_holds_is_refused_not_cut(tmp_path):
    with pytest.raises(WorkbookRefused, match="文字"):
        exported(tmp_path, text="长" * 32_768)


def test_more_rows_than_a_worksheet_holds_are_refused(tmp_path):
    frame = pl.DataFrame({"key": pl.repeat("K", 1_048_576, eager=True)})
    with pytest.raises(WorkbookRefused, match="1048576"):
        write_export(tmp_path / "a.xlsx", SHEET, frame)
