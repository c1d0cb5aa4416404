"""Files that cannot be read get a clear answer."""

import io
import random
import zipfile
from contextlib import suppress

import pytest
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook
from openpyxl.styles import Font

from bangfu.kernel.workbooks import Column, Sheet, Type, WorkbookRefused, isolation, packages, read_workbook

HEADINGS = ["户编号", "姓名"]


def refusal(path, sheet) -> str:
    with pytest.raises(WorkbookRefused) as refused:
        read_workbook(path, sheet)
    return refused.value.message


def test_password(xlsx, register, tmp_path):
    locked = tmp_path / "locked.xlsx"
    with xlsx([HEADINGS, ["H1", "张三"]]).open("rb") as plain, locked.open("wb") as target:
        OOXMLFile(plain).encrypt("secret", target)
    assert refusal(locked, register) == packages.PROTECTED


def test_truncated_package(xlsx, register):
    path = xlsx([HEADINGS, ["H1", "张三"]])
    path.write_bytes(path.read_bytes()[:-600])
    assert refusal(path, register) == packages.BROKEN


def test_damaged_worksheet(xlsx, register, tmp_path):
    damaged = tmp_path / "damaged.xlsx"
    with zipfile.ZipFile(xlsx([HEADINGS, ["H1", "张三"]])) as source, zipfile.ZipFile(damaged, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content[: len(content) // 2] if "sheet1" in name else content)
    assert refusal(damaged, register) == packages.BROKEN


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.ods"])
def test_no_workbook_at_all(tmp_path, register, name):
    (tmp_path / name).write_bytes("只是文字".encode())
    assert refusal(tmp_path / name, register) == packages.BROKEN


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", b"", "空的"),
        ("a.csv", b"  \n ", "空的"),
        ("a.pdf", b"%PDF-1.7 text", "不认识"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0", "不认识"),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
    ],
)
def test_other_files(tmp_path, register, name, content, words):
    (tmp_path / name).write_bytes(content)
    assert words in refusal(tmp_path / name, register)


def test_zip_of_something_else(tmp_path, register):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as package:
        package.writestr("word/document.xml", "<w/>")
    assert refusal(tmp_path / "a.xlsx", register) == packages.UNKNOWN


def test_zip_bomb(xlsx, register, monkeypatch):
    path = xlsx([HEADINGS, ["H1", "张三"]])
    monkeypatch.setattr(packages, "MAXIMUM_UNPACKED", 1000)
    assert refusal(path, register) == packages.TOO_LARGE


def test_zip_bomb_that_hides_its_size(xlsx, register, tmp_path):
    """A declared size of a few bytes over a megabyte of content is no workbook."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(xlsx([HEADINGS, ["H1", "张三"]])) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, source.read(name) + (b" " * 2**20 if "sheet1" in name else b""))
        size = target.getinfo("xl/worksheets/sheet1.xml").file_size
    lying = buffer.getvalue().replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    (tmp_path / "lying.xlsx").write_bytes(lying)
    assert refusal(tmp_path / "lying.xlsx", register) == packages.BROKEN


def test_stray_cell_far_away(tmp_path, register):
    book = Workbook()
    book.active.append(HEADINGS)
    book.active["XFD1048576"] = "x"
    book.save(tmp_path / "stray.xlsx")
    assert refusal(tmp_path / "stray.xlsx", register) == packages.STRAY


def test_colour_far_away_does_no_harm(tmp_path, register):
    book = Workbook()
    book.active.append(HEADINGS)
    book.active.append(["H1", "张三"])
    book.active["XFD1048576"].font = Font(bold=True)
    book.save(tmp_path / "coloured.xlsx")
    assert read_workbook(tmp_path / "coloured.xlsx", register).frame.height == 1


def test_old_file_that_kills_its_reader(tmp_path, register, monkeypatch):
    """Whatever ends the child that reads old files is told as a broken file."""
    book = xlwt.Workbook()
    book.add_sheet("表").write(0, 0, "户编号")
    book.save(str(tmp_path / "old.xls"))
    monkeypatch.setattr(isolation, "MAXIMUM_SECONDS", 0)
    assert refusal(tmp_path / "old.xls", register) == packages.BROKEN


def test_random_damage_is_always_refused_or_read(xlsx, register):
    path = xlsx([HEADINGS, *(["H1", "张三"] for _ in range(20))], merge=["A2:A4"])
    sound = path.read_bytes()
    chance = random.Random(20200619)
    for _ in range(60):
        damaged = bytearray(sound)
        for _ in range(chance.choice((1, 5, 50))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        path.write_bytes(damaged)
        with suppress(WorkbookRefused):
            assert read_workbook(path, register).frame.height


def test_random_damage_of_old_files_is_recognised_without_reading_them(tmp_path):
    path = tmp_path / "old.xls"
    book = xlwt.Workbook()
    book.add_sheet("表").write(0, 0, "户编号")
    book.save(str(path))
    sound = path.read_bytes()
    chance = random.Random(20200619)
    for _ in range(200):
        damaged = bytearray(sound)
        for _ in range(chance.choice((1, 5, 50))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        path.write_bytes(damaged)
        with suppress(WorkbookRefused):
            assert packages.kind_of(path) is packages.Kind.XLS


def test_empty_workbook(xlsx, register):
    assert "没有内容" in refusal(xlsx([]), register)


def test_only_headings(xlsx, register):
    assert "没有数据" in refusal(xlsx([HEADINGS]), register)


def test_missing_column_is_named_with_what_was_found(xlsx, register):
    message = refusal(xlsx([["姓名", "性别", "备注"], ["张三", "男", None]]), register)
    assert "缺少必需的列：“户编号”" in message
    assert "“姓名”、“性别”、“备注”" in message


def test_no_known_heading(xlsx, register):
    message = refusal(xlsx([["产品", "销量"], ["香菇", 3]]), register)
    assert "“产品”、“销量”" in message


def test_repeated_heading(xlsx, register):
    message = refusal(xlsx([["户编号", "姓名", "户主姓名"], ["H1", "张三", "李四"]]), register)
    assert "“姓名”和“户主姓名”都是“姓名”" in message


@pytest.mark.parametrize(
    "columns",
    [
        (Column("a", "甲"), Column("a", "乙")),
        (Column("a", "甲"), Column("b", "乙", ("甲",))),
    ],
)
def test_sheets_that_contradict_themselves(columns):
    with pytest.raises(ValueError, match="a"):
        Sheet(columns)


def test_columns_that_contradict_themselves():
    with pytest.raises(ValueError, match="codes"):
        Column("a", "甲", type=Type.CODE)
    with pytest.raises(ValueError, match="yuan"):
        Column("a", "甲(万元)", type=Type.MONEY)
