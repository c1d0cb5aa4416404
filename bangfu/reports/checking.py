"""Checking anybody's text: its own arithmetic, and its figures against the ledger of a place and period."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.figures.declared import Figure, figures
from bangfu.kernel.areas_of import PROVINCE
from bangfu.kernel.errors import Refused
from bangfu.parties.models import Area
from bangfu.parties.queries import children_of
from bangfu.reports.checker.check import CheckResult, check_text
from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.compare import Candidate, Comparison, compare, title_likeness
from bangfu.reports.checker.readers.document import Document, TextRefused
from bangfu.reports.checker.readers.opening import read_document, read_path
from bangfu.reports.composing import period_named, place_name
from bangfu.reports.figure_book import FigureBook
from bangfu.reports.periods import Period, day_words, this_year
from bangfu.reports.template.nodes import Narrow
from bangfu.reports.text_dates import last_day_named, periods_named

AGREEING = ("equal", "rounded")
PART = 2  # a number of less than half the ledger's is taken for a part of it (one project, one giver)
RATES, RECKONED = ("ratio", "growth", "completion"), ("consistent", "rounding", "truncation")
TELLING_DIGITS = 5
ONE_OF_MANY = re.compile(
    "(?:该|本|这家)(?:公司|企业|合作社|集团|工厂|医院|学校|单位|农场|商会|协会|基地)|[一-鿿]{2,12}有限公司"
)
INSTITUTION = re.compile("[一-鿿]{0,4}(?:小学|中学|学校|幼儿园|医院|卫生院|合作社|公司|敬老院|福利院)")
FEW = tuple("一二两三四五六七八九")  # 两个重点村 counts those just named, not those there are


def _own_words(about: dict[str, str | None]) -> str:
    return "".join(about.get(name) or "" for name in ("measure", "subject"))


def _until(day: date) -> str:
    return _("截至%(day)s累计") % {"day": day_words(day)}


@dataclass(frozen=True)
class Checked:
    """What was found: the text as read, the findings in it, and what the ledger says where a place was given."""

    document: Document
    result: CheckResult
    ledger: tuple[Comparison, ...] | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the findings as ``bangfu check --json`` prints them."""
        shape = self.result.as_json()
        if self.document.notes:
            shape["notes"] = list(self.document.notes)
        if self.ledger is not None:
            shape["ledger"] = [comparison.as_json() for comparison in self.ledger]
        return shape


def checked_file(path: Path, *, area_code: str = "", period: str = "") -> dict[str, Any]:
    """Check a file; raise Refused for one that cannot be read, an unknown place or period."""
    try:
        document = read_path(path)
    except TextRefused as refused:
        raise Refused(refused.message) from refused
    except OSError as error:
        raise Refused(_("打不开文件 %(path)s：%(why)s") % {"path": path, "why": error.strerror}) from error
    return checked(document, area_code=area_code, period=period).as_json()


def uploaded(content: bytes, name: str) -> Document:
    """Read a document from its bytes; raise Refused, in the reader's words, for one that cannot be read."""
    try:
        return read_document(content, name)
    except TextRefused as refused:
        raise Refused(refused.message, field="file") from refused


def checked(document: Document, *, area_code: str = "", period: str = "") -> Checked:
    """Check a document that has been read; without a period the ledger is asked for all time up to today."""
    result = check_text(document.text)
    if not area_code:
        return Checked(document, result)
    return Checked(document, result, tuple(LedgerComparison(area_code, period).compare(result)))


class LedgerComparison:
    """The ledger's side: figures of the place, of the places below it that the text names, and of other periods."""

    def __init__(self, area_code: str, period: str) -> None:
        self.moment = timezone.now()
        today = timezone.localdate(self.moment)
        self.when = "this" if period else "ever"
        self.period = period_named(period).cut(today) if period else this_year(today).cut(today)
        self.area_code = area_code
        self.name = place_name(area_code)
        self._known_until: date | None = None
        self._text = ""
        self._books: dict[tuple[str, Period, str], FigureBook] = {}
        below = children_of(Area.objects.all(), area_code, self.period.to)
        self._below = {name: code for code, name in below.values_list("code", "name")}

    def compare(self, result: CheckResult, only: Collection[str] | None = None) -> list[Comparison]:
        """Return what the ledger says of each claim, or of those with the ids in ``only``."""
        self._known_until = last_day_named(result.text, timezone.localdate(self.moment))
        self._text = result.text
        wanted = [claim for claim in result.claims if only is None or claim.id in only]
        reckoned = {r.claims[0] for r in result.relations if r.kind in RATES and r.verdict in RECKONED}
        return [self._compared(claim, result.about.get(claim.id, {}), claim.id in reckoned) for claim in wanted]

    def _compared(self, claim: Claim, about: dict[str, str | None], reckoned: bool) -> Comparison:
        """Compare with the place the sentence seems to be about, and with the whole where that agrees better.

        A place may stand in the name of a school, or belong to the sentence before.
        """
        name = self._place_before(claim, about.get("place") or "")
        area_code = self._below.get(name, self.area_code)
        found = self._compared_in(area_code, claim, about, reckoned)
        if area_code == self.area_code or found.verdict in AGREEING:
            return found
        whole = self._compared_in(self.area_code, claim, about, reckoned)
        if whole.verdict in AGREEING:
            return whole
        note = "；".join(filter(None, (_("与“%(place)s”的记录比对") % {"place": name}, found.note)))
        return replace(found, note=note, place=area_code) if found.verdict == "different" else found

    def _place_before(self, claim: Claim, name: str) -> str:
        """The place a claim is said of; none where the words nearest before it name a school or a hospital by it."""
        at = self._text.rfind(name, 0, claim.end) if name else -1
        return "" if at >= 0 and INSTITUTION.match(self._text, at + len(name)) else name

    def _compared_in(self, area_code: str, claim: Claim, about: dict[str, str | None], reckoned: bool) -> Comparison:
        alike = [f for f in figures if f.unit == claim.unit and title_likeness(about, str(f.title)) > 0]
        candidates = self._candidates(alike, area_code)
        found = compare(claim, about, candidates)
        if found.verdict == "unknown":
            return self._same_digits(claim, area_code) or found
        if found.verdict != "different" or found.figure is None:
            return found
        if reckoned and claim.unit == "percent":
            return Comparison(claim.id, "unknown", note=_("文中自己算出的比例，不与别的比例相比"))
        if claim.text[:1] in FEW:
            return Comparison(claim.id, "unknown", note=_("点名列举的个数，不与总数相比"))
        if stated := self._as_stated(claim, about, found.figure, area_code):
            return stated
        if found.value is not None and claim.value < found.value and (one := ONE_OF_MANY.search(_own_words(about))):
            note = _("文中只说“%(one)s”一家，账本是全部的数，不能相比") % {"one": one[0]}
            return Comparison(claim.id, "unknown", note=note)
        note = self._explained(claim, about, found.figure, area_code)
        if not note and found.value is not None and claim.value * PART < found.value:
            return Comparison(claim.id, "unknown", note=_("比账本的数小得多，可能只说其中一部分"))
        return replace(found, note=note)

    def _as_stated(self, claim: Claim, about: dict[str, str | None], code: str, area_code: str) -> Comparison | None:
        """The claim agrees in the period its own text states, or with all that was known by the text's last date."""
        scopes = []
        for period in periods_named(about.get("period") or ""):
            scopes += [(period.words, period, "this"), (_until(period.to), period, "ever")]
        if (day := self._known_until) is not None:
            # 截至目前 in a text that last names 2019 was said in 2019 or, at most, in the year after it.
            for end in (day, date(day.year + 1, 12, 31)):
                scopes.append((_until(end), Period(end, end), "ever"))
        for words, period, when in scopes:
            candidate = self._candidate(code, area_code, period, when, words)
            if candidate is None:
                continue
            found = compare(claim, about, [candidate])
            if found.verdict in AGREEING:
                return replace(found, note=_("按文中的时间（%(scope)s）比对") % {"scope": words})
        return None

    def _candidates(self, wanted: Iterable[Figure], area_code: str) -> list[Candidate]:
        """Figures that have rows in the place and period: help received there, and help given from it.

        Where both have rows, help given is another scope, which may agree with the text but is not plainly meant.
        """
        found: list[Candidate] = []
        for figure in wanted:
            got = self._candidate(figure.name, area_code, self.period, self.when)
            scope = _("提供的帮扶") if got else ""
            gave = self._candidate(figure.name, area_code, self.period, self.when, scope, side="giver")
            found += [c for c in (got, gave) if c and not (c is gave and got and got.value == c.value)]
        return found

    def _candidate(
        self, code: str, area_code: str, period: Period, when: str, scope: str = "", side: str = "receiver"
    ) -> Candidate | None:
        value = self._book(area_code, period, side).value(code, when)
        if not value:
            return None
        figure = figures[code]
        return Candidate(code, str(figure.title), figure.unit, value, scope)

    def _book(self, area_code: str, period: Period, side: str) -> FigureBook:
        key = (area_code, period, side)
        if key not in self._books:
            self._books[key] = FigureBook(area_code, period, self.moment, side=side)
        return self._books[key]

    def _explained(self, claim: Claim, about: dict[str, str | None], code: str, area_code: str) -> str:
        """Name another scope in which the same figure agrees with the claim: another period, the place above."""
        year = this_year(self.period.to)
        scopes = [
            (_("%(year)s全年") % {"year": year.words}, area_code, year, "this"),
            (_("上年同期"), area_code, self.period, "last_year"),
            (_("历年累计"), area_code, self.period, "ever"),
        ]
        scopes += [(name, below, self.period, self.when) for name, below in self._below.items() if below != area_code]
        for words, place, period, when in scopes:
            candidate = self._candidate(code, place, period, when, words)
            if candidate is not None and compare(claim, about, [candidate]).verdict in AGREEING:
                return _("按“%(scope)s”口径则相符") % {"scope": words}
        for candidate in self._by_other_side(code, area_code):
            if compare(claim, about, [candidate]).verdict in AGREEING:
                return _("只算“%(scope)s”则相符") % {"scope": candidate.scope}
        return ""

    def _by_other_side(self, code: str, area_code: str) -> Iterator[Candidate]:
        """Yield what help given is for each county that received it, and for the counties of one province."""
        book, figure = self._book(area_code, self.period, "giver"), figures[code]
        counties = [str(part.key) for part in book.parts(code, "partner") if part.key]
        provinces = [place for place, count in Counter(county[:PROVINCE] for county in counties).items() if count > 1]
        for place, name in book.area_names([*counties, *provinces]).items():
            if value := book.value(code, self.when, Narrow(partner=place)):
                yield Candidate(code, str(figure.title), figure.unit, value, name)

    def _same_digits(self, claim: Claim, area_code: str) -> Comparison | None:
        """The figure that a claim meets to the last of five digits or more, whatever the text calls it.

        Two such numbers do not agree by chance; 100 or 35 may.
        """
        digits = str(claim.value.normalize()).replace("-", "").replace(".", "").partition("E")[0].strip("0")
        if claim.bound != "exact" or len(digits) < TELLING_DIGITS:
            return None
        candidates = self._candidates((f for f in figures if f.unit == claim.unit), area_code)
        equal = [candidate for candidate in candidates if candidate.value == claim.value]
        if not equal:
            return None
        note = _("名称不同，数值完全相同") if len(equal) == 1 else _("有几个指标的数值与它完全相同")
        return Comparison(claim.id, "equal", equal[0].code, equal[0].value, equal[0].value - claim.value, note=note)
