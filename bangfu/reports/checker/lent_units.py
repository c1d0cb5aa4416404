"""Units that a relation lends: of 39个车间 the 15个 and 13个 in its sum are workshops too.

A bare measure word (个, 家, 台) that no noun stands beside takes the unit of the figure before it, which may count
something else. What adds up with a named figure, or is a share of it, counts the same.
"""

from collections.abc import Iterable
from dataclasses import replace

from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.relations.finding import HOLDS, Relation
from bangfu.reports.checker.relations.nearness import RELATIVE

_LENDING = ("sum", "ratio", "completion", "growth", "subset")


def with_lent_units(claims: list[Claim], relations: Iterable[Relation]) -> list[Claim]:
    """The same claims, each unnamed one with the unit of those that it is related to, if these have one unit."""
    told = {claim.id: claim for claim in claims}
    for found in [*relations] * 2:  # twice: what was lent is lent on
        if found.verdict not in HOLDS or found.kind not in _LENDING:
            continue
        amounts = [told[claim] for claim in found.claims if told[claim].unit not in RELATIVE]
        units = {claim.unit for claim in amounts if not claim.unnamed}
        if len({claim.word for claim in amounts}) > 1 or len(units) != 1:
            continue
        unit = units.pop()
        for claim in amounts:
            if claim.unnamed:
                told[claim.id] = replace(claim, unit=unit, unnamed=False)
    return [told[claim.id] for claim in claims]
