"""Addresses of the built front end, read from the manifest that the build writes."""

import json
from functools import cache, lru_cache
from pathlib import Path

from django.templatetags.static import static
from markupsafe import Markup

DIST = Path(__file__).parent / "static" / "dist"
NOT_BUILT = Markup("<!-- front end not built: run make setup -->")


def manifest() -> dict[str, dict]:
    """The build's manifest, source name to chunk; empty before the first build, fresh after each."""
    path = DIST / "manifest.json"
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return {}


@lru_cache(maxsize=1)
def _read(path: Path, _changed: int) -> dict[str, dict]:
    return json.loads(path.read_text("utf-8"))


def icon(name: str) -> Markup:
    """One icon of the sprite, hidden from screen readers: the word beside it says it.

    The names are those of Tabler's outline set that ``icons.json`` lists, so that the sprite stays small. An icon
    is an ornament: one that is not listed is left out rather than taking the page down, and a test names it.
    Nothing is shown before the first build.
    """
    chunks = manifest()
    listed = chunks and name in icon_names()
    return _drawn(name, _built(chunks["icons.svg"]["file"])) if listed else Markup("")


@cache
def _built(name: str) -> str:
    return static("dist/" + name)


@cache
def _drawn(name: str, sprite: str) -> Markup:
    return Markup('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>').format(sprite, name)


@cache
def icon_names() -> frozenset[str]:
    """The icons a page may show."""
    return frozenset(json.loads((Path(__file__).parent / "icons.json").read_text("utf-8")))


def asset_tags(entry: str = "src/main.ts") -> Markup:
    """The style sheet and script tags of one entry; a comment when nothing is built (pages work without)."""
    path = DIST / "manifest.json"
    try:
        return _tags(path, path.stat().st_mtime_ns, entry)
    except FileNotFoundError:
        return NOT_BUILT


@cache
def _tags(path: Path, changed: int, entry: str) -> Markup:
    chunk = _read(path, changed)[entry]
    styles = [Markup('<link rel="stylesheet" href="{}">').format(_built(name)) for name in chunk.get("css", ())]
    script = Markup('<script type="module" src="{}"></script>').format(_built(chunk["file"]))
    return Markup("\n").join([*styles, script])
