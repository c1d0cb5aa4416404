"""What only the arithmetic shows: figures that fit each other although no pattern of words led to them.

The other finders follow the grammar of a statement; writers have more turns of phrase than a grammar. Here every figure
that is still unexplained is compared with what the figures around it give: share, growth, completion, difference, mean,
product, sum. Agreement is believed only where chance hardly gives it: the share of all values that would have agreed,
times the number of combinations tried, must stay small; a cue word allows more. Nothing found here is ever a conflict.
"""

from collections import defaultdict
from collections.abc import Iterator

from bangfu.reports.checker.context import Page
from bangfu.reports.checker.relations.finding import Relation
from bangfu.reports.checker.relations.found_amounts import explained_amount, explained_product, explained_sum
from bangfu.reports.checker.relations.found_rates import explained_rate, far_shares, other_growth
from bangfu.reports.checker.relations.nearness import RELATIVE, TIMES, is_rounded_down


def searched(page: Page, known: list[Relation]) -> Iterator[Relation]:
    """What the figures around it say of every figure that no relation in `known` has as its stated one.

    A total may be the sum of two lists (of its parts by place, and by kind): sums are looked for beside known ones.
    """
    stated = {found.claims[0] for found in known if found.kind not in ("subset", "repeat")}
    parts: dict[str, set[str]] = defaultdict(set)
    for found in known:
        if found.kind == "sum":
            parts[found.claims[0]].update(found.claims[1:])
    yield from far_shares(page, stated)
    sets = {frozenset(found.claims) for found in known}
    priced = {found.claims[0] for found in known if found.kind == "product"}
    for spot in page.spots:
        claim = spot.claim
        if is_rounded_down(spot):
            vague = explained_sum(page, spot)
            if vague is None or vague.difference != 0:
                vague = explained_product(page, spot) if claim.bound == "about" else None
            if vague:
                yield vague
        if claim.bound != "exact" or claim.upper is not None or claim.value <= 0 or claim.unit in TIMES:
            continue
        if claim.unit in RELATIVE:
            found = explained_rate(page, spot) if claim.id not in stated else other_growth(page, spot)
        elif claim.step is None:
            continue
        elif claim.id in parts:
            found = explained_sum(page, spot, parts[claim.id]) or (
                None if claim.id in priced else explained_product(page, spot)
            )
        else:
            found = None if claim.id in stated else explained_amount(page, spot)
        if found and frozenset(found.claims) not in sets:
            sets.add(frozenset(found.claims))
            yield found
