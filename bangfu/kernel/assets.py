"""Addresses of the built front end, read from the manifest that the build writes."""

import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from markupsafe import Markup

DIST = Path(__file__).parent / "static" / "dist"
NOT_BUILT = Markup("<!-- front end not built: run make setup -->")


def manifest() -> dict[str, dict]:
    """The build's manifest, source name to chunk; empty before the first build."""
    return _read() if settings.DEBUG else _read_once()


def _read() -> dict[str, dict]:
    path = DIST / "manifest.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


_read_once = cache(_read)


@cache
def icon(name: str) -> Markup:
    """One icon of the sprite, hidden from screen readers: the word beside it says it.

    The names are those of Tabler's outline set that ``frontend/icons.json`` lists. Raises ``KeyError``
    for any other; nothing is shown before the first build.
    """
    chunks = manifest()
    if not chunks:
        return Markup("")
    sprite = chunks["icons.svg"]
    if name not in sprite["names"]:
        raise KeyError(f"icon {name!r} is not in frontend/icons.json")
    return Markup('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>').format(
        static("dist/" + sprite["file"]), name
    )


def asset_tags(entry: str = "src/main.ts") -> Markup:
    """The style sheet and script tags of one entry; a comment when nothing is built (pages work without)."""
    chunks = manifest()
    if not chunks:
        return NOT_BUILT
    chunk = chunks[entry]
    styles = [
        Markup('<link rel="stylesheet" href="{}">').format(static("dist/" + name)) for name in chunk.get("css", ())
    ]
    script = Markup('<script type="module" src="{}"></script>').format(static("dist/" + chunk["file"]))
    return Markup("\n").join([*styles, script])
