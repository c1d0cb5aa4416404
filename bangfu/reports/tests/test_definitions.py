"""What the appendix says of each figure, and what a seal keeps to notice a figure redefined."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import override

from bangfu.figures.declared import figures
from bangfu.figures.dimension_words import CAMPAIGN, dimension_title, narrowed_by
from bangfu.reports.figure_book import FigureBook, described
from bangfu.reports.periods import parse
from bangfu.reports.tests.conftest import COUNTY, Office


def test_what_the_appendix_defines_is_told_in_words(office: Office) -> None:
    book = FigureBook(COUNTY, parse("2020"), timezone.now())
    told = book.asked("funds.special.industry_share").definition
    assert "资金类别为产业" in told
    assert "=" not in told
    assert "funds." not in told


def test_a_seal_keeps_one_expression_in_every_language() -> None:
    expression = figures["funds.special.industry_share"].expression
    with override("en"):
        english = described(expression)
    with override("zh-hans"):
        assert described(expression) == english


def test_every_condition_of_a_figure_is_told_in_words() -> None:
    with override("zh-hans"):
        codes = {
            name
            for figure in figures
            for name in narrowed_by(figure)
            if name != CAMPAIGN and dimension_title(figure, name).isascii()
        }
    assert not codes
