"""Where a claim stands: sentence, clause, the words before and behind it, what it is about.

`Page` holds a text with its claims in order and answers the questions the relations ask: what stands in the same
sentence, which total a 其中 refers to, how alike two figures are described.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import lru_cache

from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.flow import Flow
from bangfu.reports.checker.skips import dates

_SENTENCE_END = re.compile(r"[。！？!?\n]")
_PART_END = re.compile(r"[。！？!?\n；;]")
_CLAUSE_END = re.compile(r"[。！？!?\n；;，,：:、（）()“”…—]")
_NESTED = re.compile(
    r"其中|包括|包含|内含|分别为|分别是|组成(?=[，,：:])|[分从][一-鿿]{1,6}看|(?<=[个名户人元项家村场件亩吨支座处])[：:]|(?<=[元户人个家名件])中(?=[，,])|(?<=[一-鿿][一-鿿](?<![其当之集手途期年过工])[员户人目村业金产资])中(?=[，,])|[：:](?=一是)|按[^，。；\n]{1,8}(?:分|划分)(?=[，,：:])"
)
_PLACE = re.compile(
    r"(?:(?<![一-鿿])|(?<=[在到由与和向给对从及往赴驻省市州县区镇乡]))(?![在到由与和向给对从及往赴驻])(?P<name>[一-鿿]{2,4}?)"
    r"(?:省|自治区|自治州|州|市|县|区|旗|乡|镇|街道|村)(?![级直委内外域民里属均镇乡村人办局])"
)
_NO_NAME = re.compile(
    r"[全各本该我每共选派驻的个名支万企兴农贫困脱新增多有了为是某这那一二两三四五六七八九十百千几等所及与和向在对从到由被把让使"
    r"]|^[省市县区州]|鼓励|深入|走进|进入|助力|推进|推动|促进|振兴|城乡|示范|重点|行政|自然|社|园|工业|开发|试点|先进|特色|老|城|郊|周边|其他|其余|结对|受援|帮扶|安置|搬迁|协作|东部|西部|深度|建设|覆盖"
)
_COMPARED = re.compile(
    r"[比较](?:(?:19|20)\d\d年|上年|去年|前年|上年度|年初|上月|上一年|同期|上年同期|去年同期)[^，。；\d]{0,6}$"
)
_HOLLOW = re.compile(
    r"^(?:其中|包括|另有|还有|以及|同时|目前|已经?|共计?|累计|总计|合计|全年|今年|当年|截至目前|分别|各|和|与|及|的|为|达到?|有|了|完成|实现|实际)+"
    r"|(?:分别|各|共计?|合计|总计|累计|达到?|有|了|为|是|到|已|至|约|完成|实现)+$"
)


@dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """A claim with its surroundings.

    `label` is the text before the figure since the last stop or figure, `tail` the text behind it up to the next
    one, `sentence`/`part` number the sentence and its semicolon part, `depth` counts open parentheses.
    """

    claim: Claim
    index: int
    sentence: int
    part: int
    paragraph: int
    depth: int
    label: str
    tail: str
    clause: str
    lead: str

    @property
    def is_base(self) -> bool:
        """Whether a figure is only what another one is compared with (比2020年的2.1亿元增长…)."""
        return _COMPARED.search(self.label) is not None

    @property
    def words(self) -> str:
        """Everything said about the figure in its own clause."""
        return self.lead + self.label + self.tail


@dataclass
class Page:
    """A text, its claims in order with their surroundings, and the nested cues (其中) in it."""

    flow: Flow
    spots: list[Spot] = field(default_factory=list)
    sentences: dict[int, list[Spot]] = field(default_factory=dict)
    sentence_starts: list[int] = field(default_factory=list)
    by_claim: dict[str, Spot] = field(default_factory=dict)
    cells: dict[str, Claim] = field(default_factory=dict)
    _nested: list[tuple[int, int]] | None = None

    @property
    def text(self) -> str:
        return self.flow.text

    def sentence_span(self, sentence: int) -> tuple[int, int]:
        """Where a sentence begins and ends in the reading copy."""
        start = self.sentence_starts[sentence]
        last = sentence + 1 >= len(self.sentence_starts)
        return start, len(self.text) if last else self.sentence_starts[sentence + 1]

    def paragraph_span(self, paragraph: int) -> tuple[int, int]:
        """Where a paragraph begins and ends in the reading copy; an empty span for number −1."""
        return self.flow.paragraph_span(paragraph)

    def in_sentence(self, sentence: int) -> list[Spot]:
        """The claims of a sentence, in order."""
        return self.sentences.get(sentence, [])

    def before(self, spot: Spot, count: int, sentences: int = 0) -> list[Spot]:
        """Up to `count` claims before `spot`, nearest first, not further back than `sentences` within its paragraph."""
        found = []
        for other in reversed(self.spots[max(0, spot.index - count) : spot.index]):
            if other.sentence < spot.sentence - sentences or other.paragraph != spot.paragraph:
                break
            found.append(other)
        return found

    def after(self, spot: Spot, count: int) -> list[Spot]:
        """Up to `count` claims behind `spot` in its sentence."""
        following = self.spots[spot.index + 1 : spot.index + 1 + count]
        return [other for other in following if other.sentence == spot.sentence]

    def spots_before(self, position: int, count: int) -> list[Spot]:
        """The last `count` claims before a position, in order."""
        index = bisect_left([spot.claim.at for spot in self.spots], position)
        return self.spots[max(0, index - count) : index]

    def sentence_at(self, position: int) -> int:
        """The number of the sentence at a position."""
        return bisect_right(self.sentence_starts, position) - 1

    def nested(self) -> list[tuple[int, int]]:
        """Where 其中 and its like stand, each with the index of the first claim it governs.

        A cue without a figure before the next semicolon or full stop governs none (其中蒌根于2016年出列；…).
        """
        if self._nested is not None:
            return self._nested
        starts = [spot.claim.at for spot in self.spots]
        found = []
        for match in _NESTED.finditer(self.text):
            first = bisect_left(starts, match.end())
            if 0 < first < len(starts) and not _PART_END.search(self.text, match.end(), starts[first]):
                found.append((match.start(), first))
        self._nested = found
        return found


def page_of(flow: Flow, claims: list[Claim]) -> Page:
    """The page with every claim of the running text (not of tables) put into its surroundings."""
    page = Page(flow)
    text = flow.text
    page.sentence_starts = [0, *(match.end() for match in _SENTENCE_END.finditer(text))]
    parts = [match.end() for match in _PART_END.finditer(text)]
    stops = [match.start() for match in _CLAUSE_END.finditer(text)]
    depths = _Depths(text)
    running = [claim for claim in claims if claim.cell is None]
    page.cells = {claim.id: claim for claim in claims if claim.cell}
    for index, claim in enumerate(running):
        previous = running[index - 1].until if index else 0
        following = running[index + 1].at if index + 1 < len(running) else len(text)
        sentence = bisect_right(page.sentence_starts, claim.at) - 1
        clause_start = _stop_before(stops, claim.at)
        label = text[max(previous, clause_start) : claim.at]
        tail = text[claim.until : min(following, _stop_after(stops, claim.until, len(text)), claim.until + 40)]
        lead = ""
        if previous > clause_start and page.spots and not label.strip():
            lead = page.spots[-1].label or page.spots[-1].lead
        spot = Spot(
            claim,
            index,
            sentence,
            bisect_right(parts, claim.at),
            flow.paragraph(claim.at),
            depths.at(claim.at),
            label[-40:],
            tail,
            text[max(clause_start, claim.at - 60) : claim.at],
            lead,
        )
        page.spots.append(spot)
        page.by_claim[claim.id] = spot
        page.sentences.setdefault(sentence, []).append(spot)
    return page


def _stop_before(stops: list[int], position: int) -> int:
    index = bisect_left(stops, position)
    return stops[index - 1] + 1 if index else 0


def _stop_after(stops: list[int], position: int, end: int) -> int:
    index = bisect_left(stops, position)
    return stops[index] if index < len(stops) else end


class _Depths:
    """How many parentheses are open at a position (never across a paragraph)."""

    def __init__(self, text: str) -> None:
        self._positions: list[int] = [0]
        self._depths: list[int] = [0]
        depth = 0
        for match in re.finditer(r"[（(）)\n]", text):
            depth = 0 if match.group() == "\n" else max(0, depth + (1 if match.group() in "（(" else -1))
            self._positions.append(match.start())
            self._depths.append(depth)

    def at(self, position: int) -> int:
        return self._depths[bisect_right(self._positions, position) - 1]


def core(words: str) -> str:
    """A description without hollow words: 累计共完成消费扶贫 → 消费扶贫."""
    previous = None
    while previous != words:
        previous, words = words, _HOLLOW.sub("", words.strip(' “”‘’"')).strip()
    return words


def likeness(one: str, other: str) -> float:
    """How much of the shorter description is in the other, by pairs of characters (0 to 1)."""
    pairs, others = _pairs(one), _pairs(other)
    if not pairs or not others:
        return 0.0
    return len(pairs & others) / min(len(pairs), len(others))


@lru_cache(maxsize=20_000)
def _pairs(words: str) -> frozenset[str]:
    words = core(words)
    letters = re.sub(r"[^一-鿿A-Za-z]", "", words)
    return frozenset(letters[i : i + 2] for i in range(len(letters) - 1))


def period_of(page: Page, found: list[tuple[int, int]], spot: Spot) -> str | None:
    """The last date or period named before a figure in its paragraph."""
    index = bisect_left(found, (spot.claim.at, 0)) - 1
    if index >= 0 and page.flow.paragraph(found[index][0]) == spot.paragraph:
        return page.text[slice(*found[index])].strip("，。；、 \n")
    return None


def places(text: str) -> list[tuple[int, int]]:
    """Where places are named."""
    return [match.span() for match in _PLACE.finditer(text) if not _NO_NAME.search(match["name"])]


def place_of(page: Page, found: list[tuple[int, int]], spot: Spot) -> str | None:
    """The last place named before a figure in its paragraph."""
    index = bisect_left(found, (spot.claim.at, 0)) - 1
    if index >= 0 and page.flow.paragraph(found[index][0]) == spot.paragraph:
        return page.text[slice(*found[index])]
    return None


def describe(page: Page) -> dict[str, dict[str, str | None]]:
    """What each claim is about, as far as the text says: subject, measure, period, place, parent."""
    when = [span for span in dates(page.text) if page.text[span[0] - 1 : span[0]] not in ("比", "较")]
    where = places(page.text)
    parents = parents_of(page)
    return {
        spot.claim.id: {
            "subject": core(spot.tail) or None,
            "measure": core(spot.lead + spot.label) or None,
            "period": period_of(page, when, spot),
            "place": place_of(page, where, spot),
            "parent": parents.get(spot.claim.id),
        }
        for spot in page.spots
    }


def parents_of(page: Page) -> dict[str, str]:
    """For each figure behind 其中: the figure of the same unit that it is a part of."""
    parents: dict[str, str] = {}
    for cue, first in page.nested():
        for spot in page.spots[first : first + 20]:
            if spot.part != page.spots[first].part:
                break
            for total in reversed(page.spots[max(0, first - 6) : first]):
                near = total.sentence >= spot.sentence - 1 and total.paragraph == spot.paragraph
                if near and not total.is_base and total.claim.at < cue and total.claim.unit == spot.claim.unit:
                    parents.setdefault(spot.claim.id, total.claim.id)
                    break
    return parents
