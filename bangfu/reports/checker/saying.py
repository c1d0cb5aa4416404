"""What a text says about each of its numbers: the words beside it, in its clause and sentence, and above it."""

import re
from collections.abc import Mapping

from bangfu.reports.checker.choosing import Said
from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.context import Page, Spot, parents_of
from bangfu.reports.checker.grids import Grid
from bangfu.reports.checker.relations.tables import is_total
from bangfu.reports.checker.senses import opposed, senses

About = Mapping[str, str | None]
_STOP = re.compile("[，。；：,;!！?？\n]")
_JOINED = re.compile("(?:以及|及其|及|和|与|、)$")  # what stands before belongs to the number before
_NAMED_BEHIND = 14  # the noun of a number and what was done to it stand this near behind it
_REACH = 500
_ABOVE = 60
_HEADING = 24


def said_of(page: Page) -> dict[str, Said]:
    """What is said about each number of the running text."""
    parents, spots = parents_of(page), {spot.claim.id: spot for spot in page.spots}
    following = dict(zip((spot.claim.id for spot in page.spots), page.spots[1:], strict=False))
    return {
        spot.claim.id: _said(
            page, spot, spots.get(parents.get(spot.claim.id, "")), _noun(spot, following.get(spot.claim.id))
        )
        for spot in page.spots
    }


_OF_THE_LIST = re.compile("记录数|记录条数|序号|编号|行次")


def said_of_cells(grids: list[Grid], claims: list[Claim], about: Mapping[str, About]) -> dict[str, Said]:
    """What is said about each figure of a table: by heading and label beside it, by the table's title above it.

    A row of totals says nothing of its own, the others are named by their label (a place, a kind). Nothing is said of
    how many records stand behind a figure, or of its number in the list: these are no figures of a ledger.
    """
    said = {}
    for claim in claims:
        if claim.cell is None:
            continue
        table, row, _ = claim.cell
        told = about.get(claim.id, {})
        if _OF_THE_LIST.fullmatch(told.get("measure") or ""):
            continue
        label = "" if is_total(grids[table], row) else told.get("subject") or ""
        own = f"{label}|{told.get('measure') or ''}"
        said[claim.id] = Said(own=own, clause=own, before=label, above=grids[table].title)
    return said


def _noun(spot: Spot, following: Spot | None) -> str:
    """What stands behind a number; behind the second of two that count the same people (978户2990名易迁群众)."""
    together = following is not None and following.claim.at == spot.claim.until
    if together and spot.claim.unit == "household" and following is not None and following.claim.unit == "person":
        return following.tail[:_NAMED_BEHIND]
    return spot.tail[:_NAMED_BEHIND]


def _said(page: Page, spot: Spot, whole: Spot | None, behind: str) -> Said:
    text, at, until = page.text, spot.claim.at, spot.claim.until
    start, end = page.sentence_span(spot.sentence)
    # Of an endless sentence only what is near: it would be read whole for each of its numbers.
    start, end = max(start, at - _REACH), min(end, until + _REACH)
    before, after = text[start:at], text[until:end]
    lead = "" if spot.label.strip() else spot.lead
    joined = _JOINED.search(spot.label) is not None
    label = "" if joined else spot.label
    clause = ("" if joined else _clause(text, start, at)) + "|" + _STOP.split(after, maxsplit=1)[0]
    of = f"|{whole.lead}{whole.label}|{whole.tail[:_NAMED_BEHIND]}" if whole is not None else ""
    own = f"{label}{lead}|{behind}"
    last = start - 1 if text[max(0, start - 1) : start] == "\n" else start
    return Said(
        own=own,
        whole="" if opposed(senses(of), senses(own)) else of,
        clause=clause,
        before=before,
        after=after,
        above=f"{_heading(page, spot)}|{text[max(page.paragraph_span(spot.paragraph)[0], last - _ABOVE) : last]}",
    )


def _clause(text: str, start: int, at: int) -> str:
    """What stands before a number since the last stop outside brackets (销售（线上、平台）金额6万元)."""
    depth = 0
    for position in range(at - 1, start - 1, -1):
        character = text[position]
        depth += (character in "）)") - (character in "（(")
        if depth <= 0 and _STOP.match(character) and position < at - 1:
            return text[position + 1 : at]
    return text[start:at]


def _heading(page: Page, spot: Spot) -> str:
    """The heading of a paragraph: the short line above it, or its words in 【】."""
    start, end = page.paragraph_span(spot.paragraph)
    if (named := re.match("【([^】]{1,20})】", page.text[start:end])) is not None:
        return named[1]
    above = page.text[slice(*page.paragraph_span(spot.paragraph - 1))].strip()
    return above if len(above) <= _HEADING else ""
