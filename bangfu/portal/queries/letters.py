"""Answers that everybody may read, and one letter for whoever holds its number and code."""

import hmac

from django.db.models import QuerySet

from bangfu.kernel.ciphers import index_of
from bangfu.kernel.publishing.places import within
from bangfu.kernel.publishing.releasing import Withheld, refuse_identifying
from bangfu.portal.models import Letter

LOOKED_AT = 60


def answered(places: tuple[str, ...]) -> list[Letter]:
    """Return the latest letters whose answer is shown, checked once more; at most ``LOOKED_AT``."""
    return [letter for letter in shown_rows(places)[:LOOKED_AT] if harmless(letter)]


def shown_rows(places: tuple[str, ...]) -> QuerySet[Letter]:
    """Return the letters whose answer is shown, latest first."""
    return Letter.objects.filter(within(places), shown=True, state=Letter.State.ANSWERED).order_by(
        "-answered_on", "-id"
    )


def harmless(letter: Letter) -> bool:
    """Tell whether title and answer hold no identifying number."""
    try:
        refuse_identifying({"title": letter.title, "answer": letter.answer})
    except Withheld:
        return False
    return True


def digest_of(number: str, code: str) -> str:
    """Return the keyed digest by which a code is compared; it differs for the same code of another letter."""
    return index_of(f"{number}/{code}")


def letter_of(number: str, code: str) -> Letter | None:
    """Return the letter with this number if the code is its own; a wrong number and a wrong code answer alike."""
    number, code = "".join(number.split()).upper(), "".join(code.split()).upper()
    letter = Letter.objects.filter(number=number).first()
    expected = letter.code if letter else digest_of("-", "-")
    right = hmac.compare_digest(expected, digest_of(number, code))
    return letter if letter is not None and right else None
