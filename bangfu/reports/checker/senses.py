"""What words mean, as far as it tells one figure of a ledger from another.

The table `senses.toml` lists the words; what it does not know is compared by pairs of characters. Words of counting
(金额, 人数, 累计) mean nothing here.
"""

import re
from functools import lru_cache

from bangfu.reports.checker.tables import longest_first, table

_TABLE = table("senses")
_WORDS: dict[str, list[str]] = {}
_SAME = re.compile("|".join(_TABLE["same"]))
_ASIDE = re.compile("（[^）]*）|[(][^)]*[)]")  # what a title adds in brackets no text repeats


def _plain(words: str) -> str:
    return _SAME.sub(lambda match: _TABLE["same"][match.group()], words)


for _sense, _words in _TABLE["senses"].items():
    for _word in _words:
        _WORDS.setdefault(_plain(_word), []).append(_sense)
_BY_FIRST: dict[str, list[str]] = {}
for _word in longest_first(list(_WORDS)):
    _BY_FIRST.setdefault(_word[0], []).append(_word)
_CLOSED = re.compile("|".join(longest_first([_plain(word) for word in _TABLE["closed"]["words"]])))
_HOLLOW = re.compile("|".join(longest_first(_TABLE["hollow"]["words"])))
_OPPOSITES = [frozenset(senses) for senses in _TABLE["opposites"].values()]
_ALIKE: dict[str, frozenset[str]] = {unit: frozenset(units) for unit, units in _TABLE["alike"].items()}
_LETTERS = re.compile("[一-鿿]+")


@lru_cache(maxsize=20_000)
def senses(words: str) -> frozenset[str]:
    """The senses that words of the table give a passage."""
    return frozenset(sense for word, _ in _found(words) for sense in _WORDS[word])


@lru_cache(maxsize=20_000)
def pairs(words: str) -> frozenset[str]:
    """Pairs of neighbouring characters of a passage."""
    words = _plain(words)
    return frozenset(run[i : i + 2] for run in _LETTERS.findall(words) for i in range(len(run) - 1))


@lru_cache(maxsize=2_000)
def meaning(title: str) -> frozenset[str]:
    """What a title means: its senses, and pairs of characters where the table knows no word of it."""
    title = _plain(_ASIDE.sub("", title) or title)
    marked = list(title)
    for word, at in _found(title):
        marked[at : at + len(word)] = " " * len(word)
    rest = _HOLLOW.sub(" ", "".join(marked))
    return senses(title) | pairs(rest)


def opposed(meant: frozenset[str], said: frozenset[str]) -> bool:
    """Whether a passage says the opposite of what a title means (线上 and 线下), and not that too."""
    return any(meant & group and said & group and not meant & said & group for group in _OPPOSITES)


def same_unit(unit: str, of_text: str) -> bool:
    """Whether a text may count in `of_text` what the ledger counts in `unit` (次 are activities, 家 may be places)."""
    return unit == of_text or of_text in _ALIKE.get(unit, ())


def _found(words: str) -> list[tuple[str, int]]:
    words = _plain(words)
    closed = [match.span() for match in _CLOSED.finditer(words)]
    found = [
        (word, at)
        for at, character in enumerate(words)
        for word in _BY_FIRST.get(character, ())
        if words.startswith(word, at)
    ]
    return [(word, at) for word, at in found if not _inside(at, at + len(word), closed)] if closed else found


def _inside(start: int, end: int, closed: list[tuple[int, int]]) -> bool:
    """Whether a word touches a closed one without holding it whole."""
    return any(start < last and first < end and not (start <= first and last <= end) for first, last in closed)
