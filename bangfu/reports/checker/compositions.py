"""Shares told side by side: 三次产业结构由8.1∶45.2∶46.7调整为7.5∶46.0∶46.5 states six percentages.

Other proportions (师生比1∶12.5, 比分3:1, 9:30) are no figures of something.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from bangfu.reports.checker.worded import Worded

_PART = r"\d{1,2}(?:\.\d{1,3})?"
_SHARES = re.compile(rf"(?<![\d.:：∶])(?<!\d比){_PART}(?:[:：∶比]{_PART})+(?![\d.:：∶]|比\d)")
_NUMBER = re.compile(_PART)
_CLAUSE = re.compile(r"[。；！？\n]")
_STRUCTURE = re.compile(r"结构|三次?产业?|占比|比重|构成|比例|之?比(?:例|重)?[为是由达约]?$")
_BACK = 40
_WHOLE, _ROUNDED, _SLIP = Decimal(100), Decimal("0.2"), Decimal(12)


def shares_side_by_side(text: str) -> Iterator[Worded]:
    """The parts of every composition of a whole: those that make up a hundred, of three and more also nearly."""
    for match in _SHARES.finditer(text):
        clause = _CLAUSE.split(text[max(0, match.start() - _BACK) : match.start()])[-1]
        parts = [(one.start(), one.end(), Decimal(one.group())) for one in _NUMBER.finditer(text, *match.span())]
        off = abs(sum(value for _, _, value in parts) - _WHOLE)
        nearly = _SLIP if len(parts) > 2 and "." in match.group() else _ROUNDED
        if _STRUCTURE.search(clause) and off <= nearly:
            for start, end, value in parts:
                places = -value.as_tuple().exponent  # type: ignore[operator]  # finite: it was read from digits
                yield Worded(start, end, value, "percent", "exact", "share", Decimal(1).scaleb(-places))
