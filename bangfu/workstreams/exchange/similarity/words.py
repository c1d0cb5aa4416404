"""Words of short texts: what is left out, and which words stand for each other."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

SPLIT = re.compile(r"[、,，;；/|\s]+")
NOISE = re.compile(
    r"[^\w]+|[0-9０-９]+|需要|急需|希望|想要|一台|一个|一辆|一张|一床|一套|一件|一些|若干|爱心|捐赠|提供|赠送|免费"
)


def split_words(text: str) -> list[str]:
    """Return the words of a list written with commas or spaces, each once, in order."""
    return list(dict.fromkeys(word for word in SPLIT.split(unicodedata.normalize("NFKC", text)) if word))


def plain(text: str) -> str:
    """Return a text without numbers, punctuation and words that say nothing of the thing."""
    return NOISE.sub("", unicodedata.normalize("NFKC", text).lower())


def with_synonyms(text: str, groups: Iterable[Sequence[str]]) -> str:
    """Return the text with every word of a group replaced by the group's first word, the longest words first."""
    leads = sorted(((word, group[0]) for group in groups for word in group), key=lambda pair: -len(pair[0]))
    if not leads:
        return text
    pattern = re.compile("|".join(re.escape(word) for word, _lead in leads))
    table = dict(reversed(leads))
    return pattern.sub(lambda found: table[found.group()], text)
