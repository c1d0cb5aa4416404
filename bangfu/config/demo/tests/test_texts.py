"""The rebuilt documents: each chapter belongs to its report and can be read; no name of a person, no lost chapter."""

import pytest

from bangfu.config.demo import texts
from bangfu.config.demo.texts import written_texts
from bangfu.reports.composing import chapters_of, period_named, read_text, report_named
from bangfu.reports.template.nodes import ChartTag, FigureTag
from bangfu.reports.template.parsing import tags_of

DOCUMENTS = {"003": "yearbook", "000": "overview", "001": "panorama", "002": "mobilisation", "004": "cooperation"}


def test_five_documents_are_rebuilt_each_for_a_place_and_a_period() -> None:
    documents = list(written_texts())
    assert sorted(d["report"] for d in documents) == sorted(DOCUMENTS.values())
    for document in documents:
        assert period_named(document["period"])
        assert report_named(document["report"])


@pytest.mark.django_db
@pytest.mark.parametrize("document", written_texts(), ids=lambda d: d["report"])
def test_every_chapter_can_be_read_and_speaks_of_live_figures(document: dict) -> None:
    names = {chapter.name for chapter in chapters_of(document["report"])}
    for chapter, text in document["chapters"].items():
        assert chapter in names
        tags = list(tags_of(read_text(text)))
        assert any(isinstance(tag, FigureTag) for tag in tags), chapter


def test_each_document_is_sealed_by_the_office_of_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    sealed: list[tuple[str, str]] = []
    monkeypatch.setattr(texts, "seal_report", lambda actor, **where: sealed.append((actor, where["report"])))
    assert texts.seal_texts({d["area"]: f"office of {d['area']}" for d in written_texts()}) == 5
    assert sorted(sealed) == sorted((f"office of {d['area']}", d["report"]) for d in written_texts())


@pytest.mark.django_db
def test_the_yearbook_has_all_twelve_sections_and_most_are_drawn() -> None:
    yearbook = next(d for d in written_texts() if d["report"] == "yearbook")
    assert len(yearbook["chapters"]) == 12
    drawn = [name for name, text in yearbook["chapters"].items() if any(_charts(text))]
    assert len(drawn) == 10  # culture and health have single numbers, which no chart tells better


def _charts(text: str) -> list[bool]:
    return [isinstance(tag, ChartTag) for tag in tags_of(read_text(text))]
