"""What the ledger of a place knows of its figures: values in a scope, parts, counties on the other side.

Each question is computed once; help received in the place and help given from it are both asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.utils.translation import override

from bangfu.figures.computing import Part
from bangfu.figures.declared import figures
from bangfu.kernel.areas_of import PROVINCE
from bangfu.kernel.errors import Refused
from bangfu.reports.figure_book import FigureBook
from bangfu.reports.ledger_scopes import Scope, narrowed
from bangfu.reports.periods import Period
from bangfu.reports.template.nodes import WHOLE, Narrow

SIDES = ("receiver", "giver")


class LedgerValues:
    """Figures of a place, with ``whole`` as the scope that is asked for where a text states none."""

    def __init__(self, whole: Scope, moment: datetime) -> None:
        self.whole = whole
        self._moment = moment
        self._books: dict[tuple[str, Period, str], FigureBook] = {}
        self._expected: defaultdict[tuple[str, Period, str, str], set[str]] = defaultdict(set)
        self._counties: dict[tuple[str, str], dict[str, str]] = {}

    def expect(self, codes: Iterable[str], scope: Scope) -> None:
        """Have figures that are going to be asked for in a scope computed together."""
        wanted = dict.fromkeys(codes)
        for side in SIDES if not scope.partners else ():
            known = self._expected[scope.area_code, scope.period, side, scope.when]
            new = [code for code in wanted if code not in known]
            if new:
                known.update(new)
                self._book(scope.area_code, scope.period, side).expect((code, scope.when, WHOLE) for code in new)

    def of(self, code: str, scope: Scope) -> Iterator[Decimal]:
        """A figure's values in a scope: help received there, and help given from it; none where it has no rows."""
        given: set[Decimal] = set()
        for side in SIDES:
            known = self._counties_of(code, side) if scope.partners else {}
            if not set(scope.partners) <= set(known.values()):
                continue
            narrow = narrowed(scope.partners, known.values(), PROVINCE)
            if narrow is None:
                continue
            value = self._book(scope.area_code, scope.period, side).value(code, scope.when, narrow)
            if value and value not in given:
                given.add(value)
                yield value

    def counties_of(self, code: str) -> dict[str, str]:
        """The counties on the other side of a figure's rows, whoever gave: their names, and the codes."""
        return {name: place for side in SIDES for name, place in self._counties_of(code, side).items()}

    def parts(self, code: str, beginning: Period) -> Iterator[tuple[str, Decimal]]:
        """A figure's parts by its own dimensions (form, level, channel), with their names, in a period."""
        for side in SIDES:
            book = self._book(self.whole.area_code, beginning, side)
            if not book.value(code):
                continue
            parts: list[Part] = []
            with override(settings.LANGUAGE_CODE):  # as texts name them, whatever language the page is in
                for dimension in figures[code].by:
                    with suppress(Refused, ValueError):
                        parts += book.parts(code, dimension)
            yield from ((part.label, Decimal(part.value or 0)) for part in parts)

    def by_other_side(self, code: str) -> Iterator[tuple[str, Decimal]]:
        """Yield what a figure is for each county on the other side, and for the counties of one province."""
        for side in SIDES:
            book = self._book(self.whole.area_code, self.whole.period, side)
            counties = set(self._counties_of(code, side).values())
            provinces = {one[:PROVINCE] for one in counties}
            provinces = {one for one in provinces if sum(county.startswith(one) for county in counties) > 1}
            for place, name in book.area_names(sorted(counties | provinces)).items():
                if value := book.value(code, self.whole.when, Narrow(partner=place)):
                    yield name, value

    def _counties_of(self, code: str, side: str) -> dict[str, str]:
        key = (code, side)
        if key not in self._counties:
            book = self._book(self.whole.area_code, self.whole.period, side)
            codes: list[str] = []
            with suppress(Refused, ValueError):
                codes = [str(part.key) for part in book.parts(code, "partner") if part.key]
            names = book.area_names(codes)
            self._counties[key] = {names[one]: one for one in codes if not one.startswith(self.whole.area_code)}
        return self._counties[key]

    def _book(self, area_code: str, period: Period, side: str) -> FigureBook:
        key = (area_code, period, side)
        if key not in self._books:
            self._books[key] = FigureBook(area_code, period, self._moment, side=side)
        return self._books[key]


__all__ = ["SIDES", "LedgerValues"]
