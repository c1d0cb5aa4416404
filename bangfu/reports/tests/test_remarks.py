"""The checker's remarks in the language of the reader."""

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from bangfu.reports.checker import tests
from bangfu.reports.checker.check import check_text
from bangfu.reports.checker.readers.document import TextRefused
from bangfu.reports.checker.readers.opening import read_document
from bangfu.reports.remarks import remarked

TEXTS = sorted((Path(next(iter(tests.__path__))) / "texts").glob("[gkh]*.txt"))
CHINESE = re.compile("[一-鿿]{3}")  # values keep their 万元


@pytest.mark.parametrize(
    ("said", "english"),
    [
        ("各行之和与合计相差10", "The rows differ from the total by 10"),
        ("各项占比合计101%，超过100%", "The shares add up to 101%, more than 100%"),
        (
            "基数未写明，隐含约33.33，不是整数，倍数为约数",
            "The base is not stated; it would be about 33.33, which is not whole, so the multiple is rough",
        ),
        (
            "部分大于整体；为该数的约数",
            "The part is larger than the whole; It is that figure, rounded",
        ),
        ("还没有人译过的话", "还没有人译过的话"),
    ],
)
def test_remarks_are_said_in_english(said: str, english: str) -> None:
    with override("en"):
        assert remarked(said) == english
    with override("zh-hans"):
        assert remarked(said) == said


def test_every_remark_about_the_texts_has_its_english() -> None:
    relations = [found for path in TEXTS for found in check_text(path.read_text("utf-8")).relations]
    said = {words for found in relations for words in (found.note, *(one.reading for one in found.readings)) if words}
    assert len(said) > 20
    with override("en"):
        assert {words for words in said if CHINESE.search(remarked(words))} == set()


@pytest.mark.parametrize("slip", ["3..5万元", "1.2.3万元", "1。5万元", "12,34人", "1，234人", "1O户", "1二万元", "5.%"])
def test_why_a_figure_cannot_be_read_has_its_english(slip: str) -> None:
    [told] = check_text(f"共{slip}。").as_json()["unreadable"]
    with override("en"):
        assert not CHINESE.search(remarked(told["message"]))


@pytest.mark.parametrize(
    "data", [b"", b"{\\rtf1}", b"\x89PNG0000", b"PK\x03\x04 broken", b"%PDF-1.7 broken", bytes(range(32))]
)
def test_refusals_have_their_english(data: bytes) -> None:
    with pytest.raises(TextRefused) as refused:
        read_document(data)
    with override("en"):
        assert not CHINESE.search(remarked(refused.value.message))
