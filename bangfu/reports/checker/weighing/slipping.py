"""The conflicts of a page: for every figure still unexplained, whether it is a slip."""

import re
from collections.abc import Iterator

import numpy as np

from bangfu.reports.checker.relations.finding import HOLDS, Relation, family_of
from bangfu.reports.checker.relations.plain_changes import has_no_other_subject
from bangfu.reports.checker.weighing import differences, means, rates, runs, slips
from bangfu.reports.checker.weighing.figures import Figures, Floats
from bangfu.reports.checker.weighing.hypotheses import Hypotheses, scale_of
from bangfu.reports.checker.weighing.known import Known
from bangfu.reports.checker.weighing.telling import contradicted, doubted, told_of
from bangfu.reports.checker.weighing.weights import Weights, limits, weights

_PREDICATE = re.compile(r"完成|达到|实现|预计|控制在|突破")
_MORE = re.compile(r"再加|加上|此外|另外|主要")  # what is added to something told before, or only the most of it
_ACROSS = re.compile(r"岁|党员|女|学历|以上$|少数民族|残疾")  # what cuts across other divisions
_CHANGING = re.compile(r"([一-鿿]{1,6}[费款额])(?:比[^，]*)?(?:增加|减少|下降|提高|多|少|压减)")  # 印刷费减少2.7万元
_HELD = 0.1  # of all belief: figures elsewhere that explain a figure
_IN_TURN = 16  # characters: 8754件，4868件，分别占建议、提案总数的95.6%、97.3%
# Growth of so much a year is of many years, real growth of other prices.
_YEARLY = re.compile(r"年均|平均每年|复合|实际增|实际下|扣除价格|可比价|不变价")
_SIGNS = {
    "run": (runs.FEATURES, runs.NONE_FEATURES),
    "share": (rates.FEATURES, rates.NONE_FEATURES),
    "growth": (rates.FEATURES, rates.NONE_FEATURES),
    "mean": (means.FEATURES, means.NONE_FEATURES),
    "difference": (differences.FEATURES, differences.NONE_FEATURES),
}


def slipped(figures: Figures, relations: list[Relation]) -> Iterator[Relation]:
    """Conflicts among figures that `relations` neither explain nor accuse."""
    settled = Settled(figures, relations)
    for place in figures.core:
        if figures.items[place].spot is None or not figures.items[place].claim.exact:
            continue  # what is told vaguely contradicts hardly anything
        doubt: Relation | None = None
        for kind in _SIGNS:
            over, told = (place not in settled.of(kind) and _slip(figures, settled, place, kind)) or (0.0, None)
            if told is not None and over > 0:
                yield contradicted(told)
                break
            doubt = doubt or told
        else:
            if doubt is not None:
                yield doubted(doubt)


def _slip(figures: Figures, settled: "Settled", place: int, kind: str) -> tuple[float, Relation] | None:
    """The relation of `kind` that the figure at `place` slips, and by how much more than its limit speaks for that."""
    found = close_hypotheses(figures, settled.known, place, kind)
    slip = slips.slip_of(figures, place, found, weight_of(f"close_{kind}", kind), kind) if found is not None else None
    if found is None or slip is None:
        return None
    others = [int(other) for other in found.others[slip.row]]
    if kind == "run" and (_counted_twice(settled.known, [place, *others]) or _of_different_things(figures, others)):
        return None
    if _is_of_another(figures, place, others, kind) or settled.shares(kind, others):
        return None
    if kind == "difference" and others[2] and not slip.of_a_digit:
        return None  # two parts and no more may be less than all
    apart = kind == "share" and len({int(figures.sentence[one]) for one in (place, *others[:2])}) > 1
    limit = limits()["share_apart" if apart else kind] + (0 if slip.of_a_digit else limits()["no_digit"])
    over = float(slip.features @ slip_weights(kind)) - limit
    if over <= -limits()["doubt"]:
        return None
    told = told_of(figures, kind, place, others)
    if kind == "difference" and told.kind == "sum":
        parts = [figures.place[claim] for claim in told.claims[1:]]
        total = figures.place[told.claims[0]]
        if not slip.of_a_digit or _is_cut_twice(figures, parts, every=True) or _has_a_third(figures, total, parts):
            return None  # two parts and no more may be less than all
    return None if _is_held_elsewhere(figures, settled.known, place, kind) else (over, told)


def _is_of_several(figures: Figures, place: int, others: list[int]) -> bool:
    """Whether two or three parts in a row are together so much of the whole: 一季度8个、二季度12个 of 40 are half."""
    part, whole = others[:2]
    wanted, step = float(figures.value[place]), float(figures.step[place] or 1)
    for first in range(max(0, part - 2), part + 1):
        for last in range(max(first + 1, part), min(first + 3, len(figures))):
            row = slice(first, last + 1)
            if not (figures.unit[row] == figures.unit[part]).all():
                continue
            together = float(figures.value[row].sum()) / float(figures.value[whole]) * scale_of("percent")
            if abs(together - wanted) <= step / 2 * 1.001:
                return True
    return False


def _is_held_elsewhere(figures: Figures, known: Known, place: int, kind: str) -> bool:
    """Whether figures further off explain a figure: less surely than one would tell it, but too well to accuse."""
    found = hypotheses(figures, known, place, kind)
    weight = weight_of(kind, kind)
    best = found.best(weight.signs, weight.none) if found is not None else None
    return best is not None and best[1] > _HELD


def hypotheses(figures: Figures, known: Known, place: int, kind: str) -> Hypotheses | None:
    """The relations of `kind` that the figure at `place` may be stated by, anywhere in the document."""
    if kind == "mean":
        return means.means_of(figures, known, place)
    if kind == "run":
        return runs.runs_of(figures, known, place)
    if kind == "difference":
        return differences.differences_of(figures, known, place)
    return rates.rates_of(figures, known, place, kind == "growth")


def _is_of_another(figures: Figures, place: int, others: list[int], kind: str) -> bool:
    """Whether words say that a figure has nothing to do with the others.

    今年入学128人，比去年多21人，去年毕业105人: of others; 较2020年的3200万元多640万元: a base, which no step led to.
    """
    spot = figures.items[place].spot
    at = figures.items[place].claim.at
    if kind in ("share", "growth") and "分别" in figures.page.text[max(0, at - _IN_TURN) : at]:
        return True
    if kind == "mean" and others[0] > place and figures.leads_parts[others[0]]:
        return True  # 每例4200元，由慈善会和医保共同承担，其中慈善会70.3万元
    if kind == "share" and (
        figures.unit[others[0]] != figures.unit[others[1]] or _is_of_several(figures, place, others)
    ):
        return True
    if kind == "difference" and np.isin(figures.value[place], figures.value[others[:2]]):
        return True  # said again
    if kind == "difference" and spot is not None and figures.base[place]:
        return not has_no_other_subject(figures.page, spot)
    if kind == "difference" and spot is not None and differences.is_step(figures, place):
        named = _CHANGING.match(spot.clause)
        return named is not None and named[1] not in figures.page.text[: at - len(spot.clause)]
    return kind == "growth" and bool(others[2]) and bool(figures.base[others[1]])


class Settled:
    """What is explained or accused already, so that no slip is looked for in it."""

    def __init__(self, figures: Figures, relations: list[Relation]) -> None:
        self.known = Known(figures, relations)
        self._added: set[int] = set()  # in sums and differences that hold
        self._summed: set[int] = set()  # parts of sums of three and more that hold
        for found in relations:
            if found.kind in ("subset", "repeat"):
                continue
            places = [figures.place[claim] for claim in found.claims if claim in figures.place]
            if found.verdict in HOLDS and family_of(found) == "added":
                self._added.update(places)
                if len(places) > 3:
                    self._summed.update(places[1:])

    def of(self, kind: str) -> set[int]:
        """The figures of which no slip of `kind` is looked for."""
        if kind == "run":
            return self.known.accused  # a total may be divided twice, once wrongly
        return self._added | self.known.accused if kind == "difference" else self.known.computed

    def shares(self, kind: str, others: list[int]) -> bool:
        """Whether one of `others` is a part of a sum that holds."""
        return kind in ("run", "difference") and bool(self._summed & set(others if kind == "run" else others[:2]))


def _of_different_things(figures: Figures, others: list[int]) -> bool:
    """Whether a row tells of different things, each with a verb or a rate of its own (收入完成27亿元，增长12%；…).

    Or of less than all (集体进账5.28万元，再加上托管费16万元、租金14.72万元…), or is divided in two ways at once
    (高级10人、中级20人，35岁以下18人).
    """
    row = [other for other in others if other >= 0]
    first = figures.items[row[0]].claim.at
    if _MORE.search(figures.page.text[max(0, first - 14) : first]):
        return True
    if _is_cut_twice(figures, row):
        return True
    if figures.leads_parts[row[0]] or figures.cuts[row[0]]:
        return False
    rates = int(figures.relative[row[0] : row[-1]].sum())
    return rates > 1 or any(_PREDICATE.search(figures.items[other].words) for other in row)


def _is_cut_twice(figures: Figures, row: list[int], every: bool = False) -> bool:
    """Whether some figures of a row (or `every` one) cut across the others: 高级10人、中级20人，35岁以下18人."""
    across = {found.group() if (found := _ACROSS.search(figures.items[one].words)) else "" for one in row}
    return len(across) > 1 and not (every and "" in across)


def _has_a_third(figures: Figures, total: int, parts: list[int]) -> bool:
    """Whether the sentence of two parts tells more of the kind: 资金500万元，结转60万元，支出420万元，结余140万元."""
    same = figures.amount & (figures.unit == figures.unit[total]) & (figures.sentence == figures.sentence[parts[-1]])
    return bool(same.sum() - same[[total, *parts]].sum())


def _counted_twice(known: Known, others: list[int]) -> bool:
    """Whether a figure of `others`, a total and its row, is the sum of others of it, or two of them of another.

    547名，98名，两者合起来645名; 全区126名，区直88名，市直38名.
    """
    row = set(others)
    return any(
        (total in row and parts <= row) or (others[0] in parts and len(parts & row) > 1) for total, parts in known.sums
    )


def close_hypotheses(figures: Figures, known: Known, place: int, kind: str) -> Hypotheses | None:
    """The relations of `kind` that the figure at `place` may be stated by among those right around it."""
    item = figures.items[place]
    unit = item.claim.unit
    if kind in ("share", "growth"):
        if not figures.relative[place] or unit in ("percentage_point", "multiple") or figures.value[place] == 100:
            return None
        growing = item.spot is not None and rates.is_growing(figures, place)
        if growing != (kind == "growth") or _YEARLY.search(item.words):
            return None
        return rates.rates_of(figures, known, place, growing, True)
    if kind == "mean":
        return means.means_of(figures, known, place, True) if means.is_per(figures, place) else None
    if kind == "run":
        return None if figures.relative[place] or figures.time[place] else runs.runs_of(figures, known, place, True)
    if figures.relative[place] and unit != "percentage_point":
        return None
    return differences.differences_of(figures, known, place, True)


def weight_of(name: str, kind: str) -> Weights:
    """The weights `name` for the signs of `kind`."""
    return weights(name, *_SIGNS[kind])


def slip_weights(kind: str) -> Floats:
    """The weights of the signs of a slip of `kind`: those of the relation, then those of the difference."""
    signs, none = _SIGNS[kind]
    return weights(f"slip_{kind}", (*signs, *(f"none_{one}" for one in none), *slips.FEATURES), ()).signs
