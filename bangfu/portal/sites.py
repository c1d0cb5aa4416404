"""Which counties have a public site today, which sections each shows, and in whose name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.kernel.areas_of import COUNTY
from bangfu.kernel.policy.queries import policy_or_none
from bangfu.kernel.publishing.declared import Text, public_links, public_listings, public_templates
from bangfu.kernel.remembered import Remembered
from bangfu.kernel.rows.visibility import Absent
from bangfu.parties.models import Area
from bangfu.parties.queries.areas import existing_on
from bangfu.portal.limits import HIDDEN, OPEN, WORDS

RESULTS, NOTICES, LETTERS, JOIN = "results", "notices", "letters", "join"
OWN_SECTIONS: dict[str, Text] = {
    RESULTS: gettext_lazy("帮扶成效"),
    NOTICES: gettext_lazy("公示公告"),
    LETTERS: gettext_lazy("投诉建议"),
    JOIN: gettext_lazy("爱心方注册"),
}


@dataclass(frozen=True)
class County:
    """A county with an open site: its name, the sections it hides, and its own words."""

    code: str
    name: str
    hidden: frozenset[str]
    words: Mapping[str, str]


@dataclass(frozen=True)
class Open:
    """The counties whose site is open; ``all_there_are`` when no county is closed."""

    counties: tuple[County, ...]
    all_there_are: bool

    def showing(self, section: str) -> tuple[str, ...]:
        """Return the places a section may tell of: ``("",)`` is everywhere, none is nowhere."""
        shown = tuple(county.code for county in self.counties if section not in county.hidden)
        return ("",) if self.all_there_are and shown and len(shown) == len(self.counties) else shown

    def county(self, code: str) -> County | None:
        """Return the open county a place lies in."""
        return next((c for c in self.counties if code.startswith(c.code)), None)


def _read() -> Open:
    names = list(existing_on(Area.objects.filter(level=COUNTY)).order_by("code").values_list("code", "name"))
    today = timezone.localdate()
    counties = tuple(
        County(code, name, frozenset(_table(HIDDEN, code, today, list)), _table(WORDS, code, today, dict))
        for code, name in names
        if policy_or_none(OPEN, code, today)
    )
    return Open(counties, len(counties) == len(names))


def _table(key: str, code: str, today: date, kind: type) -> Any:
    value = policy_or_none(key, code, today)
    return value if isinstance(value, kind) else kind()


_open = Remembered(_read)


def open_site() -> Open:
    """Return what is open today; remembered for some seconds."""
    return _open.get()


def forget_site() -> None:
    """Read anew what is open; called by everything that changes it."""
    _open.forget()


def sections() -> dict[str, Text]:
    """Return every section a county can show or hide, in order, with its title."""
    listings = sorted(public_listings, key=lambda one: one.order)
    links = sorted(public_links, key=lambda one: one.order)
    return {one.name: one.title for one in listings} | OWN_SECTIONS | {one.name: one.title for one in links}


def places_for(section: str, place: str = "") -> tuple[str, ...]:
    """Return the places to tell of: the one asked for, or all that show the section. Raises Absent outside them."""
    shown = open_site().showing(section)
    if not shown:
        raise Absent(_("这个栏目没有开放。"))
    if not place:
        return shown
    if not any(place.startswith(code) for code in shown):
        raise Absent(_("这个地区没有开放公开网站。"))
    return (place,)


def hotline(code: str) -> str:
    """Return the telephone for complaints of a place, as its county wrote it; empty where none is set."""
    county = open_site().county(code)
    return str((county.words if county else {}).get("hotline", ""))


def notice_titles() -> dict[str, Text]:
    """Return template name → title."""
    return {one.name: one.title for one in public_templates}


def today_key() -> str:
    """Name the day, for what is remembered until it ends."""
    return timezone.localdate().isoformat()
