"""A small table kept in memory: read once, forgotten when it changes here, and after some seconds anyway.

Other processes learn of a change when their copy has aged, so a new value reaches all of them within ``SECONDS``.
"""

from collections.abc import Callable, Hashable
from time import monotonic
from typing import Generic, TypeVar

from django.db import transaction

T = TypeVar("T")
SECONDS = 5.0
_all: list["Remembered | RememberedByKey"] = []  # type: ignore[type-arg]


class Remembered(Generic[T]):
    """The result of ``load``, kept for ``SECONDS``."""

    def __init__(self, load: Callable[[], T]) -> None:
        self._load = load
        self._kept: tuple[float, T] | None = None
        _all.append(self)

    def get(self) -> T:
        """Return what is remembered, or read it."""
        kept = self._kept
        if kept is None or monotonic() - kept[0] > SECONDS:
            kept = self._kept = (monotonic(), self._load())
        return kept[1]

    def forget(self) -> None:
        """Read anew next time: now, and again once the transaction that changed it has been committed."""
        self._kept = None
        transaction.on_commit(self._drop)

    def _drop(self) -> None:
        self._kept = None


class RememberedByKey(Generic[T]):
    """Results by key, the ``most`` last ones. The key must tell everything the result depends on, data included."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Hashable, T] = {}
        _all.append(self)

    def get(self, key: Hashable, load: Callable[[], T]) -> T:
        """Return what is remembered for the key, or load it."""
        if key not in self._kept:
            loaded = load()
            while len(self._kept) >= self._most:
                self._kept.pop(next(iter(self._kept)), None)
            self._kept[key] = loaded
            return loaded
        return self._kept[key]

    def _drop(self) -> None:
        self._kept.clear()


def forget_everything() -> None:
    """Drop every memory of this process; between tests, whose changes are rolled back."""
    for memory in _all:
        memory._drop()
