"""What a page asks a figure, read from its address: place, period, side, dimension, and narrower conditions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.figures.addresses import figure_address
from bangfu.figures.answers import telling_year
from bangfu.figures.computing import Question, dimensions_of
from bangfu.figures.declared import Figure
from bangfu.figures.dimension_words import narrowed_by, value_of
from bangfu.figures.scoping import reach_of
from bangfu.kernel.asking import WAYS, Days, conditions, days_in, place_in
from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import Scope

SIDES = ("receiver", "giver")
SHOWN = ("rows", "page", "what", "format")  # how the page or file shows it


@dataclass(frozen=True)
class Period:
    """From a day to a day, both included; ``from_`` is None for *since ever*."""

    from_: date | None
    to: date | None

    @property
    def year(self) -> int | None:
        """The calendar year it is the whole of (up to today), or None."""
        if self.from_ is None or self.to is None or (self.from_.month, self.from_.day) != (1, 1):
            return None
        whole = self.to == min(date(self.from_.year, 12, 31), max(timezone.localdate(), self.from_))
        return self.from_.year if whole or self.to == date(self.from_.year, 12, 31) else None

    @property
    def words(self) -> str:
        """The period in words."""
        if self.year:
            return _("%(year)s 年") % {"year": self.year}
        if self.from_ is None:
            return _("截至 %(to)s") % {"to": self.to or timezone.localdate()}
        return _("%(from)s 至 %(to)s") % {"from": self.from_, "to": self.to or timezone.localdate()}


def year_period(year: int) -> Period:
    """Return a calendar year; of the running one what has passed."""
    return Period(date(year, 1, 1), min(date(year, 12, 31), max(timezone.localdate(), date(year, 1, 1))))


def default_year(user: User) -> int:
    """Return the last year of which the books tell more than a beginning; else the running one."""
    return telling_year(user) or timezone.localdate().year


def named_period(days: Days) -> Period:
    """Return the period that an address asks for; one asked for by its name ends today where it has not passed."""
    if not days.named or days.from_ is None or days.to is None:
        return Period(days.from_, days.to)
    return Period(days.from_, min(days.to, max(timezone.localdate(), days.from_)))


def period_of(request: HttpRequest) -> Period:
    """Return the period of the address (``kernel.asking``); by default the last recorded year."""
    days = days_in(request.GET)
    return named_period(days) if days else year_period(default_year(request.user))


def place_of(request: HttpRequest, reach: Scope) -> str:
    """Return the place of the address: by default the user's own, or all of theirs where they have several.

    Raises Denied for a place outside the user's: one's own shown in its stead would be taken for it.
    """
    place = place_in(request.GET)
    if place and reach.prefixes and not reach.covers(place):
        raise Denied(_("这个地区不在您的管辖范围内。"))
    if place or len(reach.prefixes) != 1:
        return place
    return reach.prefixes[0]


def partner_of(request: HttpRequest) -> str:
    """Return the place on the other side that the address names; empty for any."""
    return place_in(request.GET, "pair")


@dataclass(frozen=True)
class Asked:
    """A question with the address it came from."""

    figure: Figure
    question: Question
    period: Period

    def address(self, **changes: str | None) -> str:
        """Return the address of the figure with some parameters changed or (None) left out."""
        return figure_address(self.figure.name, {**self.parameters(), **changes})

    def parameters(self) -> dict[str, str | None]:
        """Return what the address carries."""
        asked = self.question
        narrower = {
            name: str(value).lower() if isinstance(value, bool) else str(value) for name, _is, value in asked.where
        }
        return {
            "place": asked.area_code or None,
            "from": asked.from_.isoformat() if asked.from_ else None,
            "to": asked.to.isoformat() if asked.to else None,
            "side": asked.side if asked.side != SIDES[0] else None,
            "pair": asked.partner or None,
            "exact": "1" if asked.exact else None,
            "by": asked.by or None,
            **narrower,
        }

    def split(self, by: str) -> Question:
        """Return the same question by another dimension."""
        return replace(self.question, by=by)


def asked_of(request: HttpRequest, figure: Figure) -> Asked:
    """Read a question from the address. Raises Refused for what the figure does not know."""
    conditions(request.GET, (*WAYS, "by", "exact", *narrowed_by(figure), *SHOWN))
    period = period_of(request)
    side, by = request.GET.get("side") or SIDES[0], request.GET.get("by", "")
    if side not in SIDES:
        raise Refused(_("没有“%(text)s”这一方。") % {"text": side[:20]}, field="side")
    if by and by not in dimensions_of(figure):
        raise Refused(_("这个指标不能按“%(text)s”分组。") % {"text": by[:20]}, field="by")
    question = Question(
        area_code=place_of(request, reach_of(request.user, figure)),
        from_=period.from_,
        to=period.to,
        by=by,
        side=side,
        partner=partner_of(request),
        exact=request.GET.get("exact") == "1",
        where=tuple(
            (name, "is", value_of(figure, name, text))
            for name in narrowed_by(figure)
            if (text := request.GET.get(name, "").strip())
        ),
    )
    return Asked(figure, question, period)
