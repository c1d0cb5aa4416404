"""A figure said twice in a sentence stands in its relations where it was said first.

脱贫人口人均纯收入15372元，四年间依次为…和15372元，其中工资性收入9685元: the editor looks for it at its first mention.
"""

from collections.abc import Iterable
from dataclasses import replace

from bangfu.reports.checker.context import Page
from bangfu.reports.checker.relations.finding import Relation
from bangfu.reports.checker.relations.products import per_of

_TELLING = 10
_DIGITS = 3  # fewer digits are the same by chance


def at_first_mention(page: Page, relations: Iterable[Relation]) -> list[Relation]:
    """`relations` with each repeated figure replaced by its first mention; repeats and conflicts stay as they are."""
    first: dict[tuple[int, str, object], str] = {}
    standing: dict[str, str] = {}
    for spot in page.spots:
        claim = spot.claim
        if claim.exact and len(claim.value.normalize().as_tuple().digits) >= _DIGITS:
            standing[claim.id] = first.setdefault((spot.sentence, claim.unit, claim.value), claim.id)
    found_as_said = (counted_as_said(page, found) for found in relations)
    return [_moved(found, standing | _told(page, found)) for found in found_as_said]


def _told(page: Page, found: Relation) -> dict[str, str]:
    """Cells of a table in a relation of the running text, each with the last mention of the same figure before it."""
    stated = page.by_claim.get(found.claims[0])
    cells = [page.cells[claim] for claim in found.claims if claim in page.cells]
    if stated is None or not cells or len(cells) == len(found.claims) - 1 > 1:
        return {}  # two cells of a row stay where they stand
    earlier = [spot for spot in reversed(page.spots[: stated.index]) if spot.claim.exact]
    moved = {}
    for cell in cells:
        same = (s.claim.id for s in earlier if (s.claim.unit, s.claim.value) == (cell.unit, cell.value))
        if (mention := next(same, None)) and cell.value >= _TELLING:
            moved[cell.id] = mention
    return moved


def counted_as_said(page: Page, found: Relation) -> Relation:
    """A mean with the count it names among those of one value: 村均3.8名 of 412个村, 每批45人 of 47批."""
    mean = page.by_claim.get(found.claims[0])
    if found.kind != "product" or len(found.claims) != 3 or mean is None or found.verdict == "conflict":
        return found
    count = page.by_claim.get(found.claims[2])
    per = per_of(page, mean)
    if count is None or per is None or count.claim.unit == per:
        return found
    said = mean.clause[-12:]
    for other in reversed(page.spots[: mean.index]):
        if other.claim.value == count.claim.value and other.claim.exact and other.claim.unit != mean.claim.unit:
            word = other.claim.word
            if (per and other.claim.unit == per) or (word and (f"每{word}" in said or f"{word}均" in said)):
                return replace(found, claims=(*found.claims[:2], other.claim.id))
    return found


def _moved(found: Relation, standing: dict[str, str]) -> Relation:
    if found.kind == "repeat" or found.verdict == "conflict":
        return found
    claims = tuple(standing.get(claim, claim) for claim in found.claims)
    return replace(found, claims=claims) if len(set(claims)) == len(claims) else found
