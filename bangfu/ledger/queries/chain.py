"""Proof that nothing in the book was altered behind its back."""

from typing import Any

from django.db.models import Count, Max

from bangfu.ledger.chains import COUNTED, HASHED, broken_links
from bangfu.ledger.models import Chain, Entry


def verify_chains() -> dict[str, Any]:
    """Walk every chain: ``{entries, areas, broken: [{chain, sequence, entry, problem}]}``.

    Entries missing at the end are noticed because the chain's head knows its length and hash.
    """
    rows = Entry.objects.order_by("chain", "sequence").values("id", "previous_hash", "hash", COUNTED, *HASHED)
    broken = broken_links(rows.iterator(chunk_size=5000))
    ends = {
        row["chain"]: row["last"] for row in Entry.objects.values("chain").annotate(last=Max("sequence")).order_by()
    }
    heads = {chain.code: chain for chain in Chain.objects.all()}
    for code in sorted(heads.keys() | ends.keys()):
        length = heads[code].length if code in heads else 0
        if ends.get(code, 0) != length:
            broken.append({"chain": code, "sequence": length, "entry": None, "problem": "missing"})
    counted = Entry.objects.aggregate(entries=Count("id"), areas=Count("chain", distinct=True))
    return {"entries": counted["entries"], "areas": counted["areas"], "broken": broken}
