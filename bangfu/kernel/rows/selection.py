"""What somebody asked of a list: filters, search and order, read from parameters and checked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import DateTimeField, Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from bangfu.kernel.areas_of import is_code, prefix_range
from bangfu.kernel.ciphers import IndexField, canonical, index_of
from bangfu.kernel.codelists.queries import labels
from bangfu.kernel.errors import Refused
from bangfu.kernel.resources import RESERVED, Filter, Resource, Text
from bangfu.kernel.rights.models import User
from bangfu.kernel.rows import lookups  # noqa: F401 - makes __prefix and __exactly known
from bangfu.kernel.rows.ordering import Order, ordered, total_order, unindexed
from bangfu.kernel.rows.visibility import field_at, hidden_paths, reads_hidden, rows_visible_to

Given = Mapping[str, Sequence[str]]
LONGEST = 200


@dataclass(frozen=True)
class Selection:
    """The rows of a resource that one user asked for, all within what they may see.

    ``given`` holds the parameters that select, without blanks and without paging, so that a link can repeat them.
    """

    user: User
    resource: Resource
    given: dict[str, list[str]]
    condition: Q
    area_code: str
    sort: str
    order: Order
    permission: str = ""

    @property
    def search(self) -> str:
        """What was typed into the search box."""
        return self.given.get("q", [""])[0]

    @property
    def rows(self) -> QuerySet[Any]:
        """The rows, in no order."""
        return self.found[0]

    @cached_property
    def found(self) -> tuple[QuerySet[Any], Order]:
        """The rows and their order: found by their place, or by what was searched for."""
        if not self.search:
            return self.by_place
        rows = rows_visible_to(
            self.user, self.resource, self.permission, area_code=self.area_code, by_place=False
        ).filter(self.condition)
        return unindexed(rows, self.order)

    @cached_property
    def by_place(self) -> tuple[QuerySet[Any], Order]:
        """The rows and their order, found by their place: the fast way when nearly every row is wanted."""
        rows = rows_visible_to(self.user, self.resource, self.permission, area_code=self.area_code)
        return rows.filter(self.condition), self.order

    def ordered(self) -> QuerySet[Any]:
        """The rows, in the order asked for."""
        return ordered(*self.found)

    def query(self, **changes: str | None) -> str:
        """Return the parameters as an address carries them, some changed, some (None) left out."""
        parameters: dict[str, Any] = {**self.given}
        if self.sort:
            parameters["sort"] = self.sort
        parameters.update(changes)
        return urlencode({k: v for k, v in parameters.items() if v is not None}, doseq=True)


def select(user: User, resource: Resource, parameters: Given, *, permission: str = "") -> Selection:
    """Check the parameters of a list and return the selection; blanks count as not given.

    Raises Refused for a parameter, value or order that the resource does not have, or that would tell something
    about values hidden from the user; Denied for an area outside their reach.
    """
    given = {k: [v.strip() for v in vs if v.strip()] for k, vs in parameters.items()}
    given = {k: vs for k, vs in given.items() if vs}
    filters = {name: f for f in resource.filters for name in f.parameters}
    for name in given:
        if name not in filters and name not in RESERVED:
            raise Refused(
                _("“%(what)s”没有名为“%(name)s”的条件。") % {"what": resource.title, "name": name}, field=name
            )
    hidden = hidden_paths(user, resource)
    area_code, condition = "", Q()
    for name, declared in filters.items():
        if name not in given:
            continue
        if reads_hidden(declared.source, hidden):
            raise Refused(_("您不能按“%(what)s”筛选。") % {"what": declared.title}, field=name)
        if declared.kind == "area" and declared.source == resource.scope_field:
            area_code = _area(name, given[name])
        else:
            condition &= _condition(user, resource, declared, name, given[name])
    if "q" in given:
        condition &= search_condition(resource, given["q"][0], hidden)
    sort = given.get("sort", [""])[0]
    order = _order(resource, sort, hidden)
    kept = {k: vs for k, vs in given.items() if k in filters or k == "q"}
    return Selection(user, resource, kept, condition, area_code, sort, order, permission)


def search_condition(resource: Resource, text: str, hidden: Collection[str] = ()) -> Q:
    """Return the condition for what was typed into a search box.

    Exact values (numbers of papers, telephones, codes) are only looked up when the text has a digit: names have
    none, and a condition that cannot hold need not be asked.
    """
    if not resource.search:
        raise Refused(_("“%(what)s”不能搜索。") % {"what": resource.title}, field="q")
    if len(text) > LONGEST:
        raise Refused(_("搜索的文字太长，请不超过 %(most)s 字。") % {"most": LONGEST}, field="q")
    has_digit = any(character.isdigit() for character in text)
    found = Q(pk__in=[])
    for search in resource.search:
        if reads_hidden(search.path, hidden):
            continue
        if search.kind == "prefix":
            found |= Q(**{f"{search.path}__prefix": text})
        elif has_digit:
            keyed = isinstance(field_at(resource.model, search.path), IndexField)
            for value in {index_of(text)} if keyed else {text, canonical(text)}:
                found |= Q(**{f"{search.path}__exactly": value})
    return found


def choices_of(user: User, resource: Resource, declared: Filter) -> list[tuple[str, Text]]:
    """Return what a filter offers: ``(value, title)``; empty for kinds that are typed."""
    if declared.kind == "boolean":
        return [("1", _("是")), ("0", _("否"))]
    if declared.kind == "code":
        return list(labels(declared.code_list).items())
    if declared.kind != "choice":
        return []
    if declared.choices is not None:
        return [(str(value), title) for value, title in declared.choices(user)]
    field = field_at(resource.model, declared.source)
    if field is not None and field.choices:
        return [(str(value), title) for value, title in field.flatchoices]
    column = next((c for c in resource.columns if c.source == declared.source), None)
    return [(value, word) for value, (word, _tone) in column.states.items()] if column else []


def _condition(user: User, resource: Resource, declared: Filter, name: str, values: list[str]) -> Q:
    if declared.kind in ("choice", "code", "boolean"):
        offered = {value for value, _title in choices_of(user, resource, declared)}
        if wrong := next((v for v in values if v not in offered), None):
            raise Refused(_("“%(what)s”没有“%(value)s”这一项。") % {"what": declared.title, "value": wrong}, field=name)
        if declared.kind == "boolean":
            return Q(**{f"{declared.source}__in": [value == "1" for value in values]})
        return Q(**{f"{declared.source}__in": values}) if len(values) > 1 else Q(**{declared.source: values[0]})
    if declared.kind == "date":
        return _bound(resource, declared, name, _date(declared, name, values))
    if declared.kind == "area":
        low, high = prefix_range(_area(name, values))
        return Q(**{f"{declared.source}__gte": low, f"{declared.source}__lt": high})
    return Q(**{f"{declared.source}__prefix": values[0]})


def _bound(resource: Resource, declared: Filter, name: str, day: date) -> Q:
    """One end of a period, both days included; a moment is compared with the days' own beginnings."""
    last = name.endswith("_to")
    if not isinstance(field_at(resource.model, declared.source), DateTimeField):
        return Q(**{f"{declared.source}__{'lte' if last else 'gte'}": day})
    start = timezone.make_aware(datetime.combine(day + timedelta(days=last), time.min))
    return Q(**{f"{declared.source}__{'lt' if last else 'gte'}": start})


def _area(name: str, values: list[str]) -> str:
    if len(values) > 1 or not is_code(values[0]):
        raise Refused(_("“%(value)s”不是区划代码。") % {"value": "，".join(values)}, field=name)
    return values[0]


def _date(declared: Filter, name: str, values: list[str]) -> date:
    try:
        day = parse_date(values[0])
    except ValueError:
        day = None
    if day is None or len(values) > 1:
        raise Refused(
            _("“%(what)s”的日期“%(value)s”不对，请写成 2026-11-21 的样子。")
            % {"what": declared.title, "value": "，".join(values)},
            field=name,
        )
    return day


def _order(resource: Resource, sort: str, hidden: set[str]) -> Order:
    if not sort:
        return total_order(resource.model, resource.order)
    column = resource.column(sort.removeprefix("-"))
    if column is None or not column.sort or reads_hidden(column.source, hidden):
        raise Refused(_("“%(what)s”不能按“%(name)s”排序。") % {"what": resource.title, "name": sort}, field="sort")
    first = f"-{column.source}" if sort.startswith("-") else column.source
    return total_order(resource.model, (first, *resource.order))
