"""A figure said twice, once with two neighbouring digits exchanged: 援助资金8764万元 … 援助资金8674万元."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from bangfu.reports.checker.context import Page, Spot
from bangfu.reports.checker.relations.arithmetic import figure
from bangfu.reports.checker.relations.finding import Relation, relation
from bangfu.reports.checker.relations.moments import moment, of_other_days
from bangfu.reports.checker.relations.nearness import CHANGE, EACH, is_amount, words_of
from bangfu.reports.checker.relations.subject import Sense

_DIGITS = 4  # of fewer digits another figure has the same too easily
_ALIKE = 0.35  # of what is said of the two
_NEAR = 20  # paragraphs: further off, it is another text of a collection
_MOST = 400  # figures of a document that are compared


def swapped_repeats(page: Page) -> Iterator[Relation]:
    """Pairs of figures of one subject and moment that differ by two neighbouring digits only."""
    sense, known = Sense(page), defaultdict(list)
    for spot in [s for s in page.spots if is_amount(s)][:_MOST]:
        digits = _digits(spot)
        if len(digits) < _DIGITS or CHANGE.search(words_of(spot)) or EACH.search(words_of(spot)):
            continue
        key = (spot.claim.unit, spot.claim.value.adjusted(), "".join(sorted(digits)))
        for other in known[key]:
            if _swapped(digits, _digits(other)) and _one_fact(page, sense, spot, other):
                formula = f"{figure(spot.claim)} ≠ {figure(other.claim)}"
                note = "与前文同一事实相比，相邻两位数字互换"
                value = Fraction(other.claim.value)
                yield relation("repeat", spot.claim, [other.claim], formula, value, "conflict", note)
        known[key].append(spot)


def _digits(spot: Spot) -> str:
    return "".join(map(str, spot.claim.value.normalize().as_tuple().digits))


def _swapped(one: str, other: str) -> bool:
    places = [place for place in range(len(one)) if one[place] != other[place]] if len(one) == len(other) else []
    if len(places) != 2 or places[1] != places[0] + 1:
        return False
    return one[places[0]] == other[places[1]] and one[places[1]] == other[places[0]]


def _one_fact(page: Page, sense: Sense, one: Spot, other: Spot) -> bool:
    moments = moment(page, one), moment(page, other)
    if (
        one.sentence == other.sentence
        or one.paragraph - other.paragraph > _NEAR
        or (all(moments) and moments[0] != moments[1])
        or of_other_days(page, one.sentence, other.sentence)
    ):
        return False
    return sense.affinity(one, other) >= _ALIKE
