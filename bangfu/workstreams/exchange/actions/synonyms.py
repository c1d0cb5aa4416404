"""Words that mean the same, kept by the offices."""

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Refused
from bangfu.kernel.rights.models import User
from bangfu.workstreams.exchange.actions.rows import change, create, locked
from bangfu.workstreams.exchange.models import Synonyms
from bangfu.workstreams.exchange.permissions import WORDS_CHANGE
from bangfu.workstreams.exchange.similarity.words import split_words


@action(WORDS_CHANGE)
def add_synonyms(actor: User, *, words: str) -> Synonyms:
    """Add a group of two or more words that mean the same."""
    return create(actor, "add_synonyms", Synonyms(words=_joined(words)))


@action(WORDS_CHANGE)
def change_synonyms(actor: User, synonyms: Synonyms, *, words: str) -> Synonyms:
    """Change a group; what came with the software is then the county's own."""
    return change(actor, "change_synonyms", locked(synonyms), words=_joined(words))


def _joined(words: str) -> str:
    found = split_words(words)
    if len(found) < 2:
        raise Refused(_("至少要两个词，用顿号分开。"), field="words")
    return "、".join(found)
