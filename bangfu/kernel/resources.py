"""One declaration per model, from which its pages, API, import, export, rights and tests follow.

A resource is read through ``scoped`` and written through actions, never through the model, so that the derived
pages can do exactly what a program or the command line can do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise

from bangfu.kernel.manifest import registry_of
from bangfu.kernel.rights.models import User

Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of the list, the detail page, the export and the API.

    ``path`` is the ORM path read by ``values()`` (default: the name); ``kind`` says how it is shown: text, number,
    money, date, datetime, state, code (with ``code_list``), area, party, boolean, masked. Sensitive columns
    (health, disability) are left out of lists, exports and the API unless the user holds ``permission``.
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
    states: dict[str, tuple[Text, str]] = field(default_factory=dict)  # value → word and tone

    @property
    def source(self) -> str:
        """The ORM path."""
        return self.path or self.name


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A filter above the list: choice (with ``choices``), code, area, date range, boolean or text."""

    name: str
    title: Text
    path: str = ""
    kind: str = "choice"
    choices: Callable[[User], Sequence[tuple[str, Text]]] | None = None
    code_list: str = ""

    @property
    def source(self) -> str:
        """The ORM path."""
        return self.path or self.name


@dataclass(frozen=True, kw_only=True)
class Search:
    """How the search box finds rows: ``prefix`` on an indexed column, or ``exact`` on a keyed index column."""

    path: str
    kind: str = "prefix"


@dataclass(frozen=True, kw_only=True)
class Act:
    """A named action on one row or on many: a button, a form if it has fields, an API call.

    ``run(actor, obj, **fields)`` is the domain action; ``form`` the Django form that reads its fields;
    ``when(obj)`` tells whether the button is offered. With ``bulk`` it is offered for selected rows and called
    as ``run(actor, ids, **fields)``.
    """

    name: str
    title: Text
    run: Callable[..., Any]
    permission: str
    form: type | None = None
    when: Callable[[Model], bool] = lambda _obj: True
    bulk: bool = False
    confirm: Text = ""
    tone: str = ""


@dataclass(frozen=True, kw_only=True)
class Resource:
    """A model people list, open, file and export.

    ``name`` is ``app.noun``; permissions are ``app.noun.view``, ``.change``, ``.import``, ``.export`` unless
    ``view_permission`` says otherwise. ``own`` gives the condition for rows tied to the user, for roles whose
    reach is *own*. ``create`` and ``change`` are actions: ``create(actor, **fields) -> Model`` and
    ``change(actor, obj, **fields) -> Model``. ``version`` names the column compared to notice that two people
    edit one row. ``sample`` makes one row by calling actions, for the shared tests: ``sample(actor, area_code)``.
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
    own: Callable[[User], Q] | None = None
    view_permission: str = ""
    rows: Callable[[], QuerySet[Any]] | None = None
    form: type | None = None
    create: Callable[..., Model] | None = None
    change: Callable[..., Model] | None = None
    acts: tuple[Act, ...] = ()
    version: str = "version"
    template: str = ""  # name of its ImportTemplate, where it has one
    page: Callable[[Any], str] | None = None  # a hand-made page that replaces the derived detail: obj → URL
    empty: Text = ""
    menu: str = ""  # navigation group; empty: not in the navigation
    icon: str = "list"
    api: bool = True
    sample: Callable[..., Model] | None = None

    @property
    def permission(self) -> str:
        """The permission to see its rows."""
        return self.view_permission or f"{self.name}.view"


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A block that another layer adds to the page of a lower noun.

    ``render(user, obj)`` returns HTML already escaped (or empty to show nothing); ``of`` names the resource.
    """

    name: str
    of: str
    title: Text
    render: Callable[[User, Model], str]
    permission: str = ""
    order: int = 100


@dataclass(frozen=True, kw_only=True)
class Page:
    """A hand-made page in the navigation."""

    name: str  # the URL name
    title: Text
    menu: str
    icon: str = "file"
    permission: str = ""
    order: int = 100


resources = registry_of(Resource)
panels = registry_of(Panel)
pages = registry_of(Page)
