"""What a figure is a part of, where the text only says that it is one (其中…, 63个项目中仍有5个未验收)."""

import re

import numpy as np

from bangfu.reports.checker.weighing.figures import Figures, Floats, Indexes
from bangfu.reports.checker.weighing.known import Known

_BACK, _FAR_BACK = 24, 90  # figures before it; further ones where words name them
_NAMED_WELL = 0.5
_AMONG = re.compile(r"其中|包括|包含|里面?|当中|中(?:[，,有仍的具还已]|$)|含|内有|光是|仅是")
_INNER = re.compile(r"^[^，。；\d]{0,10}(?:中|里|当中|之中)")
_TAKEN = re.compile(r"已|有|仍|还|未|完成|实现|通过|获|达标|合格")
_DONE = re.compile(  # of what stands before it: 应到代表42人，实到38人; 提交64件，受理61件; 毕业407人，就业395人
    r"实到|实有|实际|受理|接通|办结|符合|达到|属于|涉及|就业|录取|采纳|纳入|认定|验收|的(?:就?占|有)|同意|表示|说明|出身"
)
_NAMED = re.compile(r"(?:上述|在|这些)?([一-鿿]{2,8})[中里]")

FEATURES = (
    "distance", "adjacent", "sentence", "paragraph", "sentences_off", "one_part", "like", "topic", "one_word",
    "one_unit", "total", "goal", "base", "change", "each", "largest", "inner", "among", "known_part", "divided",
    "summed", "near_value", "tenth", "bracketed", "cell", "between_same", "inexact",
    "done", "done_adjacent", "called", "far", "far_like",
)  # fmt: skip
NONE_FEATURES = (
    "nothing", "among", "taken", "explained", "stated", "money", "each", "change", "base", "total",
    "goal", "rest", "time",
)  # fmt: skip


def wholes_of(figures: Figures, known: Known, place: int) -> tuple[Indexes, Floats, Floats] | None:
    """Larger figures before the one at `place` that it may be a part of, what speaks for each, and for none."""
    before = np.arange(max(0, place - _FAR_BACK), place)
    before = before[figures.single[before] & ~figures.relative[before] & figures.alike(place, before)]
    before = before[figures.value[before] > figures.value[place]]
    near = (figures.paragraph[place] - figures.paragraph[before] <= 1) & (before >= place - _BACK)
    words = np.maximum(figures.likeness(place, before), figures.under(place, before))
    before = before[near | (words >= _NAMED_WELL)]
    if not len(before):
        return None
    return before, _features(figures, known, place, before), _none(figures, known, place)


def _none(f: Figures, known: Known, place: int) -> Floats:
    item, text = f.items[place], f.page.text
    clause = text[max(0, item.claim.at - 24) : item.claim.at]
    known_of = [place in known.explained, place in known.stated]
    said = [bool(_AMONG.search(clause)), bool(_TAKEN.search(item.words[-6:]))]
    signs = [sign[place] for sign in (f.each, f.change, f.base, f.total, f.goal, f.rest, f.time)]
    return np.array([1, *said, *known_of, item.claim.unit == "CNY", *signs], dtype=np.float32)


def _features(f: Figures, known: Known, place: int, whole: Indexes) -> Floats:
    text, item = f.page.text, f.items[place]
    inner = [bool(_INNER.search(text[f.items[one].claim.until : f.items[one].claim.until + 12])) for one in whole]
    among = [bool(_AMONG.search(text[f.items[one].claim.until : item.claim.at][:60])) for one in whole]
    same = f.unit[whole] == f.unit[place]
    done = bool(_DONE.search(item.words[-8:]))
    columns = [
        np.log1p(place - whole),
        whole == place - 1,
        f.sentence[whole] == f.sentence[place],
        f.paragraph[whole] == f.paragraph[place],
        np.minimum(f.sentence[place] - f.sentence[whole], 5),
        f.part[whole] == f.part[place],
        f.likeness(place, whole),
        f.under(place, whole),
        f.word[whole] == f.word[place],
        same,
        f.total[whole],
        f.goal[whole],
        f.base[whole],
        f.change[whole],
        f.each[whole] != f.each[place],
        f.value[whole] >= f.value[whole].max(),
        inner,
        among,
        known.within(np.full(len(whole), place), whole),
        known.divided[whole] > 0,
        known.summed[whole],
        f.value[place] > 0.8 * f.value[whole],
        f.value[place] < 0.1 * f.value[whole],
        f.bracketed[whole] != f.bracketed[place],
        f.cell[whole],
        np.cumsum(same[::-1])[::-1] - same,
        ~f.exact[whole],
        done * np.ones(len(whole)),
        done & (np.cumsum(same[::-1])[::-1] == 1) & same & (f.sentence[whole] == f.sentence[place]),
        [_is_called(text, item.claim.at, f.items[one].claim.until) for one in whole],
        f.paragraph[place] - f.paragraph[whole] > 1,
        (f.paragraph[place] - f.paragraph[whole] > 1) * f.likeness(place, whole),
    ]
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def _is_called(text: str, at: int, until: int) -> bool:
    """Whether the sentence of a part names again what its whole was (完工67个，…。完工项目中已验收63个)."""
    start = max(text.rfind(stop, 0, at) for stop in "。；\n") + 1
    said = _NAMED.match(text, start, at)
    return said is not None and said[1][:2] in text[max(0, until - 24) : until + 6]
