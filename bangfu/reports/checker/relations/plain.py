"""Contradictions that a plain sentence states, whatever the figures: no slip of a digit needs to explain them.

The other finders assert a conflict where one altered digit explains it. Here the words alone leave no other reading: a
list that says that it is all, a difference with both its sides, a product whose factors stand side by side.
"""

from collections.abc import Iterator

from bangfu.reports.checker.context import Page
from bangfu.reports.checker.relations.finding import Relation
from bangfu.reports.checker.relations.plain_changes import plain_changes
from bangfu.reports.checker.relations.plain_parts import plain_parts
from bangfu.reports.checker.relations.plain_products import plain_products
from bangfu.reports.checker.relations.plain_shares import plain_shares
from bangfu.reports.checker.relations.plain_totals import plain_totals

_FINDERS = (plain_parts, plain_totals, plain_products, plain_changes, plain_shares)


def plain_conflicts(page: Page, known: list[Relation]) -> Iterator[Relation]:
    """The contradictions of a page, but for figures that something in `known` explains or already contradicts."""
    explained = {
        found.claims[0]
        for found in known
        if found.verdict != "conflict" and found.kind in ("sum", "product") and len(found.claims) > 2
    }
    contradicted = [set(found.claims) for found in known if found.verdict == "conflict"]
    for finder in _FINDERS:
        for found in finder(page):
            own = set(found.claims)
            if found.claims[0] in explained or any(own <= other or other <= own for other in contradicted):
                continue
            contradicted.append(own)
            yield found
