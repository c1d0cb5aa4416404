"""What an app offers to the public site: lists that are always current, notices for some days, and figures.

The public site knows nothing of the apps and they know nothing of it: they meet here. Whatever a row holds beyond
the declared columns never reaches a page, a feed or a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise

from bangfu.kernel.manifest import registry_of

Text = str | Promise
Row = Mapping[str, Any]

KINDS = {"text", "number", "money", "percent", "date", "code", "choice", "area", "name"}
ROLES = {"heading", "text", "tag", "amount", "share", "fact"}
CHANNELS = {"web", "board"}
RESERVED = {"q", "place", "page", "order", "lang", "text"}  # parameters of every public list


@dataclass(frozen=True, kw_only=True)
class PublicColumn:
    """One value that everybody may read.

    ``kind`` says how it is shown: text (free text: checked for identifying numbers on its way out), number, money
    (CNY), percent (a share), date, code (with ``code_list``), choice (with ``words``), area (an area code no finer
    than a township), name (a person's name, shown as 王*; only on notices). ``role`` is its place on a card:
    heading, text, tag, amount, share (0–1, a bar) or fact. ``small`` marks a number of persons or households that is
    told as "fewer than" below the policy's minimum.
    """

    name: str
    title: Text
    kind: str = "text"
    role: str = "fact"
    code_list: str = ""
    words: Mapping[str, Text] = field(default_factory=dict)
    unit: Text = ""
    in_list: bool = True
    small: bool = False

    def __post_init__(self) -> None:
        if self.kind not in KINDS or self.role not in ROLES:
            raise ImproperlyConfigured(f"PublicColumn {self.name!r}: unknown kind {self.kind!r} or role {self.role!r}")
        if (self.kind == "code") != bool(self.code_list) or (self.kind == "choice") != bool(self.words):
            raise ImproperlyConfigured(f"PublicColumn {self.name!r}: a code has a list, a choice has words")
        if self.small and self.kind != "number":
            raise ImproperlyConfigured(f"PublicColumn {self.name!r}: only numbers can be too small to tell")


@dataclass(frozen=True, kw_only=True)
class PublicFilter:
    """A choice above a public list: ``options()`` gives value → word; a value not among them is refused."""

    name: str
    title: Text
    options: Callable[[], Sequence[tuple[str, Text]]]

    def __post_init__(self) -> None:
        if self.name in RESERVED:
            raise ImproperlyConfigured(f"PublicFilter {self.name!r}: every public list has this parameter")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a visitor looks for.

    ``places`` are the area prefixes that may be told of, of which any fits (``("",)`` is everywhere; none is
    nowhere); none is finer than a township. ``values`` holds the chosen options, ``order`` one of the list's orders.
    """

    places: tuple[str, ...] = ("",)
    text: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    order: str = ""
    offset: int = 0
    limit: int = 20


@dataclass(frozen=True, kw_only=True)
class Found:
    """Rows of one page, and how many there are in all: exact, or None for more than were counted.

    Each row has ``id`` (its address), ``area_code`` (as coarse as may be told) and ``day`` (a date: when it was
    published or last changed) besides the values of the declared columns.
    """

    rows: Sequence[Row]
    total: int | None = None


@dataclass(frozen=True, kw_only=True)
class PublicListing:
    """A list on the public site that is read anew each time, with a page for each row.

    ``address`` is its place under the public site (``needs`` → ``/public/needs/``). ``find(asked)`` gives a page of
    rows, ``one(id, places)`` one row or None. ``answer(id)`` is where a visitor takes it up (log-in is asked for
    there) and ``answer_title`` the words on that button. ``keys(places, after, limit)`` gives ``(id, day)`` in
    ascending order of id, for the site map. With ``feed`` visitors may subscribe. ``thing`` is the schema.org type
    of one row; ``open_`` tells of a row whether it can still be taken up, and ``closed`` are the words where it cannot.
    """

    name: str
    title: Text
    address: str
    columns: tuple[PublicColumn, ...]
    find: Callable[[Asked], Found]
    one: Callable[[str, tuple[str, ...]], Row | None]
    about: Text = ""
    order: int = 100
    filters: tuple[PublicFilter, ...] = ()
    orders: tuple[tuple[str, Text], ...] = ()
    search_hint: Text = ""
    empty: Text = ""
    answer: Callable[[str], str] | None = None
    answer_title: Text = ""
    open_: Callable[[Row], bool] = lambda _row: True
    closed: Text = ""
    keys: Callable[[tuple[str, ...], int, int], Sequence[tuple[int, date | None]]] | None = None
    feed: bool = False
    thing: str = "Thing"

    def __post_init__(self) -> None:
        _once("PublicListing", self.name, self.columns)
        if [c.role for c in self.columns].count("heading") != 1:
            raise ImproperlyConfigured(f"PublicListing {self.name!r}: exactly one column is the heading")
        if any(c.kind == "name" for c in self.columns):
            raise ImproperlyConfigured(f"PublicListing {self.name!r}: names of persons are for notices only")


@dataclass(frozen=True, kw_only=True)
class PublicTemplate:
    """A notice that a rule asks to be published for some days: its columns, where its rows come from, how long.

    ``rows(area_code, from_, to)`` reads what is to be published of one place and period; what is published is kept
    as it was on that day. ``days`` names the policy parameter with the least days it stays (``working`` counts
    working days; a text names the policy parameter that says ``working`` or ``calendar``); afterwards it is
    withdrawn. ``channel`` is ``web``, or ``board`` for what may only hang at the village board: then the site tells
    that and until when it hangs, and the rows are only printed. ``levels`` are the lengths of the area codes it can
    be published for (6 county, 9 township, 12 village). ``basis`` names the rule it follows. ``permission`` is
    needed, over the place, to publish it. A notice about one thing only (one appeal, say) names the choices of a place
    by ``subjects(area_code)``; the chosen value is the fourth argument of ``rows``.
    """

    name: str
    title: Text
    columns: tuple[PublicColumn, ...]
    rows: Callable[..., Iterable[Row]]
    days: str
    permission: str
    about: Text = ""
    basis: str = ""
    channel: str = "web"
    working: bool | str = False
    levels: tuple[int, ...] = (6,)
    subjects: Callable[[str], Sequence[tuple[str, Text]]] | None = None
    order: int = 100
    totals: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _once("PublicTemplate", self.name, self.columns)
        if self.channel not in CHANNELS:
            raise ImproperlyConfigured(f"PublicTemplate {self.name!r}: unknown channel {self.channel!r}")
        if unknown := set(self.totals) - {c.name for c in self.columns}:
            raise ImproperlyConfigured(f"PublicTemplate {self.name!r}: no such column {', '.join(sorted(unknown))}")


@dataclass(frozen=True, kw_only=True)
class PublicFigure:
    """A declared figure among the public results. ``how`` says in a visitor's words how it is counted.

    ``records`` says what the records are that it opens to, with ``%(n)s`` for their number, where *records* is not
    the word: totals that others report by month.
    """

    name: str
    figure: str
    how: Text = ""
    records: Text = ""
    order: int = 100


@dataclass(frozen=True, kw_only=True)
class PublicLink:
    """A page of an app without a log-in, linked from the public site: in its navigation and on its first page.

    ``url(place)`` gives its address for a county (its area code; empty where none is chosen); ``about`` says on the
    first page who it is for. A county can hide it like any section.
    """

    name: str
    title: Text
    url: Callable[[str], str]
    about: Text = ""
    order: int = 100


def _once(what: str, name: str, columns: tuple[PublicColumn, ...]) -> None:
    names = [column.name for column in columns]
    if twice := {n for n in names if names.count(n) > 1}:
        raise ImproperlyConfigured(f"{what} {name!r}: column declared twice: {', '.join(sorted(twice))}")


public_listings = registry_of(PublicListing)
public_templates = registry_of(PublicTemplate)
public_figures = registry_of(PublicFigure)
public_links = registry_of(PublicLink)
