"""Charts: one declaration, drawn in every kind of file, never without words for those who cannot see it."""

import io
from datetime import date
from decimal import Decimal

import pytest
from docx import Document as open_word
from lxml import etree
from openpyxl import load_workbook
from pypdf import PdfReader

from bangfu.kernel.errors import Refused
from bangfu.reports.composing import chapters_of, compose, report_named
from bangfu.reports.document import Chart, Document, Point, as_json, from_json
from bangfu.reports.outputs.chart import PHONE, to_png, to_svg
from bangfu.reports.outputs.writing import written
from bangfu.reports.periods import parse
from bangfu.reports.tests.conftest import COUNTY, NEXT_TOWNSHIP, TOWNSHIP, Post

pytestmark = pytest.mark.django_db


def report(text: str, period: str = "2020") -> Document:
    """The monthly brief with one chapter, which is this text."""
    first, *others = [chapter.name for chapter in chapters_of("brief")]
    texts = {first: text} | dict.fromkeys(others, "")
    return compose(report_named("brief"), COUNTY, parse(period), texts=texts)


def chart(document: Document) -> Chart:
    [found] = [block for chapter in document.chapters for block in chapter.blocks if isinstance(block, Chart)]
    return found


@pytest.fixture
def months(post: Post) -> None:
    for month, amount, place in ((1, "200000", TOWNSHIP), (3, "350000", NEXT_TOWNSHIP), (11, "50000", TOWNSHIP)):
        post(amount, happened_on=date(2020, month, 5), area_code=place)
    post("100000", online=True, happened_on=date(2020, 3, 9))


def test_places_stand_with_the_largest_first(months: None) -> None:
    found = chart(report("{{图 按乡镇 market.sales 按 area}}"))
    assert found.shape == "bars"
    assert [(p.label, p.text) for p in found.points] == [("大川镇", "35万元"), ("茅塔乡", "35万元")]


def test_months_stand_in_their_order(months: None) -> None:
    found = chart(report("{{图 各月 market.sales 按 month}}"))
    assert found.shape == "columns"
    assert [(p.label, p.value) for p in found.points] == [
        ("2020年1月", 200000),
        ("2020年3月", 450000),
        ("2020年11月", 50000),
    ]


def test_shares_add_up(months: None) -> None:
    found = chart(report("{{图 份额 market.sales.online market.sales.offline}}"))
    assert [p.text for p in found.points] == ["10万元，占14.29%", "60万元，占85.71%"]
    said = "".join(run.text for run in report("{{market.sales.online 占 market.sales}}").chapters[0].blocks[0])
    assert said == "14.29%", "the same share as in the chart, to the same digit"


def test_progress_goes_past_its_target(months: None) -> None:
    found = chart(report("{{图 进度 market.sales 完成 500000}}"))
    assert found.points == (Point("认定产品销售额", Decimal(140), "70万元，完成140%"),)
    assert "stroke-dasharray" in to_svg(found)


def test_one_bar_tells_nothing(post: Post) -> None:
    post("100000", happened_on=date(2020, 3, 9))
    document = report("销售{{market.sales 万元}}。\n{{图 各月 market.sales 按 month}}\n{{图 按 market.sales 按 area}}")
    assert not [block for block in document.chapters[0].blocks if isinstance(block, Chart)]
    assert len(document.figures) == 1


def test_a_chart_of_nothing_leaves_the_chapter_out(post: Post) -> None:
    assert report("{{图 各月 market.sales 按 month}}").chapters == ()


def test_a_figure_or_dimension_that_does_not_exist_is_named(post: Post) -> None:
    with pytest.raises(Refused, match=r"no\.such"):
        report("{{图 各月 no.such 按 month}}")
    with pytest.raises(Refused, match="不能按“colour”列"):
        report("{{图 各月 market.sales 按 colour}}")
    with pytest.raises(Refused, match=r"第1行.*no\.target"):
        report("{{图 进度 market.sales 完成 no.target}}")


@pytest.mark.parametrize("ending", ["html", "md", "docx", "pdf", "xlsx"])
def test_every_kind_of_file_draws_it(months: None, ending: str) -> None:
    document = report("{{图 各月 market.sales 按 month}}")
    content = written(document, ending)
    match ending:
        case "docx":
            word = open_word(io.BytesIO(content))
            [shape] = word.inline_shapes
            assert shape._inline.docPr.get("descr") == "各月：2020年1月20万元；2020年3月45万元；2020年11月5万元"
        case "xlsx":
            book = load_workbook(io.BytesIO(content))
            assert [row[1].value for row in book["图1"].iter_rows(min_row=4)] == [200000, 450000, 50000]
            assert len(book["图1"]._charts) == 1
        case "pdf":
            assert "各月" in "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
        case _:
            text = content.decode()
            assert "45万元" in text
            assert ("<svg" in text) == (ending == "html")


def test_what_is_recorded_on_the_whole_place_is_its_own_level(post: Post) -> None:
    post("350000", area_code=COUNTY)
    post("10000", area_code=TOWNSHIP)
    [chart] = report("{{图 按地区 market.sales 按 area}}").chapters[0].blocks
    assert isinstance(chart, Chart)
    assert [point.label for point in chart.points] == ["区本级", "大川镇"]


def test_words_in_a_chart_are_words() -> None:
    odd = Chart("<b>&", "bars", (Point("<script>", Decimal(1), "1&"), Point("乙", Decimal(0), "0")))
    root = etree.fromstring(to_svg(odd).encode())
    assert root.findtext("{*}title") == "<b>&"
    assert "<script>1&" in (root.findtext("{*}desc") or "")


def test_every_shape_can_be_a_picture() -> None:
    points = (Point("甲", Decimal(3), "3户"), Point("乙", Decimal(1), "1户"))
    for shape in ("bars", "columns", "share", "progress"):
        assert to_png(Chart("图", shape, points)).startswith(b"\x89PNG")


def test_a_seal_keeps_the_chart(months: None) -> None:
    document = report("{{图 各月 market.sales 按 month}}")
    assert from_json(as_json(document)) == document


def test_numbers_of_many_months_stand_upright_and_the_unit_once() -> None:
    points = [
        Point(f"{2019 + n // 12}年{n % 12 + 1}月", Decimal(n * 10_000 + 10_478_700), f"{1047 + n}.87万元")
        for n in range(20)
    ]
    many, few = to_svg(Chart("各月", "columns", tuple(points))), to_svg(Chart("各月", "columns", tuple(points[:6])))
    assert many.count("rotate(-90") == 20
    assert "rotate" not in few
    for drawing in (many, few):
        assert drawing.count("单位：万元") == 1
        assert drawing.count(">2019年<") == 1
    assert many.count(">2020年<") == 1


@pytest.mark.parametrize("shape", ["bars", "columns", "share", "progress"])
def test_on_a_phone_no_bar_and_no_value_leaves_the_drawing(shape: str) -> None:
    points = tuple(Point(f"名称很长的单位{n}", Decimal(n + 1), f"{n + 1040}.13万元") for n in range(9))
    root = etree.fromstring(to_svg(Chart("图", shape, points), PHONE).encode())
    assert root.get("width") == "340"
    for bar in root.iterfind("{*}rect"):
        assert float(bar.get("x")) + float(bar.get("width")) <= 340
    for text in root.iterfind("{*}text[@text-anchor='start']"):
        if not text.get("transform"):
            width = sum(12 if ord(sign) > 0x2000 else 6.7 for sign in text.text)
            assert float(text.get("x")) + width <= 340, text.text
