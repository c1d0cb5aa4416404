"""Proof that nothing in the book was altered behind its back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Count, F, Max, QuerySet

from bangfu.ledger.chains import COUNTED, HASHED, WORDS_HASHED, broken_links
from bangfu.ledger.models import Chain, Confirmation, Entry

Broken = list[dict[str, Any]]


def verify_chains() -> dict[str, Any]:
    """Walk every chain of entries and of confirmations.

    Returns ``{entries, confirmations, areas, broken: [{book, chain, sequence, entry, problem}]}``; ``book`` is
    *entries* or *confirmations*. What is missing at the end is noticed because the chain's head knows its length
    and hash.
    """
    heads = list(Chain.objects.all())
    entries = _walked(Entry.objects.all(), HASHED, {h.code: (h.length, h.hash) for h in heads}, (COUNTED,))
    said = Confirmation.objects.annotate(entry_hash=F("entry__hash"))
    words = _walked(said, WORDS_HASHED, {h.code: (h.words, h.words_hash) for h in heads})
    counted = Entry.objects.aggregate(entries=Count("id"), areas=Count("chain", distinct=True))
    return {
        **counted,
        "confirmations": Confirmation.objects.count(),
        "broken": [
            {"book": book, **one} for book, found in (("entries", entries), ("confirmations", words)) for one in found
        ],
    }


def _walked(
    rows: QuerySet[Any], names: Sequence[str], heads: Mapping[str, tuple[int, str]], beside: Sequence[str] = ()
) -> Broken:
    links = rows.order_by("chain", "sequence").values("id", "previous_hash", "hash", *names, *beside)
    broken = broken_links(links.iterator(chunk_size=5000), names)
    return [*broken, *_cut_off(rows, heads)]


def _cut_off(rows: QuerySet[Any], heads: Mapping[str, tuple[int, str]]) -> Iterable[dict[str, Any]]:
    ends = {row["chain"]: row["last"] for row in rows.values("chain").annotate(last=Max("sequence")).order_by()}
    for code in sorted(heads.keys() | ends.keys()):
        length, last = heads.get(code, (0, ""))
        place = {"chain": code, "sequence": length, "entry": None}
        if ends.get(code, 0) != length:
            yield {**place, "problem": "missing"}
        elif length and not rows.filter(chain=code, sequence=length, hash=last).exists():
            yield {**place, "problem": "unlinked"}
