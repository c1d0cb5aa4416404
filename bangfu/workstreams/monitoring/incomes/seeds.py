"""Loading the items of income that ship as data, never over a county's own edits."""

from __future__ import annotations

import tomllib
from pathlib import Path

from bangfu.workstreams.monitoring.incomes.models import IncomeItem

FILE = Path(__file__).parent.parent / "seeds" / "incomes.toml"
FIRST_YEAR = 2014  # of the registration card whose sources these are


def load() -> int:
    """Add the example items that are not there yet; return how many."""
    known = set(IncomeItem.objects.filter(area_code="").values_list("code", flat=True))
    fresh = [
        IncomeItem(**entry, from_year=FIRST_YEAR, example=True)
        for entry in tomllib.loads(FILE.read_text(encoding="utf-8"))["item"]
        if entry["code"] not in known
    ]
    for item in fresh:
        item.full_clean()
    return len(IncomeItem.objects.bulk_create(fresh))
