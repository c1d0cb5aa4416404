"""Shares of one whole that add up to more than it: 中央占45%，省级占35%，市县占25%; 女性占55%，男性占35%."""

import re
from collections.abc import Iterator
from fractions import Fraction

from bangfu.reports.checker.context import Page, Spot
from bangfu.reports.checker.relations.arithmetic import figure, interval, shown
from bangfu.reports.checker.relations.cuts import Part, may_overlap, one_cut
from bangfu.reports.checker.relations.finding import Relation, relation
from bangfu.reports.checker.relations.parts import CHANGE
from bangfu.reports.checker.tables import table

_TABLE = table("plain")["share"]
_HEAD = re.compile(_TABLE["head"])
_SEVERAL = re.compile(_TABLE["several"])
_SHARE = re.compile(r"(?:各?占|占比|比重|比例)(?:总数|全部|总额|总量)?(?:的|为|是|达)?$")
_SEX = re.compile(r"(?P<sex>[男女])(?:性|生|职工|干部|队员|学员|教师|村民)?$")
_WHOLE = Fraction(100)


def plain_shares(page: Page) -> Iterator[Relation]:
    """Conflicts of the shares that one sentence gives of one whole."""
    for spots in page.sentences.values():
        shares = [s for s in spots if s.claim.unit == "percent"]
        if len(shares) < 2 or not all(_is_share(s) for s in shares):
            continue
        sentence = page.text[slice(*page.sentence_span(shares[0].sentence))]
        if (
            "其中" in page.text[shares[0].claim.at : shares[-1].claim.at]
            or _SEVERAL.search(sentence)
            or len({s.depth for s in shares}) > 1
        ):
            continue
        names = [_name(page, s) for s in shares]
        if _sexes(shares, names) or _divides(sentence, shares, names):
            computed = sum((Fraction(s.claim.value) for s in shares), Fraction(0))
            low = sum((interval(s.claim).low for s in shares), Fraction(0))
            high = sum((interval(s.claim).high for s in shares), Fraction(0))
            if low > _WHOLE or (high < _WHOLE and _sexes(shares, names)):
                yield _conflict(shares, computed)


def _is_share(spot: Spot) -> bool:
    return spot.claim.exact and bool(_SHARE.search(spot.clause)) and not CHANGE.search(spot.label)


def _name(page: Page, spot: Spot) -> str:
    """What a share is of: the words before 占, or before the amount that it is said of (产业3400万元占42.5%)."""
    words = _SHARE.sub("", spot.label).strip()
    if not words and spot.index and page.spots[spot.index - 1].sentence == spot.sentence:
        words = page.spots[spot.index - 1].label
    return re.split("[中里](?!央)", words)[-1].strip("，,：:、； ")


def _sexes(shares: list[Spot], names: list[str]) -> bool:
    """Whether two shares are those of men and of women of one group."""
    if re.search("[中里]", shares[1].label):
        return False
    said = [_SEX.search(name) for name in names]
    found = [match["sex"] for match in said if match and match.start() == 0]
    return len(names) == 2 and len(set(found)) == 2


def _divides(sentence: str, shares: list[Spot], names: list[str]) -> bool:
    """Whether the shares are all of one whole: a head says what is divided, or the last is the rest."""
    if len(shares) < 3 or not all(names):
        return False
    rest = re.match("其他|其它|其余", names[-1]) is not None
    if rest:
        return not may_overlap(names[:-1])
    head = sentence[: sentence.index(shares[0].claim.text) + 1]
    told = [Part(spot, name) for spot, name in zip(shares, names, strict=True)]
    return _HEAD.search(head) is not None and one_cut(told)


def _conflict(shares: list[Spot], computed: Fraction) -> Relation:
    last, others = shares[-1], shares[:-1]
    left = _WHOLE - sum((Fraction(s.claim.value) for s in others), Fraction(0))
    formula = " + ".join(figure(s.claim) for s in shares) + f" = {shown(computed, 'percent')}"
    side = "超过" if computed > _WHOLE else "不足"
    note = f"各项占比合计{shown(computed, 'percent')}，{side}100%"
    return relation("ratio", last.claim, [s.claim for s in others], formula, left, "conflict", note)
