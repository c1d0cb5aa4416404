"""The square codes on paper, read back from the printed page: what each opens, and that none opens nothing."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typst
import zxingcpp
from django.test import Client
from django.urls import reverse
from docx import Document as open_word
from PIL import Image

from bangfu.config.cli import main
from bangfu.kernel.publishing import frame
from bangfu.kernel.rights.actions import operator
from bangfu.parties.actions import register_area, register_household
from bangfu.parties.models import Household
from bangfu.reports.actions import seal_report
from bangfu.reports.outputs import pdf
from bangfu.reports.outputs.writing import written
from bangfu.reports.papers import codes, setting
from bangfu.reports.papers.homes import homes_of
from bangfu.reports.papers.kinds import PAPERS
from bangfu.reports.papers.typesetting import TYPST
from bangfu.reports.papers.wanted import Wanted
from bangfu.reports.sealing import document_of, seal_of
from bangfu.reports.tests.conftest import COUNTY, TOWNSHIP, Office, Post

pytestmark = pytest.mark.django_db
VILLAGE = TOWNSHIP + "201"
SITE = "https://bangfu.example.org"


def read(page: bytes) -> list[str]:
    """What a telephone reads on a page."""
    return [code.text for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(page)))]


def pages(template: Path, data: str) -> list[bytes]:
    """The pages of a template as they would be printed, as pictures."""
    made = typst.compile(template.read_bytes(), root=template.parent, sys_inputs={"data": data}, format="png", ppi=100)
    return made if isinstance(made, list) else [made]


def printed(paper: str, home: Household, monkeypatch: pytest.MonkeyPatch, **more: Any) -> list[bytes]:
    found: list[bytes] = []

    def seen(template: str, data: str) -> bytes:
        found.extend(pages(TYPST / template, data))
        return b""

    monkeypatch.setattr(setting, "typeset", seen)
    user = operator()
    wanted = Wanted(paper=paper, area_code=TOWNSHIP, user=user, on=date(2026, 3, 1), **more)
    setting.set_sheets(PAPERS[paper].write(homes_of(user, [home]), wanted), wanted)
    return found


@pytest.fixture
def home(office: Office) -> Household:
    register_area(operator(), code=VILLAGE, name="卡子村")
    return register_household(
        operator(), area_code=VILLAGE, head_name="王建国", opened_on=date(2020, 1, 1), standing="registered"
    )


def test_the_code_of_a_sealed_report_opens_its_page(office: Office, post: Post, client: Client) -> None:
    post("350000", online=True)
    sealed = seal_report(office.clerk, report="overview", area_code=COUNTY, period="2020")
    found = [
        text
        for page in pages(pdf.TEMPLATE, json.dumps(pdf._data(document_of(sealed), seal_of(sealed, SITE))))
        for text in read(page)
    ]
    assert found == [f"{SITE}/r/{sealed.digest}/"]
    opened = client.get(found[0].removeprefix(SITE))
    assert "核验通过" in opened.content.decode()


def test_the_code_in_a_sealed_word_file_is_the_same(office: Office, post: Post) -> None:
    post("350000", online=True)
    sealed = seal_report(office.clerk, report="overview", area_code=COUNTY, period="2020")
    word = open_word(io.BytesIO(written(document_of(sealed), "docx", seal=seal_of(sealed, SITE), base=SITE)))
    pictures = [part.blob for part in word.part.package.iter_parts() if part.partname.endswith(".png")]
    assert f"{SITE}/r/{sealed.digest}/" in [text for picture in pictures for text in read(picture)]


@pytest.mark.parametrize("paper", ["card", "handbook", "visit", "comparison"])
def test_the_code_of_a_paper_opens_the_household(home: Household, monkeypatch: pytest.MonkeyPatch, paper: str) -> None:
    first, *_rest = printed(paper, home, monkeypatch, base=SITE)
    assert read(first) == [f"{SITE}{reverse('household', args=[home.pk])}"]
    first, *_rest = printed(paper, home, monkeypatch)
    assert read(first) == []


def test_a_notice_leads_to_where_anybody_may_object(home: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"from_": date(2026, 3, 2), "to": date(2026, 3, 8), "phone": "0719-8880000", "unit": "大川镇", "base": SITE}
    monkeypatch.setattr(codes, "shown_in", lambda _section: (COUNTY,))
    [page] = printed("notice", home, monkeypatch, standing="registered", **told)
    assert read(page) == [f"{SITE}/public/letters/new/?place={VILLAGE}"]
    monkeypatch.setattr(codes, "shown_in", frame.shown_in)  # no public site is open
    [page] = printed("notice", home, monkeypatch, standing="registered", **told)
    assert read(page) == []


def test_the_command_line_says_that_it_knows_no_address(
    home: Household, tmp_path: Path, capsys: pytest.CaptureFixture[str], settings: Any
) -> None:
    settings.PUBLIC_ADDRESS = ""
    assert main(["print", "card", "--area", TOWNSHIP, "-o", str(tmp_path / "card.pdf")]) == 0
    assert "BANGFU_ADDRESS" in capsys.readouterr().err
    settings.PUBLIC_ADDRESS = SITE
    assert main(["print", "card", "--area", TOWNSHIP, "-o", str(tmp_path / "card.pdf")]) == 0
    assert "BANGFU_ADDRESS" not in capsys.readouterr().err
