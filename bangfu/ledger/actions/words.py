"""The chain of what the asked sides said."""

from collections import defaultdict
from collections.abc import Sequence

from bangfu.ledger.chains import GENESIS, WORDS_HASHED, link_hash
from bangfu.ledger.models import Chain, Confirmation


def chain_words(said: Sequence[Confirmation]) -> list[Confirmation]:
    """Append confirmations to their counties' chains; the heads stay locked until the transaction ends."""
    by_chain: dict[str, list[Confirmation]] = defaultdict(list)
    for confirmation in said:
        by_chain[confirmation.entry.chain].append(confirmation)
    for code in sorted(by_chain):
        head = Chain.objects.select_for_update().get(code=code)
        for one in by_chain[code]:
            head.words += 1
            one.chain, one.sequence, one.previous_hash = code, head.words, head.words_hash or GENESIS
            values = {name: getattr(one, name) for name in WORDS_HASHED if name != "entry_hash"}
            one.hash = head.words_hash = link_hash(
                one.previous_hash, {**values, "entry_hash": one.entry.hash}, WORDS_HASHED
            )
        head.save(update_fields=["words", "words_hash"])
    return list(said)
