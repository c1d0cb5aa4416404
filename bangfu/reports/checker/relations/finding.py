"""What a relation is, and the order in which the finders of each kind look at a page."""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.relations.arithmetic import Verdict, decimal_of


@dataclass(frozen=True, slots=True)
class ReadingOf:
    """One way to read an ambiguous statement, and the value it would imply."""

    reading: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Relation:
    """Figures that must fit each other, and whether they do.

    `claims` are ids, the stated figure first. `computed` is exact up to six decimal places; `difference` is stated
    minus computed. Both are None where the text leaves one side open (`readings` then tells what each reading implies).
    """

    kind: str
    claims: tuple[str, ...]
    formula: str
    stated: Decimal | None
    computed: Decimal | None
    difference: Decimal | None
    verdict: Verdict
    note: str = ""
    readings: tuple[ReadingOf, ...] = ()
    id: str = ""

    @property
    def key(self) -> tuple[str, str, frozenset[str]]:
        return self.kind, self.claims[0], frozenset(self.claims)


def relation(
    kind: str, stated: Claim, others: list[Claim], formula: str, computed: Fraction, verdict: Verdict, note: str = ""
) -> Relation:
    """A relation whose stated figure is `stated` and whose computed value is `computed`."""
    value = decimal_of(computed)
    ids = (stated.id, *(claim.id for claim in others))
    return Relation(
        kind, ids, formula, stated.value, value, decimal_of(Fraction(stated.value) - computed), verdict, note
    )


def open_relation(
    kind: str, stated: Claim, others: list[Claim], formula: str, verdict: Verdict, note: str, readings: list[ReadingOf]
) -> Relation:
    """A relation with one side left open by the text."""
    ids = (stated.id, *(claim.id for claim in others))
    return Relation(kind, ids, formula, stated.value, None, None, verdict, note, tuple(readings))


Finder = Callable[..., Iterator[Relation]]


def _said_already(found: Relation, related: list[Relation]) -> bool:
    """A part of a sum is no news as a subset, parts that add up to a third part none as a sum, an implied rate none."""
    if found.kind == "subset" and found.verdict == "consistent":
        part, total = found.claims[:2]
        return any(other.kind == "sum" and other.claims[0] == total and part in other.claims for other in related)
    if found.kind == "sum" and len(found.claims) > 1:
        return any(other.kind == "sum" and set(found.claims) <= set(other.claims[1:]) for other in related)
    if found.kind == "product" and len(found.claims) == 2:
        return any(other.kind == "product" and set(found.claims) <= set(other.claims) for other in related)
    return False


def _gives_way(open_one: Relation, found: Relation) -> bool:
    """Whether a relation that the text seemed to leave open is now closed."""
    return (open_one.computed is None or open_one.verdict == "unstated") and open_one.claims[0] == found.claims[0]


def find_relations(
    finders: list[Callable[[], Iterator[Relation]]],
    searches: list[Callable[[list[Relation]], Iterator[Relation]]],
    refused: Callable[[Relation], bool] = lambda found: False,
) -> list[Relation]:
    """Runs the finders in order, then the searches, each for what is still unexplained.

    A relation over the same figures is kept once; an open one gives way where the search finds what it lacked. What is
    `refused` is as good as not found, so that later searches may explain its figures.
    """
    kept: dict[tuple[str, str, frozenset[str]], Relation] = {}
    by_claim: dict[str, list[Relation]] = defaultdict(list)
    for finder in finders:
        for found in finder():
            if found.key in kept or _said_already(found, by_claim[found.claims[-1]]) or refused(found):
                continue
            kept[found.key] = found
            for claim in found.claims:
                by_claim[claim].append(found)
    accused = {frozenset(found.claims) for found in kept.values() if found.verdict == "conflict"}
    for search in searches:
        for found in search(
            [found for found in kept.values() if found.verdict != "unstated" and found.computed is not None]
        ):
            if found.key in kept or _said_already(found, by_claim[found.claims[-1]]) or refused(found):
                continue
            if found.verdict == "conflict":
                if frozenset(found.claims) in accused:
                    continue  # told already, as another kind
                accused.add(frozenset(found.claims))
            for old in [old for old in by_claim[found.claims[0]] if _gives_way(old, found)]:
                kept.pop(old.key, None)
            kept[found.key] = found
            for claim in found.claims:
                by_claim[claim].append(found)
    return [replace(found, id=f"r{index}") for index, found in enumerate(kept.values(), start=1)]


_NEAR = 12  # figures
HOLDS = ("consistent", "rounding", "truncation")


def explained_otherwise(
    relations: list[Relation], spelt: Iterable[str] = (), subtotals: Container[str] = ()
) -> list[Relation]:
    """`relations` without what does not hold although its figures are explained otherwise.

    Sums, differences and means of which two figures belong together with another; rates that are of other figures, but
    for those (`spelt`, ids of claims) of which the text says itself what they are of. `subtotals` are kept: parts of a
    小计 are parts of the 合计 too.

    一产95.3亿元，二产708.8亿元，三产571.4亿元: parts of the total two sentences before, not of the one beside.
    捐款312.4万元，物资175.2万元，共487.6万元，比去年的406.3万元多81.3万元: more than last year is the whole.
    """
    holding: dict[str, list[tuple[str, frozenset[str]]]] = {"added": [], "per": []}
    for found in relations:
        if found.verdict in HOLDS and (family := family_of(found)) and len(found.claims) > 2:
            holding[family].append((found.claims[0], frozenset(found.claims[1:])))
    rates = {found.claims[0] for found in relations if found.verdict in HOLDS and _is_of_a_rate(found)} - set(spelt)
    return [
        found
        for found in relations
        if found.verdict != "conflict"
        or not (
            (found.claims[0] not in subtotals and _is_explained(found, holding))
            or (_is_of_a_rate(found) and found.claims[0] in rates)
        )
    ]


def _is_of_a_rate(found: Relation) -> bool:
    return found.kind in ("ratio", "completion", "growth") and "÷" in found.formula


def _is_explained(found: Relation, holding: dict[str, list[tuple[str, frozenset[str]]]]) -> bool:
    family = family_of(found)
    if family is None:
        return False
    figures = set(found.claims)
    if len(figures) > 3:  # two parts of it are parts of another total
        parts = figures - {found.claims[0]}
        return any(total != found.claims[0] and len(row & parts) > 1 for total, row in holding[family] if len(row) > 2)
    return any(len(figures & {total, *row}) > 1 and _is_near(figures, {total, *row}) for total, row in holding[family])


def _is_near(figures: set[str], others: set[str]) -> bool:
    """Whether all figures stand among the nearest of the text; their ids count them (c1, c2, …)."""
    places = [int(claim[1:]) for claim in figures | others]
    return max(places) - min(places) <= _NEAR


def family_of(found: Relation) -> str | None:
    """`added` or `per`: relations whose figures are added or subtracted, and those of so much for each; no shares."""
    if found.kind == "product":
        return "per"
    return "added" if found.kind == "sum" or (found.kind == "growth" and "÷" not in found.formula) else None
