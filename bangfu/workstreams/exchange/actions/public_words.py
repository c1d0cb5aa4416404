"""Words that public wording must not hold, kept by the offices."""

from datetime import date

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Refused
from bangfu.kernel.rights.models import User
from bangfu.workstreams.exchange.actions.rows import change, create, locked
from bangfu.workstreams.exchange.actions.text_hits import rescan_later
from bangfu.workstreams.exchange.models import PublicWords
from bangfu.workstreams.exchange.permissions import PUBLIC_WORDS_CHANGE
from bangfu.workstreams.exchange.sensitive import forget_words, packed
from bangfu.workstreams.exchange.similarity.words import split_words

NEITHER = frozenset("#@")  # a word of these alone would stop every text


@action(PUBLIC_WORDS_CHANGE)
def add_public_words(
    actor: User,
    *,
    tells: str,
    words: str,
    effect: str = PublicWords.Effect.BLOCK,
    allowed: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> PublicWords:
    """Add words that tell something of somebody; they hold from now on for whatever is entered or published."""
    row = PublicWords(
        tells=tells,
        effect=effect,
        words=_joined(words),
        allowed="、".join(split_words(allowed)),
        valid_from=valid_from,
        valid_to=valid_to,
    )
    _check(row)
    made = create(actor, "add_public_words", row)
    forget_words()
    rescan_later(made)
    return made


@action(PUBLIC_WORDS_CHANGE)
def change_public_words(actor: User, row: PublicWords, **fields: object) -> PublicWords:
    """Change words; what came with the software is then the county's own."""
    held = locked(row)
    for name in ("words", "allowed"):
        if name in fields:
            given = str(fields[name])
            fields[name] = _joined(given) if name == "words" else "、".join(split_words(given))
    for name, value in fields.items():
        setattr(held, name, value)
    _check(held)
    made = change(actor, "change_public_words", locked(row), **fields)
    forget_words()
    rescan_later(made)
    return made


def _joined(words: str) -> str:
    found = split_words(words)
    if any(not set(packed(word)) - NEITHER for word in found) or not found:
        raise Refused(_("请填写词语，用顿号分开；不能只有 # 或 @。"), field="words")
    return "、".join(found)


def _check(row: PublicWords) -> None:
    if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
        raise Refused(_("截止日期不能早于开始日期。"), field="valid_to")
