"""The same gift recorded twice: found by amount (or goods), day and parties, set-wise.

One statement serves three questions: which entries of the book look like an earlier one, which drafts look like an
entry, and which drafts look like an earlier draft. Each entry is compared with those before it and answered with the
first that fits, so that a gift recorded n times gives n - 1 pairs. What is alike:

* the same amount from the same giver to the same receiver, or to the place in which the receiver is;
* the same amount at the same receiver, where only one of the two entries, of different kinds, names a giver;
* without an amount: the same kind, parties, quantity, unit and details.

Kinds that follow one another (signed, then paid in) are no doubles. How many days may lie between, and the amount
below which nothing is asked, are policy.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bangfu.kernel.areas_of import prefix_range
from bangfu.kernel.imports.sets import insert_into, schema_of
from bangfu.kernel.policy.queries import policy_or_none
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import scoped
from bangfu.ledger.judging import Caution
from bangfu.ledger.kinds import entry_kinds
from bangfu.ledger.models import Entry, EntryStanding, SuspectedDouble

if TYPE_CHECKING:
    from bangfu.ledger.drafts import Draft

DAYS, LEAST = "ledger.double_days", "ledger.double_least"
DRAFTS = "ledger_drafts"  # a temporary table


@dataclass(frozen=True)
class Limits:
    """Days between two records of one gift, and the least amount (CNY) that is asked about; None: no check."""

    days: int
    least: int  # fen


def limits_at(area_code: str) -> Limits | None:
    """Return the policy of a place, or None where it sets none."""
    days, least = policy_or_none(DAYS, area_code), policy_or_none(LEAST, area_code)
    return None if days is None else Limits(int(days), int((least or 0) * 100))


def pairs_sql(new: str, old: str, limits: Limits, where: str = "", near: str = "") -> tuple[str, list[Any]]:
    """Return the statement for ``(new id, old id)`` and its parameters.

    ``new`` and ``old`` are tables with the columns of an entry (ours or the temporary one of drafts); ``where`` is a
    further fixed condition on ``n``, whose parameters the caller appends. ``near`` is a query for the ids that are
    worth a look (default: all). Both steps are materialized: PostgreSQL would otherwise look for the like of every
    entry first, twice, and only then keep those that are near.
    """
    alike, stages = _alike(limits), _stages()
    ways = []
    for index, way in (("giver", alike[0]), ("receiver", alike[1]), ("giver", alike[2])):
        ways.append(
            f"(SELECT o.id FROM {old} o WHERE o.{index}_id = n.{index}_id AND {_within(limits.days)} AND {way}"  # noqa: S608
            f" AND o.id < n.id AND {_in_force(old, 'o')}{stages} ORDER BY o.happened_on, o.id LIMIT 1)"
        )
    worth, beside = (f"near AS MATERIALIZED ({near}), ", "near JOIN ") if near else ("", "")
    sql = (
        f"WITH {worth}found AS MATERIALIZED (SELECT n.id AS id, coalesce({', '.join(ways)}) AS double"  # noqa: S608
        f" FROM {beside}{new} n{' ON n.id = near.id' if near else ''} WHERE {_in_force(new, 'n')}{where})"
        " SELECT id, double FROM found WHERE double IS NOT NULL"
    )
    return sql, [value for _way in ways for value in _stage_values()]


def _alike(limits: Limits) -> tuple[str, str, str]:
    nested = "(substr(o.area_code, 1, length(n.area_code)) = n.area_code" + (
        " OR substr(n.area_code, 1, length(o.area_code)) = o.area_code)"
    )
    area = "EXISTS (SELECT 1 FROM parties_area a WHERE a.party_id IN (n.receiver_id, o.receiver_id))"
    vague = f"((n.receiver_id IS NULL OR o.receiver_id IS NULL OR {area}) AND {nested})"
    amount = f"o.amount = n.amount AND n.amount >= {limits.least}"
    campaign = "(n.campaign_id IS NULL OR o.campaign_id IS NULL OR n.campaign_id = o.campaign_id)"
    return (
        f"{amount} AND (o.receiver_id = n.receiver_id OR {vague})",
        f"{amount} AND o.kind <> n.kind AND (o.giver_id IS NULL) <> (n.giver_id IS NULL)",
        "o.amount IS NULL AND n.amount IS NULL AND o.receiver_id = n.receiver_id AND o.kind = n.kind"
        f" AND o.quantity = n.quantity AND o.unit = n.unit AND o.details = n.details AND {campaign}",
    )


def _within(days: int) -> str:
    return f"o.happened_on BETWEEN {_day('n.happened_on', -days)} AND {_day('n.happened_on', days)}"


def _in_force(table: str, name: str) -> str:
    if table == DRAFTS:
        return "1 = 1"
    return (
        f"{name}.reverses_id IS NULL AND NOT EXISTS (SELECT 1 FROM ledger_entrystanding s"  # noqa: S608
        f" WHERE s.entry_id = {name}.id AND s.state = 'reversed')"
    )


def _pairs_of_stages() -> list[tuple[str, str]]:
    return [(kind.name, earlier) for kind in entry_kinds for earlier in kind.follows]


def _stages() -> str:
    either = "(n.kind = %s AND o.kind = %s) OR (o.kind = %s AND n.kind = %s)"
    pairs = _pairs_of_stages()
    return f" AND NOT ({' OR '.join([either] * len(pairs))})" if pairs else ""


def _stage_values() -> Iterator[str]:
    for later, earlier in _pairs_of_stages():
        yield from (later, earlier, later, earlier)


def entries_with_doubles(
    limits: Limits, *, ids: tuple[int, int] | None = None, area_code: str = ""
) -> list[tuple[int, int]]:
    """Return ``(entry, the earlier one it looks like)`` among entries of a range of ids, of a place, or of all."""
    where, near, values = "", "", list[Any]()
    if ids is not None:
        where, values = " AND n.id BETWEEN %s AND %s", list(ids)
    elif area_code:
        where, values = " AND n.area_code >= %s AND n.area_code < %s", list(prefix_range(area_code))
    else:
        near = _near_something(limits.days)
    sql, parameters = pairs_sql("ledger_entry", "ledger_entry", limits, where, near)
    with connection.cursor() as cursor, _uncompiled(cursor):
        cursor.execute(sql, [*parameters, *values])
        return [(new, old) for new, old in cursor.fetchall()]


@contextmanager
def _uncompiled(cursor: Any) -> Iterator[None]:
    """Keep PostgreSQL from compiling a statement whose cost it overestimates: that would take as long as running it."""
    postgres = connection.vendor == "postgresql"
    if postgres:
        cursor.execute("SET jit = off")
    yield
    if postgres:
        cursor.execute("RESET jit")


def _near_something(days: int) -> str:
    """Return the query for the entries next to one of the same party and amount.

    That is read in the order of an index, where looking for each entry's like would jump about the whole book.
    """
    return " UNION ".join(
        f"SELECT id FROM (SELECT id, happened_on, lag(happened_on) OVER w AS before, lead(happened_on) OVER w AS after"  # noqa: S608
        f" FROM ledger_entry WHERE {side}_id IS NOT NULL"
        f" WINDOW w AS (PARTITION BY {side}_id, amount ORDER BY happened_on))"
        f" AS beside WHERE {_day('before', days)} >= happened_on OR {_day('happened_on', days)} >= after"
        for side in ("giver", "receiver")
    )


def _day(column: str, later: int) -> str:
    if connection.vendor == "postgresql":
        return f"{column} + ({later})"
    return f"date({column}, '{later:+d} days')"


@dataclass(frozen=True)
class Double:
    """What a draft looks like: an ``entry`` of the book, or the ``draft`` of that number before it."""

    entry: int | None = None
    draft: int | None = None


def doubles_of(drafts: Sequence["Draft"], limits: Limits | None = None) -> dict[int, Double]:
    """Return for the numbers of those drafts that look like something recorded before what that is.

    In a few statements, whatever their number; the drafts' own order decides which of two is the earlier. Without
    ``limits`` the policy of their place holds.
    """
    limits = limits or (limits_at(drafts[0].area_code) if drafts else None)
    if limits is None:
        return {}
    with connection.cursor() as cursor:
        _fill(cursor, drafts)
        found: dict[int, Double] = {}
        for old in (DRAFTS, "ledger_entry"):
            sql, parameters = pairs_sql(DRAFTS, old, limits)
            cursor.execute(sql, parameters)
            for new, double in cursor.fetchall():
                number = new - FIRST
                found[number] = Double(draft=double - FIRST) if old == DRAFTS else Double(entry=double)
        cursor.execute(f"DROP TABLE {DRAFTS}")
    return found


FIRST = 1 << 60  # drafts come after every entry
COLUMNS = (
    "kind", "giver_id", "receiver_id", "campaign_id", "area_code", "happened_on", "amount", "quantity", "unit",
)  # fmt: skip
SCALES = {"amount": 100, "quantity": 1000}
SCHEMA = {"id": pl.Int64, **schema_of(Entry, COLUMNS), "details": pl.String}


def _fill(cursor: Any, drafts: Sequence["Draft"]) -> None:
    """Put drafts into a temporary table with the columns, and the values, of entries."""
    cursor.execute(f"DROP TABLE IF EXISTS {DRAFTS}")
    details = "jsonb" if connection.vendor == "postgresql" else "text"
    cursor.execute(
        f"CREATE TEMP TABLE {DRAFTS} (id bigint PRIMARY KEY, kind text, giver_id bigint, receiver_id bigint,"
        f" campaign_id bigint, area_code text, happened_on date, amount bigint, quantity bigint, unit text,"
        f" details {details})"
    )
    encode = DjangoJSONEncoder().encode
    columns: dict[str, list[Any]] = {name: [_value(name, getattr(draft, name)) for draft in drafts] for name in COLUMNS}
    columns["details"] = [encode(draft.details) for draft in drafts]
    numbers = pl.int_range(FIRST, FIRST + len(drafts), dtype=pl.Int64, eager=True)
    insert_into(DRAFTS, pl.DataFrame({"id": numbers, **columns}, schema=SCHEMA))
    for side in ("giver", "receiver"):
        cursor.execute(f"CREATE INDEX {DRAFTS}_{side} ON {DRAFTS} ({side}_id, amount, happened_on)")


def _value(name: str, value: Any) -> Any:
    return int(value * SCALES[name]) if name in SCALES and value is not None else value


def double_cautions(drafts: Sequence["Draft"], rows: Sequence[int] = ()) -> dict[int, Caution]:
    """Return for the drafts that look like something recorded before what somebody must be asked."""
    numbers = rows or range(1, len(drafts) + 1)
    found = doubles_of(drafts)
    told = _words_of({double.entry for double in found.values() if double.entry is not None})
    return {
        number: Caution(
            "double",
            "amount" if drafts[number].amount is not None else "quantity",
            told[double.entry]
            if double.entry is not None
            else _("与第 %(n)s 行像是同一笔。") % {"n": numbers[double.draft or 0]},
            needs_reason=True,
        )
        for number, double in found.items()
    }


def _words_of(ids: Collection[int]) -> dict[int, str]:
    """Say of entries what they are: when, what, by whom recorded."""
    rows = Entry.objects.filter(pk__in=list(ids)).values_list("pk", "kind", "happened_on", "posted_by__name")
    return {
        pk: _("与 %(day)s 的“%(kind)s”（%(who)s 登记，记录 %(id)s）像是同一笔。")
        % {"day": day, "kind": entry_kinds[kind].title if kind in entry_kinds else kind, "who": who, "id": pk}
        for pk, kind, day, who in rows
    }


def suspicions_visible_to(user: User) -> QuerySet[SuspectedDouble]:
    """Return the pairs at places the user may see both entries of, where neither entry was reversed meanwhile."""
    rows = scoped(SuspectedDouble.objects.all(), user, "ledger.entry.view")
    return rows.select_related("first__standing", "second__standing", "first__posted_by", "second__posted_by", "by")


def unsettled(rows: QuerySet[SuspectedDouble]) -> QuerySet[SuspectedDouble]:
    """Keep the pairs that wait for a decision."""
    reversed_ = EntryStanding.State.REVERSED
    rows = rows.filter(verdict=SuspectedDouble.Verdict.OPEN)
    return rows.exclude(first__standing__state=reversed_).exclude(second__standing__state=reversed_)
