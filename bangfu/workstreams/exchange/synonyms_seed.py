"""The synonyms that come with the exchange, added where they are missing and never over an edit."""

import hashlib
from collections.abc import Iterator

from django.core.exceptions import ImproperlyConfigured

from bangfu.kernel.seeds import Seed, only, seed_files
from bangfu.workstreams.exchange.models import Synonyms

FOLDER = "synonyms"


def load_synonyms() -> int:
    """Add the groups that were never loaded; a group that a county changed or that was loaded once stays as it is."""
    known = set(Synonyms.objects.exclude(seed="").values_list("seed", flat=True))
    rows = [Synonyms(words="、".join(group), seed=key) for key, group in _groups() if key not in known]
    return len(Synonyms.objects.bulk_create(rows))


def _groups() -> Iterator[tuple[str, list[str]]]:
    seen: set[str] = set()
    for path, content in seed_files(FOLDER):
        for group in only(path, content, "groups")["groups"]:
            if twice := seen & set(group):
                raise ImproperlyConfigured(f"{path}: {'、'.join(sorted(twice))} stands in two groups")
            seen |= set(group)
            yield hashlib.sha256(group[0].encode()).hexdigest()[:40], group


SYNONYMS_SEED = Seed(name="exchange.synonyms", load=load_synonyms)
