"""The checker's front door: a text in, claims, relations and their verdicts out."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import Any

from bangfu.reports.checker.choosing import Said
from bangfu.reports.checker.claims import Claim, Reading, find_claims
from bangfu.reports.checker.context import Page, describe, page_of
from bangfu.reports.checker.flow import Flow, flow_of
from bangfu.reports.checker.grids import Grid, about_cells, grids_of, table_claims, table_slips
from bangfu.reports.checker.lent_units import with_lent_units
from bangfu.reports.checker.malformed import unreadable
from bangfu.reports.checker.relations.completion import completion
from bangfu.reports.checker.relations.finding import Relation, explained_otherwise, find_relations
from bangfu.reports.checker.relations.grouped import grouped_shares
from bangfu.reports.checker.relations.growth import growth
from bangfu.reports.checker.relations.left_amounts import left_amounts
from bangfu.reports.checker.relations.left_bases import left_bases
from bangfu.reports.checker.relations.left_rates import left_rates
from bangfu.reports.checker.relations.lists import counted_lists
from bangfu.reports.checker.relations.mentions import at_first_mention
from bangfu.reports.checker.relations.moments import backwards
from bangfu.reports.checker.relations.named_bases import with_named_bases
from bangfu.reports.checker.relations.named_parts import named_parts
from bangfu.reports.checker.relations.negated import negated
from bangfu.reports.checker.relations.payments import fixed_rates
from bangfu.reports.checker.relations.plain import plain_conflicts
from bangfu.reports.checker.relations.products import implied_rates, products
from bangfu.reports.checker.relations.repeats import altered_repeats, repeats, rounded_repeats
from bangfu.reports.checker.relations.searching import searched
from bangfu.reports.checker.relations.shares import listed_shares, shares
from bangfu.reports.checker.relations.side_by_side import side_by_side
from bangfu.reports.checker.relations.sisters import sisters
from bangfu.reports.checker.relations.slips import slips
from bangfu.reports.checker.relations.steps import steps
from bangfu.reports.checker.relations.subsets import subsets, told_subsets
from bangfu.reports.checker.relations.sums import balances, counted_totals, leading_sums, nested_sums, trailing_sums
from bangfu.reports.checker.relations.swapped import swapped_repeats
from bangfu.reports.checker.relations.table_changes import table_changes
from bangfu.reports.checker.relations.table_leading import leading_totals, of_which
from bangfu.reports.checker.relations.table_products import table_products
from bangfu.reports.checker.relations.table_rows import table_row_totals
from bangfu.reports.checker.relations.table_totals import subtotals_of, table_sums
from bangfu.reports.checker.relations.tables import table_means, table_ratios, table_splits
from bangfu.reports.checker.relations.tied import tied
from bangfu.reports.checker.relations.together import together
from bangfu.reports.checker.relations.told import told
from bangfu.reports.checker.relations.told_rows import told_rows
from bangfu.reports.checker.relations.told_tables import (
    altered_cells,
    other_totals,
    table_repeats,
    table_rests,
    table_shares,
    told_ratios,
)
from bangfu.reports.checker.saying import said_of, said_of_cells
from bangfu.reports.checker.weighing.weighed import weighed

_QUOTE = 80
_QUOTE_STOP = re.compile(r"[。！？；\n]")


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Everything the checker says about one text.

    `names` are counted names (两不愁三保障), which claim nothing; `broken` are figures that cannot be read (two decimal
    points). `about` tells for each claim id its subject, measure, period, place and parent, as far as the text does;
    `said` are the words around it, by which a ledger's figure is found.
    """

    text: str
    claims: list[Claim]
    relations: list[Relation]
    names: list[Claim]
    broken: list[Claim]
    about: dict[str, dict[str, str | None]]
    said: dict[str, Said] = field(default_factory=dict)

    def as_json(self, names_as_claims: bool = False) -> dict[str, Any]:
        """The result in the shape of `bangfu check --json`; offsets are characters of `text`."""
        claims = self.claims
        if names_as_claims:
            claims = sorted([*self.claims, *self.names], key=lambda claim: claim.start)
        return {
            "claims": [self._claim(claim) for claim in claims],
            "relations": [_relation(found) for found in self.relations],
            "names": [self._claim(name) for name in self.names],
            "unreadable": [
                {"start": claim.start, "end": claim.end, "text": claim.text, "message": unreadable(claim.text)}
                for claim in self.broken
            ],
        }

    def _claim(self, claim: Claim) -> dict[str, Any]:
        shape: dict[str, Any] = {
            "id": claim.id,
            "quote": _quote(self.text, claim),
            "start": claim.start,
            "end": claim.end,
            "value": number(claim.value),
            "unit": claim.unit,
            "bound": claim.bound,
            "text": self.text[claim.start : claim.end],
            "kind": claim.kind,
        }
        if claim.upper is not None:
            shape["upper"] = number(claim.upper)
        return shape | {key: value for key, value in self.about.get(claim.id, {}).items() if value}


def check_text(text: str) -> CheckResult:
    """Reads `text`, finds its claims and checks the arithmetic between them.

    Tables are lines with bars (as the readers write them) or tabs (as pasted from a spreadsheet).
    """
    read = read_text(text)
    page, reading = read.page, read.reading
    found = explained_otherwise(relations_of(read), _spelt(page), subtotals_of(read.grids, read.claims))
    relations = with_named_bases(page, at_first_mention(page, found))
    about = describe(page) | about_cells(read.grids, read.claims)
    said = said_of(page) | said_of_cells(read.grids, read.claims, about)
    claims = with_lent_units(read.claims, relations)
    return CheckResult(text, claims, relations, reading.names, reading.broken, about, said)


def _spelt(page: Page) -> set[str]:
    """The rates of which the text says what they are of: 占全年总支出2731.92万元的4.16%."""
    return {
        spot.claim.id
        for before, spot in pairwise(page.spots)
        if spot.claim.unit in ("percent", "permille") and page.text[before.claim.until : spot.claim.at] == "的"
    }


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text whose figures were read, before any relation is looked for."""

    page: Page
    grids: list[Grid]
    claims: list[Claim]
    reading: Reading


def read_text(text: str) -> ReadText:
    """Finds the figures of `text`, in running words and in tables."""
    flow = flow_of(text)
    grids, inside = grids_of(flow)
    reading = find_claims(flow, inside)
    slips = {slip.at: slip for slip in (*reading.broken, *table_slips(flow, grids))}
    reading = replace(reading, broken=[slips[at] for at in sorted(slips)])
    claims = _in_order([*reading.claims, *table_claims(flow, grids)])
    return ReadText(page_of(flow, claims), grids, claims, reading)


def relations_of(read: ReadText, weighing: bool = True) -> list[Relation]:
    """The relations of a text: those of the grammar, then what the search finds; without `weighing` no more."""
    page, grids, claims = read.page, read.grids, read.claims
    grouped = list(grouped_shares(page))
    finders: list[Callable[[], Iterator[Relation]]] = [
        partial(nested_sums, page),
        partial(trailing_sums, page),
        partial(leading_sums, page),
        partial(balances, page),
        partial(counted_totals, page),
        partial(table_sums, grids, claims),
        partial(table_row_totals, grids, claims),
        partial(leading_totals, grids, claims),
        partial(of_which, grids, claims),
        partial(table_splits, grids, claims),
        partial(table_ratios, grids, claims),
        partial(table_changes, grids, claims),
        partial(table_products, grids, claims),
        partial(table_means, grids, claims),
        partial(table_repeats, page, grids, claims),
        partial(told_ratios, page, grids, claims),
        partial(told_rows, page, grids, claims),
        partial(table_rests, page, grids, claims),
        partial(table_shares, page, grids, claims),
        partial(altered_cells, page, grids, claims),
        partial(other_totals, page, grids, claims),
        partial(iter, grouped),
        partial(listed_shares, page),
        partial(side_by_side, page),
        partial(shares, page, frozenset(found.claims[0] for found in grouped)),
        partial(completion, page),
        partial(growth, page),
        partial(products, page),
        partial(implied_rates, page),
        partial(subsets, page),
        partial(told_subsets, page),
        partial(repeats, page),
        partial(swapped_repeats, page),
        partial(rounded_repeats, page),
        partial(altered_repeats, page),
        partial(counted_lists, page),
    ]
    searches: list[Callable[[list[Relation]], Iterator[Relation]]] = [
        partial(together, page),
        partial(steps, page),
        partial(told, page),
        partial(searched, page),
        partial(fixed_rates, page),
        partial(tied, page),
        partial(sisters, page),
        partial(slips, page),
        partial(left_amounts, page),
        partial(left_bases, page),
        partial(left_rates, page),
        partial(negated, page),
        partial(named_parts, page),
        partial(plain_conflicts, page),
    ]
    if weighing:
        searches.append(partial(weighed, page, grids))
    return find_relations(finders, searches, partial(backwards, page))


def _in_order(claims: list[Claim]) -> list[Claim]:
    ordered = sorted(claims, key=lambda claim: claim.at)
    return [replace(claim, id=f"c{index}") for index, claim in enumerate(ordered, start=1)]


def number(value: Decimal) -> int | float:
    """A plain number for JSON: an integer where it is one."""
    return int(value) if value == value.to_integral_value() else float(value)


def _quote(text: str, claim: Claim) -> str:
    """The passage around a figure, at most 80 characters, within its sentence."""
    room = max(0, _QUOTE - (claim.end - claim.start))
    before = _QUOTE_STOP.split(text[max(0, claim.start - room * 2 // 3) : claim.start])[-1]
    after = _QUOTE_STOP.split(text[claim.end : claim.end + room - len(before)])[0]
    return f"{before}{text[claim.start : claim.end]}{after}".strip()


def _relation(found: Relation) -> dict[str, Any]:
    def plain(value: Decimal | None) -> int | float | None:
        return None if value is None else number(value)

    return {
        "id": found.id,
        "kind": found.kind,
        "claims": list(found.claims),
        "formula": found.formula,
        "stated": plain(found.stated),
        "computed": plain(found.computed),
        "difference": plain(found.difference),
        "verdict": found.verdict,
        "note": found.note,
        "readings": [{"reading": reading.reading, "value": number(reading.value)} for reading in found.readings],
    }


__all__ = ["CheckResult", "Flow", "Page", "ReadText", "check_text", "number", "read_text", "relations_of", "unreadable"]
