"""Numbers in words: scale, rounding, vague words that must be true."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.reports.wording import SCALES, STEPS, Wording, WrongUnit, loosest, worded, worded_alike

FEN = st.integers(-(10**14), 10**14).map(lambda n: Decimal(n) / 100)
COUNTS = st.integers(0, 10**7)


@pytest.mark.parametrize(
    ("value", "wording", "text"),
    [
        ("67519100", Wording(), "6751.91万元"),
        ("2701000", Wording(), "270.1万元"),
        ("2701000", Wording(places=2), "270.10万元"),
        ("309000000", Wording(), "3.09亿元"),
        ("309000000", Wording(unit="万元"), "30900万元"),
        ("9999", Wording(), "9999元"),
        ("9999.5", Wording(), "9999.5元"),
        ("99999999", Wording(), "1亿元"),
        ("99500000", Wording(), "9950万元"),
        ("30", Wording(unit="万元"), "30元"),
        ("0", Wording(unit="万元"), "0万元"),
        ("12345678", Wording(cut=True), "1234.56万元"),
        ("12345678", Wording(places=0), "1235万元"),
        ("12345678", Wording(bare=True), "1234.57"),
        ("-56000", Wording(), "-5.6万元"),
    ],
)
def test_money(value: str, wording: Wording, text: str) -> None:
    assert worded(Decimal(value), "CNY", wording).text == text


@pytest.mark.parametrize(
    ("value", "unit", "wording", "text"),
    [
        (2402, "household", Wording(), "2402户"),
        (94, "person", Wording(unit="名"), "94名"),
        (35, "village", Wording(), "35个村"),
        (7, "organisation", Wording(), "7家"),
        (22000, "person_time", Wording(), "22000人次"),
        (Decimal("19.8481"), "percent", Wording(places=1), "19.8%"),
        (Decimal(100), "percent", Wording(places=2), "100%"),
        (Decimal("99.999"), "percent", Wording(places=2), "100.00%"),
        (None, "household", Wording(), "—"),
    ],
)
def test_measure_words(value: Decimal | int | None, unit: str, wording: Wording, text: str) -> None:
    assert worded(value, unit, wording).text == text


@pytest.mark.parametrize(("unit", "word"), [("household", "人"), ("CNY", "户"), ("person", "万元"), ("percent", "家")])
def test_a_word_of_another_unit_is_refused(unit: str, word: str) -> None:
    with pytest.raises(WrongUnit):
        worded(None, unit, Wording(unit=word))


@pytest.mark.parametrize(
    ("value", "vague", "step", "text"),
    [
        (85, "余", "整十", "80余户"),
        (80, "余", "整十", "80户"),
        (85, "超", "整十", "超80户"),
        (8, "余", "整十", "8户"),
        (1648, "近", "整百", "近1700户"),
        (1700, "近", "整百", "1700户"),
        (101, "近", "整百", "101户"),
        (1970, "约", "整百", "约2000户"),
        (1648, "约", "整千", "1648户"),
        (1998, "约", "整百", "约2000户"),
        (2000, "约", "整百", "2000户"),
    ],
)
def test_vague_words_only_where_they_are_true(value: int, vague: str, step: str, text: str) -> None:
    assert worded(value, "household", Wording(vague=vague, step=STEPS[step])).text == text


@given(FEN, st.sampled_from(sorted(SCALES)))
def test_rounding_is_half_up_to_the_fen(amount: Decimal, unit: str) -> None:
    words = worded(amount, "CNY", Wording(unit=unit, places=2))
    word = next(name for name in ("亿元", "万元", "元") if words.text.endswith(name))
    written = Decimal(words.text.removesuffix(word))
    assert written == (amount / SCALES[word]).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert words.shown == written * SCALES[word]
    assert (words.how == "exact") == (words.shown == amount)
    assert word == unit or not (amount / SCALES[unit]).quantize(Decimal("0.01"), ROUND_HALF_UP)


@given(FEN)
def test_truncation_never_says_more(amount: Decimal) -> None:
    words = worded(amount, "CNY", Wording(unit="万元", cut=True))
    assert words.shown is not None
    assert abs(words.shown) <= abs(amount)
    if words.text.endswith("万元"):
        assert words.shown / 10000 == (amount / 10000).quantize(Decimal("0.01"), ROUND_DOWN)


@given(FEN)
def test_the_unit_chosen_by_size_reads_neither_0_nor_10000(amount: Decimal) -> None:
    words = worded(amount, "CNY")
    number = abs(Decimal(words.text.rstrip("元万亿")))
    assert number < 10000 or words.text.endswith("亿元")
    assert number >= 1 or words.text.removesuffix("元")[-1].isdigit()


@given(COUNTS, st.sampled_from(["余", "近", "约", "超"]), st.sampled_from(sorted(STEPS)))
def test_a_vague_word_keeps_its_rule(value: int, vague: str, step: str) -> None:
    words = worded(value, "household", Wording(vague=vague, step=STEPS[step]))
    if vague not in words.text:
        assert words.text == f"{value}户"
        return
    assert words.shown is not None
    assert words.shown % STEPS[step] == 0
    if vague in ("余", "超"):
        assert words.shown < value < words.shown + STEPS[step]
    elif vague == "近":
        assert words.shown * Decimal("0.9") <= value < words.shown
    else:
        assert 0 < abs(value - words.shown) <= words.shown / 20


def test_a_list_keeps_one_rule_in_each_scale() -> None:
    values = [Decimal(v) for v in ("359974.58", "333022.36", "8000", "950.5")]
    assert [w.text for w in worded_alike(values, "CNY")] == ["36.0万元", "33.3万元", "8000.0元", "950.5元"]
    assert loosest(worded_alike(values, "CNY")) == "rounded"
    assert loosest(worded_alike([Decimal(3), Decimal(12)], "person")) == "exact"
    assert [w.text for w in worded_alike([Decimal(3), Decimal(12)], "person")] == ["3人", "12人"]
    assert [w.text for w in worded_alike(values[:2], "CNY", Wording(places=0))] == ["36万元", "33万元"]
