"""Anybody's text against the ledger."""

import time
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document as open_word

from bangfu.kernel.errors import Refused
from bangfu.ledger.models import Entry
from bangfu.parties.models import Area
from bangfu.reports.checker.readers.document import Document
from bangfu.reports.checking import checked, checked_file
from bangfu.reports.tests.conftest import COUNTY, NEXT_TOWNSHIP, STRANGE, TOWNSHIP, Office, Post

pytestmark = pytest.mark.django_db
TEXT = "2020年，全区认定产品销售额6751.91万元，其中线上销售额1340.13万元，线下销售额5411.78万元；另有果树300亩。"


def told(path: Path, **asked: str) -> dict[str, Any]:
    """What `bangfu check --json` tells of a file."""
    return checked_file(path, **asked).as_json()


@pytest.fixture
def text_file(tmp_path: Path) -> Path:
    path = tmp_path / "text.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def verdicts(path: Path, area_code: str = COUNTY, period: str = "2020") -> dict[str, tuple[str, str | None]]:
    found = told(path, area_code=area_code, period=period)
    texts = {claim["id"]: claim["text"] for claim in found["claims"]}
    return {texts[row["claim"]]: (row["verdict"], row["figure"]) for row in found["ledger"]}


def test_without_a_place_the_ledger_is_not_asked(text_file: Path) -> None:
    found = told(text_file)
    assert "ledger" not in found
    assert [relation["verdict"] for relation in found["relations"]] == ["consistent"]


def test_equal_and_unknown(text_file: Path, sales: list[Entry]) -> None:
    found = verdicts(text_file)
    assert found["6751.91万元"] == ("equal", "market.sales")
    assert found["1340.13万元"] == ("equal", "market.sales.online")
    assert found["5411.78万元"] == ("equal", "market.sales.offline")
    assert found["300亩"] == ("unknown", None)


def test_rounded(text_file: Path, sales: list[Entry], post: Post) -> None:
    post("33")
    assert verdicts(text_file)["6751.91万元"] == ("rounded", "market.sales")


def test_a_difference_and_the_scope_that_explains_it(text_file: Path, sales: list[Entry], post: Post) -> None:
    post("1000000", happened_on=date(2019, 6, 1))
    text_file.write_text("全区认定产品销售额6851.91万元。", encoding="utf-8")
    found = told(text_file, area_code=COUNTY, period="2020")
    [row] = found["ledger"]
    assert (row["verdict"], row["figure"], row["difference"]) == ("different", "market.sales", 1000000)
    assert row["note"] == "按“历年累计”口径则相符"
    [row] = told(text_file, area_code=COUNTY, period="")["ledger"]
    assert row["verdict"] == "equal"


def test_another_place_explains_it(tmp_path: Path, sales: list[Entry], post: Post) -> None:
    post("1000000", area_code=NEXT_TOWNSHIP)
    path = tmp_path / "text.txt"
    path.write_text("认定产品销售额100万元。", encoding="utf-8")
    [row] = told(path, area_code=COUNTY, period="2020")["ledger"]
    assert (row["verdict"], row["note"]) == ("different", "按“茅塔乡”口径则相符")


def test_few_things_counted_in_words_are_not_held_against_the_whole(tmp_path: Path, sales: list[Entry]) -> None:
    path = tmp_path / "text.txt"
    path.write_text("两家单位采购；采购的预算单位数为3家。", encoding="utf-8")
    found = verdicts(path)
    assert found["两家"][0] == "unknown"


def test_a_number_is_known_by_its_digits_whatever_it_is_called(tmp_path: Path, sales: list[Entry]) -> None:
    path = tmp_path / "text.txt"
    path.write_text("网上成交1340.13万元。", encoding="utf-8")
    assert verdicts(path)["1340.13万元"] == ("equal", "market.sales.online")


def test_files_that_cannot_be_read(tmp_path: Path, office: Office) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("  ", encoding="utf-8")
    with pytest.raises(Refused, match="没有文字"):
        told(empty)
    with pytest.raises(Refused, match="打不开文件"):
        told(tmp_path / "missing.txt")


def test_the_page_marks_numbers_and_compares(client: Client, office: Office, sales: list[Entry]) -> None:
    client.force_login(office.clerk)
    page = client.post("/check/", {"text": TEXT.replace("6751.91", "6761.91"), "area": COUNTY, "period": "2020"})
    shown = page.content.decode()
    assert 'class="claim claim-conflict claim-different"' in shown
    assert "文稿多 100,000.00元" in shown
    assert "/figures/market.sales/?place=420302" in shown


def test_the_page_reads_files_and_escapes_them(client: Client, office: Office) -> None:
    client.force_login(office.auditor)
    file = SimpleUploadedFile("t.txt", "<script>alert(1)</script>共有35个村。".encode())
    shown = client.post("/check/", {"file": file}).content.decode()
    assert "&lt;script&gt;alert(1)" in shown
    assert ">35个村</span>" in shown or ">35个</span>" in shown


def test_the_page_marks_what_cannot_be_read_and_says_why(client: Client, office: Office) -> None:
    client.force_login(office.clerk)
    shown = client.post("/check/", {"text": "采购12.5.6万元，帮扶2,34,5人，培训20人。"}).content.decode()
    assert 'title="数字有两个小数点，无法读出">12.5.6' in shown
    assert '<div class="finding" id="broken-13" tabindex="0" data-claims="slip-13" data-verdict="broken">' in shown
    assert '<p class="note">千分位的逗号不在三位一节处，无法读出</p>' in shown
    assert 'id="slip-13" href="#broken-13"' in shown
    assert 'data-show-verdict="broken"' in shown


def test_pointing_at_a_figure_tells_what_the_ledger_remarks(client: Client, office: Office, sales: list[Entry]) -> None:
    client.force_login(office.clerk)
    form = {"text": "该公司认定产品销售额5000万元；线上销售额1340.13万元。", "area": COUNTY, "period": "2020"}
    shown = client.post("/check/", form).content.decode()
    assert 'title="账本中没有对应的数；文中只说“' in shown
    assert 'title="与账本相等"' in shown
    assert "没有比对的数和原因（1）" in shown


def test_bad_files_get_a_clear_answer(client: Client, office: Office) -> None:
    client.force_login(office.clerk)
    page = client.post("/check/", {"file": SimpleUploadedFile("t.docx", b"PK\x03\x04 broken")})
    assert page.status_code == 422
    assert client.post("/check/", {}).status_code == 422


def test_a_strangers_place_is_not_compared_with(client: Client, office: Office, sales: list[Entry]) -> None:
    client.force_login(office.township)
    assert client.post("/check/", {"text": TEXT, "area": COUNTY, "period": "2020"}).status_code == 403
    assert client.post("/check/", {"text": TEXT, "area": TOWNSHIP, "period": "2020"}).status_code == 200
    client.force_login(office.helper)
    assert client.get("/check/").status_code == 403


def test_the_annotated_file(client: Client, office: Office) -> None:
    client.force_login(office.clerk)
    answer = client.post("/check/annotated.docx", {"text": TEXT})
    word = open_word(BytesIO(answer.content))
    page = word.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    assert TEXT in [paragraph.text for paragraph in word.paragraphs]
    assert client.get("/check/annotated.docx").status_code == 405


def test_a_word_document_sent_again_comes_back_with_comments(
    client: Client, office: Office, sales: list[Entry]
) -> None:
    client.force_login(office.clerk)
    word, stream = open_word(), BytesIO()
    word.add_paragraph("认定产品销售额6751.91万元，线下销售额5000万元。")
    word.save(stream)
    form = {"area": COUNTY, "period": "2020", "file": SimpleUploadedFile("月报.docx", stream.getvalue())}
    assert "把批注写进原稿" in client.post("/check/", form).content.decode()
    form["file"].seek(0)
    answer = client.post("/check/annotated.docx", form)
    assert quote("月报（核对）.docx") in answer["Content-Disposition"]
    said = [comment.text for comment in open_word(BytesIO(answer.content)).comments]
    assert any(text.startswith("与账本不同：线下销售额；54,117,800.00元") for text in said)
    broken = {"file": SimpleUploadedFile("t.docx", b"PK\x03\x04 broken")}
    assert client.post("/check/annotated.docx", broken).status_code == 422


def test_help_given_from_a_place_is_looked_for_too(office: Office, post: Post) -> None:
    post("23456700", giver_id=office.buyers[0], area_code=STRANGE)
    document = Document("认定产品销售额2345.67万元。", "text")
    [found] = checked(document, area_code=COUNTY, period="2020").ledger or ()
    assert (found.verdict, found.figure) == ("equal", "market.sales")


def test_a_part_is_not_called_different(office: Office, sales: list[Entry]) -> None:
    document = Document("其中一家合作社认定产品销售额12万元。", "text")
    [*_others, found] = checked(document, area_code=COUNTY, period="2020").ledger or ()
    assert found.verdict == "unknown"
    assert "其中一部分" in found.note


def test_a_rate_the_text_works_out_is_its_own(office: Office, sales: list[Entry]) -> None:
    text = "今年安排资金17895万元，其中用于产业销售额6379万元，占35.64%。"
    found = {c.claim: c.verdict for c in checked(Document(text, "text"), area_code=COUNTY, period="2020").ledger or ()}
    assert "different" not in [verdict for claim, verdict in found.items() if claim == "c3"]


def test_a_part_that_went_to_one_county_explains_the_difference(tmp_path: Path, office: Office, post: Post) -> None:
    for place, amount in ((STRANGE, "600000"), (NEXT_TOWNSHIP, "500000")):
        receiver = Area.objects.get(code=place)
        details = {"route": "direct"}
        giver = office.buyers[0]
        kind = "funds.fiscal"
        post(amount, kind=kind, giver_id=giver, receiver_id=receiver.pk, area_code=place, details=details)
    path = tmp_path / "text.txt"
    path.write_text("2020年，全区财政帮扶资金110万元。财政帮扶资金60万元。", encoding="utf-8")
    notes = {row["value"]: row["note"] for row in told(path, area_code=COUNTY, period="2020")["ledger"]}
    found = told(path, area_code=COUNTY, period="2020")["ledger"]
    assert [row["verdict"] for row in found][-1] == "different", notes
    assert found[-1]["note"] == "只算“洞口县”则相符"


def test_a_part_that_the_sentence_does_not_name_is_no_hint(office: Office, post: Post) -> None:
    for place, amount in ((STRANGE, "300000"), (NEXT_TOWNSHIP, "900000")):
        receiver = Area.objects.get(code=place)
        post(amount, kind="funds.fiscal", giver_id=office.buyers[0], receiver_id=receiver.pk, area_code=place,
             details={"route": "direct"})  # fmt: skip
    for text, hint in (("茅箭区安排财政帮扶资金30万元。", False), ("茅箭区给洞口安排财政帮扶资金30万元。", True)):
        [found] = checked(Document(f"2020年，{text}", "text"), area_code=COUNTY, period="2020").ledger or ()
        assert ("洞口县" in found.note or found.verdict == "equal") is hint, found


def test_what_came_after_the_text_does_not_contradict_it(office: Office, sales: list[Entry], post: Post) -> None:
    post("185000", happened_on=date(2026, 2, 1))
    text = "2020年工作总结。目前全区认定产品销售额6751.91万元。"
    [found] = checked(Document(text, "text"), area_code=COUNTY).ledger or ()
    assert (found.verdict, found.figure) == ("equal", "market.sales")
    assert "2020年" in found.note
    wrong = text.replace("6751.91", "6851.91")
    [found] = checked(Document(wrong, "text"), area_code=COUNTY).ledger or ()
    assert found.verdict == "different"


def test_the_period_a_sentence_states_goes_before_the_one_asked_for(
    office: Office, sales: list[Entry], post: Post
) -> None:
    post("1000000", happened_on=date(2019, 6, 1))
    text = Document("2019年，认定产品销售额100万元。", "text")
    [found] = checked(text, area_code=COUNTY, period="2020").ledger or ()
    assert (found.verdict, found.scope) == ("equal", "2019年")


def test_one_named_firm_is_not_held_against_all_of_them(office: Office, sales: list[Entry]) -> None:
    text = "目前，该公司认定产品销售额达6700万元。"
    [found] = checked(Document(text, "text"), area_code=COUNTY, period="2020").ledger or ()
    assert found.verdict == "unknown"
    assert "该公司" in found.note
    [found] = checked(Document(text.replace("6700", "6800"), "text"), area_code=COUNTY, period="2020").ledger or ()
    assert found.verdict == "different"


def test_the_page_offers_the_year_the_place_tells_most_of(client: Client, office: Office, sales: list[Entry]) -> None:
    client.force_login(office.clerk)
    form = client.get("/check/").content.decode()
    assert 'value="2020"' in form


def test_numbers_and_relations_are_counted_apart(client: Client, office: Office, sales: list[Entry]) -> None:
    client.force_login(office.clerk)
    shown = client.post("/check/", {"text": TEXT, "area": COUNTY, "period": "2020"}).content.decode()
    numbers, relations = shown.index("个数字，与账本比对"), shown.index("共 1 处可以验算的关系")
    assert numbers < shown.index("与账本相等") < relations


def test_a_place_in_the_name_of_a_school_does_not_hide_what_agrees_with_the_whole(
    text_file: Path, sales: list[Entry], post: Post
) -> None:
    post("5000", area_code=NEXT_TOWNSHIP)
    text_file.write_text("企业在茅塔乡中心小学捐建图书室。认定产品销售额6752.41万元。", encoding="utf-8")
    [row] = [r for r in told(text_file, area_code=COUNTY, period="2020")["ledger"] if r["figure"]]
    assert (row["verdict"], row["value"]) == ("equal", 67524100)
    text_file.write_text("企业在茅塔乡中心小学捐建图书室。认定产品销售额8万元。", encoding="utf-8")
    assert [r["verdict"] for r in told(text_file, area_code=COUNTY, period="2020")["ledger"]] == ["unknown"]
    text_file.write_text("茅塔乡认定产品销售额8万元。", encoding="utf-8")
    [row] = told(text_file, area_code=COUNTY, period="2020")["ledger"]
    assert (row["verdict"], row["value"]) == ("different", 5000)
    assert "茅塔乡" in row["note"]


def test_a_difference_opens_where_the_text_places_it(
    office: Office, sales: list[Entry], post: Post, client: Client
) -> None:
    post("5000", area_code=NEXT_TOWNSHIP)
    client.force_login(office.clerk)
    asked = {"text": "茅塔乡认定产品销售额8万元。", "area": COUNTY, "period": "2020"}
    page = client.post("/check/", asked).content.decode()
    assert f"/figures/market.sales/?place={NEXT_TOWNSHIP}&amp;from=2020-01-01" in page


def test_a_crowded_page_is_compared_in_seconds(office: Office, sales: list[Entry]) -> None:
    text = "".join(f"认定产品销售额{100 + number}万元，帮扶{number}户。" for number in range(1, 1001))
    began = time.perf_counter()
    found = checked(Document(text, "text"), area_code=COUNTY, period="2020")
    assert len(found.ledger or ()) == 2000
    assert time.perf_counter() - began < 20


ELSEWHERE = "洞口县2020年认定产品销售额300万元。洞口县高沙镇种茶，洞口的茶销往各地。"


def test_a_text_of_another_county_is_not_held_against_this_ledger(tmp_path: Path, sales: list[Entry]) -> None:
    path = tmp_path / "text.txt"
    path.write_text(ELSEWHERE, encoding="utf-8")
    found = told(path, area_code=COUNTY, period="2020")
    assert [row["verdict"] for row in found["ledger"]] == ["unknown"]
    assert found["notes"] == ["文稿说的是洞口县，没有提到茅箭区：没有与茅箭区的账本比对，请核对所选的地区。"]
    assert "notes" not in told(path)


def test_a_text_mostly_of_another_county_is_compared_where_it_names_this_one(
    tmp_path: Path, sales: list[Entry]
) -> None:
    path = tmp_path / "text.txt"
    path.write_text(f"{ELSEWHERE}茅箭区2020年认定产品销售额4000万元。", encoding="utf-8")
    found = told(path, area_code=COUNTY, period="2020")
    assert [row["verdict"] for row in found["ledger"]] == ["unknown", "different"]
    assert found["notes"][0].startswith("文稿主要说的是洞口县")


@pytest.mark.parametrize(
    "text",
    [
        "全区2020年认定产品销售额300万元。",
        "茅箭区帮助洞口县、洞口县商会。茅箭区、茅箭、茅箭区2020年认定产品销售额4000万元。",
        "茅箭區與洞口縣、洞口縣、洞口縣結對，茅箭區、茅箭區2020年認定產品銷售額4000萬元。",
    ],
)
def test_a_text_that_names_this_county_or_none_is_compared(tmp_path: Path, sales: list[Entry], text: str) -> None:
    path = tmp_path / "text.txt"
    path.write_text(text, encoding="utf-8")
    found = told(path, area_code=COUNTY, period="2020")
    assert "different" in {row["verdict"] for row in found["ledger"]} or "比账本的数小得多" in str(found["ledger"])
    assert "notes" not in found


@pytest.mark.parametrize(("text", "notes"), [("茅箭区销售4000万元。", 1), ("全镇销售4000万元，占茅箭区一半。", 0)])
def test_a_text_of_the_county_is_not_held_against_a_township(
    tmp_path: Path, sales: list[Entry], text: str, notes: int
) -> None:
    path = tmp_path / "text.txt"
    path.write_text(f"2020年，{text}", encoding="utf-8")
    assert len(told(path, area_code=TOWNSHIP, period="2020").get("notes", [])) == notes


def test_the_page_says_that_the_text_is_of_another_county(client: Client, office: Office, sales: list[Entry]) -> None:
    client.force_login(office.clerk)
    page = client.post("/check/", {"text": ELSEWHERE, "area": COUNTY, "period": "2020"}).content.decode()
    assert "没有提到茅箭区" in page
    assert "与账本不同" not in page


def test_how_many_records_stand_behind_a_figure_is_no_figure(tmp_path: Path, sales: list[Entry]) -> None:
    path = tmp_path / "text.md"
    rows = ("| 指标 | 数值 | 记录数 |", "| --- | --- | --- |", "| 认定产品销售额 | 6751.91万元 | 637 |")
    path.write_text("\n".join((*rows, "| 线上销售额 | 1340.13万元 | 21 |")), encoding="utf-8")
    found = verdicts(path)
    assert (found["637"], found["21"]) == (("unknown", None), ("unknown", None))
    assert found["6751.91万元"] == ("equal", "market.sales")


def test_a_difference_from_the_ledger_stands_above_what_agrees(
    client: Client, office: Office, sales: list[Entry]
) -> None:
    client.force_login(office.clerk)
    form = {"text": "认定产品销售额6761.91万元。采购150人，其中甲50人、乙100人。", "area": COUNTY, "period": "2020"}
    shown = client.post("/check/", form).content.decode()
    assert 0 < shown.index('id="ledger-') < shown.index('id="relation-')
    shown = client.post("/check/", form | {"text": str(form["text"]).replace("乙100", "乙200")}).content.decode()
    assert 0 < shown.index('id="relation-') < shown.index('id="ledger-')
