"""Sentences kept with their values, so that whoever reads them reads their own language and not that of the writer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, override

from bangfu.kernel import formats
from bangfu.kernel.periods import Period, parse

ORIGIN = "zh-hans"  # message ids are simplified Chinese: words in that language are their own id


@dataclass(frozen=True)
class Said:
    """A message id with its values; ``str`` gives it in the language of the moment."""

    words: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        said = gettext(self.words)
        return said % {name: _written(value) for name, value in self.values.items()} if self.values else said


Words = Said | Promise
"""What the program says: a sentence with its values, or words marked by ``gettext_lazy``."""


def saying(words: str, /, **values: Any) -> Said:
    """Mark a sentence for translation, like ``_``, with the values of its placeholders.

    Values are numbers, days, periods, amounts of money (Decimal, CNY), other sentences, and words that were marked
    lazily, which are translated like the sentence; text is data and stays as it is.
    """
    return Said(words, values)


def original(words: Words | str) -> str:
    """Return the words in the language message ids are written in, whoever is at work."""
    with override(ORIGIN):
        return str(words)


def told(kept: Any) -> str:
    """Return what ``stored`` kept, in the language of the moment. Raises KeyError, TypeError or ValueError if unfit."""
    return _written(_read(kept))


def stored(value: Any) -> Any:
    """Return words and values as JSON keeps them, for ``told`` to read."""
    match value:
        case Said():
            values = {name: stored(one) for name, one in value.values.items()}
            return {"say": value.words, **({"with": values} if values else {})}
        case Promise():
            return {"say": original(value)}
        case Period():
            return {"period": value.code}
        case Decimal():
            return {"money": str(value)}
        case date():
            return value.isoformat()
    return value


def _read(kept: Any) -> Any:
    match kept:
        case {"say": words}:
            return Said(words, {name: _read(value) for name, value in kept.get("with", {}).items()})
        case {"period": code}:
            return parse(code)
        case {"money": amount}:
            return Decimal(amount)
    return kept


def _written(value: Any) -> str:
    if isinstance(value, Period):
        return value.words
    return formats.money(value) if isinstance(value, Decimal) else str(value)
