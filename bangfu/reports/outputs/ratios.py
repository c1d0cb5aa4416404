"""Which figures of a document are a share of two others in it, so that a workbook can divide by formula. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bangfu.reports.document import Document, Used

_SIGN, _SHARE = re.compile(" ÷ "), " × 100%"
_EXACT = Decimal("0.0001")  # per cent; a stored share may have been rounded further behind


def shares_of(document: Document) -> dict[int, tuple[int, int]]:
    """Return by index the per cent figures that two others of the same place, period and side make, divided.

    What is divided is told by what the figures count (``Used.expression``), and the result must be the figure's own.
    """
    counted = {(*_asked(used), used.expression): index for index, used in reversed(list(enumerate(document.figures)))}
    found: dict[int, tuple[int, int]] = {}
    for index, used in enumerate(document.figures):
        for left, right in _halves(used):
            part, whole = (counted.get((*_asked(used), half)) for half in (left, right))
            if part is None or whole is None:
                continue
            if _makes(document.figures[part], document.figures[whole], used):
                found[index] = (part, whole)
                break
    return found


def _asked(used: Used) -> tuple[object, ...]:
    return used.area_code, used.from_, used.to, used.side, used.partner, used.where


def _halves(used: Used) -> Iterator[tuple[str, str]]:
    if used.unit != "percent" or not used.expression.endswith(_SHARE):
        return
    expression = used.expression.removesuffix(_SHARE)
    for sign in _SIGN.finditer(expression):
        yield expression[: sign.start()], expression[sign.end() :]


def _makes(part: Used, whole: Used, share: Used) -> bool:
    if part.value is None or not whole.value or share.value is None:
        return False
    return abs(part.value / whole.value * 100 - share.value) <= _EXACT
