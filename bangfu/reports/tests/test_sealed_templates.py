"""What was filled from an office's own template and sealed: it verifies after new entries, and carries its seal."""

import io
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from django.core.files.base import ContentFile
from django.test import Client
from docx import Document as open_word
from lxml import html
from PIL import Image

from bangfu.config.cli import main
from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.signing import public_keys
from bangfu.reports.envelopes import check_file
from bangfu.reports.models import SealedReport, WordTemplate
from bangfu.reports.sealing import differences, document_of, is_intact, seal_of
from bangfu.reports.tests.conftest import COUNTY, TOWNSHIP, Office, Post
from bangfu.reports.tests.test_word_templates import docx
from bangfu.reports.word.actions import add_template, seal_template_report
from bangfu.reports.word.stamping import stamped_page, stamped_word

SITE = "https://bangfu.example.org"
PAGE = "<html><body><h1>{{地区}}月报</h1><p>{{时期}}销售<b>{{认定产品销售额 万元}}</b>。</p></body></html>"


def upload(name: str) -> ContentFile:
    content = PAGE.encode() if name.endswith("html") else docx("{{时期}}销售{{market.sales 万元}}。")
    return ContentFile(content, name=name)


@pytest.fixture(params=["月报.html", "月报.docx"])
def template(request: pytest.FixtureRequest, office: Office, post: Post) -> WordTemplate:
    post("350000", online=True)
    return add_template(office.clerk, area_code=COUNTY, title="月报", file=upload(request.param))


def words_in(content: bytes, ending: str) -> str:
    if ending == "docx":
        return "\n".join(paragraph.text for paragraph in open_word(io.BytesIO(content)).paragraphs)
    return str(html.document_fromstring(content.decode()).text_content())


def test_it_verifies_after_new_entries_and_tells_the_difference_beside_it(
    template: WordTemplate, office: Office, post: Post, client: Client
) -> None:
    sealed = seal_template_report(office.clerk, template, area_code=COUNTY, period="2020", base=SITE)
    post("10000", online=True)
    again = SealedReport.objects.get(pk=sealed.pk)
    assert is_intact(again)
    assert [found.difference for found in differences(again)] == [10000]
    file = client.get(f"/r/{sealed.digest}/file.{template.ending}")
    assert file["Content-Disposition"].startswith("attachment")
    words = words_in(file.content, template.ending)
    assert "2020年销售35万元。" in words
    assert sealed.digest in words
    client.force_login(office.clerk)
    page = client.get(f"/r/{sealed.digest}/").content.decode()
    assert "核验通过" in page
    assert "10,000.00元" in page


def test_a_page_that_was_altered_no_longer_verifies(template: WordTemplate, office: Office) -> None:
    sealed = seal_template_report(office.clerk, template, area_code=COUNTY, period="2020")
    key = "page" if template.ending == "html" else "word"
    sealed.content[key] = sealed.content[key][::-1]
    assert not is_intact(sealed)


def test_the_file_carries_the_code_of_its_page(template: WordTemplate, office: Office, client: Client) -> None:
    sealed = seal_template_report(office.clerk, template, area_code=COUNTY, period="2020", base=SITE)
    file = client.get(f"/r/{sealed.digest}/file.{template.ending}").content
    address = f"http://testserver/r/{sealed.digest}/"
    if template.ending == "html":
        root = html.document_fromstring(file.decode())
        assert root.xpath("//footer/a[.//svg]/@href") == [address]
        assert root.xpath("string(//p/b/a/@href)").startswith(f"{SITE}/figures/market.sales/?place={COUNTY}")
        return
    pictures = [p.blob for p in open_word(io.BytesIO(file)).part.package.iter_parts() if p.partname.endswith(".png")]
    read = [code.text for picture in pictures for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))]
    assert read == [address]


def test_the_page_seals_once_however_often_it_is_pressed(
    template: WordTemplate, office: Office, client: Client
) -> None:
    client.force_login(office.clerk)
    shown = client.get(f"/reports/word/{template.pk}/", {"area": COUNTY, "period": "2020"}).content.decode()
    [key] = html.document_fromstring(shown).xpath("//form[contains(@action,'/seal/')]//input[@name='_key']/@value")
    form = {"area": COUNTY, "period": "2020", "_key": key}
    first, second = (client.post(f"/reports/word/{template.pk}/seal/", form) for _press in range(2))
    assert first.url == second.url
    assert SealedReport.objects.count() == 1


def test_neither_a_township_nor_a_stranger_seals_for_the_county(template: WordTemplate, office: Office) -> None:
    for user, area_code in ((office.township, COUNTY), (office.stranger, COUNTY), (office.stranger, TOWNSHIP)):
        with pytest.raises(Denied):
            seal_template_report(user, template, area_code=area_code, period="2020")


def test_a_page_with_an_unknown_tag_or_a_script_is_not_kept(office: Office) -> None:
    for page in ("<p>{{market.salse}}</p>", "<p>{{market.sales}}</p><script>x</script>"):
        with pytest.raises(Refused):
            add_template(office.clerk, area_code=COUNTY, title="坏", file=ContentFile(page.encode(), name="x.htm"))
    assert not WordTemplate.objects.exists()


def test_a_page_in_gbk_is_kept_and_read(office: Office, post: Post) -> None:
    post("350000", online=True)
    file = ContentFile(PAGE.encode("gbk"), name="月报.html")
    row = add_template(office.clerk, area_code=COUNTY, title="月报", file=file)
    assert "认定产品销售额" in WordTemplate.objects.get(pk=row.pk).page


def test_a_stamp_without_the_sites_address_has_no_code(template: WordTemplate, office: Office) -> None:
    sealed = seal_template_report(office.clerk, template, area_code=COUNTY, period="2020")
    document, seal = document_of(sealed), seal_of(sealed)
    if template.ending == "html":
        assert b"<svg" not in stamped_page(PAGE.encode(), document, seal)
    else:
        assert not open_word(io.BytesIO(stamped_word(docx("x"), document, seal))).inline_shapes


@pytest.mark.parametrize("ending", ["html", "docx"])
def test_the_command_seals_what_it_fills(
    office: Office, post: Post, tmp_path: Path, settings: Any, ending: str
) -> None:
    settings.PUBLIC_ADDRESS = SITE
    post("350000", online=True)
    template, written = tmp_path / f"月报.{ending}", tmp_path / f"out.{ending}"
    template.write_bytes(upload(template.name).read())
    args = ["report", "--template", str(template), "--area", COUNTY, "--period", "2020", "--seal", "-o", str(written)]
    assert main(args) == 0
    sealed = SealedReport.objects.get()
    assert sealed.digest in words_in(written.read_bytes(), ending)


@pytest.mark.parametrize("ending", ["own", "docx", "html", "pdf", "xlsx", "md", "json"])
def test_its_files_can_be_checked_by_themselves(
    template: WordTemplate, office: Office, client: Client, ending: str
) -> None:
    ending = template.ending if ending == "own" else ending
    sealed = seal_template_report(office.clerk, template, area_code=COUNTY, period="2020", base=SITE)
    content = client.get(f"/r/{sealed.digest}/file.{ending}").content
    found = check_file(content, ending, public_keys())
    assert (found.good, found.text) == (True, "not compared" if ending == "json" else "same")


def test_a_number_changed_in_its_own_look_is_found(template: WordTemplate, office: Office, client: Client) -> None:
    sealed = seal_template_report(office.clerk, template, area_code=COUNTY, period="2020", base=SITE)
    content = client.get(f"/r/{sealed.digest}/file.{template.ending}").content
    if template.ending == "docx":
        word, stream = open_word(io.BytesIO(content)), io.BytesIO()
        said = next(paragraph for paragraph in word.paragraphs if "35万元" in paragraph.text)
        said.text = said.text.replace("35万元", "53万元")
        word.save(stream)
        changed = stream.getvalue()
    else:
        changed = content.replace("35万元".encode(), "53万元".encode())
    found = check_file(changed, template.ending, public_keys())
    assert (found.signature, found.text, found.good) == ("good", "different", False)
