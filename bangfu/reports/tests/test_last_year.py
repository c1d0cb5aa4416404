"""Reports beside the same period a year before: what is compared, what only one year knows, what is said of both."""

import io
import json
import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override
from docx import Document as open_word
from openpyxl import load_workbook

from bangfu.config.cli import main
from bangfu.figures.declared import figures
from bangfu.figures.reporting import report_chapters
from bangfu.kernel.asking import flag_in
from bangfu.kernel.errors import Refused
from bangfu.kernel.rights.actions import operator
from bangfu.ledger.actions import reverse_entry
from bangfu.ledger.models import Entry
from bangfu.parties.actions import register_area
from bangfu.parties.models import Area
from bangfu.reports.actions import seal_report
from bangfu.reports.composing import compose, period_named, report_named
from bangfu.reports.document import Compared, Comparison, Document, Seal, as_json, from_json
from bangfu.reports.last_year import comparable
from bangfu.reports.models import SealedReport
from bangfu.reports.outputs.appendix import appendix, closing, compared_notes, comparisons_of, moved_lines
from bangfu.reports.outputs.writing import WRITERS, written
from bangfu.reports.sealing import differences, document_of, is_intact, verify_sealed
from bangfu.reports.telling import told_report
from bangfu.reports.tests.conftest import COUNTY, NEXT_TOWNSHIP, OFFLINE, STRANGE, TOWNSHIP, Office, Post

pytestmark = pytest.mark.django_db
CHAPTER = "market.consumption"
BOOKS = date(2018, 3, 5)  # the county's first entry, of another kind


Bought = Callable[..., Entry]


@pytest.fixture
def bought(office: Office, post: Post) -> Bought:
    """Post what was bought, which is no sale of certified products: ``bought("300", date(2020, 2, 2))``."""

    def one(amount: str, on: date, **fields: object) -> Entry:
        details = dict(OFFLINE)
        return post(
            amount, kind="market.purchase", giver_id=office.buyers[0], happened_on=on, details=details, **fields
        )

    return one


@pytest.fixture
def books(bought: Bought) -> None:
    """Books that begin in 2018."""
    bought("1", BOOKS)


@pytest.fixture
def two_years(books: None, post: Post) -> None:
    """Sales of 2020 and of 2019."""
    post("13401300", online=True)
    post("54117800")
    post("10000000", online=True, happened_on=date(2019, 5, 1))
    post("44017800", happened_on=date(2019, 12, 31))


def written_only(text: str, period: str = "2020", *, area_code: str = COUNTY, **how: object) -> Document:
    """The overview with one chapter of this text, beside the year before."""
    texts = {chapter.name: "" for chapter in report_chapters} | {CHAPTER: text}
    return compose(
        report_named("overview"),
        area_code,
        period_named(period),
        texts=texts,
        **{"compared": True} | how,  # type: ignore[arg-type]
    )


def comparison(document: Document) -> Comparison:
    [(_chapter, found)] = comparisons_of(document)
    return found


def line(document: Document, title: str) -> Compared:
    return next(one for one in comparison(document).lines if one.title == title)


def said(one: Compared) -> tuple[str, str, str]:
    return one.now.text, one.before.text, one.change.text


def test_figures_stand_beside_those_of_the_year_before(two_years: None) -> None:
    document = written_only("认定产品销售{{market.sales 万元}}，线上占{{market.sales.online_share}}。")
    assert comparison(document).title == "与上年同期比较（2019年）"
    assert said(line(document, "认定产品销售额")) == ("6751.91万元", "5401.78万元", "增加1350.13万元，增长24.99%")
    assert said(line(document, "线上销售占比")) == ("19.85%", "18.51%", "提高1.34个百分点")
    assert line(document, "线上销售占比").growth is None
    assert "上年同期指2019年" in document.compared
    assert document.compared in closing(document, None)


def test_nobody_who_does_not_ask_sees_it(two_years: None) -> None:
    document = written_only("销售{{market.sales}}。", compared=False)
    assert (comparisons_of(document), document.compared) == ([], "")
    assert all(used.when != "last_year" for used in document.figures)


def test_part_of_a_year_is_compared_with_the_same_part(two_years: None) -> None:
    document = written_only("销售{{market.sales}}。", "2020-01..2020-06")
    assert comparison(document).title == "与上年同期比较（2019年上半年）"
    assert said(line(document, "认定产品销售额")) == ("6751.91万元", "1000.00万元", "增加5751.91万元，增长575.19%")


def test_a_year_under_way_is_compared_up_to_the_same_day(two_years: None) -> None:
    now = datetime(2020, 6, 15, 9, tzinfo=timezone.get_current_timezone())
    document = written_only("销售{{market.sales}}。", now=now)
    assert line(document, "认定产品销售额").before.text == "1000.00万元"
    assert document.figures[line(document, "认定产品销售额").before.figure or 0].to == date(2019, 6, 15)


def test_what_is_told_from_january_on_is_compared_from_january_on(two_years: None) -> None:
    document = written_only("累计{{market.sales 本年}}。", "2020-06")
    assert said(line(document, "认定产品销售额（2020年上半年）"))[1] == "1000.00万元"


def test_nothing_recorded_is_no_zero(two_years: None, bought: Bought) -> None:
    bought("300", date(2020, 2, 2))
    document = written_only("销售{{market.sales}}，采购{{market.purchases 元}}。")
    assert [one.title for one in comparison(document).lines] == ["认定产品销售额"]
    assert comparison(document).notes == ("上年同期没有记录，不作比较：采购额。",)
    assert all(used.value for used in document.figures)


def test_a_chapter_of_which_the_year_before_knows_nothing_says_so_once(two_years: None, bought: Bought) -> None:
    bought("300", date(2020, 2, 2))
    document = written_only("采购{{market.purchases 元}}，共{{market.consumption 元}}。")
    assert comparison(document) == Comparison(
        "与上年同期比较（2019年）", (), ("与上年同期比较（2019年）：上年同期没有记录，不作比较。",)
    )


def test_what_was_recorded_and_taken_back_is_zero_and_nothing_is_divided(
    office: Office, books: None, post: Post
) -> None:
    entry = post("500", happened_on=date(2019, 4, 1))
    reverse_entry(office.clerk, entry.pk, reason="重复")
    post("70000")
    found = line(written_only("销售{{market.sales}}。"), "认定产品销售额")
    assert said(found) == ("7万元", "0万元", "上年同期为零，增加7万元")
    assert found.growth is None


def test_a_year_before_the_books_is_not_compared_with(post: Post) -> None:
    post("70000")
    document = written_only("销售{{market.sales}}。")
    assert comparison(document).notes == (
        "与上年同期比较（2019年）：帮扶记录自2020年6月起，上年同期没有账，不作比较。",
    )
    assert {used.when for used in document.figures} == {"this"}


def test_books_that_began_in_the_middle_are_shown_not_compared(post: Post) -> None:
    post("40000", happened_on=date(2019, 8, 9))
    post("70000")
    found = line(written_only("销售{{market.sales}}。"), "认定产品销售额")
    assert said(found) == ("7万元", "4万元", "帮扶记录自2019年8月起，上年同期不全，不作比较")
    assert (found.change.value, found.growth) == (None, None)
    assert said(line(written_only("销售{{market.sales}}。", "2020-06..2020-12"), "认定产品销售额"))[1] == "4万元"


def test_a_township_has_the_books_of_its_county(post: Post, bought: Bought) -> None:
    bought("1", BOOKS, area_code=NEXT_TOWNSHIP)
    post("40000", happened_on=date(2019, 8, 9))
    post("70000")
    found = line(written_only("销售{{market.sales}}。", area_code=TOWNSHIP), "认定产品销售额")
    assert found.growth == 75


def test_a_city_of_which_one_county_began_late_is_not_compared(post: Post) -> None:
    register_area(operator(), code="4203", name="十堰市")
    register_area(operator(), code="420303", name="张湾区")
    post("40000", happened_on=date(2018, 8, 9))
    post("40000", happened_on=date(2019, 8, 9))
    post("70000")
    post("70000", area_code="420303")
    document = written_only("销售{{market.sales}}。", area_code="4203")
    assert "部分县（区）的帮扶记录起得晚" in line(document, "认定产品销售额").change.text


def test_help_given_has_books_of_its_own(office: Office, post: Post) -> None:
    receiver = Area.objects.get(code=STRANGE)
    given = {"kind": "funds.fiscal", "giver_id": office.buyers[0], "receiver_id": receiver.pk, "area_code": STRANGE}
    for year, amount in ((2018, "500000"), (2019, "600000"), (2020, "900000")):
        post(amount, happened_on=date(year, 5, 1), details={"route": "direct"}, **given)
    post("1", happened_on=date(2020, 5, 1))  # help received in the county itself begins later
    document = compose(report_named("cooperation"), COUNTY, period_named("2020"), compared=True)
    [found] = [one for _c, block in comparisons_of(document) for one in block.lines if one.title == "财政帮扶资金"]
    assert said(found) == ("90万元", "60万元", "增加30万元，增长50%")
    one_pair = compose(report_named("cooperation"), COUNTY, period_named("2020"), partner=STRANGE, compared=True)
    assert any(one.growth == 50 for _c, block in comparisons_of(one_pair) for one in block.lines)


def test_round_numbers_that_were_never_exact_are_not_subtracted(books: None, post: Post) -> None:
    post("100000", happened_on=date(2019, 5, 1), bound="at_least")
    post("150000")
    assert said(line(written_only("销售{{market.sales}}。"), "认定产品销售额")) == (
        "15万元",
        "10余万元",
        "含概数，不计增减",
    )


def test_a_period_longer_than_a_year_has_no_year_before(two_years: None) -> None:
    document = written_only("销售{{market.sales}}。", "2019..2020")
    assert comparisons_of(document) == []
    assert document.compared == "时期长于一年，没有可比的上年同期。"


def test_a_chapter_written_only_a_year_before_says_what_there_was(two_years: None, bought: Bought) -> None:
    bought("9000", date(2019, 2, 2))
    texts = {chapter.name: "" for chapter in report_chapters} | {
        CHAPTER: "销售{{market.sales}}。",
        "reports.stationed": "[[采购{{market.purchases}}。]]",
    }
    document = compose(report_named("overview"), COUNTY, period_named("2020"), texts=texts, compared=True)
    assert [chapter.name for chapter in document.chapters] == ["reports.stationed", CHAPTER]
    _chapter, first = comparisons_of(document)[0]
    assert first.notes == ("本期没有记录，上年同期为：采购额9000元。",)
    assert [used.when for used in document.figures if used.code == "market.purchases"] == ["last_year"]


def test_a_chapter_without_anything_in_either_period_stays_left_out(two_years: None, bought: Bought) -> None:
    bought("9000", date(2020, 2, 2))
    texts = {chapter.name: "" for chapter in report_chapters} | {
        CHAPTER: "销售{{market.sales}}。",
        "reports.stationed": "[[采购{{market.purchases}}，累计{{market.purchases 本年}}。]]",
    }
    document = compose(report_named("overview"), COUNTY, period_named("2020-06"), texts=texts, compared=True)
    assert [chapter.name for chapter in document.chapters] == [CHAPTER]


@pytest.mark.parametrize(
    ("code", "compares"),
    [
        ("market.sales", True),
        ("market.sales.online_share", True),
        ("parties.registered_households", True),
        ("exchange.raised.reached", True),
        ("exchange.raised.target", False),
        ("labour.workers.growth", False),
        ("labour.placed.multiple", False),
        ("parties.namesakes", False),
    ],
)
def test_stated_numbers_and_registers_of_today_have_no_year_before(code: str, compares: bool) -> None:
    assert comparable(figures[code]) is compares


def test_every_figure_is_asked_with_the_others(two_years: None) -> None:
    many = "销售{{market.sales}}、{{market.sales.online}}、{{market.sales.offline}}、{{market.sales.online_share}}。"
    counts = []
    for text in ("销售{{market.sales}}。", many):
        for compared in (False, True):
            with CaptureQueriesContext(connection) as queries:
                written_only(text, compared=compared)
            counts.append(len(queries))
    plain, beside, plain_many, beside_many = counts
    assert beside - plain <= 4  # the sums, their bounds, the beginning of the books
    assert beside_many - plain_many <= beside - plain


def test_every_shipped_report_can_be_compared(two_years: None) -> None:
    for name in ("overview", "yearbook", "panorama", "mobilisation", "cooperation", "brief"):
        for side in ("receiver", "giver"):
            document = compose(report_named(name), COUNTY, period_named("2020"), side=side, compared=True)
            assert from_json(json.loads(json.dumps(as_json(document)))) == document


@pytest.mark.parametrize("ending", ["html", "md", "docx"])
def test_what_is_as_it_was_is_told_in_one_sentence(two_years: None, bought: Bought, ending: str) -> None:
    for year in (2019, 2020):
        bought("500", date(year, 4, 4))
    document = written_only("销售{{market.sales 万元}}，采购{{market.purchases}}。")
    assert [one.title for one in moved_lines(comparison(document))] == ["认定产品销售额"]
    assert compared_notes(comparison(document)) == ["与上年同期持平：采购额500元。"]
    content = written(document, ending)
    text = "".join(p.text for p in open_word(io.BytesIO(content)).paragraphs) if ending == "docx" else content.decode()
    assert "与上年同期持平：采购额500元。" in text


@pytest.mark.parametrize("ending", sorted(WRITERS))
def test_every_output_tells_both_years(two_years: None, ending: str) -> None:
    document = written_only("认定产品销售{{market.sales 万元}}。")
    content = written(document, ending, base="http://example.test")
    assert content
    if ending == "docx":
        rows = [[cell.text for cell in row.cells] for row in open_word(io.BytesIO(content)).tables[0].rows]
        assert rows == [
            ["指标", "本期", "上年同期", "增减"],
            ["认定产品销售额", "6751.91万元", "5401.78万元", "增加1350.13万元，增长24.99%"],
        ]
    elif ending in ("html", "md"):
        text = content.decode()
        assert "5401.78万元" in text
        assert "增加1350.13万元，增长24.99%" in text
        assert "from=2019-01-01" in text


def test_the_workbook_subtracts_and_divides_by_formula(two_years: None) -> None:
    document = written_only("销售{{market.sales 万元}}，线上占{{market.sales.online_share}}。")
    content = written(document, "xlsx")
    sheet, shown = (load_workbook(io.BytesIO(content), data_only=only)["与上年比较"] for only in (False, True))
    first = [cell.value for cell in sheet[4]]
    assert re.fullmatch(r"=数字!D\d+", first[2])
    assert first[5:7] == ["=C4-D4", "=(C4-D4)/D4*100"]
    assert [cell.value for cell in shown[4]][2:4] == [67519100, 54017800]
    assert shown["F4"].value == 13501300
    assert shown["G4"].value == pytest.approx(24.9942, abs=0.0001)
    assert (sheet["F5"].value, sheet["G5"].value) == ("=C5-D5", None)  # points have no rate


def test_the_appendix_says_where_both_come_from(two_years: None) -> None:
    document = written_only("销售{{market.sales 万元}}。")
    now, before = (row for row in appendix(document) if row.used.code == "market.sales")
    assert now.cells()[1] == "认定产品销售额"
    assert before.cells()[1] == "认定产品销售额（上年同期）"
    assert (before.period, before.value) == ("2019-01-01 至 2019-12-31", "54,017,800.00元")
    assert before.written == "5401.78万元（准确）"
    assert "增加1350.13万元，增长24.99%（四舍五入）" in now.written
    assert any("四舍五入" in sentence for sentence in closing(document, None))


def test_programs_are_told_both_years(two_years: None) -> None:
    told = told_report(written_only("销售{{market.sales 万元}}。"))
    [one] = told["comparison"]
    assert (one["code"], one["now"], one["before"]) == ("market.sales", 67519100, 54017800)
    assert (one["change"], one["from"], one["to"]) == (13501300, date(2019, 1, 1), date(2019, 12, 31))
    assert [figure["code"] for figure in told["figures"]] == ["market.sales"]


def test_a_seal_freezes_both_years_and_notices_later_entries_of_either(
    office: Office, two_years: None, post: Post, client: Client
) -> None:
    made = seal_report(office.clerk, report="overview", area_code=COUNTY, period="2020", compared=True)
    sealed = SealedReport.objects.get(pk=made.pk)
    assert is_intact(sealed)
    assert comparisons_of(document_of(sealed))
    post("5000", happened_on=date(2019, 3, 3))
    assert verify_sealed() == (1, [], 0)
    [found] = [one for one in differences(sealed) if one.figure.code == "market.sales"]
    assert (found.figure.when, found.difference, found.added) == ("last_year", 5000, 1)
    client.force_login(office.clerk)
    page = client.get(f"/r/{sealed.digest}/").content.decode()
    assert "认定产品销售额（上年同期）" in page
    assert "增加1350.13万元，增长24.99%" in page


def test_the_page_switches_it_on_and_keeps_it(office: Office, two_years: None, client: Client) -> None:
    client.force_login(office.clerk)
    address = "/reports/overview/"
    asked = {"area": COUNTY, "period": "2020"}
    assert "与上年同期比较（2019年）" not in client.get(address, asked).content.decode()
    page = client.get(address, asked | {"compare": "1"}).content.decode()
    assert "与上年同期比较（2019年）" in page
    assert re.search(r'name="compare" value="1" checked', page)
    assert "file.docx?area=420302&amp;period=2020&amp;side=receiver&amp;pair=&amp;compare=1" in page
    assert re.search(r'type="hidden" name="compare" value="1"', page)  # the button that seals
    assert client.get(address, asked | {"compare": "maybe"}).status_code == 422
    chapter = client.get(f"/reports/overview/chapters/{CHAPTER}/", asked | {"compare": "1"}).content.decode()
    assert "compare=1" in chapter
    assert (
        "与上年同期比较（2019年）" in client.get("/reports/overview/file.md", asked | {"compare": "1"}).content.decode()
    )


def test_the_page_seals_what_it_shows(office: Office, two_years: None, client: Client) -> None:
    client.force_login(office.clerk)
    client.post("/reports/overview/seal/", {"area": COUNTY, "period": "2020", "compare": "1", "_key": "k" * 32})
    assert comparisons_of(document_of(SealedReport.objects.get()))


def test_the_api_and_the_command_tell_it_too(
    office: Office, two_years: None, client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    client.force_login(office.clerk)
    told = client.get("/api/reports/overview/", {"area": COUNTY, "period": "2020", "compare": "1"}).json()
    assert any(one["code"] == "market.sales" for one in told["comparison"])
    file = tmp_path / "综述.md"
    assert (
        main(["report", "overview", "--area", COUNTY, "--period", "2020", "--compare", "-o", str(file), "--json"]) == 0
    )
    assert json.loads(capsys.readouterr().out)["comparison"]
    assert "与上年同期比较（2019年）" in file.read_text()


def test_a_rate_of_a_percentage_is_told_in_points(two_years: None) -> None:
    text = "线上占比[[{{market.sales.online_share 同比}}]]、[[{{market.sales.online_share 增减}}]]。"
    words = "".join(run.text for run in written_only(text).chapters[0].blocks[0])  # type: ignore[union-attr]
    assert words == "线上占比提高1.34个百分点、提高1.34个百分点。"


def test_a_flag_that_is_neither_is_refused() -> None:
    assert not flag_in({}, "compare")
    assert flag_in({"compare": " TRUE "}, "compare")
    with pytest.raises(Refused):
        flag_in({"compare": "2"}, "compare")


@pytest.mark.parametrize("ending", ["html", "md"])
def test_a_report_is_chinese_whatever_language_its_reader_has(two_years: None, ending: str) -> None:
    document = written_only("销售{{market.sales 万元}}。")
    seal = Seal("0" * 64, "陈明", document.composed_at, "http://example.test/r/0/")
    plain = written(document, ending, seal=seal)
    with override("en"):
        assert written(document, ending, seal=seal) == plain
        composed = written_only("销售{{market.sales 万元}}。", now=document.composed_at)
    assert composed == document
