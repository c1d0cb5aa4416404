"""ID numbers that are off by a slip of the pen: which right numbers may have been meant.

The check digit of GB 11643 finds every single wrong digit and every swap of neighbours. Turned round, of the numbers
one slip away only about one in eleven is right: few enough to look each of them up.
"""

from __future__ import annotations

from collections.abc import Iterator

from bangfu.kernel.workbooks import id_check_digit

LENGTH = 18
LETTERS = str.maketrans(
    {"O": "0", "o": "0", "Q": "0", "I": "1", "l": "1", "L": "1", "Z": "2", "S": "5", "B": "8", "x": "X"}
)


def is_right(number: str) -> bool:
    """Tell whether a number has the shape and the check digit of an ID number."""
    body = number[:17]
    return len(number) == LENGTH and body.isascii() and body.isdigit() and id_check_digit(body) == number[17]


def without_letters(text: str) -> str:
    """Return a number as it was meant where letters stand for the digits they look like: O for 0, l for 1."""
    compact = "".join(text.split())
    return compact[:17].translate(LETTERS) + compact[17:].upper()


def meant_by(text: str) -> list[str]:
    """Return the right numbers that are one slip away, nearest first; the number itself when it is right."""
    number = without_letters(text)
    if is_right(number):
        return [number]
    return list(dict.fromkeys(found for found in _slips(number) if is_right(found)))


def _slips(number: str) -> Iterator[str]:
    if len(number) == LENGTH:
        for place in range(LENGTH - 1):  # neighbours swapped
            yield number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        yield number[:17] + (id_check_digit(number[:17]) if number[:17].isdigit() else "")
        for place in range(17):  # one digit wrong
            for digit in "0123456789":
                yield number[:place] + digit + number[place + 1 :]
    elif len(number) == LENGTH - 1:  # one digit left out
        for place in range(LENGTH):
            for digit in "0123456789X" if place == 17 else "0123456789":
                yield number[:place] + digit + number[place:]
    elif len(number) == LENGTH + 1:  # one written twice
        for place in range(LENGTH + 1):
            yield number[:place] + number[place + 1 :]
