"""Loading the check that ships as data, never over a county's own edits."""

from __future__ import annotations

import tomllib
from pathlib import Path

from bangfu.workstreams.monitoring.checks.items import items_of
from bangfu.workstreams.monitoring.checks.models import CheckType

FILE = Path(__file__).parent.parent / "seeds" / "checks.toml"


def load() -> int:
    """Add the example checks that are not there yet; return how many."""
    known = set(CheckType.objects.values_list("code", flat=True))
    fresh = [
        CheckType(**{**entry, "items": [item.stored() for item in items_of(entry["items"])]}, example=True)
        for entry in tomllib.loads(FILE.read_text(encoding="utf-8"))["check"]
        if entry["code"] not in known
    ]
    for kind in fresh:
        kind.full_clean()
    return len(CheckType.objects.bulk_create(fresh))
