"""What an address asks of numbers, by the same names everywhere: pages, API, command line, public site.

``area`` is the place, ``from`` and ``to`` the first and the last day, ``period`` a named period (2020, 2020Q3 …),
``side`` the side asked from, ``pair`` the place on the other side. ``place``, ``year`` and ``partner`` are the same as
``area``, ``period`` and ``pair``. A name that means nothing where it is asked is refused: a slip must not widen an
answer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from bangfu.kernel import periods
from bangfu.kernel.areas_of import is_code, significant
from bangfu.kernel.errors import Refused

PLACE, DAYS, SIDES = ("area",), ("from", "to", "period"), ("side", "pair")
WAYS = (*PLACE, *DAYS, *SIDES)
SAME = {"place": "area", "year": "period", "partner": "pair"}
YES, NO = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")
FIRST_YEAR, LAST_YEAR = 1949, 2200


@dataclass(frozen=True)
class Days:
    """From a day to a day, both included, either of them perhaps open. ``named``: a period asked for by its name."""

    from_: date | None
    to: date | None
    named: bool = False


def conditions(given: Mapping[str, str], known: Collection[str]) -> dict[str, str]:
    """Return what is asked, without blanks, by the first of the names that mean the same.

    Raises Refused for a name that is not ``known``, and for two names of one thing that contradict each other.
    """
    found: dict[str, str] = {}
    for asked, text in given.items():
        name = asked if asked in known else SAME.get(asked, asked)
        if name not in known:
            words = {"name": asked[:40], "known": "、".join(known)}
            raise Refused(_("没有名为“%(name)s”的条件；可用：%(known)s。") % words, field=asked[:40])
        if (value := text.strip()) and found.setdefault(name, value) != value:
            words = {"name": name, "one": found[name][:20], "other": value[:20]}
            raise Refused(_("“%(name)s”写了两次，且不一样：%(one)s、%(other)s。") % words, field=asked)
    return found


def place_in(given: Mapping[str, str], name: str = "area") -> str:
    """Return the place asked for, without zeros that only fill its code up; empty for none."""
    text = next((text for one in (name, *_others(name)) if (text := given.get(one, "").strip())), "")
    code = significant(text)
    if code and not is_code(code):
        raise Refused(_("“%(text)s”不是地区代码。") % {"text": text[:20]}, field=_name_in(given, name))
    return code


def days_in(given: Mapping[str, str]) -> Days | None:
    """Return the days asked for, or None where nothing is said of them. Raises Refused where they contradict."""
    first, last = day_of(given.get("from", ""), "from"), day_of(given.get("to", ""), "to")
    year, named = given.get("year", "").strip(), given.get("period", "").strip()
    if (first or last) and (year or named):
        raise Refused(_("起止日期和时期只能写一样。"), field="period" if named else "year")
    if first and last and last < first:
        raise Refused(_("截止日期早于开始日期。"), field="to")
    if first or last:
        return Days(first, last)
    if year:
        if not year.isascii() or not year.isdigit() or not FIRST_YEAR <= int(year[:5]) <= LAST_YEAR:
            raise Refused(_("“%(text)s”不是年份。") % {"text": year[:20]}, field="year")
        return Days(date(int(year), 1, 1), date(int(year), 12, 31), named=True)
    if named:
        try:
            period = periods.parse(named)
        except periods.NoPeriod as error:
            words = {"text": named[:30], "forms": periods.FORMS}
            raise Refused(_("看不懂时期“%(text)s”，请写成 %(forms)s。") % words, field="period") from error
        return Days(period.starts_on, period.ends_on, named=True)
    return None


def flag_in(given: Mapping[str, str], name: str) -> bool:
    """Tell whether something is switched on. Raises Refused for a word that says neither yes nor no."""
    word = given.get(name, "").strip().lower()
    if word not in YES and word not in NO:
        raise Refused(_("“%(name)s”只能写 1 或 0。") % {"name": name}, field=name)
    return word in YES


def day_of(text: str, field: str) -> date | None:
    """Return the day a text names, None for the empty one. Raises Refused for what is no day."""
    if not (text := text.strip()):
        return None
    try:
        day = parse_date(text)
    except ValueError:  # 32 September
        day = None
    if day is None:
        raise Refused(_("“%(text)s”不是日期，请写成 2026-11-21 的样子。") % {"text": text[:20]}, field=field)
    return day


def _others(name: str) -> list[str]:
    return [other for other, same in SAME.items() if same == name]


def _name_in(given: Mapping[str, str], name: str) -> str:
    return next((one for one in (name, *_others(name)) if given.get(one, "").strip()), name)
