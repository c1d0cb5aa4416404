"""The board: what is open, in words that may be public, for whoever may look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import F, Func, Lookup, Q, QuerySet, Value
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from bangfu.kernel.areas_of import COUNTY, TOWNSHIP, prefix_range
from bangfu.kernel.fields import MoneyField
from bangfu.kernel.history.models import Change
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may, scoped
from bangfu.workstreams.exchange.models import Need
from bangfu.workstreams.exchange.permissions import BOARD_VIEW, NEED_VIEW
from bangfu.workstreams.exchange.queries.own import own_needs
from bangfu.workstreams.exchange.queries.text_hits import not_withheld, withheld

ORDERS = {
    "new": ("-published_on", "-pk"),
    "urgent": ("-urgency", "-first", "pk"),
    "old": ("published_on", "pk"),
    "small": (F("value").asc(nulls_last=True), "pk"),
}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody looks for on the board; empty is any. Amounts are CNY."""

    area_code: str = ""
    kind: str = ""
    category: str = ""
    urgency: int | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    text: str = ""
    wishes: bool = False
    order: str = "new"


def open_needs(wanted: Wanted) -> QuerySet[Need]:
    """Return the needs on the board that fit, in the order asked for."""
    rows = Need.objects.filter(not_withheld("need"), state="published")
    if wanted.area_code:
        low, high = prefix_range(wanted.area_code)
        rows = rows.filter(area_code__gte=low, area_code__lt=high)
    given = {"kind": wanted.kind, "category": wanted.category, "urgency": wanted.urgency}
    rows = rows.filter(**{name: value for name, value in given.items() if value not in ("", None)})
    if wanted.least is not None:
        rows = rows.filter(worth(GreaterThanOrEqual, wanted.least))
    if wanted.most is not None:
        rows = rows.filter(worth(LessThanOrEqual, wanted.most))
    if wanted.wishes:
        rows = rows.filter(wave__isnull=False)
    for word in wanted.text.split()[:5]:
        rows = rows.filter(title__contains=word)
    return rows.order_by(*ORDERS[wanted.order])


class Unsought(Func):
    """A column that SQLite shall not look rows up by.

    Half of the board lies in a range of values: looked up by value, all of it has to be sorted, where walking the board
    in its order soon has a page full. SQLite cannot know; PostgreSQL keeps a histogram and decides by it.
    """

    arity = 1

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The column itself."""
        return compiler.compile(self.get_source_expressions()[0])

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """A plus before a column takes it out of the choice of indexes."""
        sql, parameters = self.as_sql(compiler, connection)
        return f"+{sql}", parameters


def worth(comparison: type[Lookup], amount: Decimal) -> Q:
    """Return the condition that a need's value compares so with an amount in CNY."""
    money = MoneyField()
    return Q(comparison(Unsought(F("value"), output_field=money), Value(amount, output_field=money)))


def ids_on_page(rows: QuerySet[Need], *, offset: int, limit: int, counted: int) -> tuple[list[int], int | None]:
    """Return the ids of a page of ordered needs, and how many there are in all (None: ``counted`` or more).

    Both are answered by an index alone whatever is filtered. Only where the page is full is the rest counted, by the
    database: a page that is not full tells its own number, so what is rarely found is not looked for twice.
    """
    found = list(rows.values_list("pk", flat=True)[offset : offset + limit + 1])
    full = len(found) > limit or (offset and not found)
    total = rows.order_by()[:counted].count() if full else offset + len(found)
    return found[:limit], total if total < counted else None


class BoardRow(NamedTuple):
    """What a line of the board tells of a need; ``value`` in CNY."""

    id: int
    title: str
    wave_id: int | None
    kind: str
    area_code: str
    band: str
    quantity: Decimal
    taken: Decimal
    unit: str
    value: Decimal | None
    urgency: int
    needed_by: date | None
    published_on: date | None


def lines_of(ids: Sequence[int]) -> list[BoardRow]:
    """Return the lines of a page in the order of its ids, without needs that have left the board since; one query."""
    rows = Need.objects.filter(pk__in=ids, state="published").order_by().values_list(*BoardRow._fields)
    found = {row[0]: BoardRow._make(row) for row in rows}
    return [found[pk] for pk in ids if pk in found]


def last_change() -> int:
    """Return what changes with every write to the board: the number of the last line of history."""
    last: int | None = Change.objects.order_by("-pk").values_list("pk", flat=True).first()
    return last or 0


def public_place(area_code: str, band: str) -> str:
    """Return how exactly a place may be told: the township, and for minors only the county."""
    return area_code[: COUNTY if band == Need.Band.CHILD else TOWNSHIP]


def may_see_need(user: User, need: Need) -> bool:
    """Tell whether somebody may see at least the public side of a need: it is on the board, or within their reach."""
    public = need.published_on is not None and need.state not in ("withdrawn", "refused", "false")
    if public and not withheld("need").filter(object_id=need.pk).exists():
        return may(user, BOARD_VIEW)
    return needs_visible_to(user).filter(pk=need.pk).exists()


def needs_visible_to(user: User) -> QuerySet[Need]:
    """Return the needs at the user's places, those of their party and those it has claimed, with all they hold."""
    return scoped(Need.objects.all(), user, NEED_VIEW, own=own_needs)


def may_see_inside(user: User, need: Need) -> bool:
    """Tell whether somebody may see who asks and the private wording: the offices of the place and the asker."""
    acts_for = getattr(user, "acts_for", None)
    if acts_for is not None and acts_for.party_id == need.asker_id:
        return True
    return may(user, NEED_VIEW, need.area_code)


def waiting_needs(user: User, state: str, permission: str) -> QuerySet[Need]:
    """Return the needs in a state that wait for somebody who holds a permission, the oldest first."""
    return scoped(Need.objects.filter(state=state), user, permission).order_by("entered_on", "pk")


def own_party_needs(user: User) -> Q:
    """Return the condition on needs of the user's own party only."""
    acts_for = getattr(user, "acts_for", None)
    return Q(asker_id=acts_for.party_id) if acts_for is not None else Q(pk__in=[])
