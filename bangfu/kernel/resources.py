"""One declaration per model, from which its pages, API, import, export, rights and tests follow.

A resource is read through ``scoped`` and written through actions, never through the model, so that the derived
pages can do exactly what a program or the command line can do. How to declare one: docs/design/resources.md.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise

from bangfu.kernel.manifest import registry_of
from bangfu.kernel.rights.models import User

Text = str | Promise

COLUMN_KINDS = {"text", "number", "money", "percent", "date", "datetime", "boolean"}
COLUMN_KINDS |= {"state", "choice", "code", "area", "party", "user", "masked"}
FILTER_KINDS = {"choice", "code", "area", "date", "boolean", "text"}
SEARCH_KINDS = {"prefix", "exact"}
RESERVED = {"q", "sort", "page", "size", "after", "before", "last", "count", "format", "in"}  # parameters of every list


@dataclass(frozen=True, kw_only=True, eq=False)
class Column:
    """A column of the list, the detail page, the export and the API.

    ``path`` is the ORM path read by ``values()`` (default: the name); ``kind`` says how it is shown: text, number,
    money, percent, date, datetime, state (with ``states``), choice (the model field's own choices), code (with
    ``code_list``; a list of codes is shown joined), area, party, user, boolean, masked. A choice that
    the model's field does not know has ``words()``, value → word. ``sort`` is for columns that an index serves, or for
    tables that stay small. Sensitive columns (health, disability) name a ``permission``: outside the area over which
    the user holds it their values are left out of pages, filters, sorting, history, exports and the API. ``section``
    groups columns of the detail page under a heading.
    """

    name: str
    title: Text
    path: str = ""
    kind: str = "text"
    code_list: str = ""
    sort: bool = False
    in_list: bool = True
    in_detail: bool = True
    in_export: bool = True
    permission: str = ""
    section: Text = ""
    states: Mapping[str, tuple[Text, str]] = field(default_factory=dict)  # value → word and tone
    words: Callable[[], Mapping[Any, str]] | None = None

    def __post_init__(self) -> None:
        _known("Column", self.name, self.kind, COLUMN_KINDS)
        if (self.kind == "code") != bool(self.code_list):
            raise ImproperlyConfigured(f"Column {self.name!r}: a code list goes with the kind 'code'")
        if self.sort and self.kind == "masked":
            raise ImproperlyConfigured(f"Column {self.name!r}: what is kept encrypted has no order")

    @property
    def source(self) -> str:
        """The ORM path."""
        return self.path or self.name


@dataclass(frozen=True, kw_only=True, eq=False)
class Filter:
    """A filter above the list: choice, code (with ``code_list``), area, date, boolean or text.

    A choice offers ``choices(user)``, or the choices of the model field. A date is given as ``name_from`` and
    ``name_to``, both days included. A text is compared from its beginning. ``more`` puts it behind "more
    conditions" on the page.
    """

    name: str
    title: Text
    path: str = ""
    kind: str = "choice"
    choices: Callable[[User], Sequence[tuple[str, Text]]] | None = None
    code_list: str = ""
    more: bool = False

    def __post_init__(self) -> None:
        _known("Filter", self.name, self.kind, FILTER_KINDS)
        if self.name in RESERVED:
            raise ImproperlyConfigured(f"Filter {self.name!r}: the name is taken by every list")

    @property
    def source(self) -> str:
        """The ORM path."""
        return self.path or self.name

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names it has in an address."""
        return (f"{self.name}_from", f"{self.name}_to") if self.kind == "date" else (self.name,)


@dataclass(frozen=True, kw_only=True, eq=False)
class Search:
    """How the search box finds rows: ``prefix`` of an indexed column, or ``exact`` value.

    On an ``IndexField`` the exact value is looked up by its keyed index, so that numbers kept encrypted are found.
    """

    path: str
    kind: str = "prefix"

    def __post_init__(self) -> None:
        _known("Search", self.path, self.kind, SEARCH_KINDS)


@dataclass(frozen=True, kw_only=True, eq=False)
class Act:
    """A named action on one row or on many: a button, a form if it has fields, an API call.

    ``run(actor, obj, **fields)`` is the domain action; ``form`` the Django form that reads its fields;
    ``when(obj)`` tells whether the button is offered; ``allowed(user, obj)``, where given, whether this user may do it
    to a row they see, in the stead of the row's place. With ``bulk`` it is offered for selected rows and called
    as ``run(actor, ids, **fields)``. A text that ``run`` returns is shown as the answer; a ``Job`` is followed.
    """

    name: str
    title: Text
    run: Callable[..., Any]
    permission: str
    form: type | None = None
    when: Callable[[Any], bool] = lambda _obj: True
    allowed: Callable[[User, Any], bool] | None = None
    bulk: bool = False
    confirm: Text = ""
    tone: str = ""


@dataclass(frozen=True, kw_only=True)
class Happening:
    """Something that befell a row and stands in another table: told on its page among its changes, by time."""

    at: datetime
    title: Text
    who: str = ""
    text: str = ""
    url: str = ""
    tone: str = "neutral"


@dataclass(frozen=True, kw_only=True, eq=False)
class Resource:
    """A model people list, open, file and export.

    ``name`` is ``app.noun``; permissions are ``app.noun.view``, ``.change``, ``.import``, ``.export`` unless
    ``view_permission`` says otherwise; what is not declared is not offered. ``own`` gives the condition for rows
    tied to the user, for roles whose reach is *own*. ``scope_field`` is the ORM path of the row's area code;
    empty, all rows are seen by whoever holds the permission anywhere. ``sides`` are paths of further places of a row
    (where the help came from): who holds the permission there sees it too, and with ``sides_act`` may act on it.
    ``create`` and ``change`` are actions:
    ``create(actor, **fields) -> Model`` and ``change(actor, obj, **fields) -> Model``. ``version`` names the
    column compared to notice that two people edit one row. ``sample`` makes one row by calling actions, for the
    shared tests: ``sample(actor, area_code)``. ``happened(obj)`` tells what befell a row and is kept elsewhere.

    ``order`` decides how fast a large list is: begin it with the scope field where an index has both.
    """

    name: str
    title: Text
    model: type[Model]
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    search: tuple[Search, ...] = ()
    search_hint: Text = ""
    order: tuple[str, ...] = ("pk",)
    scope_field: str = "area_code"
    sides: tuple[str, ...] = ()
    sides_act: bool = False
    own: Callable[[User], Q] | None = None
    view_permission: str = ""
    rows: Callable[[], QuerySet[Any]] | None = None
    form: type | None = None
    create: Callable[..., Model] | None = None
    change: Callable[..., Model] | None = None
    acts: tuple[Act, ...] = ()
    evidence: tuple[str, ...] = ()  # purposes (of kernel.evidence) for which files may be added to a row
    evidence_permission: str = ""
    version: str = "version"
    template: str = ""  # name of its ImportTemplate, where it has one
    happened: Callable[[Any], Sequence[Happening]] | None = None
    title_of: Callable[[Any], str] | None = None  # what a row is called at the head of its page; else its text
    page: Callable[[Any], str] | None = None  # address of a hand-made page instead of the detail; reads obj.pk only
    empty: Text = ""
    menu: str = ""  # navigation group; empty: not in the navigation
    menu_order: int = 100  # its place in the group
    under: str = ""  # name of the page or list it is a tab of, which alone stands in the navigation
    icon: str = "list"
    api: bool = True
    sample: Callable[..., Model] | None = None

    def __post_init__(self) -> None:
        for what, names in {
            "column": [c.name for c in self.columns],
            "filter": [p for f in self.filters for p in f.parameters],
            "act": [a.name for a in self.acts],
        }.items():
            if twice := {n for n in names if names.count(n) > 1}:
                raise ImproperlyConfigured(f"Resource {self.name!r}: {what} declared twice: {', '.join(twice)}")
        if (self.create or self.change) and self.form is None:
            raise ImproperlyConfigured(f"Resource {self.name!r}: what is written needs a form")

    def named(self, obj: Model) -> str:
        """Return what a row is called in headings and on the way to it."""
        return self.title_of(obj) if self.title_of else str(obj)

    @property
    def permission(self) -> str:
        """The permission to see its rows."""
        return self.view_permission or f"{self.name}.view"

    @property
    def create_permission(self) -> str:
        """The permission to add a row: that of the action."""
        return getattr(self.create, "permission", f"{self.name}.change")

    @property
    def change_permission(self) -> str:
        """The permission to change a row: that of the action."""
        return getattr(self.change, "permission", f"{self.name}.change")

    @property
    def file_permission(self) -> str:
        """The permission to add files to a row: that of changing it, unless it has one of its own."""
        return self.evidence_permission or self.change_permission

    @property
    def export_permission(self) -> str:
        """The permission to take rows out as a file."""
        return f"{self.name}.export"

    def column(self, name: str) -> Column | None:
        """Return the column of that name, or None."""
        return next((c for c in self.columns if c.name == name), None)

    def act(self, name: str) -> Act | None:
        """Return the act of that name, or None."""
        return next((a for a in self.acts if a.name == name), None)


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A block that another layer adds to the page of a lower noun.

    ``render(user, obj)`` returns HTML already escaped (or empty to show nothing); ``of`` names the resource.
    """

    name: str
    of: str
    title: Text
    render: Callable[[User, Any], str]
    permission: str = ""
    order: int = 100


@dataclass(frozen=True, kw_only=True)
class Page:
    """A hand-made page in the navigation. ``pinned`` ones are the bar at the foot of a phone (at most four).

    With ``under``, the name of another page or list, it is a tab of that one, which alone stands in the navigation.
    """

    name: str  # the URL name
    title: Text
    menu: str
    icon: str = "file"
    permission: str = ""
    order: int = 100
    pinned: bool = False
    under: str = ""


@dataclass(frozen=True, kw_only=True)
class Menu:
    """A group of the navigation; pages and resources name it. ``name`` is the key, ``title`` the heading."""

    name: str
    title: Text
    order: int = 100


def nobody(_user: User, _text: str, _limit: int) -> list[tuple[str, str]]:
    """Find nothing: for resolvers whose values are not chosen from a list."""
    return []


@dataclass(frozen=True, kw_only=True)
class Resolver:
    """How a lower layer shows the name of something that only a higher layer knows.

    ``name`` is the column kind it serves: ``area`` (values are area codes), ``party`` or ``user`` (ids).
    ``names(values)`` gives the names of many at once, in one query a kind; what it leaves out is shown as it is.
    ``address(value)`` is the page of one, or empty. ``find(user, text, limit)`` lists ``(value, name)`` that
    begin with a text, only within what the user may see: it serves autocomplete. ``below(user, prefix)`` lists
    the children of an area, for filters that drill down. Names that hardly ever change may be remembered for
    ``seconds`` by each process. ``telling(values)`` says of each what tells it from another of the same name.
    ``among(user, text, limit, kinds)`` finds like ``find``, but only the kinds that a field takes.
    """

    name: str
    names: Callable[[Collection[Any]], Mapping[Any, str]]
    address: Callable[[Any], str] = lambda _value: ""
    find: Callable[[User, str, int], Sequence[tuple[Any, str]]] = nobody
    telling: Callable[[Collection[Any]], Mapping[Any, str]] = lambda _values: {}
    below: Callable[[User, str], Sequence[tuple[str, str]]] | None = None
    seconds: float = 0
    among: Callable[[User, str, int, Collection[str]], Sequence[tuple[Any, str]]] | None = None

    def found(self, user: User, text: str, limit: int, kinds: Collection[str] = ()) -> Sequence[tuple[Any, str]]:
        """Return what begins with a text, of all kinds or of those given. Raises LookupError where it has no kinds."""
        if not kinds:
            return self.find(user, text, limit)
        if self.among is None:
            raise LookupError(f"{self.name} has no kinds")
        return self.among(user, text, limit, kinds)


@dataclass(frozen=True, kw_only=True)
class DemoLogin:
    """A log-in that the demonstration offers at one click; it is refused anywhere else. ``name`` is the user name."""

    name: str
    title: Text
    description: Text = ""
    order: int = 100


def _known(what: str, name: str, kind: str, kinds: set[str]) -> None:
    if kind not in kinds:
        raise ImproperlyConfigured(f"{what} {name!r}: unknown kind {kind!r}; known are {', '.join(sorted(kinds))}")


resources = registry_of(Resource)
panels = registry_of(Panel)
pages = registry_of(Page)
menus = registry_of(Menu)
resolvers = registry_of(Resolver)
demo_logins = registry_of(DemoLogin)
