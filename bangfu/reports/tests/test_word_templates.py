"""A county's own Word documents as templates: filled in their look, refused with every fault, sealed as they are."""

import io

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.evidence.files import path_of, stored_bytes
from bangfu.reports.models import SealedReport, WordTemplate
from bangfu.reports.periods import parse
from bangfu.reports.sealing import is_intact
from bangfu.reports.tests.conftest import COUNTY, STRANGE, TOWNSHIP, Office, Post
from bangfu.reports.word.actions import add_template, drop_template, seal_template_report
from bangfu.reports.word.filling import check_template, fill
from bangfu.reports.word.queries import templates_visible_to


def docx(*paragraphs: str, cell: str = "", header: str = "") -> bytes:
    word = Document()
    word.sections[0].header.paragraphs[0].text = header
    word.add_heading("{{地区}}月报", level=1)
    for text in paragraphs:
        run = word.add_paragraph().add_run(text)
        run.bold, run.font.size = True, Pt(21)
    table = word.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "销售额", cell
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def upload(content: bytes, name: str = "月报.docx") -> ContentFile:
    return ContentFile(content, name=name)


def texts(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]


@pytest.fixture
def template(office: Office, post: Post) -> WordTemplate:
    post("350000", online=True)
    content = docx(
        "{{时期}}销售{{market.sales 万元}}。", "[[捐赠{{exchange.donations}}。]]", cell="{{market.sales 元}}"
    )
    return add_template(office.clerk, area_code=COUNTY, title="月报", file=upload(content))


def test_words_take_the_look_of_the_tags_and_empty_paragraphs_go(template: WordTemplate) -> None:
    filled = fill("word", "月报", stored_bytes(template.file.digest), COUNTY, parse("2020"))
    word = Document(io.BytesIO(filled.content))
    assert [p.text for p in word.paragraphs] == ["茅箭区月报", "2020年销售35万元。"]
    [run] = word.paragraphs[1].runs
    assert run.bold
    assert run.font.size == Pt(21)
    assert word.tables[0].rows[0].cells[1].text == "350000元"
    assert filled.document.chapters[0].title == "茅箭区月报"
    assert [used.code for used in filled.document.figures] == ["market.sales"]


def test_a_tag_torn_into_runs_is_one_tag(office: Office, post: Post) -> None:
    post("350000", online=True)
    word = Document()
    paragraph = word.add_paragraph("共")
    for piece in ("{{mar", "ket.sales", " 万元}}", "。"):
        paragraph.add_run(piece)
    stream = io.BytesIO()
    word.save(stream)
    assert texts(fill("word", "月报", stream.getvalue(), COUNTY, parse("2020")).content) == ["共35万元。"]


def test_every_fault_is_told_with_its_place_and_nothing_is_kept(office: Office) -> None:
    content = docx("{{market.salse}}", "好", "{{market.sales 公斤}}", cell="{{时期", header="{{没有}}")
    with pytest.raises(Refused) as refused:
        add_template(office.clerk, area_code=COUNTY, title="坏", file=upload(content))
    for place in ("页眉第1段", "正文第2段", "正文第4段", "表格第2段"):
        assert place in refused.value.message
    assert not WordTemplate.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"not a document", "打不开"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"0" * 600, "加了密码"),
    ],
)
def test_other_files_are_refused_in_words(office: Office, content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        add_template(office.clerk, area_code=COUNTY, title="坏", file=upload(content))


def test_a_document_without_tags_is_refused(office: Office) -> None:
    word = Document()
    word.add_paragraph("一份普通的文件")
    stream = io.BytesIO()
    word.save(stream)
    with pytest.raises(Refused, match="没有数字标签"):
        add_template(office.clerk, area_code=COUNTY, title="空", file=upload(stream.getvalue()))


def test_the_same_name_twice_is_refused_until_the_first_is_dropped(office: Office, template: WordTemplate) -> None:
    content = docx("{{market.sales}}")
    with pytest.raises(Refused, match="已有名为"):
        add_template(office.clerk, area_code=COUNTY, title="月报", file=upload(content))
    drop_template(office.clerk, template, reason="换新版式")
    with pytest.raises(Refused, match="已经停用"):
        drop_template(office.clerk, template, reason="再按一次")
    assert add_template(office.clerk, area_code=COUNTY, title="月报", file=upload(content)).pk


def test_a_stranger_neither_sees_nor_fills_nor_drops(office: Office, template: WordTemplate, client: Client) -> None:
    assert not templates_visible_to(office.stranger).exists()
    with pytest.raises(Denied):
        drop_template(office.stranger, template, reason="x")
    with pytest.raises(Denied):
        add_template(office.stranger, area_code=COUNTY, title="别县", file=upload(docx("{{market.sales}}")))
    client.force_login(office.stranger)
    assert client.get(f"/reports/word/{template.pk}/", {"area": STRANGE, "period": "2020"}).status_code == 404


def test_a_township_fills_the_countys_template_for_itself_only(
    office: Office, template: WordTemplate, client: Client
) -> None:
    client.force_login(office.township)
    own = client.get(f"/reports/word/{template.pk}/", {"area": TOWNSHIP, "period": "2020"})
    assert own.status_code == 200
    assert client.get(f"/reports/word/{template.pk}/", {"area": COUNTY, "period": "2020"}).status_code == 403


def test_the_pages_take_a_template_and_give_the_filled_file(office: Office, post: Post, client: Client) -> None:
    post("350000", online=True)
    client.force_login(office.clerk)
    assert "还没有模板" in client.get("/reports/word/").content.decode()
    bad = client.post("/reports/word/", {"title": "甲", "area": COUNTY, "file": upload(docx("{{没有}}"))})
    assert bad.status_code == 422
    assert "正文第2段" in bad.content.decode()
    sent = client.post("/reports/word/", {"title": "甲", "area": COUNTY, "file": upload(docx("{{market.sales 万元}}"))})
    assert sent.status_code == 302
    row = WordTemplate.objects.get()
    file = client.get(f"/reports/word/{row.pk}/file.docx", {"area": COUNTY, "period": "2020"})
    assert texts(file.content)[1] == "35万元"
    assert client.get(f"/reports/word/{row.pk}/file.md", {"area": COUNTY, "period": "2020"}).status_code == 200


def test_a_sealed_one_keeps_its_file_whatever_comes_later(
    office: Office, template: WordTemplate, post: Post, client: Client
) -> None:
    sealed = seal_template_report(office.clerk, template, area_code=COUNTY, period="2020")
    post("10000", online=True)
    assert is_intact(SealedReport.objects.get(pk=sealed.pk))
    file = client.get(f"/r/{sealed.digest}/file.docx")
    assert "2020年销售35万元。" in texts(file.content)
    path_of(sealed.content["word"]).write_bytes(b"altered")
    assert not is_intact(sealed)


def test_figures_may_be_named_as_the_page_names_them(office: Office, post: Post) -> None:
    post("350000", online=True)
    content = docx("{{认定产品销售额 万元}}，[[线上{{线上销售额}}。]]")
    assert check_template(content) == 3
    assert texts(fill("word", "月报", content, COUNTY, parse("2020")).content)[1] == "35万元，线上35万元。"


def test_each_piece_of_a_paragraph_keeps_its_look(office: Office, post: Post) -> None:
    post("350000", online=True)
    word = Document()
    paragraph = word.add_paragraph()
    for words, bold in (("销售", True), ("{{mar", False), ("ket.sales 万元}}", True), ("，", False), ("其中", True)):
        paragraph.add_run(words).bold = bold
    paragraph.add_run("[[线上{{market.sales.online 万元}}]]。").italic = True
    stream = io.BytesIO()
    word.save(stream)
    [filled] = Document(io.BytesIO(fill("word", "月报", stream.getvalue(), COUNTY, parse("2020")).content)).paragraphs
    looks = [(run.text, bool(run.bold), bool(run.italic)) for run in filled.runs if run.text]
    assert looks == [
        ("销售", True, False),
        ("35万元", False, False),
        ("，", False, False),
        ("其中", True, False),
        ("线上35万元。", False, True),
    ]


def test_links_and_soft_breaks_around_tags_stay(office: Office, post: Post) -> None:
    post("350000", online=True)
    word = Document()
    paragraph = word.add_paragraph("一、销售 {{market.sales 万元}}\n二、")
    link = parse_xml(f'<w:hyperlink {nsdecls("w")} w:anchor="t"><w:r><w:t>见表</w:t></w:r></w:hyperlink>')
    paragraph._p.append(link)
    word.add_paragraph("甲\n[[捐赠{{exchange.donations}}]]\n乙{{market.sales 万元}}")
    stream = io.BytesIO()
    word.save(stream)
    filled = Document(io.BytesIO(fill("word", "月报", stream.getvalue(), COUNTY, parse("2020")).content)).paragraphs
    assert [p.text for p in filled] == ["一、销售 35万元\n二、见表", "甲\n乙35万元"]
    assert len(filled[0].hyperlinks) == 1
