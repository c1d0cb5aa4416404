"""The words the checker knows: units, cue words and names, each in a TOML table that an editor can extend."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The table `name`.toml of this folder, read once."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text("utf-8"))


def longest_first(words: list[str]) -> list[str]:
    """The words without duplicates, longer ones first, so that an alternation prefers them."""
    return sorted(set(words), key=lambda word: (-len(word), word))
