"""What a mean, a price or a rate for each may be of: a total and a count."""

import re
from dataclasses import replace
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.relations.nearness import GROWTH
from bangfu.reports.checker.relations.parts import EACH
from bangfu.reports.checker.weighing.figures import BASES, Figures, Floats, Indexes, close_to
from bangfu.reports.checker.weighing.hypotheses import Hypotheses, coarseness, room_of
from bangfu.reports.checker.weighing.known import Known

BACK, AHEAD = 160, 40
_BEFORE, _BEHIND = 7, 5
_PER = re.compile(
    r"均|每|单价|平均|(?<!第)一个[一-鿿]{1,3}$|(?<!第)一[双件只人户亩斤株头盏台次场册吨天座栋公车箱套间棚条辆股]|各|标准|按"
    r"|[价费薪资租]|[亩株户人]产|单[座栋条个台株户村间批箱]|折合|相当"
)
_EXTREME = re.compile(r"最[高多少低大小长短]")  # 最高的一户2万元: of one, not of each
_PER_WHAT = re.compile(r"平均每([一-鿿]{1,4})|每(?:个|名)?([一-鿿]{1,3})(?:平均|均)?|([一-鿿])均|一([一-鿿])")
_BEHIND_EACH = re.compile(r"^(?:[/／]|一[个户人双件亩]|每)")

_SIZES = tuple(  # what figures were made comparable in, and how many of them one is
    (re.compile(cue), *BASES[unit])
    for cue, unit in (("(?<!公)斤", "jin"), ("吨", "ton"), ("公里", "km"), ("公顷", "hectare"))
)

FEATURES = (
    "total_sentence", "total_distance", "total_behind", "total_paragraph", "count_sentence", "count_distance",
    "count_behind", "count_paragraph", "total_near", "count_near", "both_near", "count_named", "count_other_name",
    "count_time", "like_total", "like_count", "like_two", "one_unit", "one_word", "total_said", "count_said",
    "total_each", "count_each", "total_change", "count_change", "count_cell", "total_cell", "neighbours",
    "total_first", "count_first", "total_goal", "count_goal", "total_bracketed", "count_bracketed", "vague",
    "exactly", "largest", "total_base", "count_base", "count_money", "topic_total", "topic_count",
)  # fmt: skip
NONE_FEATURES = (
    "nothing", "each", "bracketed", "per_behind", "growing",
)  # fmt: skip


def is_per(figures: Figures, place: int) -> bool:
    """Whether a figure may be so much for each of something."""
    spot = figures.items[place].spot
    if spot is None or not figures.single[place] or figures.relative[place]:
        return False
    words = spot.clause[-14:]
    return bool(_PER.search(words) or _BEHIND_EACH.search(spot.tail)) and not _EXTREME.search(words)


def means_of(figures: Figures, known: Known, place: int, close: bool = False) -> Hypotheses | None:
    """All pairs of a total and a count that the figure at `place` may be the quotient of."""
    start, end = max(0, place - BACK), min(len(figures), place + AHEAD)
    everywhere = close_to(figures, place) if close else np.arange(start, end)
    everywhere = everywhere[figures.single[everywhere] & ~figures.relative[everywhere] & (everywhere != place)]
    totals = everywhere[may_be_total(figures, place, everywhere)]
    counts = everywhere[(figures.value[everywhere] > 1) & ~figures.money[everywhere]]
    if not len(totals) or not len(counts):
        return None
    grid = np.array(np.meshgrid(totals, counts, indexing="ij")).reshape(2, -1)
    beside = (np.abs(grid - place) <= np.where(grid < place, _BEFORE, _BEHIND)).any(0) & (grid[0] != grid[1])
    together = np.abs(grid[0] - grid[1]) == 1  # 互访38批次、412人次, and pages later 平均每批10.8人次
    total, count = grid[:, beside | together]
    fits, chance = _fit(figures, place, total, count)
    if not (close or fits.any()):
        return None
    features = _features(figures, known, place, total, count)
    return Hypotheses(np.stack([total, count], 1), features, _none(figures, place), fits, chance)


_TIMES_OF = {
    "time": ("person_time", "household_time", "time"), "metre": ("metre", "square_metre"),
    "person": ("person", "person_time"), "household": ("household", "household_time"),
    "month": ("month", "person_month"), "day": ("day", "person_day"),
}  # fmt: skip


def may_be_total(figures: Figures, place: int, others: Indexes) -> np.ndarray:
    """Whether others may be the total of the mean at `place`."""
    same = figures.alike(place, others)
    unit = figures.items[place].claim.unit
    if unit in _TIMES_OF:
        same = same | np.array([figures.items[one].claim.unit in _TIMES_OF[unit] for one in others], dtype=bool)
    return same & (figures.value[others] > figures.value[place]) & ~figures.per_one[others]


def counted(f: Figures, place: int) -> NDArray[np.float64]:
    """What each figure counts of what the mean at `place` is for one of: of 斤 two to a kilogram (一斤卖60元)."""
    said = _size_of(f, place)
    return f.value if said is None else np.where(f.unit == f.number_of(said[0]), f.value / float(said[1]), f.value)


def count_of(f: Figures, place: int, count: int) -> Claim:
    """The figure at `count` in what the mean at `place` is for one of."""
    said, claim = _size_of(f, place), f.items[count].claim
    if said is None or claim.unit != said[0]:
        return claim
    return replace(claim, value=claim.value / said[1], step=None if claim.step is None else claim.step / said[1])


def _size_of(f: Figures, place: int) -> tuple[str, Decimal] | None:
    spot = f.items[place].spot
    words = (spot.clause[-14:] + spot.tail[:4]) if spot else ""
    return next(((unit, many) for cue, unit, many in _SIZES if cue.search(words)), None)


def _fit(f: Figures, place: int, total: Indexes, count: Indexes) -> tuple[np.ndarray, Floats]:
    low, high = room_of(f, place)
    value = f.value[place]
    many = counted(f, place)[count]
    quotient = f.value[total] / many
    off = quotient * (coarseness(f, total) + coarseness(f, count))
    fits = (quotient >= low - off) & (quotient <= high + off)
    product = np.abs(f.value[place] * many - f.value[total]) <= 0.5
    chance = np.minimum((high - low + 2 * off) / value, 1.0)
    chance = np.where(product & fits, np.minimum(chance, 1 / np.maximum(f.value[count], 2)), chance)
    return fits, chance.astype(np.float32)


def _none(f: Figures, place: int) -> Floats:
    item = f.items[place]
    spot = item.spot
    words = spot.clause[-10:] if spot else item.words
    behind = bool(spot and _BEHIND_EACH.search(spot.tail))
    return np.array(
        [1, bool(EACH.search(words)), bool(f.bracketed[place]), behind, bool(GROWTH.search(words))], dtype=np.float32
    )


def _features(f: Figures, known: Known, place: int, total: Indexes, count: Indexes) -> Floats:
    spot = f.items[place].spot
    said = _PER_WHAT.search(spot.clause[-14:]) if spot else None
    name = next((word for word in said.groups() if word), "") if said else ""
    like = f.likeness(place, f.everyone)
    topic = f.under(place, f.everyone)
    called = _called(f, name, np.unique(count))
    columns = [
        f.sentence[total] == f.sentence[place],
        np.log1p(np.abs(total - place)),
        total > place,
        f.paragraph[total] == f.paragraph[place],
        f.sentence[count] == f.sentence[place],
        np.log1p(np.abs(count - place)),
        count > place,
        f.paragraph[count] == f.paragraph[place],
        np.abs(total - place) <= 2,
        np.abs(count - place) <= 2,
        (np.abs(total - place) <= 3) & (np.abs(count - place) <= 3),
        called[count],
        (not name) * np.ones(len(count)),
        f.time[count],
        like[total],
        like[count],
        f.likeness(total, count),
        f.unit[total] == f.unit[place],
        f.word[total] == f.word[place],
        f.total[total],
        f.total[count],
        f.each[total],
        f.each[count],
        f.change[total],
        f.change[count],
        f.cell[count],
        f.cell[total],
        np.abs(total - count) == 1,
        f.paragraph[total] <= f.paragraph[0] + 1,
        f.paragraph[count] <= f.paragraph[0] + 1,
        f.goal[total],
        f.goal[count],
        f.bracketed[total],
        f.bracketed[count],
        ~f.exact[total] | ~f.exact[count],
        f.sentence[total] == f.sentence[count],
        np.log1p(np.abs(total - count)),
        f.base[total],
        f.base[count],
        f.unit[count] == f.unit[place],
        topic[total],
        topic[count],
    ]
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def _called(f: Figures, name: str, counts: Indexes) -> Floats:
    """For each figure, how far a mean is said to be for each of what it counts (村均 of 35个村, 每笔 of 37笔)."""
    found = np.zeros(len(f), dtype=np.float32)
    if not name:
        return found
    for place in counts:
        claim, spot = f.items[place].claim, f.items[place].spot
        said = claim.word + (spot.tail[:3] if spot else "") + f.items[place].words[-6:]
        if name[0] in said or (name in ("个人", "人") and claim.unit == "person") or _unit_of(name) == claim.unit:
            found[place] = 1
    return found


_UNITS = {
    "户": "household", "人": "person", "名": "person", "村": "village", "县": "county",
    "镇": "township", "乡": "township", "月": "month", "天": "day", "日": "day", "年": "year",
    "场": "session", "期": "session", "项": "project", "家": "organisation", "企": "organisation",
    "校": "organisation", "周": "week",
}  # fmt: skip


def _unit_of(name: str) -> str:
    return _UNITS.get(name[0], "")
