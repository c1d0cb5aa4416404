"""A small table kept in memory: read once, forgotten when it changes here, and after some seconds anyway.

Other processes learn of a change when their copy has aged, so a new value reaches all of them within ``SECONDS``.
"""

from collections.abc import Callable, Collection, Hashable, Mapping
from time import monotonic
from typing import Generic, TypeVar

from django.db import transaction

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")
SECONDS = 5.0
_all: list["Remembered | RememberedByKey | RememberedEach"] = []  # type: ignore[type-arg]


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

    def peek(self, key: Hashable) -> T | None:
        """Return what is remembered for the key, or None."""
        return self._kept.get(key)

    def put(self, key: Hashable, value: T) -> None:
        """Remember a result in the place of an earlier one."""
        self._kept.pop(key, None)
        self.get(key, lambda: value)

    def _drop(self) -> None:
        self._kept.clear()


class RememberedEach(Generic[K, T]):
    """Results of ``load`` for one key each, kept for some seconds; at most ``LARGEST`` of them."""

    LARGEST = 10_000

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._kept: dict[K, tuple[float, T]] = {}
        _all.append(self)

    def get(self, key: K, load: Callable[[], T]) -> T:
        """Return what is remembered under a key, or read it."""
        return self.get_all([key], lambda _keys: {key: load()})[key]

    def get_all(self, keys: Collection[K], load: Callable[[Collection[K]], Mapping[K, T]]) -> dict[K, T]:
        """Return what is remembered under keys, and read those that are not, at once; what is not found is left out."""
        oldest = monotonic() - self._seconds
        found = {key: kept[1] for key in keys if (kept := self._kept.get(key)) and kept[0] > oldest}
        if missing := [key for key in keys if key not in found]:
            loaded = dict(load(missing))
            if len(self._kept) + len(loaded) > self.LARGEST:
                self._kept.clear()
            self._kept.update({key: (monotonic(), value) for key, value in loaded.items()})
            found |= loaded
        return found

    def forget(self, key: K) -> None:
        """Read one anew next time."""
        self._kept.pop(key, None)

    def _drop(self) -> None:
        self._kept.clear()


def forget_everything() -> None:
    """Drop every memory of this process; between tests, whose changes are rolled back."""
    for memory in _all:
        memory._drop()
