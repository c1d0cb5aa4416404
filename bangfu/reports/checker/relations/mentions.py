"""A figure said twice in a sentence stands in its relations where it was said first.

脱贫人口人均纯收入15372元，四年间依次为…和15372元，其中工资性收入9685元: the editor looks for it at its first mention.
"""

from collections.abc import Iterable
from dataclasses import replace

from bangfu.reports.checker.context import Page
from bangfu.reports.checker.relations.finding import Relation

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
    return [_moved(found, standing | _told(page, found)) for found in relations]


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


def _moved(found: Relation, standing: dict[str, str]) -> Relation:
    if found.kind == "repeat" or found.verdict == "conflict":
        return found
    claims = tuple(standing.get(claim, claim) for claim in found.claims)
    return replace(found, claims=claims) if len(set(claims)) == len(claims) else found
