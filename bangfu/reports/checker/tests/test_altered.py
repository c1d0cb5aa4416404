"""When a figure is taken for one of the ledger in which a digit was altered."""

from decimal import Decimal

import pytest

from bangfu.reports.checker.altered import enough, surprise
from bangfu.reports.checker.check import check_text
from bangfu.reports.checker.choosing import FLOOR, PLAIN
from bangfu.reports.checker.compare import agreement


@pytest.mark.parametrize(
    ("text", "value", "digits"),
    [
        ("资助7127人次", "7129", 4),
        ("销售6715.91万元", "67519100", 6),  # two neighbours swapped
        ("种植30630亩", "30330", 4),  # what both end in is no digit that agrees
        ("帮扶34户", "94", 2),
        ("超1700家", "1612", 2),
    ],
)
def test_more_agreeing_digits_are_less_chance(text: str, value: str, digits: int) -> None:
    [claim] = check_text(text).claims
    assert surprise(claim, Decimal(value)) == pytest.approx(digits - 1 - Decimal(digits).log10().__float__())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("资助7129人次", "7129"),
        ("资助7239人次", "7129"),  # two digits
        ("资助712人次", "7129"),
        ("捐款20万元", "219094.81"),  # which is 22万元 only rounded
        ("户均12至15户", "22"),
        ("返岗0人", "9"),
    ],
)
def test_what_is_no_altered_digit(text: str, value: str) -> None:
    assert not any(surprise(claim, Decimal(value)) for claim in check_text(text).claims)


def test_weaker_words_want_more_digits_or_company() -> None:
    four, three, two = 2.4, 1.52, 0.7
    assert enough(four, 0, FLOOR)
    assert not enough(three, 0, FLOOR)
    assert enough(three, 1, FLOOR)
    assert enough(three, 0, PLAIN)
    assert not enough(two, 0, PLAIN)
    assert enough(two, 1, PLAIN)
    assert not enough(four, 2, FLOOR - 0.01)


def test_a_count_of_one_digit_wants_two_that_agree_beside_it() -> None:
    assert enough(0.0, 2, 0.8)
    assert not enough(0.0, 1, 0.8)
    assert not enough(0.0, 2, PLAIN)


@pytest.mark.parametrize(
    ("text", "value", "agrees"),
    [
        ("近1700名", "1648", True),
        ("近1740名", "1648", False),
        ("近1750名", "1741", True),
        ("75%以上", "77.5", True),
        ("73%以上", "77.5", False),
        ("500元以内", "500", True),
        ("540元以内", "500", False),
        ("约3.2万户", "31600", True),
        ("约3.2万户", "30000", False),
    ],
)
def test_a_vague_figure_is_held_to_how_finely_it_is_told(text: str, value: str, agrees: bool) -> None:
    [claim] = check_text(text).claims
    assert (agreement(claim, Decimal(value)) is not None) is agrees
