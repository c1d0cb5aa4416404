"""What figures can be asked of: rows with a place, a day, fields and dimensions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from bangfu.kernel.codelists.queries import labels as labels_of
from bangfu.kernel.manifest import registry_of
from bangfu.kernel.rights.models import User

Text = str | Promise
Labels = Callable[[Iterable[Any]], dict[Any, str]]


@dataclass(frozen=True, kw_only=True)
class Dimension:
    """Something rows can be split by: an ORM path, and how its values are named."""

    name: str
    title: Text
    path: str
    labels: Labels | None = None


@dataclass(frozen=True, kw_only=True)
class Source:
    """A table that figures count.

    ``rows(on)`` gives all rows as they stood on a day (None: without a limit). A source with a ``day`` holds
    events and is asked for a period; one without is a state and is asked for a day. ``fields`` maps names to ORM
    paths; a name that is absent may still be a detail where ``details`` names a JSON column. ``unreversed``
    narrows rows to those that no reversal took back up to a day. ``permission`` is needed to open its rows. ``apart``
    is the field by which most figures tell their rows from others, the first column of an index of their places.
    A state that is ``today_only`` knows no earlier day: asked for one, it gives what stands now.
    A source whose rows lie in several tables gives its ``pieces(area_code, on, conditions)``, which are asked one by
    one and added up; they have its fields, and it must name its rows so that no two pieces share one.
    ``asked`` gives a further condition that depends on the question as a whole. ``words`` names fields that are no
    dimension, and ``labels`` the values of such fields, wherever a figure's definition is told.
    """

    name: str
    title: Text
    rows: Callable[[date | None], QuerySet[Any]]
    place: str = "area_code"
    giver_place: str = ""
    day: str = ""
    apart: str = ""
    today_only: bool = False
    fields: dict[str, str] = field(default_factory=dict)
    details: str = ""
    dimensions: tuple[Dimension, ...] = ()
    unreversed: Callable[[QuerySet[Any], date | None], QuerySet[Any]] | None = None
    asked: Callable[[Any], Q] | None = None
    sign: Any = None  # an expression that is 1 for a row and -1 for its reversal
    permission: str = ""
    visible_to: Callable[[User], QuerySet[Any]] | None = None
    pieces: Callable[[str, date | None, Mapping[str, Any]], Sequence[Source]] | None = None
    columns: tuple[str, ...] = ()
    words: Mapping[str, Text] = field(default_factory=dict)
    labels: Mapping[str, Labels] = field(default_factory=dict)

    def path(self, name: str) -> str:
        """Return the ORM path of a field; raise KeyError for one the source does not have."""
        if name in self.fields:
            return self.fields[name]
        if self.details:
            return f"{self.details}__{name}"
        raise KeyError(f"{self.name} has no field {name!r}")

    def dimension(self, name: str) -> Dimension | None:
        """Return the dimension of that name, or None."""
        return next((d for d in self.dimensions if d.name == name), None)


def chosen_from(choices: Iterable[tuple[Any, Text]]) -> Labels:
    """Return how the values of a field with fixed choices are called."""
    words = dict(choices)
    return lambda values: {value: str(words.get(value, value)) for value in values}


def listed_in(code_list: str) -> Labels:
    """Return how the codes of a code list are called."""
    return lambda codes: {code: str(labels_of(code_list).get(code, code)) for code in codes}


sources = registry_of(Source)
