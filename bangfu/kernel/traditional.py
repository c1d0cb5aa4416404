"""Words that come with the software as data, in the script of the page.

Words in the source are translated by catalogues. Code lists and the like are data: in Chinese, with an English column
beside. For pages in traditional characters they are converted as the catalogues are, character by character. Names of
people and places are never converted: they are what is written in their papers.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from django.utils.translation import get_language
from opencc import OpenCC  # type: ignore[import-untyped] # it has no types

from bangfu.kernel.manifest import registry_of

TO_TRADITIONAL = "s2tw"  # characters only: the words stay those of mainland offices
TRADITIONAL = "zh-hant"


def in_script(text: str) -> str:
    """Return shipped words in the script of the active language: converted for traditional Chinese only."""
    return traditional(text) if _is_traditional() else text


def _is_traditional() -> bool:
    return (get_language() or "").lower().startswith(TRADITIONAL)


def in_script_around(name: str, text: str) -> str:
    """Return shipped words around the name of a place or person, which stays as it is."""
    return name.join(in_script(part) for part in text.split(name)) if name else in_script(text)


@dataclass(frozen=True, kw_only=True)
class KeptNames:
    """Names that stay as they are written wherever they stand inside a text; ``read`` gives them."""

    name: str
    read: Callable[[], Iterable[str]]


kept_names = registry_of(KeptNames)


def titles_in_script(titles: Iterable[str]) -> dict[str, str]:
    """Return each title as it is shown: converted like ``in_script``, but for the ``kept_names`` inside it."""
    titles = list(titles)
    if not _is_traditional():
        return {title: title for title in titles}
    names = sorted({name for source in kept_names for name in source.read() if name}, key=len, reverse=True)
    return {title: _around([name for name in names if name in title], title) for title in titles}


def _around(names: Sequence[str], text: str) -> str:
    """Convert what lies between names, of which the longer come first."""
    if not names:
        return traditional(text)
    return names[0].join(_around(names[1:], part) for part in text.split(names[0]))


@lru_cache(maxsize=20_000)
def traditional(text: str) -> str:
    """Return simplified words in traditional characters."""
    converted: str = _converter().convert(text)
    return converted


@cache
def _converter() -> OpenCC:
    return OpenCC(TO_TRADITIONAL)
