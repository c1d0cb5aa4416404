"""In which places, periods and on which side a number of a text may stand in the ledger, by what the text says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bangfu.reports.periods import Period, day_words
from bangfu.reports.template.nodes import WHOLE, Narrow
from bangfu.reports.text_dates import periods_named

# Behind a name: a school or hospital called so, a firm's town in brackets, a list that goes on.
NO_PLACE = re.compile(
    "[一-鿿]{0,4}(?:小学|中学|学校|幼儿园|医院|卫生院|合作社|公司|敬老院|福利院)|[）)]|等(?!地|县|区)"
)
LISTED = re.compile(r"[、和与及以]?(?:[一-鿿]{2,8}?(?:省|自治区|市|州|地区))*[、和与及]?")
ALL_OF_IT = re.compile("全[省市区县镇乡]|[我本该][省市区县]")
SUFFIX = re.compile("(?:自治县|县|区|市|旗|街道|镇|乡)$")
SHORTEST = 2


@dataclass(frozen=True)
class Scope:
    """A question to the ledger: ``when`` is this or ever; ``words`` are what of it the text states, "" for nothing.

    ``of_all`` is unset where the text names a place or a part that is less than the whole that is asked about.
    """

    area_code: str
    period: Period
    when: str
    place: str
    words: str = ""
    partners: tuple[str, ...] = ()
    of_all: bool = True

    @property
    def where(self) -> str:
        """Place and period in words."""
        return _("%(place)s，%(period)s") % {
            "place": self.place,
            "period": until(self.period.to) if self.when == "ever" else _told(self.period),
        }


def until(day: date) -> str:
    """All time up to a day, in words."""
    return _("截至%(day)s累计") % {"day": day_words(day) if _in_chinese() else day.isoformat()}


def _told(period: Period) -> str:
    """A period as the reader names it: 2020年第三季度, and 2020-07..2020-09 to those who read no Chinese."""
    return period.words if _in_chinese() else period.code


def _in_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


@dataclass(frozen=True)
class Named:
    """Places of a list that a sentence names before a number, and whether they stand in the number's own clause."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    near: bool


def named_before(before: str, clause: str, known: Mapping[str, str]) -> Named | None:
    """Return the places (name → code) that a sentence names last before a number, those of one list together.

    A place in the name of a school is none, nor is one after which the text speaks of the whole again (全县).
    """
    before = re.split("[；;]", before)[-1]
    found = sorted(_occurrences(before, known), key=lambda one: (one[0], -one[1]))
    found = [one for index, one in enumerate(found) if not index or one[0] >= found[index - 1][1]]
    if not found or any(match.start() > found[-1][0] for match in ALL_OF_IT.finditer(before)):
        return None
    listed = [found[-1]]
    for one in reversed(found[:-1]):
        if not LISTED.fullmatch(before, one[1], listed[0][0]):
            break
        listed.insert(0, one)
    names = tuple(before[start:end] for start, end, _code in listed)
    return Named(tuple(dict.fromkeys(code for *_span, code in listed)), names, names[-1] in clause)


def _occurrences(text: str, known: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    for name, code in known.items():
        short = SUFFIX.sub("", name)
        for word in {name, short if len(short) >= SHORTEST else name}:
            for match in re.finditer(re.escape(word), text):
                if not NO_PLACE.match(text, match.end()):
                    yield *match.span(), code


def periods_stated(words: str, known_until: date | None) -> Iterator[tuple[str, Period, str]]:
    """Yield the periods a text states for a number (in words, as a period, how asked), the plainest first."""
    for period in periods_named(words):
        yield _told(period), period, "this"
        yield until(period.to), period, "ever"
    if known_until is not None:
        # 截至目前 in a text that last names 2019 was said in 2019 or, at most, in the year after it.
        for end in (known_until, date(known_until.year + 1, 12, 31)):
            yield until(end), Period(end, end), "ever"


def narrowed(partners: Sequence[str], known: Iterable[str], province_digits: int) -> Narrow | None:
    """Return the narrowing to places on the other side: to one, or to all that one province has; None for others."""
    if not partners:
        return WHOLE
    if len(partners) == 1:
        return Narrow(partner=partners[0])
    provinces = {code[:province_digits] for code in partners}
    [province, *more] = provinces
    if more or {code for code in known if code.startswith(province)} != set(partners):
        return None
    return Narrow(partner=province)
