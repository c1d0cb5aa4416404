"""The glossary names what the code has, and the pages use its words."""

import importlib
import tomllib
from collections import Counter

import pytest
from django.apps import apps
from django.db.models import Model
from django.utils import translation

from bangfu.config import messages
from scripts.glossary import PAGE, SOURCE, page_of

GLOSSARY = tomllib.loads(SOURCE.read_text())
TERMS = [term for part in GLOSSARY.values() for term in part["terms"]]
CODE_LISTS = {
    codes["name"]
    for path in messages.PACKAGE.rglob("codelists/*.toml")
    for codes in tomllib.loads(path.read_text())["list"]
}


def found(dotted: str) -> object:
    """What a dotted name below ``bangfu`` stands for. Raises AttributeError or ImportError if nothing."""
    names = ["bangfu", *dotted.split(".")]
    for length in range(len(names), 0, -1):
        try:
            found = importlib.import_module(".".join(names[:length]))
        except ModuleNotFoundError as error:
            if not ".".join(names[:length]).startswith(error.name or ""):
                raise
            continue
        for name in names[length:]:
            found = getattr(found, name)
        return found
    raise ImportError(dotted)


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term["en"])
def test_code_has_what_the_glossary_names(term):
    assert term["code"]
    assert all(found(name) is not None for name in term["code"])
    assert term.get("code_list") in {None, *CODE_LISTS}


@pytest.mark.parametrize("name", ["parties.models.Peasant", "parties.peasants", "nothing.at.all"])
def test_a_name_that_is_not_there_is_noticed(name):
    with pytest.raises((ImportError, AttributeError)):
        found(name)


def test_a_word_has_one_name():
    assert [zh for zh, times in Counter(term["zh"] for term in TERMS).items() if times > 1] == []
    assert [en for en, times in Counter(term["en"] for term in TERMS).items() if times > 1] == []


def our_models() -> list[type[Model]]:
    """Every table's model that is ours."""
    return [model for model in apps.get_models() if model.__module__.startswith("bangfu.")]


def test_every_noun_with_a_table_is_in_the_glossary():
    named = [found(name) for term in TERMS for name in term["code"]]
    assert [model.__name__ for model in our_models() if model not in named] == []


def test_pages_use_the_words_of_the_glossary():
    """Where a table's Chinese name is in the glossary, its English name on the pages is the glossary's."""
    english = {word: term["en"] for term in TERMS for word in (term["zh"], *term.get("also", []))}
    path = messages.catalogue_path(messages.PACKAGE / "kernel", messages.ENGLISH)
    assert path.with_suffix(".mo").exists(), "run `make setup`"
    differing = {}
    for model in our_models():
        chinese = str(model._meta.verbose_name)
        with translation.override("en"):
            shown = str(model._meta.verbose_name)
        if chinese in english and shown.lower() != english[chinese].lower():
            differing[chinese] = (shown, english[chinese])
    assert differing == {}


def test_the_page_is_fresh():
    assert PAGE.read_text() == page_of(GLOSSARY), "run `python -m scripts.glossary`"
