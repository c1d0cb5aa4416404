"""Which two figures a rate may be made of, and what speaks for each pair: shares, completion, multiples, growth."""

import re

import numpy as np
from numpy.typing import NDArray

from bangfu.reports.checker.relations.moments import direction
from bangfu.reports.checker.relations.nearness import COMPLETION, GROWTH, SPENDING, words_of
from bangfu.reports.checker.weighing.figures import Figures, Floats, Indexes, close_to
from bangfu.reports.checker.weighing.hypotheses import Hypotheses, coarseness, room_of, scale_of
from bangfu.reports.checker.weighing.known import Known

BACK, AHEAD = 220, 80  # figures before and behind a rate that may be meant
_NAMED, _LIKE = 6, 0.5  # parts further off that a rate's own words name, and how well at least
_BEFORE, _BEHIND = 7, 4  # figures beside a rate, one of which is always in the pair
_OF = re.compile(r"(?:占|是|为|比|较|达到?|完成|相当于|[^\d，。；]的?)(?P<of>[^，。；\d]{2,14}?)的?$")
_OVER = re.compile(r"(?<![商赶班])超(?!市|额?完成|过?目标|计划|任务)[^，。；\d]{0,4}$|溢价$")
_MORE = re.compile(  # 多收了四成, 节水40%, 人气旺了两成
    r"多[出收卖产干挣]了?$|少[收卖产花用]了?$|省[了下]?$|节[约省水电能煤肥药]$|增[产收效]$|[提降]标$|提速$|[涨跌升降低高减旺大快慢长贵]了$"
    r"|[上下]调$|缩[小减短]了?$"
)
_SHARE = re.compile(r"占|比[例重]|率|面|度|成$")

FEATURES = (
    "same_sentence", "distance", "behind", "last_before", "first_behind", "next_rate", "same_part", "whole_far",
    "whole_sentence", "whole_paragraph", "whole_behind", "whole_distance", "whole_before_part", "like_each_other",
    "like_rate", "part_like_rate", "named", "under", "one_word", "total", "goal", "part_each", "whole_each",
    "part_change", "whole_change", "whole_base", "part_base", "whole_rest", "part_now", "known_part", "known_total",
    "divided", "taken", "largest", "opening", "cell", "part_goal", "goal_done", "whole_bracketed", "part_bracketed",
    "vague_part", "whole_beside", "part_time", "known_figures", "whole_exact", "by_step", "step_sentence",
    "step_last", "step_behind", "step_off", "whole_now", "together", "whole_step", "part_step",
    "part_best", "mixed", "all_of_it", "all_alike", "all_words", "part_far", "part_far_named",
)  # fmt: skip
NONE_FEATURES = (
    "nothing", "said_share", "bracketed", "beside",
)  # fmt: skip


def is_growing(figures: Figures, place: int) -> bool:
    """Whether the words right before a rate speak of growth (增长12%), not of a share or of what it grew to."""
    spot = figures.items[place].spot
    if spot is None:
        return False
    words = words_of(spot).strip()
    grown = GROWTH.search(words) or _OVER.search(words) or _MORE.search(words) or "番" in spot.claim.text
    return bool(grown and not SPENDING.search(words) and words[-1:] not in "到至")


def follows_a_step(figures: Figures, place: int) -> bool:
    """Whether a bare rate stands right behind a step: 涨了400元，7.7%. It may be growth, though no word says so."""
    spot = figures.items[place].spot
    if spot is None or not place or words_of(spot).strip() or not figures.percent[place]:
        return False
    return bool(figures.step_said[place - 1] and figures.sentence[place - 1] == figures.sentence[place])


def beside(figures: Figures, place: int) -> Indexes:
    """Single amounts right around a figure."""
    near = np.arange(max(0, place - _BEFORE), min(len(figures), place + _BEHIND + 1))
    near = near[figures.single[near] & ~figures.relative[near] & (near != place)]
    return near[np.abs(figures.paragraph[near] - figures.paragraph[place]) <= 1]


def named(figures: Figures, place: int, others: Indexes) -> Indexes:
    """Those of `others`, further off, that the words of a rate name best: 产业发展类占57%, of a cell far behind."""
    if not len(others):
        return others
    like = np.maximum(figures.likeness(place, others), figures.under(place, others))
    most = np.lexsort((np.abs(others - place), -like))[:_NAMED]
    return np.asarray(others[most][like[most] >= _LIKE])


def rates_of(figures: Figures, known: Known, place: int, growing: bool, close: bool = False) -> Hypotheses | None:
    """All pairs of figures that the rate at `place` may be made of: part and whole, or now and base if `growing`.

    With `close` only those of the sentences around it and what shares were taken of before, whether or not one fits.
    """
    near = beside(figures, place)
    everywhere = np.arange(max(0, place - BACK), min(len(figures), place + AHEAD))
    if close:
        wholes = everywhere[(known.divided[everywhere] > 0) & (everywhere < place)]
        everywhere = np.union1d(close_to(figures, place), wholes)
    everywhere = everywhere[figures.single[everywhere] & ~figures.relative[everywhere]]
    first, second = [], []
    far = np.zeros(0, dtype=np.intp) if growing or close else named(figures, place, np.setdiff1d(everywhere, near))
    for one in (*near, *far):
        others = everywhere[_comparable(figures, place, int(one), everywhere) & (everywhere != one)]
        parts, wholes = np.full(len(others), one), others
        first += [parts, wholes] if one in near else [parts]
        second += [wholes, parts] if one in near else [wholes]
    if not first:
        return None
    ones, twos = np.concatenate(first), np.concatenate(second)
    _, kept = np.unique(ones * len(figures) + twos, return_index=True)
    ones, twos = ones[kept], twos[kept]
    way = direction(figures.items[place].words) if growing else 0
    by_step = np.zeros(len(ones), dtype=bool)
    if growing:
        ones, twos, by_step = _ordered(figures, ones, twos, way)
    fits, chance = _fit(figures, place, ones, twos, (growing, way, by_step))
    if not (close or fits.any()):
        return None
    features = _features(figures, known, place, ones, twos, near, by_step)
    others = np.stack([ones, twos, by_step.astype(np.intp)], 1)
    return Hypotheses(others, features, _none(figures, place, near), fits, chance)


def _comparable(f: Figures, place: int, one: int, others: Indexes) -> NDArray[np.bool_]:
    """Figures of one kind, or counts of different things in the rate's sentence (申请913份，资助756人，占82.8%)."""
    counted = f.step[one] >= 1 and not f.money[one] and not f.time[one]
    mixed = (f.sentence[others] == f.sentence[place]) & (f.step[others] >= 1) & ~f.money[others] & ~f.time[others]
    return f.alike(one, others) | (mixed if counted and f.sentence[one] == f.sentence[place] else False)


def _ordered(f: Figures, ones: Indexes, twos: Indexes, way: int) -> tuple[Indexes, Indexes, NDArray[np.bool_]]:
    """Pairs of now and base that go the way the words say, and of a step and what it led to (增加36家, 增9%)."""
    more, step = f.value[ones] - f.value[twos], f.step_said[ones] & ~f.step_said[twos]
    alike = (f.each[ones] == f.each[twos]) | (f.sentence[ones] == f.sentence[twos])  # 亩均用水由520立方米降到312立方米
    forward = ((more * way > 0) if way else (more != 0)) & alike
    stepping = step & (f.value[ones] < f.value[twos])
    by_step = np.repeat([False, True], [int(forward.sum()), int(stepping.sum())])
    return np.concatenate([ones[forward], ones[stepping]]), np.concatenate([twos[forward], twos[stepping]]), by_step


def _fit(
    f: Figures, place: int, first: Indexes, second: Indexes, growth: tuple[bool, int, NDArray[np.bool_]]
) -> tuple[NDArray[np.bool_], Floats]:
    growing, way, by_step = growth
    claim, value = f.items[place].claim, float(f.value[place])
    scale = scale_of(claim.unit)
    low, high = room_of(f, place)
    quotient = f.value[first] / f.value[second] * scale
    off = np.minimum(quotient * (coarseness(f, first) + coarseness(f, second)), 0.01 * value)
    if growing:
        base = f.value[second] - (way or 1) * f.value[first]
        stepped = f.value[first] / np.where(base > 0, base, np.inf) * scale
        quotient = np.where(by_step, stepped, np.abs(quotient - scale))
    if growing and claim.unit == "multiple":
        quotient = np.where((quotient + 1 >= low) & (quotient + 1 <= high) & (quotient < low), quotient + 1, quotient)
    fits = (quotient >= low - off) & (quotient <= high + off) & (quotient > 0)
    chance = np.minimum((high - low + 2 * off) / max(scale * 0.6, value * 1.2), 1)
    return fits, chance.astype(np.float32)


def _none(figures: Figures, place: int, near: Indexes) -> Floats:
    item = figures.items[place]
    words = item.words
    return np.array(
        [1, bool(_SHARE.search(words)), bool(item.spot and item.spot.depth), min(len(near), 4)], dtype=np.float32
    )


def _features(
    f: Figures, known: Known, place: int, part: Indexes, whole: Indexes, near: Indexes, by_step: NDArray[np.bool_]
) -> Floats:
    sentence, paragraph = f.sentence[place], f.paragraph[place]
    spot = f.items[place].spot
    clause = spot.clause if spot else f.items[place].words
    said = _OF.search(clause)
    of = said["of"] if said else ""
    before, behind = near[near < place], near[near > place]
    last = before[-1] if len(before) else -1
    following = behind[0] if len(behind) else -1
    relatives = np.flatnonzero(f.relative[: place + 1])
    next_rate = _next_rate(relatives, part, place)
    completing = bool(COMPLETION.search(clause))
    part_like = f.likeness(place, f.everyone)
    everything = np.full(len(part), f.value[place] == 100)  # 结对覆盖率100%: of 16所 all 16所
    columns = [
        f.sentence[part] == sentence,
        np.log1p(np.abs(part - place)),
        part > place,
        part == last,
        part == following,
        next_rate,
        f.part[part] == f.part[place],
        np.log1p(np.abs(f.sentence[whole] - sentence)),
        f.sentence[whole] == sentence,
        f.paragraph[whole] == paragraph,
        whole > place,
        np.log1p(np.abs(whole - place)),
        whole == part - 1,
        f.likeness(part, whole),
        f.likeness(place, whole),
        part_like[part],
        f.likeness_to(of, whole) if of else np.zeros(len(whole)),
        f.under(place, whole),
        f.word[part] == f.word[whole],
        f.total[whole],
        f.goal[whole],
        f.each[part],
        f.each[whole],
        f.change[part],
        f.change[whole],
        f.base[whole],
        f.base[part],
        f.rest[whole],
        f.now[part],
        known.within(part, whole),
        known.summed[whole],
        known.divided_often(whole),
        known.taken[part] > 0,
        _largest(f, whole),
        f.paragraph[whole] <= f.paragraph[0] + 1,
        f.cell[whole],
        f.goal[part],
        f.goal[whole] & completing,
        f.bracketed[whole],
        f.bracketed[part],
        ~f.exact[part],
        np.isin(whole, near),
        f.time[part],
        known.shared(part, whole),
        f.exact[whole],
        by_step,
        by_step & (f.sentence[part] == sentence),
        by_step & (part == last),
        by_step & (whole < part),
        by_step * np.log1p(np.abs(whole - part)),
        f.now[whole],
        f.sentence[part] == f.sentence[whole],
        f.step_said[whole] & ~by_step,
        f.step_said[part] & ~by_step,
        _best_named(part_like, near, part),
        f.unit[part] != f.unit[whole],
        everything,
        everything * f.likeness(part, whole),
        everything & (f.word[part] == f.word[whole]) & (f.value[part] >= 10),
        ~np.isin(part, near),
        ~np.isin(part, near) * np.maximum(part_like[part], f.under(place, part)),
    ]
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def _best_named(like: Floats, near: Indexes, part: Indexes) -> NDArray[np.bool_]:
    """Whether a part is the only one beside the rate that the rate's own words name best (因病71户 … 因病的占38.6%)."""
    most = like[near].max(initial=0)
    return np.asarray((like[part] == most) & (most > 0) & ((like[near] == most).sum() == 1))


def _next_rate(relatives: Indexes, part: Indexes, place: int) -> NDArray[np.bool_]:
    """Whether no other rate stands between a part and the rate."""
    after = np.searchsorted(relatives, part, side="right")
    first = np.where(after < len(relatives), relatives[np.minimum(after, len(relatives) - 1)], -1)
    return np.asarray((part < place) & (first == place))


def _largest(f: Figures, whole: Indexes) -> NDArray[np.bool_]:
    """Whether a figure is the largest of its unit in its paragraph up to it."""
    found = np.zeros(len(whole), dtype=bool)
    for one in np.unique(whole):
        start = np.searchsorted(f.paragraph, f.paragraph[one])
        same = np.arange(start, one + 1)
        same = same[(f.unit[same] == f.unit[one]) & f.amount[same]]
        found[whole == one] = bool(len(same)) and f.value[one] >= f.value[same].max()
    return found
