"""Statistical tables inside a report: the same cells as on their own page, in every output."""

import io

import pytest
from docx import Document as WordDocument
from openpyxl import load_workbook

from bangfu.figures.reporting import report_chapters
from bangfu.figures.tables.asking import Asked
from bangfu.figures.tables.composing import compose_table
from bangfu.figures.tables.declared import tables
from bangfu.figures.tables.wording import cell_words
from bangfu.kernel.errors import Refused
from bangfu.kernel.rights.actions import operator
from bangfu.ledger.models import Entry
from bangfu.reports.composing import compose, period_named, read_text, report_named
from bangfu.reports.document import Document, Table, as_json, from_json
from bangfu.reports.outputs.writing import written
from bangfu.reports.tests.conftest import COUNTY

pytestmark = pytest.mark.django_db
CHAPTER = "market.consumption"


def report(text: str) -> Document:
    texts = {chapter.name: "" for chapter in report_chapters} | {CHAPTER: text}
    return compose(report_named("overview"), COUNTY, period_named("2020"), texts=texts)


def parts(document: Document) -> list[Table]:
    return [block for chapter in document.chapters for block in chapter.blocks if isinstance(block, Table)]


def test_a_declared_table_stands_in_the_text(sales: list[Entry]) -> None:
    document = report("全年销售{{market.sales}}。\n{{统计表 T32}}")
    found = parts(document)
    period = document.from_, document.to
    own = compose_table(operator(), tables["T32"], Asked(place=COUNTY, from_=period[0], to=period[1]))
    [first, *_more] = [sheet for sheet in own.sheets if any(c.value is not None for r in sheet.rows for c in r.cells)]
    rows = [*first.rows, *([first.total] if first.total else [])]
    assert [[cell.text for cell in row[1:]] for row in found[0].rows] == [
        [cell_words(cell, mixed=first.mixed) for cell in row.cells] for row in rows
    ]
    assert "6,751.91" in [cell.text for row in found[0].rows for cell in row]
    assert from_json(as_json(document)) == document


def test_one_part_of_a_table(sales: list[Entry]) -> None:
    whole, one = parts(report("{{统计表 T32}}")), parts(report("{{统计表 T32 第1部分}}"))
    assert len(one) == 1 <= len(whole)
    assert one[0].rows == whole[0].rows


@pytest.mark.parametrize("ending", ["docx", "xlsx", "md", "html"])
def test_it_is_in_every_output(sales: list[Entry], ending: str) -> None:
    content = written(report("{{统计表 T32}}"), ending)
    if ending == "docx":
        cells = [c.text for t in WordDocument(io.BytesIO(content)).tables for row in t.rows for c in row.cells]
        assert "6,751.91" in cells
    elif ending == "xlsx":
        values = [c.value for sheet in load_workbook(io.BytesIO(content), data_only=True) for row in sheet for c in row]
        assert any(str(value).startswith("6751.91") for value in values)
    else:
        assert "6,751.91" in content.decode()


def test_an_empty_table_is_left_out(sales: list[Entry]) -> None:
    assert parts(report("{{统计表 T43}}")) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("{{统计表 T99}}", "没有统计表"),
        ("{{统计表}}", "编号"),
        ("{{统计表 甲}}", "不是统计表的编号"),
        ("{{统计表 T32 第9部分}}", "没有这一部分"),
        ("{{统计表 T32 全部}}", "不认识"),
        ("见{{统计表 T32}}", "独占一行"),
    ],
)
def test_a_wrong_tag_is_refused_with_its_place(text: str, word: str) -> None:
    with pytest.raises(Exception, match=word) as refused:
        read_text(text)
    assert isinstance(refused.value, Refused | ValueError)
