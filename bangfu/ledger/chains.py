"""The hash chain of a county's entries: what is hashed, and how links are added."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

GENESIS = "0" * 64
HASHED = (
    "kind", "workstream", "source", "giver_id", "receiver_id", "area_code", "giver_area_code", "pairing_id",
    "campaign_id", "happened_on", "posted_at", "posted_by_id", "amount", "quantity", "unit", "bound", "persons",
    "person_times", "households", "details", "note", "reverses_id", "batch", "chain", "sequence",
)  # fmt: skip
COUNTED = "counted_on"  # hashed only where it is another day than the entry's own, so that older links hold
WORDS_HASHED = (
    "entry_id", "entry_hash", "verdict", "party_id", "by_id", "at", "note", "chain", "sequence",
)  # fmt: skip


def chain_code(area_code: str) -> str:
    """Return the chain an entry belongs to: its county, or the shorter code of a place above counties."""
    return area_code[:6]


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
NATIVE = frozenset({str, int, type(None), dict})


def _plain(value: Any) -> Any:
    if type(value) in NATIVE:
        return value
    if isinstance(value, Decimal):
        return format(value.normalize() + 0, "f")
    if isinstance(value, datetime):
        return int(value.timestamp() * 1_000_000)
    if isinstance(value, date):
        return value.isoformat()
    return value


def link_hash(previous: str, values: Mapping[str, Any], names: Sequence[str] = HASHED) -> str:
    """Return the hash of a link's values (an entry's, unless other names are given) and the hash before it."""
    if COUNTED in values and values[COUNTED] != values["happened_on"]:
        names = (*names, COUNTED)
    content = _encode({name: _plain(values[name]) for name in names})
    return hashlib.sha256(f"{previous}\n{content}".encode()).hexdigest()


def broken_links(entries: Iterable[Mapping[str, Any]], names: Sequence[str] = HASHED) -> list[dict[str, Any]]:
    """Walk links in chain order and return where the chain does not hold.

    ``entries`` are mappings with all hashed columns (``names``; of entries also ``counted_on``), ``id``,
    ``previous_hash`` and ``hash``, ordered by chain and sequence. A break is ``{chain, sequence, entry, problem}``
    with problem *missing*, *altered* or *unlinked*; of a chain of confirmations ``entry`` is the entry spoken of.
    """
    broken: list[dict[str, Any]] = []
    chain, sequence, previous = None, 0, GENESIS
    for entry in entries:
        if entry["chain"] != chain:
            chain, sequence, previous = entry["chain"], 0, GENESIS
        sequence += 1
        place = {"chain": chain, "sequence": entry["sequence"], "entry": entry.get("entry_id", entry["id"])}
        if entry["sequence"] != sequence:
            broken.append({**place, "problem": "missing"})
            sequence = entry["sequence"]
        elif entry["previous_hash"] != previous:
            broken.append({**place, "problem": "unlinked"})
        if link_hash(entry["previous_hash"], entry, names) != entry["hash"]:
            broken.append({**place, "problem": "altered"})
        previous = entry["hash"]
    return broken
