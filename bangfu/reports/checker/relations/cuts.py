"""Whether the parts of a list divide their whole by one question, so that together they cannot be more than it.

内科7人、外科6人 divide; 党员58人、妇女43人 do not. The questions are rows of `tables/plain.toml`; parts that name none
of them divide where they are told in one pattern.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from bangfu.reports.checker.context import Page, Spot, core
from bangfu.reports.checker.relations.parts import CHANGE, EACH
from bangfu.reports.checker.relations.sum_conflicts import parallel
from bangfu.reports.checker.tables import table

_TABLE = table("plain")
_CUTS = {row["name"]: re.compile("|".join(row["words"])) for row in _TABLE["cut"]}
_OVERLAPPING = {row["name"] for row in _TABLE["cut"] if row.get("overlapping")}
_PLACES = re.compile(_TABLE["places"]["names"])
_LEFT = re.compile(f"^(?:{_TABLE['remainder']['closed']})")
_REST = re.compile(f"^(?:另有|还有)?(?:{_TABLE['remainder']['closed']}|其他|其它)")
_VERBS = re.compile(_TABLE["total"]["hollow"])
_JOINTS = "、，,；;和及与"
_LONGEST = 12  # characters of a description that only names something
_SHORT = 6  # of names told in one row without a common character (药品, 衣被, 图书)


@dataclass(frozen=True, slots=True)
class Part:
    """A figure of a list with what it is called there."""

    spot: Spot
    name: str


def parts_of(page: Page, spots: list[Spot]) -> list[Part]:
    """The figures of a list with their names; a name may hold a figure of its own (60平方米的180套)."""
    return [Part(spot, _name(page, spot)) for spot in spots]


def _name(page: Page, spot: Spot) -> str:
    words = _bare(spot.label)
    if words in ("", "的") and spot.index:
        previous = page.spots[spot.index - 1]
        if words == "的" and previous.sentence == spot.sentence:
            return _bare(previous.label) + previous.claim.text + words
        words = _bare(spot.lead)
    words = core(words) or core(spot.tail)
    return words[_VERBS.match(words).end() :] or words  # type: ignore[union-attr]  # the pattern matches nothing, too


def _bare(words: str) -> str:
    return words.strip("、，,；;：:（(“”‘’ ").removeprefix("其中").strip("：:，, ")


def uniform(page: Page, spots: list[Spot]) -> list[Spot]:
    """The first figures of a list that one joint connects (、 or ，), the last perhaps by 和."""
    joints = [_joint(page, spot) for spot in spots]
    for length in range(1, len(spots)):
        if joints[length - 1] not in (joints[0], "和") or not joints[length - 1]:
            return spots[:length]
        if joints[length - 1] == "和" and length > 1 and joints[0] != "和":
            return spots[: length + 1]
        if spots[length].index - spots[length - 1].index != spots[1].index - spots[0].index:
            return spots[:length]
    return spots


def _joint(page: Page, spot: Spot) -> str:
    behind = page.text[spot.claim.until + len(spot.tail) :][:1] if spot.tail else ""
    sign = page.text[spot.claim.until : spot.claim.until + 1]
    found = next((mark for mark in (sign, behind) if mark and mark in _JOINTS), "")
    if found in "和及与" and found:
        return "和"
    joined = re.match(r"[一-鿿]{0,6}?(、|和|及|与)", spot.tail)
    return found or (("、" if joined[1] == "、" else "和") if joined else "")


def listed_behind(page: Page, spots: list[Spot], unit: str, depth: int) -> list[Spot]:
    """Figures of one unit among `spots` that may be parts: neither rates nor changes, all of one depth."""
    return [
        spot
        for spot in spots
        if spot.claim.unit == unit
        and spot.depth == depth
        and not EACH.search(spot.label)
        and not (CHANGE.search(spot.label) and "新增" not in spot.label)
        and not spot.is_base
    ]


def is_rest(spot: Spot, wholly: bool = False) -> bool:
    """Whether a part is what the others leave: 其余150户. `wholly`: not 其他, which may be one kind of several."""
    return (_LEFT if wholly else _REST).search(_bare(spot.label)) is not None


def one_cut(parts: list[Part]) -> bool:
    """Whether no thing can be in two of the parts."""
    names = [part.name for part in parts]
    closed = is_rest(parts[-1].spot)
    told = names[:-1] if closed else names
    if closed and len(told) == 1:
        return True
    if not all(told) or len(set(told)) < len(told) or max(map(len, told)) > _LONGEST or _nested(told):
        return False
    cuts = [_cuts(name) for name in told]
    if any(cut & _OVERLAPPING for cut in cuts):
        return False
    if any(cuts):
        return bool(frozenset.intersection(*cuts)) and _apart(told, cuts)
    return _one_pattern(told)


def may_overlap(names: list[str]) -> bool:
    """Whether something may be in two parts of these names: they are no names, or of people that are both."""
    cuts = [_cuts(name) for name in names]
    mixed = any(cuts) and not frozenset.intersection(*cuts)
    return not all(names) or len(set(names)) < len(names) or mixed or any(cut & _OVERLAPPING for cut in cuts)


def _nested(names: list[str]) -> bool:
    """Whether one name is within another (医生, 骨干医生; 副队长 is no 队长)."""
    return any(one in other and other != f"副{one}" for one in names for other in names if one is not other)


@lru_cache(maxsize=4096)
def _cuts(name: str) -> frozenset[str]:
    return frozenset(cut for cut, words in _CUTS.items() if words.search(name))


def _apart(names: list[str], cuts: list[frozenset[str]]) -> bool:
    """Whether each name answers the shared question with another word."""
    for cut in frozenset.intersection(*cuts):
        answers = [tuple(match.group() for match in _CUTS[cut].finditer(name)) for name in names]
        if len(set(answers)) == len(answers) or cut == "season":
            return True
    return False


def _one_pattern(names: list[str]) -> bool:
    if all(_PLACES.match(name) for name in names) or parallel(names, whole=True):
        return True
    lengths = [len(re.sub(r"[^一-鿿A-Za-z]", "", name)) for name in names]
    return len(names) > 2 and 0 < max(lengths) <= _SHORT and max(lengths) - min(lengths) <= 1
