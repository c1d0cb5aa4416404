"""A county's own web page as a template: filled in its look, refused with every fault, running and loading nothing."""

from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from bangfu.config.cli import main
from bangfu.kernel.errors import Refused
from bangfu.reports.periods import parse
from bangfu.reports.tests.conftest import COUNTY, STRANGE, Office, Post
from bangfu.reports.word.gathering import Filled
from bangfu.reports.word.web import check_page, fill_page

SITE = "https://bangfu.example"
PAGE = """<html><head><meta charset="gbk"><title>{{地区}}月报</title><style>td { border: 1px solid }</style></head>
<body><h1>{{地区}}月报</h1>
<p class="lead">{{时期}}销售<b>{{认定产品销售额
  万元}}</b>，<i>其中线上</i>{{market.sales.online 万元}}。</p>
<p>[[捐赠{{exchange.donations}}。]]</p>
<table><tr><td>销售额</td><td>{{market.sales 元}}</td></tr></table>
<p>{{图 各月销售额 market.sales 按 month}}</p>
</body></html>"""


@pytest.fixture
def sold(office: Office, post: Post) -> None:
    post("350000", online=True, happened_on=date(2020, 3, 1))
    post("50000", happened_on=date(2020, 4, 1))


def filled(page: str) -> Filled:
    check_page(page.encode())
    return fill_page("web", "月报", page.encode(), COUNTY, parse("2020"), base=SITE)


def body(page: str) -> html.HtmlElement:
    return html.document_fromstring(filled(f"<html><body>{page}</body></html>").content.decode()).find("body")


def test_words_take_the_look_of_the_tags_and_empty_lines_go(sold: None) -> None:
    root = html.document_fromstring(filled(PAGE).content.decode())
    assert root.findtext("head/title") == "茅箭区月报"
    assert [p.text_content() for p in root.iter("p")] == ["2020年销售40万元，其中线上35万元。"]
    assert root.xpath("string(//p[@class='lead']/b)") == "40万元"
    assert root.xpath("string(//p/i)") == "其中线上"
    assert root.xpath("string(//td[2])") == "400000元"
    assert root.xpath("//figure/svg")
    assert root.xpath("string(//style)") == "td { border: 1px solid }"
    assert [meta.get("charset") for meta in root.iter("meta")] == ["utf-8"]


def test_figures_open_on_the_site_but_not_inside_other_links(sold: None) -> None:
    found = body('<p>销售{{market.sales}}，见<a href="#t">表{{market.sales}}</a></p>')
    first, second = found.iter("a")
    assert first.get("href").startswith(f"{SITE}/figures/market.sales/?place={COUNTY}")
    assert "400,000.00元" in first.get("title")
    assert (second.get("href"), second.text_content()) == ("#t", "表40万元")


def test_the_page_is_a_document_too(sold: None) -> None:
    document = filled(PAGE).document
    assert document.chapters[0].title == "茅箭区月报"
    assert {used.code for used in document.figures} == {"market.sales", "market.sales.online"}


@pytest.mark.parametrize(
    ("page", "reads"),
    [
        ("<p>共<b>{{mar</b><i>ket.sales</i>}}，好</p>", "共40万元，好"),
        ("<p>共{{market.sales}}[[，赠<b>{{exchange.donations}}</b>]]。</p>", "共40万元。"),
        ("<ul><li>[[赠{{exchange.donations}}]]</li><li>{{market.sales}}</li></ul>", "40万元"),
        ("<div>甲<p>[[赠{{exchange.donations}}]]</p>乙{{market.sales}}</div>", "甲乙40万元"),
        ("<p>一<br>{{market.sales}}<br>三</p>", "一40万元三"),
    ],
)
def test_torn_and_empty_places(sold: None, page: str, reads: str) -> None:
    assert body(page).text_content().strip() == reads


def test_every_fault_is_told_with_its_place(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        filled("<html><body><p>好</p><p>{{market.salse}}</p><p>{{时期</p></body></html>")
    assert "第2段：没有指标“market.salse”" in refused.value.message
    assert "第3段" in refused.value.message
    with pytest.raises(Refused, match="没有数字标签"):
        filled("<html><body><p>好</p></body></html>")


@pytest.mark.parametrize(
    "active",
    [
        "<script>alert(1)</script>",
        '<img src="x" onerror="alert(1)">',
        '<img src="https://elsewhere.example/x.png">',
        '<a href=" JavaScript:alert(1)">a</a>',
        '<iframe src="x"></iframe>',
        '<meta http-equiv="Refresh" content="0;url=https://elsewhere.example">',
        '<link rel="stylesheet" href="//elsewhere.example/x.css">',
        "<style>@import 'x.css'</style>",
        '<p style="background: url(https://elsewhere.example/x)">x</p>',
        '<svg><a xlink:href="javascript:alert(1)">x</a></svg>',
        "<form><input></form>",
    ],
)
def test_nothing_runs_and_nothing_is_loaded(active: str) -> None:
    with pytest.raises(Refused, match="模板里不能有"):
        check_page(f"<html><body><p>{{{{market.sales}}}}</p>{active}</body></html>".encode())


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01" * 300, b"no page", b"<html>" + b"<div>" * 5000 + b"x", b"<" * 3_000_000]
)
def test_what_is_no_page_is_refused(content: bytes) -> None:
    with pytest.raises(Refused):
        check_page(content)


def test_the_page_of_templates_fills_one_and_sends_it(client: Client, office: Office, sold: None) -> None:
    client.force_login(office.clerk)
    form = {"place": COUNTY, "period": "2020", "page": SimpleUploadedFile("月报.html", PAGE.encode())}
    answer = client.post("/reports/word/page.html", form)
    assert answer["Content-Disposition"].startswith("attachment")
    assert "2020年销售".encode() in answer.content
    bad = client.post("/reports/word/page.html", form | {"page": SimpleUploadedFile("t.html", b"<p>{{x.y}}</p>")})
    assert bad.status_code == 422
    assert "没有指标“x.y”" in bad.content.decode()
    assert client.post("/reports/word/page.html", {"place": COUNTY, "period": "2020"}).status_code == 422


def test_a_strangers_place_is_not_filled(client: Client, office: Office) -> None:
    client.force_login(office.clerk)
    form = {"place": STRANGE, "period": "2020", "page": SimpleUploadedFile("月报.html", PAGE.encode())}
    assert client.post("/reports/word/page.html", form).status_code == 403
    client.force_login(office.helper)
    assert client.post("/reports/word/page.html", form | {"place": COUNTY}).status_code == 403


def test_the_command_fills_one(sold: None, tmp_path: Path) -> None:
    template, written = tmp_path / "月报.html", tmp_path / "out.html"
    template.write_text(PAGE, encoding="utf-8")
    args = ["report", "--template", str(template), "--area", COUNTY, "--period", "2020", "-o"]
    assert main([*args, str(written)]) == 0
    assert "2020年销售" in written.read_text(encoding="utf-8")
    assert main([*args, str(tmp_path / "out.docx")]) == 0
    assert (tmp_path / "out.docx").read_bytes().startswith(b"PK")
