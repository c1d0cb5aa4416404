"""The history of one row, as far as the columns its reader may see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.translation import gettext as _

from bangfu.kernel.history.deeds import deed_title, deeds
from bangfu.kernel.history.models import Change
from bangfu.kernel.history.queries import changes_of
from bangfu.kernel.resources import Column, Resource, resources
from bangfu.kernel.rights.models import User
from bangfu.kernel.rows.values import NAMED, NamesOfPage, Reading, reading_of, word

SHOWN = 50


@dataclass(frozen=True)
class Difference:
    """One field of one change, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """One change, what it is called, and those of its differences that the reader may see; ``hidden`` counts others."""

    change: Change
    title: str
    differences: list[Difference]
    hidden: int


def history_visible_to(user: User, resource: Resource, obj: Model, area_code: str, most: int = SHOWN) -> list[Told]:
    """Return a row's last changes, newest first. A field is shown only if a column the reader may see shows it."""
    if not isinstance(obj.pk, int):
        return []  # history numbers its objects
    changes = list(changes_of(obj)[:most])
    reading = reading_of(user, resource, lambda _column: True)
    columns = {s.column.source: s.column for s in reading.seen if s.shows(area_code)}
    stored = [_stored(obj, columns, change) for change in changes]
    names = NamesOfPage(reading, _values(reading, stored))
    return [_told(resource, obj, columns, names, c, values) for c, values in zip(changes, stored, strict=True)]


def action_title(resource: Resource, action: str) -> str:
    """Return what an action of history is called.

    That is the title of the row's own act, else the word its app declares, else the title of another row's act that
    changes this one on its way. A deed nobody named stands for itself.
    """
    if action in (_name(resource.create), _name(resource.change)):
        return _("新增") if action == _name(resource.create) else _("修改")
    for act in resource.acts:
        if action in (act.name, _name(act.run)):
            return str(act.title)
    app = resource.model._meta.app_label
    return deed_title(action, app) or _title_elsewhere(app, action) or action


def action_titles() -> dict[str, str]:
    """Return every deed that an act or an app names, with its title: for lists over all kinds of rows."""
    found: dict[str, str] = {}
    for resource in resources:
        for name, title in _own_titles(resource):
            found.setdefault(name, title)
    return found | {name: str(title) for table in deeds for name, title in table.titles.items()}


def kinds_of_rows() -> dict[str, str]:
    """Return the names under which history keeps its objects, in words: every table of ours."""
    return {model._meta.label_lower: str(model._meta.verbose_name) for model in apps.get_models()}


def _title_elsewhere(app: str, action: str) -> str:
    others = (one for one in resources if one.model._meta.app_label == app)
    return next((title for one in others for name, title in _own_titles(one) if name == action), "")


def _own_titles(resource: Resource) -> Iterator[tuple[str, str]]:
    for act in resource.acts:
        yield from ((name, str(act.title)) for name in (_name(act.run), act.name))
    for function, word_ in ((resource.create, _("新增%(what)s")), (resource.change, _("修改%(what)s"))):
        if function is not None:
            yield _name(function), word_ % {"what": resource.title}


def _name(function: Any) -> str:
    return getattr(function, "__name__", "")


def _stored(obj: Model, columns: dict[str, Column], change: Change) -> dict[str, tuple[Any, Any]]:
    return {n: (change.before.get(n), change.after.get(n)) for n in columns if n in change.before or n in change.after}


def _values(reading: Reading, stored: Sequence[dict[str, tuple[Any, Any]]]) -> list[list[Any]]:
    return [
        [v for values in stored for v in values.get(column.source, ()) if not isinstance(v, list)]
        for column in reading.columns
    ]


def _told(
    resource: Resource,
    obj: Model,
    columns: dict[str, Column],
    names: NamesOfPage,
    change: Change,
    values: dict[str, tuple[Any, Any]],
) -> Told:
    differences = [
        Difference(str(columns[n].title), _text(columns[n], before, names), _text(columns[n], after, names))
        for n, (before, after) in values.items()
    ]
    changed = change.before.keys() | change.after.keys()
    hidden = sum(_is_field(obj, n) for n in changed - values.keys())
    told = [d for d in differences if d.before or d.after]
    return Told(change, action_title(resource, change.action), told, hidden)


def _text(column: Column, value: Any, names: NamesOfPage) -> str:
    if value is None or value == "" or value == []:
        return ""
    return word(names.of(column), value) if column.kind in NAMED else word({}, value)


def _is_field(obj: Model, name: str) -> bool:
    """Whether a hidden difference is worth mentioning: the version that only counts edits is not."""
    try:
        return obj._meta.get_field(name).editable
    except FieldDoesNotExist:
        return True
