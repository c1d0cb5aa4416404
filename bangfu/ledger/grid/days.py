"""Days as a clerk types them from a list of one year: 3.5, 3-5, 3/5, 3月5日."""

import re

SHORT = re.compile(r"^\s*(\d{1,2})\s*[-/.．。月]\s*(\d{1,2})\s*(?:日|号)?\s*$")


def full_day(text: str, year: int) -> str:
    """Return a day without a year with the list's year before it; anything else as it is.

    >>> full_day("3.5", 2020)
    '2020-3-5'
    """
    short = SHORT.match(text)
    return f"{year}-{short[1]}-{short[2]}" if short else text
