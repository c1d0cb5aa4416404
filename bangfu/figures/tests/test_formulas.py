"""What a figure counts is told in words: no name of a program, no code, in either language."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils.translation import override

from bangfu.figures.declared import figures
from bangfu.figures.formulas import Formulas
from bangfu.figures.tests.conftest import Books
from bangfu.pairing.seeds import load_schemes

pytestmark = pytest.mark.django_db
PROGRAM = re.compile(r"[A-Za-z][A-Za-z0-9]*[._][A-Za-z]|[=≠∈{}]|\bNone\b")
LATIN, CHINESE = re.compile(r"[A-Za-z]{2,}"), re.compile(r"[一-鿿]")


@pytest.fixture
def schemes_loaded(db: None) -> None:
    load_schemes()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_definition_speaks_of_the_program(schemes_loaded: None, language: str) -> None:
    strange = CHINESE if language == "en" else LATIN
    with override(language):
        formulas = Formulas()
        for figure in figures:
            name, formula = figure.name, formulas.formula(figure.expression)
            for text in (formula, formulas.definition(figure)):
                assert text, name
                assert not PROGRAM.search(text), f"{name}: {text}"
            assert not strange.search(formula), f"{name}: {formula}"


def test_codes_fields_and_kinds_are_read_aloud(schemes_loaded: None) -> None:
    special = figures["funds.special.industry_share"]
    assert Formulas().definition(special) == (
        "“帮扶记录”的金额之和（类型为财政专项资金安排，资金类别为产业）"
        " ÷ “帮扶记录”的金额之和（类型为财政专项资金安排） × 100%"
    )
    assert Formulas().definition(figures["parties.key_villages"]) == "“村类别”中不重复的村数（村类别为重点贫困村）"


def test_sums_in_a_chain_need_no_brackets(schemes_loaded: None) -> None:
    told = Formulas().formula(figures["exchange.raised.exceeded"].expression)
    assert "（（" not in told
    assert "登记的“募集款物合计”目标" in told


def test_the_list_of_figures_tells_what_each_counts(books: Books, client: Client) -> None:
    client.force_login(books.county)
    page = client.get("/figures/", {"workstream": "funds"}).content.decode()
    assert "资金类别为产业" in page
