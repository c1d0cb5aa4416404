"""Parts of a total that stand apart, between other figures (材料9.88万元…投工2.52万元…修池3.6万元，拢共16万元)."""

import re
from itertools import combinations

from bangfu.reports.checker.weighing.figures import Figures
from bangfu.reports.checker.weighing.known import Known

_ALL = re.compile(r"拢共|合计|一共|总共|共计|加起来|合起来|加在一起|[两三四五六七八]项[一-鿿]{0,4}$")
_BACK = 12  # figures before a total among which its parts are looked for
_PARTS = (3, 4)
_CHANCE = 0.2  # of as many sums tried, this many agree by chance at most


def scattered(figures: Figures, known: Known, place: int) -> list[int] | None:
    """The places of the only three or four figures before a total that make it up exactly, if chance hardly does."""
    item = figures.items[place]
    if not item.claim.exact or figures.relative[place] or place in known.summing or not _ALL.search(item.words[-10:]):
        return None
    before = [
        other
        for other in range(max(0, place - _BACK), place)
        if figures.exact[other]
        and figures.items[other].spot is not None
        and figures.paragraph[other] == figures.paragraph[place]
        and figures.unit[other] == figures.unit[place]
        and figures.value[other] < figures.value[place]
        and not figures.each[other]
    ]
    found: list[list[int]] = []
    tried = 0
    for many in _PARTS:
        for parts in combinations(before, many):
            tried += 1
            if sum(figures.items[part].claim.value for part in parts) == item.claim.value:
                found.append(list(parts))
    if len(found) != 1:
        return None
    finest = min(float(figures.step[one]) for one in (place, *found[0]))
    return found[0] if tried * finest / float(figures.value[place]) < _CHANCE else None
