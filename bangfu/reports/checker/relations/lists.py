"""Lists that a figure counts: 省委宣传部、…、恒进科技7家单位, 两个重点贫困村大坪村、康家村.

Only agreement is asserted (as a sum of ones): whether a name with 和 in it is one member or two, no rule can tell.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from bangfu.reports.checker.context import Page, Spot
from bangfu.reports.checker.relations.finding import Relation, relation

_STOP = re.compile(r"[，,。；;：:\n\d]")
_BEHIND = re.compile(
    r"[^，,。；;、：\n\d]{1,10}?[:：——（(]{0,2}(?P<list>[^，,。；;\n\d（()）]{2,60}、[^，,。；;\n\d（()）]{2,20})"
)
_UNITS = (
    "organisation",
    "village",
    "township",
    "county",
    "person",
    "place",
    "project",
    "item",
    "type",
    "facility",
    "session",
    "group",
    "community",
)
_MOST = 30


def counted_lists(page: Page) -> Iterator[Relation]:
    """Figures up to thirty right behind or right before a list of as many names."""
    for spot in page.spots:
        if spot.claim.unit not in _UNITS or not spot.claim.exact or not 2 <= spot.claim.value <= _MOST:
            continue
        if found := _listed_before(page, spot) or _listed_behind(page, spot):
            yield found


def _listed_before(page: Page, spot: Spot) -> Relation | None:
    window = page.text[max(0, spot.claim.at - 220) : spot.claim.at]
    names = _STOP.split(window)[-1]
    if "、" not in names or len(names) == len(window):
        return None
    if spot.index and page.spots[spot.index - 1].claim.until > spot.claim.at - len(names):
        return None  # figures, not names: 儿科4人、中医2人
    count = _members(names.removesuffix("等"))
    if names.endswith("等") and 2 <= count < spot.claim.value:
        return _relation(spot, count, f"列出{count}项并有“等”字，未列全")
    return _relation(spot, count, "") if count == spot.claim.value else None


def _listed_behind(page: Page, spot: Spot) -> Relation | None:
    match = _BEHIND.match(page.text, spot.claim.until)
    if match and _members(match["list"]) == spot.claim.value:
        return _relation(spot, int(spot.claim.value), "")
    return None


def _members(names: str) -> int:
    """How many names a list has: enumeration commas, and one 和, 及 or 与 in its last stretch."""
    pieces = names.split("、")
    last = re.split(r"以及|[和及与]", pieces[-1])
    return len(pieces) + (1 if len(last) == 2 and all(len(piece) >= 2 for piece in last) else 0)


def _relation(spot: Spot, count: int, note: str) -> Relation:
    formula = f"列名{count}项" + ("" if count == spot.claim.value else f" ≤ {spot.claim.value}")
    return relation("sum", spot.claim, [], formula, Fraction(count), "consistent", note)
