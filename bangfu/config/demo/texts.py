"""The five published documents as the demonstration's own reports: chapters written anew, every figure live.

``texts/*.toml`` name a report, a place, a period and the chapters a writer has put in place of the shipped ones. They
are written through the action a writer uses, so the page shows them as edited and lets anybody go on editing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bangfu.kernel.rights.models import User
from bangfu.reports.actions import seal_report, write_chapter

TEXTS = Path(__file__).parent / "texts"


def written_texts() -> Iterator[dict[str, Any]]:
    """Yield the documents: report, area, period, and chapters by name."""
    for path in sorted(TEXTS.glob("*.toml")):
        yield tomllib.loads(path.read_text(encoding="utf-8"))


def build_texts(offices: Mapping[str, User]) -> int:
    """Have each county's officer write the chapters of its document; return how many chapters there are."""
    count = 0
    for document in written_texts():
        where = {"report": document["report"], "area_code": document["area"], "period": document["period"]}
        for chapter, text in document["chapters"].items():
            write_chapter(offices[document["area"]], chapter=chapter, text=text, **where)
            count += 1
    return count


def seal_texts(offices: Mapping[str, User]) -> int:
    """Have each county's officer seal its document, so that later entries show beside it; return how many there are."""
    documents = list(written_texts())
    for document in documents:
        where = {"report": document["report"], "area_code": document["area"], "period": document["period"]}
        seal_report(offices[document["area"]], **where)
    return len(documents)
