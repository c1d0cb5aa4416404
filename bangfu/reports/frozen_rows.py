"""The lists of rows behind sealed figures: kept when a report is sealed, compared with the rows that count today.

A list is kept once under its digest, which the sealed content names: reports that count the same rows share it.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from bangfu.figures.computing import Question, rows_of
from bangfu.figures.declared import figures
from bangfu.figures.ledger_source import ENTRIES
from bangfu.ledger.models import Entry
from bangfu.reports.document import Used
from bangfu.reports.models import FrozenRows

CHUNK = 5000
Numbers = dict[str, list[int]]
"""Numbers of rows by the name of their source, ascending."""


@dataclass(frozen=True)
class RowChanges:
    """What became of the rows behind a sealed figure: those it counted, those new since, those that count no more."""

    sealed: Numbers
    added: Numbers
    gone: Numbers


def question_of(used: Used) -> Question:
    """Return the question a figure of a report was asked with."""
    return Question(
        area_code=used.area_code,
        from_=used.from_,
        to=used.to,
        side=used.side,
        partner=used.partner,
        where=tuple((name, "is", value) for name, value in used.where),
    )


def rows_digest(used: Used) -> str:
    """Return the SHA-256 over the rows a figure counts: source and number, for ledger entries their link hash too."""
    return _read(used)[0]


def keep_rows(used: Used) -> str:
    """Keep the list of the rows a figure counts now, and return its digest."""
    digest, numbers = _read(used)
    packed = zlib.compress(json.dumps(numbers, separators=(",", ":")).encode(), level=9)
    FrozenRows.objects.get_or_create(digest=digest, defaults={"rows": packed})
    return digest


def kept_rows(digest: str) -> Numbers | None:
    """Return a list that was kept; None for a report sealed before lists were."""
    row = FrozenRows.objects.filter(digest=digest).first()
    return None if row is None else json.loads(zlib.decompress(bytes(row.rows)))


def changes_of(used: Used) -> RowChanges | None:
    """Compare the rows behind a sealed figure with those it counts today; None where no list was kept."""
    sealed = kept_rows(used.rows)
    if sealed is None:
        return None
    now = _read(used)[1] if used.code in figures else {}
    return RowChanges(sealed, _without(now, sealed), _without(sealed, now))


def changed_lists(digests: Iterable[str]) -> list[str]:
    """Return which of these lists no longer give their digest: altered, or with an entry rewritten beneath them."""
    return [digest for digest in digests if (kept := kept_rows(digest)) is not None and _digest(kept) != digest]


def counted(numbers: Mapping[str, Sequence[int]]) -> int:
    """How many rows a list holds."""
    return sum(map(len, numbers.values()))


def _without(numbers: Numbers, others: Numbers) -> Numbers:
    left = {name: sorted(set(found) - set(others.get(name, ()))) for name, found in numbers.items()}
    return {name: found for name, found in left.items() if found}


def _read(used: Used) -> tuple[str, Numbers]:
    """The digest of the rows a figure counts, and their numbers."""
    digest, numbers = hashlib.sha256(), Numbers()
    for source, rows in sorted(rows_of(figures[used.code], question_of(used)), key=lambda pair: pair[0].name):
        for number, line in _lines(source.name, rows):
            digest.update(line.encode())
            numbers.setdefault(source.name, []).append(number)
    return digest.hexdigest(), numbers


def _lines(source: str, rows: QuerySet[Any]) -> Iterator[tuple[int, str]]:
    columns = ("pk", "hash") if rows.model is Entry else ("pk",)
    for row in rows.order_by("pk").values_list(*columns).distinct().iterator(chunk_size=CHUNK):
        yield row[0], f"{source}:{':'.join(map(str, row))}\n"


def _digest(numbers: Numbers) -> str:
    """The digest that a list gives with the ledger as it is."""
    digest = hashlib.sha256()
    for source in sorted(numbers):
        for start in range(0, len(numbers[source]), CHUNK):
            run = numbers[source][start : start + CHUNK]
            hashes = dict(Entry.objects.filter(pk__in=run).values_list("pk", "hash")) if source == ENTRIES.name else {}
            for number in run:
                ending = f":{hashes.get(number, '')}" if source == ENTRIES.name else ""
                digest.update(f"{source}:{number}{ending}\n".encode())
    return digest.hexdigest()
