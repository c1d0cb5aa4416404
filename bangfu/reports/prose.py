"""What a writer typed by hand into a chapter, held against the ledger, and the live figure to put in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from bangfu.figures.declared import figures
from bangfu.reports.checker.check import CheckResult, check_text, unreadable
from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.compare import Comparison
from bangfu.reports.checker.relations.finding import Relation
from bangfu.reports.comparing import LedgerComparison
from bangfu.reports.document import Document
from bangfu.reports.wording import AFTER, BEFORE, STEPS, Wording, allowed_words, worded

TAG = re.compile(r"\{\{.*?\}\}")
GRAVE = ("conflict", "ambiguous")
PLACES = (None, 0, 1, 2, 3, 4)
Span = tuple[int, int]


@dataclass(frozen=True)
class Typed:
    """A number typed by hand: what the ledger says of it, and the tag that would write it live ("" for none).

    ``number`` is its place among the typed numbers, from 0; ``nth`` its place among equal words in the source.
    """

    number: int
    text: str
    comparison: Comparison
    tag: str
    nth: int


@dataclass(frozen=True)
class Where:
    """Where a number stands in the text one writes: the ``nth`` (from 0) of equal words, typed or written by a tag."""

    text: str
    nth: int
    live: bool = False


@dataclass(frozen=True)
class Prose:
    """A chapter's prose as read: its typed numbers, how many are live, and what does not add up with its numbers.

    ``broken`` are typed numbers that cannot be read, with why.
    """

    typed: tuple[Typed, ...]
    live: int
    relations: tuple[tuple[Relation, tuple[Where, ...]], ...]
    broken: tuple[tuple[Where, str], ...] = ()


def read_prose(document: Document, area_code: str, period: str) -> Prose:
    """Read the paragraphs of a composed chapter: what was typed is compared with the ledger, all is added up."""
    text, spans = _plain(document)
    result = check_text(text)
    typed = [claim for claim in result.claims if not any(s < claim.end and claim.start < e for s, e in spans)]
    compared = LedgerComparison(area_code, period).compare(result, {claim.id for claim in typed})
    stands = {claim.id: _where(result, claim, spans) for claim in result.claims}
    return Prose(
        tuple(
            Typed(number, claim.text, found, _tag(claim, found), _nth(result, claim, spans))
            for number, (claim, found) in enumerate(zip(typed, compared, strict=True))
        ),
        len(result.claims) - len(typed),
        tuple((r, tuple(stands[c] for c in r.claims)) for r in result.relations if r.verdict in GRAVE),
        tuple((_where(result, slip, spans), unreadable(slip.text)) for slip in result.broken),
    )


def with_live_figure(source: str, typed: Typed) -> str:
    """Return a chapter's text with a typed number replaced by its tag; unchanged where it is no longer there."""
    for nth, (start, end) in enumerate(_occurrences(source, typed.text, [m.span() for m in TAG.finditer(source)])):
        if nth == typed.nth:
            return source[:start] + typed.tag + source[end:]
    return source


def _plain(document: Document) -> tuple[str, list[Span]]:
    """The words of the paragraphs, and where live figures stand in them."""
    text, spans = "", []
    for chapter in document.chapters:
        for block in chapter.blocks:
            if not isinstance(block, tuple):
                continue
            for run in block:
                if run.figure is not None:
                    spans.append((len(text), len(text) + len(run.text)))
                text += run.text
            text += "\n"
    return text, spans


def _where(result: CheckResult, claim: Claim, spans: list[Span]) -> Where:
    """The place of a claim: words of a writer, or what a tag wrote."""
    of_tag = next(((s, e) for s, e in spans if s < claim.end and claim.start < e), None)
    if of_tag is None:
        return Where(claim.text, _nth(result, claim, spans))
    words = result.text[slice(*of_tag)]
    before = [result.text[s:e] for s, e in spans if s < of_tag[0]]
    return Where(words, before.count(words), live=True)


def _nth(result: CheckResult, claim: Claim, spans: list[Span]) -> int:
    return sum(start < claim.start for start, _end in _occurrences(result.text, claim.text, spans))


def _occurrences(text: str, words: str, outside: list[Span]) -> Iterator[Span]:
    """Where words stand in a text as numbers of their own, not as part of a longer one, nor inside given spans."""
    for found in re.finditer(rf"(?<![\d.]){re.escape(words)}(?!\d)", text):
        if not any(start < found.end() and found.start() < end for start, end in outside):
            yield found.span()


def _tag(claim: Claim, found: Comparison) -> str:
    """The tag of the figure, in the writer's own manner of writing where the ledger's value allows it."""
    if found.figure is None or found.value is None:
        return ""
    unit = figures[found.figure].unit
    words = [word for word in allowed_words(unit) if word and claim.text.endswith(word)]
    word = max(words, key=len, default="")
    for how in _manners(word):
        if _written(found.value, unit, how) == claim.text:
            return _worded_tag(found.figure, how)
    return _worded_tag(found.figure, Wording(unit=word))


def _manners(word: str) -> Iterator[Wording]:
    for places, cut in product(PLACES, (False, True)):
        yield Wording(unit=word, places=places, cut=cut)
    for vague, step in product((*AFTER, *BEFORE), (Decimal(1), *STEPS.values())):
        yield Wording(unit=word, vague=vague, step=step)


def _written(value: Decimal, unit: str, how: Wording) -> str:
    return worded(value, unit, how).text


def _worded_tag(code: str, how: Wording) -> str:
    steps = {step: word for word, step in STEPS.items()}
    words = (
        how.unit,
        "" if how.places is None else f"{how.places}位",
        "截尾" if how.cut else "",
        how.vague,
        steps.get(how.step, ""),
    )
    return "{{" + " ".join(filter(None, (code, *words))) + "}}"
