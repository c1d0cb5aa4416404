"""A name-keyed store that refuses duplicates and is closed after start-up."""

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar

from django.core.exceptions import ImproperlyConfigured


class Named(Protocol):
    """Anything that can be declared: it has a name that is unique among its type."""

    @property
    def name(self) -> str: ...


T = TypeVar("T", bound=Named)


class Registry(Generic[T]):
    """Declared items of one type, in the order of declaration."""

    def __init__(self, type_: type[T]) -> None:
        self.type = type_
        self._items: dict[str, T] = {}
        self._open = True

    def add(self, item: T) -> T:
        """Add an item; raise ImproperlyConfigured after start-up or for a name already taken."""
        what = self.type.__name__
        if not self._open:
            raise ImproperlyConfigured(f"{what} {item.name!r} was declared after start-up")
        if item.name in self._items:
            raise ImproperlyConfigured(f"{what} {item.name!r} is declared twice")
        self._items[item.name] = item
        return item

    def close(self) -> None:
        """Refuse further items."""
        self._open = False

    def get(self, name: str) -> T | None:
        """Return the item of that name, or None."""
        return self._items.get(name)

    def names(self) -> list[str]:
        """Return all names in order of declaration."""
        return list(self._items)

    def __getitem__(self, name: str) -> T:
        return self._items[name]

    def __contains__(self, name: object) -> bool:
        return name in self._items

    def __iter__(self) -> Iterator[T]:
        return iter(self._items.values())

    def __len__(self) -> int:
        return len(self._items)
