"""How figures moved, in words: what is divided, what is not, and what the words are called."""

from decimal import Decimal

import pytest

from bangfu.reports.movement import difference_words, growth_of, growth_words, moved
from bangfu.reports.wording import ROUNDED, Wording


@pytest.mark.parametrize(
    ("now", "before", "unit", "words"),
    [
        ("67519100", "54117800", "CNY", "增加1340.13万元，增长24.76%"),
        ("95", "100", "household", "减少5户，下降5%"),
        ("100", "100", "household", "持平"),
        ("12", "0", "person", "上年同期为零，增加12人"),
        ("0", "12", "person", "减少12人，下降100%"),
        ("0", "0", "person", "持平"),
        ("5", "-2", "person", "增加7人"),
        ("97.3", "95", "percent", "提高2.3个百分点"),
        ("81.2", "100", "percent", "下降18.8个百分点"),
        ("40.001", "40", "percent", "基本持平"),
        ("2136", "83", "item", "增加2053项，增长24.73倍"),
        ("999", "100", "item", "增加899项，增长899%"),
        ("100000000", "100000000.01", "CNY", "减少0.01元，基本持平"),
    ],
)
def test_a_movement_reads_as_documents_write_it(now: str, before: str, unit: str, words: str) -> None:
    assert moved(Decimal(now), Decimal(before), unit).words == words


def test_the_numbers_behind_the_words_are_exact() -> None:
    found = moved(Decimal(7), Decimal(3), "household")
    assert (found.change, found.how) == (4, ROUNDED)
    assert found.growth == Decimal(4) / 3 * 100
    percent = moved(Decimal("40.5"), Decimal(40), "percent")
    assert (percent.change, percent.growth) == (Decimal("0.5"), None)


@pytest.mark.parametrize("before", ["0", "-5"])
def test_nothing_grows_from_nothing_or_less(before: str) -> None:
    assert growth_of(Decimal(5), Decimal(before)) is None


def test_a_movement_keeps_the_unit_and_places_asked_for() -> None:
    assert difference_words(Decimal(123456), "CNY", Wording(unit="元")).text == "增加123456元"
    assert difference_words(Decimal(-3), "person", Wording(unit="名")).text == "减少3名"
    assert growth_words(Decimal("12.345"), Wording(places=1)).text == "增长12.3%"


def test_growth_beyond_ten_times_is_told_in_times_unless_per_cent_is_asked_for() -> None:
    assert growth_words(Decimal("23733.333")).text == "增长237.33倍"
    assert growth_words(Decimal("23733.333"), Wording(unit="%", places=0)).text == "增长23733%"
    assert growth_words(Decimal("999.9")).text == "增长999.9%"
