"""What the board is asked, read from its address: period, place, layout, working group, cut-off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.figures.board.matrix import MODES
from bangfu.figures.models import Target
from bangfu.figures.resources import targets_visible_to
from bangfu.kernel import periods
from bangfu.kernel.areas_of import prefix_range
from bangfu.kernel.asking import DAYS, PLACE, conditions, day_of, days_in, place_in
from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.periods import Kind, Period
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import scope_of

VIEW = "figures.target.view"
MOST = 20_000
KNOWN = (*PLACE, *DAYS, "by", "workstream", "organisation", "on", "format")


@dataclass(frozen=True)
class BoardAsked:
    """The board's conditions. ``place`` is empty for all of the user's places, or for a unit's own targets."""

    period: Period
    place: str
    mode: str
    workstream: str
    organisation: str
    on: date
    own: bool

    def address(self, name: str = "target-board", **changes: str | None) -> str:
        """Return the address of the board (or its export, or ranking) with some parameters changed."""
        given: dict[str, str | None] = {
            "period": self.period.code,
            "place": self.place,
            "by": self.mode if self.mode != MODES[0] else "",
            "workstream": self.workstream,
            "organisation": self.organisation,
            "on": self.on.isoformat() if self.on != timezone.localdate() else "",
        }
        kept = {key: value for key, value in (given | changes).items() if value}
        return f"{reverse(name)}?{urlencode(kept)}" if kept else reverse(name)


def asked_of(request: HttpRequest) -> BoardAsked:
    """Read the address. Raises Refused for what is no period, place, layout or day; Denied for a stranger's place."""
    user, given = request.user, request.GET
    scope = scope_of(user, VIEW)
    conditions(given, KNOWN)
    place = place_in(given)
    if not place and len(scope.prefixes) == 1:
        place = scope.prefixes[0]
    mode = given.get("by") or MODES[0]
    if mode not in MODES:
        raise Refused(_("不能按“%(by)s”排列。") % {"by": mode[:20]}, field="by")
    organisation = given.get("organisation", "").strip()
    if organisation and not organisation.isdigit():
        raise Refused(_("没有这个单位。"), field="organisation")
    asked = BoardAsked(
        period=_period(given, user),
        place=place,
        mode=mode,
        workstream=given.get("workstream", ""),
        organisation=organisation,
        on=min(day_of(given.get("on", ""), "on") or timezone.localdate(), timezone.localdate()),
        own=not scope.prefixes,
    )
    # A place that merely holds one's own would show a part as the whole; where one's own help goes is another matter.
    if place and not scope.covers(place) and not targets_of(user, asked).filter(scope.q("giver_area_code")).exists():
        raise Denied(_("这个地区不在您的管辖范围内。"))
    return asked


def targets_of(user: User, asked: BoardAsked):  # type: ignore[no-untyped-def] # a query set of targets
    """Return the targets the board shows: visible, in force, inside the period, of the place or given from it."""
    rows = targets_visible_to(user).filter(
        use=Target.Use.TARGET, starts_on__gte=asked.period.starts_on, ends_on__lte=asked.period.ends_on
    )
    if asked.place:
        low, high = prefix_range(asked.place)
        inside = Q(area_code__gte=low, area_code__lt=high) | Q(giver_area_code__gte=low, giver_area_code__lt=high)
        rows = rows.filter(inside)
    if asked.organisation:
        rows = rows.filter(organisation=int(asked.organisation))
    return rows.select_related("organisation").order_by("figure", "area_code", "pk")


def periods_offered(user: User, chosen: Period) -> list[Period]:
    """Return the periods one may choose: those of targets the user sees, and the years they lie in; latest first."""
    return sorted({*_stated(user), chosen}, key=lambda one: (one.ends_on, -one.starts_on.toordinal()), reverse=True)


def _stated(user: User) -> set[Period]:
    rows = targets_visible_to(user).filter(use=Target.Use.TARGET).order_by()
    found = {Period(*row) for row in rows.values_list("starts_on", "ends_on").distinct()[:MOST]}
    return found | {periods.year(one.ends_on.year) for one in found if one.starts_on.year == one.ends_on.year}


def _period(given: Mapping[str, str], user: User) -> Period:
    """Return the period asked for; of a day that is left out, the year of the other one begins or ends it."""
    days = days_in(given)
    if days is None:
        return _usual(_stated(user))
    first, last = days.from_ or days.to, days.to or days.from_
    assert first is not None
    assert last is not None
    return Period(days.from_ or date(first.year, 1, 1), days.to or date(last.year, 12, 31))


def _usual(stated: set[Period]) -> Period:
    """The running year where it has targets, else the latest year that has any."""
    this = periods.year(timezone.localdate().year)
    years = sorted(one for one in stated if one.kind is Kind.YEAR)
    return this if this in years or not years else years[-1]
