"""Finding in a public text what would tell too much about somebody: health, address, school, a form of address.

The words are data (``PublicWords``); here they only become patterns. Spaces, marks and characters without width between
the characters of a word do not hide it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from bangfu.kernel.remembered import Remembered
from bangfu.workstreams.exchange.models import PublicWords
from bangfu.workstreams.exchange.similarity.words import split_words

NUMBER = r"第?(?:\d+|[〇零一二三四五六七八九十百两]+)"
NEVER = r"(?!)"
BETWEEN = frozenset("·•・-‐‑–—_.*~|")  # marks that people put between the characters of a word to hide it
Tells, Effect = PublicWords.Tells, PublicWords.Effect


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table, ready to be looked for; what any row of its kind allows, this one allows."""

    tells: str
    effect: str
    pattern: re.Pattern[str]
    allowed: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Hint:
    """A word found in a text: what it tells, what is to be done, and the word as it was written."""

    tells: str
    effect: str
    word: str


def rules_of(rows: Iterable[PublicWords], on: date) -> tuple[Rule, ...]:
    """Return the rules that hold on a day."""
    held = [
        r for r in rows if (r.valid_from is None or r.valid_from <= on) and (r.valid_to is None or on <= r.valid_to)
    ]
    surnames = [word for row in held if row.tells == Tells.SURNAME for word in split_words(row.words)]
    surname = f"(?:{'|'.join(map(re.escape, surnames))})" if surnames else NEVER
    allowed = {
        tells: _pattern("、".join(row.allowed for row in held if row.tells == tells), surname)
        for tells in {row.tells for row in held}
    }
    return tuple(
        Rule(row.tells, row.effect, _pattern(row.words, surname), allowed[row.tells])
        for row in held
        if row.tells != Tells.SURNAME
    )


def _pattern(words: str, surname: str) -> re.Pattern[str]:
    parts = sorted((packed(word) for word in split_words(words)), key=len, reverse=True)
    escaped = [re.escape(part).replace(r"\#", NUMBER).replace("#", NUMBER).replace("@", surname) for part in parts]
    return re.compile("|".join(escaped) or NEVER, re.IGNORECASE)


def packed(text: str) -> str:
    """Return a text in its usual characters, without spaces, marks between characters and what takes no room."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if c not in BETWEEN and unicodedata.category(c)[0] not in "ZC")


def hints_in(text: str, rules: Sequence[Rule]) -> list[Hint]:
    """Return what a text tells by these rules, each word once; a word inside an allowed one tells nothing."""
    plain = packed(text)
    found: dict[Hint, None] = {}
    for rule in rules:
        allowed = [match.span() for match in rule.allowed.finditer(plain)]
        for match in rule.pattern.finditer(plain):
            start, end = match.span()
            if not any(low <= start and end <= high for low, high in allowed):
                found[Hint(rule.tells, rule.effect, match[0])] = None
    return list(found)


def _read() -> tuple[Rule, ...]:
    return rules_of(PublicWords.objects.order_by("id"), timezone.localdate())


_rules = Remembered(_read)


def rules_today() -> tuple[Rule, ...]:
    """Return the rules of today; remembered for some seconds."""
    return _rules.get()


def forget_words() -> None:
    """Read the words anew; called by everything that writes them."""
    _rules.forget()
