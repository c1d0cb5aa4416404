"""The numbers of a text against the ledger of a place and period: which figure, in which scope, and whether it agrees.

The figure is found by the words of the text (`checker.choosing`), the scope by the places and times it names; values
are compared afterwards. What the ledger's side may be in is in `ledger_scopes`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from bangfu.figures.declared import figures
from bangfu.parties.models import Area
from bangfu.parties.queries import children_of
from bangfu.reports.checker.altered import enough, surprise
from bangfu.reports.checker.check import CheckResult
from bangfu.reports.checker.choosing import FLOOR, PLAIN, Ranked, Said, Titles, rivals
from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.compare import NOTHING, Candidate, Comparison, agreement, compared, is_rough, listed_values
from bangfu.reports.checker.senses import meaning, pairs, same_unit, senses
from bangfu.reports.composing import period_named, place_name
from bangfu.reports.ledger_scopes import SUFFIX, Named, Scope, named_before, periods_stated
from bangfu.reports.ledger_values import LedgerValues
from bangfu.reports.listed_figures import Appendix, Listed
from bangfu.reports.periods import Period, this_year
from bangfu.reports.scope_words import (
    A_NAME,
    FEW,
    INSIDE,
    ONE_OF_MANY,
    PLACE_ALONE,
    SENTENCE_END,
    SINCE,
    THE_FIRM,
    TOWARDS,
    WHOLE_SAID,
)
from bangfu.reports.text_dates import last_day_named

AGREEING = ("equal", "rounded")
PART = 2  # a number of less than half the ledger's is taken for a part of it (one project, one giver)
RATES, RECKONED = ("ratio", "growth", "completion"), ("consistent", "rounding", "truncation")
PAIR = 2  # a rate and its amount: the base is not told, and nothing is reckoned
HINTED = 0.2  # words that say something of a figure that a report lists for a number written so
TRIED = 12  # figures that the words fit best; those behind them are not asked for
SURE = 0.9  # a figure whose whole title is said
SHORT = 4  # characters of a kind's name that a text keeps of it
TELLING = 10  # a part this small agrees with something or other by chance
BEGINNING = date(2000, 1, 1)  # no ledger tells of days before it


@dataclass(frozen=True)
class _Named:
    """A declared figure as far as its words go, in the language texts are written in."""

    code: str
    title: str
    unit: str


@cache
def _titles() -> Titles[_Named]:
    with override(settings.LANGUAGE_CODE):
        return Titles([_Named(one.name, str(one.title), one.unit) for one in figures])


@cache
def _by_code() -> dict[str, _Named]:
    return {one.code: one for one in _titles().figures}


@cache
def _title_by_code() -> dict[str, str]:
    return {code: one.title for code, one in _by_code().items()}


class LedgerComparison:
    """The ledger's side: figures of the place, of the places that the text names, and of the periods it names."""

    def __init__(self, area_code: str, period: str) -> None:
        self.moment = timezone.now()
        today = timezone.localdate(self.moment)
        self.when = "this" if period else "ever"
        self.period = period_named(period).cut(today) if period else this_year(today).cut(today)
        self.area_code = area_code
        self.name = place_name(area_code)
        self._whole = Scope(area_code, self.period, self.when, self.name)
        self._ledger = LedgerValues(self._whole, self.moment)
        below = children_of(Area.objects.all(), area_code, self.period.to)
        self._own_name = re.compile(f"^{re.escape(SUFFIX.sub('', self.name))}[县区市]?")
        self._below = {name: code for code, name in below.values_list("code", "name")}
        self._result = CheckResult("", [], [], [], [], {})
        self._last_day: date | None = today
        self._claims: dict[str, Claim] = {}
        self._reckoned: set[str] = set()
        self._stops: list[int] = []
        self._appendix = Appendix("", {})

    def compare(self, result: CheckResult, only: Collection[str] | None = None) -> list[Comparison]:
        """Return what the ledger says of each claim, or of those with the ids in ``only``."""
        self._result = result
        self._claims = {claim.id: claim for claim in result.claims}
        self._appendix = Appendix(result.text, _title_by_code())
        self._stops = [match.end() for match in SENTENCE_END.finditer(result.text)]
        self._last_day = last_day_named(result.text, timezone.localdate(self.moment))
        hinted = {claim.id: _titles().rank(self._said(claim), claim.unit) for claim in result.claims}
        ranked = {claim: [one for one in found if one.score >= FLOOR][:TRIED] for claim, found in hinted.items()}
        self._ledger.expect((one.figure.code for found in ranked.values() for one in found), self._whole)
        meant = {claim: self._meant(found) for claim, found in ranked.items()}
        rates = {
            r.claims[0] for r in result.relations if r.kind in RATES and r.verdict in RECKONED and len(r.claims) > PAIR
        }
        self._reckoned = {claim.id for claim in result.claims if claim.id in rates and claim.unit == "percent"}
        found = [self._compared(claim, meant[claim.id]) for claim in result.claims if only is None or claim.id in only]
        told = self._with_slips(self._added_up(found, meant), meant)
        return [self._as_listed(one, hinted[one.claim]) for one in told] if self._appendix.rows else told

    def _meant(self, ranked: list[Ranked[_Named]]) -> list[Ranked[_Named]]:
        """Of the figures that the words of a claim fit, those of which the ledger of the place knows anything."""
        return rivals([one for one in ranked if any(self._ledger.of(one.figure.code, self._whole))])

    def _said(self, claim: Claim) -> Said:
        return self._result.said.get(claim.id, Said())

    def _compared(self, claim: Claim, meant: list[Ranked[_Named]]) -> Comparison:
        if not meant:
            return Comparison(claim.id, "unknown", note=self._in_all_years(claim) or NOTHING)
        if claim.text[:1] == FEW[0]:
            return Comparison(claim.id, "unknown", note=_("点名列举的个数，不与总数相比"))
        scopes = list(self._scopes(claim, meant[0].figure.code))
        for scope in scopes:
            if agreeing := self._agreeing(claim, meant, scope):
                return agreeing
        if part := self._named_part(claim, meant):
            return part
        if claim.id in self._reckoned:
            return Comparison(claim.id, "unknown", note=_("文中自己算出的比例，不与别的比例相比"))
        if meant[0].score < PLAIN or is_rough(claim):
            return Comparison(claim.id, "unknown", note=NOTHING)
        if self._in_row(claim) and (row := self._part_by_row(claim, meant[0].figure)):
            return Comparison(claim.id, "unknown", note=_("表中“%(row)s”一行只是一部分，账本是全部的数") % {"row": row})
        dated = [one for one in scopes if claim.cell and one.when == "this" and one.period != self.period]
        return self._different(claim, meant, dated or scopes)

    def _in_row(self, claim: Claim) -> bool:
        """Whether a claim stands in a row with a label: of a table, or of a place alone before it (崆峒区 53个村)."""
        return claim.cell is not None or PLACE_ALONE.fullmatch(self._label(claim)) is not None

    def _label(self, claim: Claim) -> str:
        """What stands before a claim in its row."""
        return self._said(claim).before.rsplit("\n", 1)[-1]

    def _part_by_row(self, claim: Claim, one: _Named) -> str:
        """The label of a cell's row that names neither the figure itself nor a place that the ledger knows of it."""
        row = self._label(claim).strip("| \t")
        known = senses(row) & meaning(one.title) or self._place_stated(claim, one.code)
        return "" if known else row

    def _in_all_years(self, claim: Claim) -> str:
        """Name the figure that a claim plainly means where the ledger has nothing in the period but agrees over all."""
        best = next(iter(_titles().rank(self._said(claim), claim.unit)), None) if self.when == "this" else None
        if best is None or best.score < PLAIN or claim.value < TELLING:
            return ""
        ever = replace(self._whole, when="ever")
        if not any(agreement(claim, value) for value in self._ledger.of(best.figure.code, ever)):
            return ""
        return _("这一时期没有记录；按“%(scope)s”口径与“%(figure)s”相符") % {
            "scope": _("历年累计"),
            "figure": best.figure.title,
        }

    def _agreeing(self, claim: Claim, meant: list[Ranked[_Named]], scope: Scope) -> Comparison | None:
        self._ledger.expect((one.figure.code for one in meant), scope)
        for one in meant:
            if one.score < PLAIN and one is not meant[0] and claim.value < TELLING:
                continue
            for value in self._ledger.of(one.figure.code, scope):
                if verdict := agreement(claim, value):
                    return self._told(claim, one.figure, value, scope, verdict)
        return None

    def _told(
        self, claim: Claim, one: _Named, value: Decimal, scope: Scope, verdict: str, note: str = ""
    ) -> Comparison:
        candidate = Candidate(one.code, one.title, one.unit, value, scope.words)
        if not note and scope.words and verdict in AGREEING:
            note = _("按文中的范围（%(scope)s）比对") % {"scope": scope.words}
        place = "" if scope.area_code == self.area_code else scope.area_code
        return replace(compared(claim, candidate, verdict, note), place=place, where=scope.where)  # type: ignore[arg-type]

    def _different(self, claim: Claim, meant: list[Ranked[_Named]], scopes: list[Scope]) -> Comparison:
        """What is said of a claim that agrees with none of the figures it may mean: what it should be, or why not."""
        meant = self._likelier_first(claim, meant)
        best, said = meant[0].figure, self._said(claim)
        own = [scope for scope in scopes if scope.words and scope.place != self.name]
        near = self._place_stated(claim, best.code)
        if near is not None and near.near:
            scopes = own
        told = ((scope, value) for scope in self._plain_first(scopes) for value in self._ledger.of(best.code, scope))
        scope, value = next(told, (None, Decimal(0)))
        if scope is None:
            return Comparison(claim.id, "unknown", note=_("账本里没有文中所说地方、时间的这个数"))
        if claim.value <= value and claim.text[:1] in FEW:
            return Comparison(claim.id, "unknown", note=_("点名列举的个数，不与总数相比"))
        whole = not said.whole and WHOLE_SAID.search(said.own) is not None and meant[0].score > 1 - FLOOR
        if claim.value < value and (one := ONE_OF_MANY.search(said.clause)):
            note = _("文中只说“%(one)s”一家，账本是全部的数，不能相比") % {"one": one[0]}
            return Comparison(claim.id, "unknown", note=note)
        if claim.value < value and not scope.words and (one := INSIDE.search(said.clause)):
            note = _("文中只说“%(one)s”，账本是全部的数，不能相比") % {"one": one[0].lstrip(TOWARDS)}
            return Comparison(claim.id, "unknown", note=note)
        note = self._explained(claim, best, scope) if claim.bound == "exact" else ""
        plainly = (meant[0].score >= SURE and claim.value * PART > value) or claim.unit == "percent"
        few = claim.value < value and claim.value < TELLING and not plainly
        part = claim.value * PART < value and not whole and not (note and meant[0].score >= SURE)
        if few or part:
            parts = self._part_explained(claim, best, f"{said.own}|{said.clause}|{said.before}")
            return Comparison(claim.id, "unknown", note=parts or _("比账本的数小得多，可能只说其中一部分"))
        note = note or self._part_explained(claim, best)
        beside = _("与“%(place)s”的记录比对") % {"place": scope.place} if scope.place != self.name else ""
        note = "；".join(filter(None, (beside, note or self._others(meant, scope))))
        return self._told(claim, best, value, scope, "different", note)

    def _likelier_first(self, claim: Claim, meant: list[Ranked[_Named]]) -> list[Ranked[_Named]]:
        """The figures among which the words do not decide; one within a tenth of the claim before one far from it."""
        values = [next(self._ledger.of(one.figure.code, self._whole), Decimal(0)) for one in meant]
        near = [abs(claim.value - value) * 10 <= value for value in values]
        far = values[0] * PART < claim.value or claim.value * PART < values[0]
        if not far or not any(near):
            return meant
        chosen = meant[near.index(True)]
        return [chosen, *(one for one in meant if one is not chosen)]

    def _others(self, meant: list[Ranked[_Named]], scope: Scope) -> str:
        """The figures of nearly the same name, from which the claim differs too."""
        found = ((one.figure, next(self._ledger.of(one.figure.code, scope), None)) for one in meant[1:])
        listed = listed_values((figure.title, value) for figure, value in found if value is not None)
        return _("与相近的%(figures)s也不同") % {"figures": listed} if listed else ""

    def _plain_first(self, scopes: list[Scope]) -> list[Scope]:
        """The scopes in the order in which one is what a text plainly means: asked for, then stated."""
        return sorted(scopes, key=lambda scope: bool(scope.words))

    def _scopes(self, claim: Claim, code: str) -> Iterator[Scope]:
        """Where and when a claim may be true: the place and time its text states, then those asked for."""
        when = self._result.about.get(claim.id, {}).get("period") or ""
        stated = list(periods_stated(when, self._last_day))
        named = self._place_stated(claim, code)
        places: list[tuple[str, str, tuple[str, ...]]] = [(self.area_code, "", ())]
        if named is not None:
            words = "、".join(named.names)
            inner = [one for one in named.codes if one.startswith(self.area_code)]
            stated_place = (inner[0], words, ()) if inner else (self.area_code, words, named.codes)
            there = Scope(stated_place[0], self.period, self.when, words, words, stated_place[2])
            places = [stated_place] if named.near and any(self._ledger.of(code, there)) else [stated_place, *places]
        for area_code, words, partners in places:
            place = words or self.name
            yield Scope(area_code, self.period, self.when, place, words, partners, not words)
            for period_words, period, how in stated:
                told = "，".join(filter(None, (words, period_words)))
                yield Scope(area_code, period, how, place, told, partners, not words)
        said = self._said(claim)
        if self.when == "this" and SINCE.search(f"{said.above}|{said.before}"):
            yield Scope(self.area_code, self.period, "ever", self.name, _("历年累计"))

    def _place_stated(self, claim: Claim, code: str) -> Named | None:
        """The places that the sentence of a claim names before it, of those that its figure has rows of."""
        said = self._said(claim)
        known = self._below | self._ledger.counties_of(code)
        known.pop(self.name, None)
        return named_before(said.before, said.clause, known)

    def _parts(self, code: str) -> Iterator[tuple[str, Decimal]]:
        """A figure's parts by its own dimensions, of all time up to the period's end where no period was asked for."""
        return self._ledger.parts(code, Period(BEGINNING, self.period.to) if self.when == "ever" else self.period)

    def _named_part(self, claim: Claim, meant: list[Ranked[_Named]]) -> Comparison | None:
        """The claim as a part of the figure that the sentence names (区内务工, 流动招聘会), where that part agrees."""
        for label, value in self._parts_named(claim, meant):
            if verdict := agreement(claim, value):
                return self._told(claim, meant[0].figure, value, replace(self._whole, words=label), verdict)
        named = [one for one in self._parts_named(claim, meant) if self._is_given_by(one[0], claim)]
        if len(named) != 1 or not named[0][1] <= claim.value * PART <= named[0][1] * TELLING * PART:
            return None
        [(label, value)] = named
        note = _("与“%(place)s”的记录比对") % {"place": label}
        return self._told(claim, meant[0].figure, value, replace(self._whole, words=label), "different", note)

    def _is_given_by(self, label: str, claim: Claim) -> bool:
        """Whether a part is what one giver gave, and the clause of a claim names that giver."""
        said = self._said(claim)
        return A_NAME.search(label) is not None and self._says(label, f"{said.own}|{said.clause}")

    def _parts_named(self, claim: Claim, meant: list[Ranked[_Named]]) -> Iterator[tuple[str, Decimal]]:
        """The parts of the figure meant most plainly that the sentence of a claim names, with their values."""
        said, best = self._said(claim), meant[0]
        place = self._place_stated(claim, best.figure.code)
        if best.score < PLAIN or (place is not None and place.near):
            return
        words = f"{said.own}|{said.clause}|{said.before}"
        words += f"|{said.above}" if THE_FIRM.search(said.clause) else ""
        parts = list(self._parts(best.figure.code)) if claim.value >= TELLING else []
        nearest = self._nearest_part([label for label, _ in parts], said) if said.whole else ""
        yield from (one for one in parts if one[0] == nearest or self._names(one[0], words, best.figure))

    def _nearest_part(self, labels: list[str], said: Said) -> str:
        """The one label that shares most with the words beside a number that is told to be a part (区内省内务工)."""
        own = pairs(f"{said.own}|{said.clause}")
        shared = sorted(((len(pairs(label) & own), label) for label in dict.fromkeys(labels)), reverse=True)
        alone = shared and shared[0][0] and (len(shared) == 1 or shared[0][0] > shared[1][0])
        return shared[0][1] if alone else ""

    def _names(self, label: str, words: str, one: _Named) -> bool:
        """Whether a sentence names a part of a figure, as it is labelled or by what sets it apart from the rest."""
        if self._says(label, words):
            return True
        return not A_NAME.search(label) and bool((senses(label) & senses(words)) - meaning(one.title))

    def _says(self, label: str, words: str) -> bool:
        """Whether words name a part as it is labelled, by the first characters behind the name of the place itself."""
        names = [self._own_name.sub("", name) or name for name in label.split("、")]
        return any(len(name) > 1 and name[:SHORT] in words for name in names)

    def _explained(self, claim: Claim, one: _Named, scope: Scope) -> str:
        """Name another scope in which the same figure agrees with the claim: another period, the place above."""
        year = this_year(self.period.to)
        tried = []
        for place in dict.fromkeys((replace(scope, period=self.period, when=self.when), self._whole)):
            tried += [
                (_("%(year)s全年") % {"year": year.words}, replace(place, period=year, when="this")),
                (_("上年同期"), replace(place, when="last_year")),
                (_("历年累计"), replace(place, when="ever")),
            ]
        others = {name: code for name, code in self._below.items() if code != scope.area_code}
        tried += [(name, replace(self._whole, area_code=code)) for name, code in others.items()]
        for words, other in tried:
            if any(agreement(claim, value) for value in self._ledger.of(one.code, other)):
                return _("按“%(scope)s”口径则相符") % {"scope": words}
        return ""

    def _part_explained(self, claim: Claim, one: _Named, sentence: str = "") -> str:
        """Name the part of the figure, of a county or a kind, that agrees with the claim; one the sentence names."""
        for words, value in (*self._ledger.by_other_side(one.code), *self._parts(one.code)):
            named = not sentence or 2 * len(pairs(words) & pairs(sentence)) >= len(pairs(words))
            if named and value >= TELLING and agreement(claim, value):
                return _("只算“%(scope)s”则相符") % {"scope": words}
        return ""

    def _as_listed(self, one: Comparison, ranked: list[Ranked[_Named]]) -> Comparison:
        """The comparison of a claim of a report that lists its figures: with the one that is listed for it."""
        claim = self._claims[one.claim]
        if self._appendix.holds(claim.start):
            row = self._appendix.row_of(claim.start, claim.end)
            return self._with_row(claim, row) if row else Comparison(claim.id, "unknown", note=NOTHING)
        if one.verdict in AGREEING:
            return one
        scores = {meant.figure.code: meant.score for meant in ranked}
        rows = [row for row in self._appendix.writing("".join(claim.text.split())) if scores.get(row.code, 0) > HINTED]
        for row in sorted(rows, key=lambda row: -scores[row.code]):
            if (found := self._with_row(claim, row)).verdict != "different":
                return found
        return one

    def _with_row(self, claim: Claim, row: Listed) -> Comparison:
        """The comparison with the figure of a row: of its days, and of the part that its title names in brackets."""
        figure = _by_code()[row.code]
        if not same_unit(figure.unit, claim.unit):  # a share that the text makes of it
            return Comparison(claim.id, "unknown", note=NOTHING)
        scope = replace(self._whole, period=row.period, when="ever" if row.since else "this")
        values = list(self._ledger.of(row.code, scope))
        if row.condition:
            names = self._ledger.counties_of(row.code)
            period = Period(BEGINNING, row.period.to) if row.since else row.period
            words = row.condition.removeprefix("（").removesuffix("）")
            parts = self._ledger.parts(row.code, period) if "）（" not in words else ()
            values = [value for label, value in parts if re.search(f"(?:^|：){re.escape(label)}$", words)]
            if words in names:
                values = list(self._ledger.of(row.code, replace(scope, partners=(names[words],))))
            scope = replace(scope, words=words)
        for value in values:
            if verdict := agreement(claim, value):
                return self._told(claim, figure, value, scope, verdict, _("按附表中写明的指标和时期比对"))
        if not values:
            return Comparison(claim.id, "unknown", note=NOTHING)
        return self._told(claim, figure, values[0], scope, "different", _("按附表中写明的指标和时期比对"))

    def _with_slips(self, found: list[Comparison], meant: dict[str, list[Ranked[_Named]]]) -> list[Comparison]:
        """The comparisons, those of claims told to differ from the ledger that are one digit from a figure of it."""
        claims = {claim.id: claim for claim in self._result.claims}
        agreeing: defaultdict[int, list[Comparison]] = defaultdict(list)
        for one in found:
            if one.verdict in AGREEING:
                agreeing[self._sentence(claims[one.claim].start)].append(one)
        told = []
        for one in found:
            claim, slip = claims[one.claim], None
            if one.verdict not in AGREEING and self._may_slip(claim, meant[one.claim]):
                slip = self._slip(claim, one, meant[one.claim], agreeing[self._sentence(claim.start)])
            told.append(slip or one)
        return told

    def _sentence(self, at: int) -> int:
        """The number of the sentence that stands at an offset of the text."""
        return bisect_right(self._stops, at)

    def _may_slip(self, claim: Claim, meant: list[Ranked[_Named]]) -> bool:
        """Whether a claim can be told to be one digit off: it counts no list and is no share reckoned here."""
        if not meant or is_rough(claim) or claim.text[:1] in FEW or claim.id in self._reckoned:
            return False
        return not (self._in_row(claim) and self._part_by_row(claim, meant[0].figure))

    def _slip(
        self, claim: Claim, was: Comparison, meant: list[Ranked[_Named]], beside: list[Comparison]
    ) -> Comparison | None:
        """The figure of the ledger from which a claim is one digit apart, where that is hardly chance."""
        said = self._said(claim)
        one_of_many = ONE_OF_MANY.search(said.clause) or INSIDE.search(said.clause)
        found: list[tuple[float, _Named, Decimal, Scope]] = []
        for score, figure, value, scope in self._near_values(claim, meant):
            chance = surprise(claim, value)
            if chance is None or (one_of_many and scope.of_all):
                continue
            company = sum(other.scope == scope.words for other in beside)
            company += not scope.of_all and self._says(scope.words, f"{said.own}|{said.clause}")
            if enough(chance, 0 if said.whole and scope.of_all else company, score):
                found.append((chance + score, figure, value, scope))
        if not found:
            return None
        _weight, figure, value, scope = max(found, key=lambda one: one[0])
        if self._explained(claim, figure, scope) or (
            was.verdict == "different" and self._part_explained(claim, figure)
        ):
            return None
        return self._told(claim, figure, value, scope, "different", _("与账本的数只差一位数字"))

    def _near_values(self, claim: Claim, meant: list[Ranked[_Named]]) -> Iterator[tuple[float, _Named, Decimal, Scope]]:
        """Every value of the ledger that a claim may mean: how plainly, of which figure, in which scope."""
        for scope in self._scopes(claim, meant[0].figure.code):
            for one in meant:
                yield from ((one.score, one.figure, value, scope) for value in self._ledger.of(one.figure.code, scope))
        best = meant[0]
        whole = set(self._ledger.of(best.figure.code, self._whole))
        for label, value in self._parts_named(claim, meant):
            if value not in whole:
                yield best.score, best.figure, value, replace(self._whole, words=label, of_all=False)

    def _added_up(self, found: list[Comparison], meant: dict[str, list[Ranked[_Named]]]) -> list[Comparison]:
        """Claims of one figure that disagree each for itself but together are the ledger's: parts told apart."""
        claims = {claim.id: claim for claim in self._result.claims}
        groups: dict[str, list[Comparison]] = defaultdict(list)
        for one in found:
            if one.verdict not in AGREEING and meant[one.claim] and meant[one.claim][0].score >= PLAIN:
                groups[meant[one.claim][0].figure.code].append(one)
        parts: dict[str, Comparison] = {}
        for code, group in groups.items():
            exact = [claims[one.claim] for one in group if claims[one.claim].bound == "exact"]
            total = sum((claim.value for claim in exact), Decimal(0))
            if len(exact) > 1 and total in self._ledger.of(code, self._whole):
                note = _("文中%(count)s处相加，与账本的合计相等") % {"count": len(exact)}
                told = {
                    claim.id: self._told(claim, meant[claim.id][0].figure, total, self._whole, "equal", note)
                    for claim in exact
                }
                parts |= told
        return [parts.get(one.claim, one) for one in found]


__all__ = ["AGREEING", "LedgerComparison"]
