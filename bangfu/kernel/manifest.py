"""What an app tells the platform about itself: one declarative object per app.

An item is put into the registry of its type. Upper layers open registries for types of their own
(``entry_kinds = registry_of(EntryKind)``), so a new kind of declaration needs no edit of the kernel.
"""

from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ImproperlyConfigured

from bangfu.kernel.registry import Named, Registry

T = TypeVar("T", bound=Named)
_registries: dict[type, Registry[Any]] = {}


def registry_of(type_: type[T]) -> Registry[T]:
    """Return the registry of a declarable type, opening it on first use."""
    if type_ not in _registries:
        _registries[type_] = Registry(type_)
    return _registries[type_]


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """Everything one app declares.

    ``name`` is the app's label, ``title`` its Chinese name, ``provides`` the declared items of any types that
    have a registry. ``order`` places it in the navigation. ``about`` says in two sentences what a working group does
    and what it records here; apps that are no working group leave it empty.
    """

    name: str
    title: str
    provides: tuple[Named, ...] = ()
    order: int = 100
    about: str = ""

    def declare(self) -> None:
        """Put every item into its registry; raise ImproperlyConfigured for a type nobody knows."""
        for item in self.provides:
            registry = next((_registries[t] for t in type(item).__mro__ if t in _registries), None)
            if registry is None:
                raise ImproperlyConfigured(f"{self.name}: nothing is known about {type(item).__name__}")
            registry.add(item)


manifests: Registry[Manifest] = registry_of(Manifest)


def close_registries() -> None:
    """Refuse declarations from now on."""
    for registry in _registries.values():
        registry.close()
