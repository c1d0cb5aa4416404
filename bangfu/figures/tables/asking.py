"""What a table is asked about: a place, a period with its cut-off day, the side, and perhaps the place on the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.figures.computing import Question
from bangfu.figures.tables.declared import Ask, Table, tables
from bangfu.kernel.errors import Refused
from bangfu.pairing.models import Pairing
from bangfu.parties.queries import area_names

REGIONS = Q(scheme__helper_kind="area", scheme__recipient_kind="area")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Both days included; ``to`` is the cut-off. ``pair`` is the county on the other side, empty for all."""

    place: str = ""
    from_: date | None = None
    to: date
    side: str = "receiver"
    pair: str = ""

    def question(self, ask: Ask, by: str = "") -> Question:
        """Return the question of one figure of the table."""
        from_, to = self.from_, self.to
        if ask.before:
            from_, to = from_ and year_before(from_), year_before(to)
        return Question(
            area_code=self.place,
            from_=None if ask.ever else from_,
            to=to,
            by=by,
            side=ask.side or self.side,
            partner=self.pair,
            where=tuple((name, "is", value) for name, value in ask.where.items()),
        )


def table_named(code: str) -> Table:
    """Return the declared table, or refuse an unknown code."""
    table = tables.get(code.upper())
    if table is None:
        raise Refused(_("没有编号为“%(code)s”的表，请从“统计表”页面选一张。") % {"code": code[:20]}, field="code")
    return table


def asked(table: Table, *, place: str, from_: date | None, to: date | None, side: str = "", pair: str = "") -> Asked:
    """Return the question; without a side, the one that suits table and place. Raises Refused for a turned period."""
    to = to or timezone.localdate()
    if from_ and to < from_:
        raise Refused(_("截止日期早于开始日期。"), field="to")
    return Asked(place=place, from_=from_, to=to, side=side or table.side or usual_side(place), pair=pair)


def usual_side(place: str) -> str:
    """Return *giver* for a place that helps others outside it by a pairing of regions, itself or a part of it."""
    helping = Pairing.objects.filter(REGIONS, helper__area__code__startswith=place)
    helps = bool(place) and helping.exclude(recipient__area__code__startswith=place).exists()
    return "giver" if helps else "receiver"


def pairs_of(place: str) -> list[tuple[str, str]]:
    """Return code and name of the counties that a place is paired with, whichever side it is on."""
    if not place:
        return []
    rows = Pairing.objects.filter(REGIONS)
    helped = rows.filter(helper__area__code=place).values_list("recipient__area__code", flat=True)
    helping = rows.filter(recipient__area__code=place).values_list("helper__area__code", flat=True)
    codes = {code[:6] for code in (*helped, *helping) if code}
    names = area_names(codes)
    return [(code, names.get(code, code)) for code in sorted(codes)]


def year_before(day: date) -> date:
    """Return the day a year earlier; 29 February becomes the 28th, and the end of February stays its end."""
    if day.month == 2 and (day + timedelta(days=1)).day == 1:
        return date(day.year - 1, 3, 1) - timedelta(days=1)
    return day.replace(year=day.year - 1)
