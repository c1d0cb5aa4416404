"""The figures of a page as arrays: what is needed to weigh thousands of possible relations at once.

Figures of tables stand among those of the running text, each with its row's and column's heading as its words.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.context import Page, Spot
from bangfu.reports.checker.grids import Grid, headings_of
from bangfu.reports.checker.numbers import chinese_value
from bangfu.reports.checker.relations.arithmetic import slack
from bangfu.reports.checker.relations.moments import direction
from bangfu.reports.checker.relations.nearness import RELATIVE, TIMES, words_of
from bangfu.reports.checker.relations.parts import CHANGE, EACH
from bangfu.reports.checker.relations.subject import Sense, letters, pairs_of_letters

Floats = NDArray[np.float32]
Indexes = NDArray[np.intp]
_TAIL = 8  # characters behind a figure that may name it
_CLOSE = 16  # figures on each side
_BLOCK, _OVERLAP = 1200, 260  # figures of a long page that are weighed at once, and those before and behind them
_OF_TIMES = {"person_time": "person", "household_time": "household"}
_MEASURES = (  # what no 个 counts
    "metre", "square_metre", "cubic_metre", "mu", "kilogram", "litre", "kwh", "kw", "gram", "centimetre", "millimetre",
)  # fmt: skip
_WIDTH = 1024  # pairs of characters are counted in so many drawers
_TOTAL = re.compile(r"总|共|合计|累计|全[县市区镇乡村年部省州体]|规模|[库册]")
_GOAL = re.compile(r"计划|任务|目标|应|需|指标|预算|定额|下达|要求|拟|规定|约定|协议")
_BASE = re.compile(r"[比较由从]|上年|去年|前年|同期|年初|此前|原来|原先|以前|上月|上季|上半年|首年|起初|前的")
_REST = re.compile(r"其余|其他|其它|剩余|余下|另外?|还有|尚有|仍有|未|结余|缺口|还差|剩下")
_NOW = re.compile(r"[到至为达]$|增至|升至|降至|今年|目前|现有|现在|年末|年底")
_STEP = re.compile(
    r"(?:增加?|新增|净增|多|减少?|净减|少|下?降|提高|上升|低|高|缩短|压减|扩大|涨|跌)[了出]?[^，。；\d]{0,4}$"
)
_PARTS = re.compile(r"其中|包括|包含|分别|由|[分从按][一-鿿]{1,6}[看分]|[：:]|组成|涉及")
_CUT = re.compile(r"[分从按][一-鿿]{1,8}[看分，,：:]|其中|包括")
_PER_ONE = re.compile(r"平均每[一-鿿]{1,4}$|[户人村县校笔单]均$")  # so much for each: the total of nothing
_STOP, _STOPS = re.compile(r"[。；;！？\n]"), "。；;！？\n"
_COUNTED = re.compile(
    r"(?P<many>[两三四五六七八九十]|\d)[个大]?(?:批|类|项|个|级|种|部分|方面|片|镇|乡|村|县|年|期|类型|大类|档|组)"
)
_LISTED = re.compile(r"^[^，。；：\d]{0,4}、[^，。；：]{0,12}$")
_ENDLESS = re.compile(r"^[^，。；、\d]{0,10}等")


@dataclass(frozen=True, slots=True)
class Item:
    """One figure: a claim with the words right before it and where it stands."""

    claim: Claim
    spot: Spot | None
    words: str
    sentence: int
    paragraph: int
    part: int


class Figures:
    """Figures of a page in the order of the text, as arrays of equal length.

    Relations are looked for of those in `core`; the others of a long page's block are what they may be related to.
    """

    def __init__(self, page: Page, items: list[Item], core: range | None = None) -> None:
        self.page = page
        self.items = items
        self.kept: dict[str, object] = {}  # what was once worked out of all of them
        self.core = core if core is not None else range(len(items))
        claims = [item.claim for item in self.items]
        self.place = {claim.id: index for index, claim in enumerate(claims)}
        self.value = np.array([float(c.value) for c in claims])
        self.step = np.array([float(c.step or 0) for c in claims])
        self.slack = np.array([float(slack(c)) for c in claims])
        self.sentence = np.array([item.sentence for item in self.items])
        self.paragraph = np.array([item.paragraph for item in self.items])
        self.part = np.array([item.part for item in self.items])
        units = {unit: number for number, unit in enumerate(dict.fromkeys(c.unit for c in claims))}
        self._units = units
        self.unit = np.array([units[c.unit] for c in claims], dtype=np.int16)
        self.counted = np.array([units.get(_OF_TIMES.get(c.unit, ""), units[c.unit]) for c in claims], dtype=np.int16)
        measures = {word: number for number, word in enumerate(dict.fromkeys(c.word for c in claims))}
        self.word = np.array([measures[c.word] for c in claims], dtype=np.int16)
        self.vague = np.array([c.word == "个" for c in claims])
        self.relative = np.array([c.unit in RELATIVE for c in claims])
        self.time = np.array([c.unit in TIMES for c in claims])
        self.percent, self.points = (
            np.array([c.unit == unit for c in claims]) for unit in ("percent", "percentage_point")
        )
        self.proportion = np.array([c.unit == "multiple" and c.word == "" and c.step is not None for c in claims])
        self.money = np.array([c.unit in ("CNY", "USD") for c in claims])
        self.measured = np.array([c.unit in _MEASURES for c in claims], dtype=bool)
        self.exact = np.array([c.exact for c in claims])
        self.single = np.array([_is_single(c) for c in claims], dtype=bool)
        self.amount = self.single & ~self.relative & ~self.time
        self.cell = np.array([c.cell is not None for c in claims])
        self.column = np.array([(c.cell[0] + 1) * 100 + c.cell[2] if c.cell else 0 for c in claims])
        self.each = self._said(EACH)
        self.per_one = self._said(_PER_ONE)
        self.change = self._said(CHANGE)
        self.total = self._said(_TOTAL)
        self.goal = self._said(_GOAL)
        self.base = self._said(_BASE)
        self.rest = self._said(_REST)
        self.now = self._said(_NOW)
        self.step_said = self._said(_STEP)
        self.bracketed = np.array([bool(item.spot and item.spot.depth) for item in self.items])
        self.leads_parts, self.cuts = self._before(_PARTS, 20), self._before(_CUT, 16)
        self.followed_by_parts, self.endless = self._behind(_PARTS, 30), self._behind(_ENDLESS, 12)
        self.listed = self._before(_LISTED, 16)
        self.at = np.array([c.at for c in claims], dtype=np.int64)
        self.until = np.array([c.until for c in claims], dtype=np.int64)
        stops = np.array([match.start() for match in _STOP.finditer(page.text)], dtype=np.int64)
        self.stops = np.searchsorted(stops, self.at)
        self.stops_behind = np.array([page.text[c.until : c.until + 1] in _STOPS for c in claims], dtype=bool)
        self.counted_parts = self._counts()
        own, topic = self._letters()
        self._own, topics = _told(own), _told(topic)
        behind = [item.spot.tail[:_TAIL] if item.spot else "" for item in self.items]
        self._behind_words = _told([pairs_of_letters(letters(words)) for words in behind])
        self.everyone = np.arange(len(self.items))
        self._alike, self._under = _shared(self._own, self._own), _shared(topics, self._own)

    def __len__(self) -> int:
        return len(self.items)

    def number_of(self, unit: str) -> int:
        """The number of a unit in `unit`, −1 where no figure has it."""
        return self._units.get(unit, -1)

    def subtracted(self, place: int) -> bool:
        """Whether a figure may be more or less than another by a third: amounts, percentages, points, proportions."""
        comparable = self.percent[place] | self.points[place] | self.proportion[place]
        return bool(comparable or not self.relative[place])

    def way(self, place: int) -> int:
        """1 where the words before a figure tell of more, −1 of less, 1 where they do not say."""
        return direction(self.items[place].words) or 1

    def _said(self, cue: "re.Pattern[str]") -> NDArray[np.bool_]:
        return np.array([cue.search(item.words) is not None for item in self.items], dtype=bool)

    def _before(self, cue: "re.Pattern[str]", reach: int) -> NDArray[np.bool_]:
        text = self.page.text
        starts = [0, *(item.claim.until for item in self.items[:-1])]
        found = [
            cue.search(text[max(start, item.claim.at - reach) : item.claim.at]) is not None
            for start, item in zip(starts, self.items, strict=True)
        ]
        return np.array(found, dtype=bool)

    def _behind(self, cue: "re.Pattern[str]", reach: int) -> NDArray[np.bool_]:
        text = self.page.text
        found = [cue.search(text[item.claim.until : item.claim.until + reach]) is not None for item in self.items]
        return np.array(found, dtype=bool)

    def _counts(self) -> NDArray[np.int64]:
        """How many parts the words before a figure announce (分三批…, 四类：…), 0 where they announce none."""
        text, found = self.page.text, []
        for item in self.items:
            said = _COUNTED.search(text[max(0, item.claim.at - 24) : item.claim.at])
            many = said["many"] if said else "0"
            found.append(int(many) if many.isdecimal() else int(chinese_value(many) or 0))
        return np.array(found, dtype=np.int64)

    def _letters(self) -> tuple[list[frozenset[str]], list[frozenset[str]]]:
        sense = Sense(self.page)
        own = [sense.subject(item.spot) if item.spot else pairs_of_letters(letters(item.words)) for item in self.items]
        topic = [sense.topic(item.spot) if item.spot else frozenset() for item in self.items]
        return own, topic

    def likeness(self, ones: int | Indexes, others: Indexes) -> Floats:
        """How much of the words of the shorter description is in the other, 0 to 1; of many, pair by pair."""
        return self._alike[ones, others]

    def under(self, ones: int | Indexes, others: int | Indexes) -> Floats:
        """How well the topic that a figure stands under agrees with others' own words."""
        return self._under[ones, others]

    def crossed(self, one: int, others: Indexes) -> Floats:
        """How many pairs of characters behind a figure are also said of another, before or behind it, or vice versa.

        党员46名 and 48名党员: the same words, once before the figure and once behind it.
        """
        own, behind = self._own[one] | self._behind_words[one], self._behind_words[one]
        theirs = self._own[others] | self._behind_words[others]
        shared = (behind & theirs) | (own & self._behind_words[others])
        return np.bitwise_count(shared).sum(1, dtype=np.float32)

    def likeness_to(self, words: str, others: Indexes) -> Floats:
        """How much of `words` is in the words of others."""
        told = _told([pairs_of_letters(letters(words))])
        shared = np.bitwise_count(self._own[others] & told).sum(1, dtype=np.float32)
        return shared / max(int(np.bitwise_count(told).sum()), 1)

    def kind_of(self, place: int) -> tuple[int, int, bool]:
        """Figures of one kind may be compared with the same others."""
        return int(self.unit[place]), int(self.word[place]), bool(self.vague[place])

    def alike(self, one: int, others: Indexes) -> NDArray[np.bool_]:
        """Whether figures may be compared: of one unit or measure word; a bare 个 counts whatever the other counts.

        Persons add up to person-times (春季412人，秋季438人，全年850人次).
        """
        same = (self.counted[others] == self.counted[one]) | (
            (self.word[others] == self.word[one]) & ~self.relative[others] & (self.items[one].claim.word != "")
        )
        if self.money[one] or self.measured[one]:
            return same
        vague = (self.vague[others] | self.vague[one]) & ~self.relative[others] & ~self.measured[others]
        return same | (vague & self._counted(others))

    def _counted(self, others: Indexes) -> NDArray[np.bool_]:
        return self.step[others] >= 1


def blocks_of(page: Page, grids: list[Grid]) -> Iterator[Figures]:
    """The figures of a page, of a long one block by block."""
    spots = [Item(in_base(s.claim), s, words_of(s), s.sentence, s.paragraph, s.part) for s in page.spots]
    headings = [headings_of(grid) for grid in grids]
    cells = [_of_cell(page, grids, headings, claim) for claim in page.cells.values()]
    items = sorted([*spots, *cells], key=lambda item: item.claim.at)
    for start in range(0, len(items), _BLOCK):
        first, last = max(0, start - _OVERLAP), min(len(items), start + _BLOCK + _OVERLAP)
        yield Figures(page, items[first:last], range(start - first, min(start + _BLOCK, len(items)) - first))


def close_to(figures: Figures, place: int) -> Indexes:
    """Figures of the sentences right around one, without it."""
    near = np.arange(max(0, place - _CLOSE), min(len(figures), place + _CLOSE + 1))
    near = near[(near != place) & (np.abs(figures.paragraph[near] - figures.paragraph[place]) <= 1)]
    return near[np.abs(figures.sentence[near] - figures.sentence[place]) <= 2]


def _is_single(claim: Claim) -> bool:
    """Whether a figure is one value: not a range, and an amount with digits or a fraction (三分之一)."""
    return claim.upper is None and claim.value > 0 and (claim.step is not None or claim.unit in RELATIVE)


BASES = {
    "jin": ("kilogram", Decimal("0.5")), "ton": ("kilogram", Decimal(1000)), "km": ("metre", Decimal(1000)),
    "hectare": ("mu", Decimal(15)), "square_km": ("mu", Decimal(1500)),
}  # fmt: skip


def in_base(claim: Claim) -> Claim:
    """A figure in the unit by which it can be compared: 84万斤 and 420吨 in kilograms."""
    if claim.unit not in BASES:
        return claim
    unit, factor = BASES[claim.unit]
    step = None if claim.step is None else claim.step * factor
    return replace(claim, unit=unit, value=claim.value * factor, step=step, word=unit)


def _of_cell(page: Page, grids: list[Grid], headings: list[list[str]], claim: Claim) -> Item:
    table, row, column = claim.cell or (0, 0, 0)
    heading = headings[table][column] if column < len(headings[table]) else ""
    words = grids[table].label(row) + heading
    sentence = page.sentence_at(claim.at)
    return Item(in_base(claim), None, words, sentence, page.flow.paragraph(claim.at), -sentence)


def _told(sets: list[frozenset[str]]) -> NDArray[np.uint64]:
    """Which pairs of characters are in each description, as bits: a row each."""
    found = np.zeros((len(sets), _WIDTH // 64), dtype=np.uint64)
    for row, pairs in enumerate(sets):
        for pair in pairs:
            drawer = zlib.crc32(pair.encode()) % _WIDTH
            found[row, drawer // 64] |= np.uint64(1 << (drawer % 64))
    return found


def _shared(ones: NDArray[np.uint64], others: NDArray[np.uint64]) -> Floats:
    """How much of the shorter of two descriptions is in the other, for each of `ones` (rows) and each of `others`."""
    sizes = np.maximum(np.bitwise_count(others).sum(1, dtype=np.float32), 1)
    found = np.zeros((len(ones), len(others)), dtype=np.float32)
    for row, one in enumerate(ones):
        size = max(float(np.bitwise_count(one).sum()), 1.0)
        found[row] = np.bitwise_count(others & one).sum(1, dtype=np.float32) / np.minimum(sizes, size)
    return found
