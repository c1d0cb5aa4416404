"""Reports from the ledger: what they say, what they leave out, what they refuse."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.translation import override

from bangfu.figures.declared import figures
from bangfu.figures.reporting import report_chapters, reports
from bangfu.kernel.errors import Refused
from bangfu.kernel.rights.actions import operator
from bangfu.ledger.models import Entry
from bangfu.parties.actions import register_area
from bangfu.reports.chips import chips_of
from bangfu.reports.composing import compose, period_named, place_name, read_text, report_named
from bangfu.reports.document import Document, Table, as_json, from_json
from bangfu.reports.outputs.appendix import appendix, runs_of, sum_notes
from bangfu.reports.template.parsing import parse as parse_text
from bangfu.reports.template.vocabulary import REPORT_WORDS
from bangfu.reports.tests.conftest import COUNTY, NEXT_TOWNSHIP, OFFLINE, TOWNSHIP, Office, Post
from bangfu.reports.wording import MEASURE_WORDS

pytestmark = pytest.mark.django_db
CHAPTER = "market.consumption"


def overview(period: str = "2020", *, area_code: str = COUNTY, texts: dict[str, str] | None = None) -> Document:
    return compose(report_named("overview"), area_code, period_named(period), texts=texts)


def only(text: str, period: str = "2020", *, area_code: str = COUNTY) -> str:
    """What one chapter with this text says, the others left out."""
    texts = {chapter.name: "" for chapter in report_chapters} | {CHAPTER: text}
    document = overview(period, texts=texts, area_code=area_code)
    return "\n".join(
        "".join(run.text for run in block)
        for chapter in document.chapters
        for block in chapter.blocks
        if not isinstance(block, Table)
    )


def words_of(document: Document) -> str:
    return "".join(run.text for run in runs_of(document))


def test_every_declared_text_can_be_read() -> None:
    for chapter in report_chapters:
        assert chapter.of in reports
        assert read_text(chapter.read())
        assert len(parse_text(chapter.title)) == 1
    for report in reports:
        assert len(read_text(report.headline)) == len(read_text(report.when_empty)) == 1


def test_the_prefecture_of_a_municipality_is_called_as_its_province(office: Office) -> None:
    for code, name in {"12": "天津市", "1201": "市辖区"}.items():
        register_area(operator(), code=code, name=name)
    assert (place_name("1201"), place_name(COUNTY)) == ("天津市", "茅箭区")


def test_every_unit_has_a_measure_word() -> None:
    assert {figure.unit for figure in figures} - {"CNY"} <= set(MEASURE_WORDS)


def test_the_published_sales(sales: list[Entry]) -> None:
    document = overview()
    text = words_of(document)
    assert document.title == "茅箭区社会扶贫工作综述"
    assert "经认定的扶贫产品销售6751.91万元，其中线上1340.13万元、线下5411.78万元，线上占19.85%。" in text
    values = {run.text: run.value for run in runs_of(document) if run.figure is not None}
    assert values["6751.91万元"] == Decimal("67519100")
    assert values["6751.91万元"] == values["1340.13万元"] + values["5411.78万元"]


def test_words_change_with_the_years(post: Post) -> None:
    post("54117800", happened_on=date(2023, 5, 1))
    document = overview("2023")
    assert document.title == "茅箭区社会帮扶工作综述"
    assert "经认定的帮扶产品销售" in words_of(document)
    assert "扶贫" not in words_of(document).replace("“扶贫832”", "").replace("中国社会扶贫网", "")


def test_chapters_without_figures_switch_themselves_off(sales: list[Entry]) -> None:
    document = overview()
    assert [chapter.title for chapter in document.chapters] == ["消费扶贫"]
    assert "社会捐助" in document.left_out
    assert all(used.value for used in document.figures)


def test_an_empty_county_says_so(office: Office) -> None:
    document = overview()
    assert document.chapters == ()
    assert document.figures == ()
    assert "暂无可以综述的内容" in document.lead


def test_a_township_counts_its_own_only(sales: list[Entry], post: Post) -> None:
    post("1000000", area_code=NEXT_TOWNSHIP)
    assert "6851.91万元" in words_of(overview())
    assert "6751.91万元" in words_of(overview(area_code=TOWNSHIP))
    assert "100万元" in words_of(overview(area_code=NEXT_TOWNSHIP))


def test_the_year_before(post: Post) -> None:
    post("1000000", happened_on=date(2019, 7, 1))
    post("1500000", happened_on=date(2020, 7, 1))
    assert only("{{market.sales}}，{{market.sales 同比}}，{{market.sales 增减}}，上年{{market.sales 上年}}。") == (
        "150万元，增长50%，增加50万元，上年100万元。"
    )
    assert only("{{market.sales 累计}}") == "250万元"
    assert only("{{market.sales}}[[，{{market.sales 同比}}]]。", "2019") == "100万元。"


def test_the_year_up_to_now_is_compared_with_the_same_months_a_year_before(post: Post) -> None:
    for year, amounts in ((2019, ("1000000", "500000")), (2020, ("1200000", "900000"))):
        for month, amount in zip((2, 9), amounts, strict=True):
            post(amount, happened_on=date(year, month, 5))
        post("9000000", happened_on=date(year, 11, 5))
    text = "{{market.sales}}[[；{{年初至今}}累计{{market.sales 本年}}，同比{{market.sales 本年 同比}}]]。"
    assert only(text, "2020-09") == "90万元；1月至9月累计210万元，同比增长40%。"
    assert only(text, "2020-01..2020-09") == "210万元。"  # the same would be said twice
    assert only("{{market.sales 本年}}", "2020Q3") == "210万元"


def test_reached_and_exceeded_are_named_apart(post: Post) -> None:
    post("23637000")
    text = "完成目标的{{market.sales 完成 10000000}}[[，超目标{{market.sales 超额 10000000}}]]。"
    assert only(text) == "完成目标的236.37%，超目标136.37%。"
    assert only(text.replace("10000000", "50000000")) == "完成目标的47.27%。"


def test_passages_choose(sales: list[Entry]) -> None:
    assert only("{{market.sales}}[[，捐{{exchange.donations}}||，无捐赠]]。") == "6751.91万元，无捐赠。"
    test = "{{market.sales}}[[，{{market.sales.online 占 market.sales 超过 50 写 以线上为主}}||，以线下为主]]。"
    assert only(test) == "6751.91万元，以线下为主。"
    assert only("{{market.sales}}，捐{{exchange.donations}}。") == "6751.91万元，捐—。"


def test_figures_of_passages_not_written_are_not_in_the_appendix(sales: list[Entry]) -> None:
    texts = {chapter.name: "" for chapter in report_chapters}
    document = overview(texts=texts | {CHAPTER: "{{market.sales}}[[，{{market.orders}}、{{exchange.donations}}]]。"})
    assert [used.code for used in document.figures] == [
        "market.sales",
        "market.sales.online",
        "market.sales.offline",
    ]  # the parts of a declared sum are always there


def test_names_are_listed_the_largest_first(post: Post, office: Office) -> None:
    for buyer, amount in zip(office.buyers, ("355000", "360000"), strict=True):
        post(amount, kind="market.facilitated_sale", giver_id=buyer, details={"channel": "offline"})
    assert only("{{market.facilitated_sales 名单 giver 带数}}") == "太和医院（36.0万元）、湖北警官学院（35.5万元）"
    assert only("{{market.facilitated_sales 名单 giver 前1 等}}") == "太和医院等"


def test_values_of_a_list_have_the_same_digits_and_the_appendix_says_they_are_rounded(
    post: Post, office: Office
) -> None:
    for buyer, amount in zip(office.buyers, ("354679.60", "359974.58"), strict=True):
        post(amount, kind="market.facilitated_sale", giver_id=buyer, details={"channel": "offline"})
    text = "{{market.facilitated_sales 名单 giver 带数}}"
    assert only(text) == "太和医院（36.00万元）、湖北警官学院（35.47万元）"
    texts = {chapter.name: "" for chapter in report_chapters}
    row = appendix(overview(texts=texts | {CHAPTER: text}))[0]
    assert (row.value, row.written) == ("714,654.18元", "名单各项（四舍五入）")
    [bare] = appendix(overview(texts=texts | {CHAPTER: "{{market.facilitated_sales 名单 giver}}"}))
    assert bare.written == "未写入正文"


def test_a_table_by_place(sales: list[Entry], post: Post) -> None:
    post("1000000", area_code=NEXT_TOWNSHIP)
    texts = {chapter.name: "" for chapter in report_chapters}
    [chapter] = overview(texts=texts | {CHAPTER: "{{表 各乡镇销售 market.sales}}"}).chapters
    [table] = chapter.blocks
    assert isinstance(table, Table)
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["大川镇", "6,751.91"],
        ["茅塔乡", "100.00"],
        ["合计", "6,851.91"],
    ]
    assert table.rows[0][1].area_code == TOWNSHIP


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("甲\n乙{{market.seles}}", "第2行第2字“market.seles”：没有指标“market.seles”"),
        ("{{market.sales 户}}", "“户”不能用在这个指标上；可用：元、万元、亿元"),
        ("{{market.sales 占 market.all}}", "没有指标“market.all”"),
        ("{{market.sales 名单 weather}}", "这个指标不能按“weather”列"),
        ("{{词 脱贫摘帽}}", "没有用语“脱贫摘帽”"),
    ],
)
def test_unknown_tags_are_refused_with_their_place(office: Office, text: str, message: str) -> None:
    with pytest.raises(Refused) as refused:
        overview(texts={CHAPTER: text})
    assert "“消费扶贫”" in refused.value.message
    assert message in refused.value.message


@pytest.mark.parametrize(
    ("name", "area_code", "period", "message"),
    [
        ("overveiw", COUNTY, "2020", "没有名为“overveiw”的报告"),
        ("overview", "999999", "2020", "没有代码为“999999”的地区"),
        ("overview", COUNTY, "去年", "看不懂时期“去年”"),
    ],
)
def test_unknown_reports_places_and_periods(
    office: Office, name: str, area_code: str, period: str, message: str
) -> None:
    with pytest.raises(Refused, match=message):
        compose(report_named(name), area_code, period_named(period))


def test_parts_that_add_up_need_no_note(sales: list[Entry], post: Post, office: Office) -> None:
    post("30000", kind="market.purchase", details=dict(OFFLINE), giver_id=office.buyers[0])
    assert "6754.91万元" in words_of(overview())
    assert sum_notes(overview()) == []


def test_a_document_survives_json(sales: list[Entry]) -> None:
    document = overview()
    assert from_json(as_json(document)) == document


def test_the_appendix_says_how_each_figure_was_written(sales: list[Entry], post: Post) -> None:
    post("33")
    rows = {row.used.code: row for row in appendix(overview())}
    assert rows["market.sales"].value == "67,519,133.00元"
    assert rows["market.sales"].written == "6751.91万元（四舍五入）"
    assert rows["market.sales.online"].written == "1340.13万元（准确）"
    assert rows["market.sales"].used.entries == 3


def test_the_report_has_words_for_all_its_words(office: Office, sales: list[Entry]) -> None:
    text = only("".join("{{" + word + "}}，" for word in REPORT_WORDS) + "{{market.sales}}", "2020-01..2020-09")
    assert text == "茅箭区，区，2020年1月至9月，截至2020年9月底，2020年，1月至9月，6751.91万元"


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_a_report_is_a_chinese_document_whatever_the_language_of_the_pages(
    office: Office, sales: list[Entry], language: str
) -> None:
    moment = timezone.now()
    texts = {CHAPTER: "{{词 帮扶产品}}{{market.sales}}\n{{表 各乡镇 market.sales}}"}
    written = [compose(report_named("overview"), COUNTY, period_named("2020"), texts=texts, now=moment)]
    with override(language):
        written.append(compose(report_named("overview"), COUNTY, period_named("2020"), texts=texts, now=moment))
    assert as_json(written[0]) == as_json(written[1])
    assert chips_of("{{词 帮扶产品}}", "overview", COUNTY, "2020")["词 帮扶产品"]["reads"] == "扶贫产品"
