"""The words for public wording that come with the exchange, added where they are missing and never over an edit."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from bangfu.kernel.seeds import Seed, only, seed_files
from bangfu.workstreams.exchange.models import PublicWords
from bangfu.workstreams.exchange.sensitive import forget_words

FOLDER = "public_words"


def load_public_words() -> int:
    """Add the rows that were never loaded; a row that a county changed or that was loaded once stays as it is."""
    known = set(PublicWords.objects.exclude(seed="").values_list("seed", flat=True))
    made = PublicWords.objects.bulk_create([PublicWords(**row) for row in _rows() if row["seed"] not in known])
    forget_words()
    return len(made)


def _rows() -> Iterator[dict[str, Any]]:
    for path, content in seed_files(FOLDER):
        for row in only(path, content, "row")["row"]:
            given = only(path, row, "key", "tells", "effect", "words", "allowed", "from", "to")
            if given["tells"] not in PublicWords.Tells or given.get("effect", "block") not in PublicWords.Effect:
                raise ImproperlyConfigured(f"{path}: {given['key']} tells or does something unknown")
            yield {
                "seed": given["key"],
                "tells": given["tells"],
                "effect": given.get("effect", "block"),
                "words": "、".join(given["words"]),
                "allowed": "、".join(given.get("allowed", ())),
                "valid_from": given.get("from"),
                "valid_to": given.get("to"),
            }


PUBLIC_WORDS_SEED = Seed(name="exchange.public_words", load=load_public_words)
