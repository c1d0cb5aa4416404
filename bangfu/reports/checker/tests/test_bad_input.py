"""What offices really hand in: hundreds of pages, locks, slips of the pen, widths mixed. Told, or read, never lost."""

import time

import olefile
import pytest
import typst

from bangfu.reports.checker.check import check_text
from bangfu.reports.checker.readers.document import TextRefused
from bangfu.reports.checker.readers.opening import read_document

PAGES = 200


def two_hundred_pages() -> bytes:
    body = "\n#pagebreak()\n".join(
        f"本页统计：全年销售{200 + i}万元，其中线上{100 + i}万元、线下100万元。" for i in range(PAGES)
    )
    return typst.compile(f'#set text(font: "Noto Sans CJK SC")\n{body}'.encode())


def test_two_hundred_pages_are_read_to_the_last() -> None:
    began = time.perf_counter()
    document = read_document(two_hundred_pages())
    result = check_text(document.text)
    assert document.pages == PAGES
    assert len([claim for claim in result.claims if claim.unit == "CNY"]) == 3 * PAGES
    assert not [found for found in result.relations if found.verdict == "conflict"]
    assert time.perf_counter() - began < 60


def test_a_locked_word_document_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Locked:
        """A compound file with the stream that Word writes for a document with a password."""

        def __init__(self, *_args: object) -> None: ...

        def __enter__(self) -> "Locked":
            return self

        def __exit__(self, *_args: object) -> None: ...

        def exists(self, name: str) -> bool:
            return name == "EncryptedPackage"

    monkeypatch.setattr(olefile, "OleFileIO", Locked)
    with pytest.raises(TextRefused) as refused:
        read_document(olefile.MAGIC + bytes(600))
    assert refused.value.code == "encrypted"
    assert "解除密码" in refused.value.message


def test_two_decimal_points_are_told_and_nothing_is_made_of_them() -> None:
    result = check_text("销售额12.3.4万元，其中线上8万元。")
    assert [broken.text for broken in result.broken] == ["12.3.4万元"] or result.broken[0].text.startswith("12.3.4")
    assert [claim.text for claim in result.claims] == ["8万元"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("销售６７５１．９１万元", 67519100),
        ("销售6７51.９1万元", 67519100),
        ("惠及１２，３４５人", 12345),
        ("占３５．６％", "35.6"),
    ],
)
def test_full_and_half_width_are_one(text: str, value: object) -> None:
    [claim] = check_text(text).claims
    assert str(claim.value.normalize()) == str(type(claim.value)(str(value)).normalize())


@pytest.mark.parametrize("deep", [100, 10_000])
def test_tags_in_tags_are_read_or_refused(deep: int) -> None:
    page = b"<html><body>" + b"<b>" * deep + "销售额300万元".encode() + b"</b>" * deep + b"</body></html>"
    if deep > 1000:
        with pytest.raises(TextRefused, match="嵌套过深"):
            read_document(page)
    else:
        assert [claim.value for claim in check_text(read_document(page).text).claims] == [3_000_000]


@pytest.mark.parametrize("word", ["一", "一百一", "三万", "第", "满半年", "1,"])
def test_an_endless_run_of_number_words_takes_time_in_proportion(word: str) -> None:
    began = time.process_time()
    check_text(word * (40_000 // len(word)))
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    "text",
    ["全区贫困户2402户、7129人，已包联2402户、7129人。返岗复工0人。", "脱贫率为0%，比上年高0个百分点，去年为0%。"],
)
def test_figures_of_nothing_are_read(text: str) -> None:
    assert not [found for found in check_text(text).relations if found.verdict == "conflict"]
