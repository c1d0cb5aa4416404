"""Libraries that take seconds to load and that few requests need, loaded when they are first asked for something."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any


class LateModule(ModuleType):
    """Stands for a module until one of its names is used.

    Loading is left to `import_module`, whose lock lets two threads ask at once.
    """

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self.__name__), name)


def late(name: str) -> Any:
    """A module by its full name, loaded when first used; a missing one is an ImportError only then."""
    return LateModule(name)
