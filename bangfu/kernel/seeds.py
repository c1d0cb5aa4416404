"""Data that comes with an app: TOML files in a folder of each installed app of ours."""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from bangfu.kernel.manifest import registry_of

PACKAGE = "bangfu."


@dataclass(frozen=True, kw_only=True)
class Seed:
    """Rows that come with an app. ``load()`` adds those that are missing, never over an edit; it returns how many."""

    name: str
    load: Callable[[], int]


seeds = registry_of(Seed)


def seed_files(folder: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield every ``<app>/<folder>/*.toml`` with its content, in order of apps and names.

    Raises ImproperlyConfigured for a file that is not TOML.
    """
    for config in apps.get_app_configs():
        if not config.name.startswith(PACKAGE):
            continue
        for path in sorted((Path(config.path) / folder).glob("*.toml")):
            try:
                yield path, tomllib.loads(path.read_text("utf-8"))
            except tomllib.TOMLDecodeError as error:
                raise ImproperlyConfigured(f"{path}: {error}") from error


def only(path: Path, entry: dict[str, Any], *known: str) -> dict[str, Any]:
    """Return the entry if it has no other keys than those known; raise ImproperlyConfigured otherwise."""
    if unknown := entry.keys() - set(known):
        raise ImproperlyConfigured(f"{path}: unknown {', '.join(sorted(unknown))}")
    return entry
