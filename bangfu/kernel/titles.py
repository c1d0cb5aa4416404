"""The titles of declared items, for columns whose values are their names (a role, a parameter, a kind of job)."""

from collections.abc import Iterator, Mapping
from typing import Any

from bangfu.kernel.registry import Registry

NEUTRAL = "neutral"


class TitlesOf(Mapping[str, tuple[Any, str]]):
    """Name → (title, tone) of everything in a registry, also of what is declared later."""

    def __init__(self, registry: Registry[Any]) -> None:
        self._registry = registry

    def __getitem__(self, name: str) -> tuple[Any, str]:
        return self._registry[name].title, NEUTRAL

    def __iter__(self) -> Iterator[str]:
        return iter(self._registry.names())

    def __len__(self) -> int:
        return len(self._registry)
