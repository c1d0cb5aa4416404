"""Words that come with the software as data, in the script of the page.

Words in the source are translated by catalogues. Code lists and the like are data: in Chinese, with an English column
beside. For pages in traditional characters they are converted as the catalogues are, character by character. Names of
people and places are never converted: they are what is written in their papers.
"""

from functools import cache, lru_cache

from django.utils.translation import get_language
from opencc import OpenCC  # type: ignore[import-untyped] # it has no types

TO_TRADITIONAL = "s2tw"  # characters only: the words stay those of mainland offices
TRADITIONAL = "zh-hant"


def in_script(text: str) -> str:
    """Return shipped words in the script of the active language: converted for traditional Chinese only."""
    return traditional(text) if (get_language() or "").lower().startswith(TRADITIONAL) else text


def in_script_around(name: str, text: str) -> str:
    """Return shipped words around the name of a place or person, which stays as it is."""
    return name.join(in_script(part) for part in text.split(name)) if name else in_script(text)


@lru_cache(maxsize=20_000)
def traditional(text: str) -> str:
    """Return simplified words in traditional characters."""
    converted: str = _converter().convert(text)
    return converted


@cache
def _converter() -> OpenCC:
    return OpenCC(TO_TRADITIONAL)
