"""Loading the schemes that ship as data (``schemes/*.toml``), never over a county's own edits."""

import tomllib
from pathlib import Path
from typing import Any

from bangfu.pairing.models import Scheme

FOLDER = Path(__file__).parent / "schemes"


def shipped_schemes() -> list[dict[str, Any]]:
    """Return the schemes of the data files, in the order of the files."""
    found: list[dict[str, Any]] = []
    for path in sorted(FOLDER.glob("*.toml")):
        found += tomllib.loads(path.read_text(encoding="utf-8"))["scheme"]
    return found


def load_schemes() -> int:
    """Add the schemes that are not there yet; return how many."""
    known = set(Scheme.objects.values_list("name", flat=True))
    fresh = [Scheme(**entry) for entry in shipped_schemes() if entry["name"] not in known]
    for scheme in fresh:
        scheme.full_clean()
    return len(Scheme.objects.bulk_create(fresh))
