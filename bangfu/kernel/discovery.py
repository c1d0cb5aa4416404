"""Find the packages directly under a package, in name order. Imports nothing from Django."""

import importlib
import pkgutil


def child_packages(parent: str) -> list[str]:
    """Return dotted names of the packages directly inside ``parent``."""
    path = importlib.import_module(parent).__path__
    return [f"{parent}.{m.name}" for m in sorted(pkgutil.iter_modules(path), key=lambda m: m.name) if m.ispkg]
