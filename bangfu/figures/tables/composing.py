"""Computing a whole table as somebody may see it."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.figures.answers import state_of_books
from bangfu.figures.computing import find
from bangfu.figures.ledger_source import ENTRIES
from bangfu.figures.scoping import may_ask, reaches
from bangfu.figures.tables.asking import Asked
from bangfu.figures.tables.declared import Ask, Grid, Names, Part, Records, Table, tables
from bangfu.figures.tables.document import Document, Sheet
from bangfu.figures.tables.filling import Asking, fill, wanted_by
from bangfu.figures.tables.records import list_records
from bangfu.kernel.errors import Denied
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import scope_of
from bangfu.parties.queries import area_names

__all__ = ["compose_table", "may_read", "tables_for"]


def compose_table(user: User, table: Table, asked: Asked) -> Document:
    """Return a table for a place and a period. Raises Denied for a place outside the user's reach."""
    if not may_read(user, table):
        raise Denied(_("您没有查看“%(what)s”的权限。") % {"what": table.title})
    grids = [part for part in table.parts if isinstance(part, Grid)]
    asking = Asking(user, asked, state_of_books(), grids)
    codes = [code for code in (asked.place, asked.pair) if code]
    names = area_names(codes)
    return Document(
        code=table.name,
        title=str(table.title),
        workstream=table.workstream,
        place=asked.place,
        place_name=_place_name(user, names.get(asked.place, asked.place)),
        side=asked.side,
        pair=asked.pair,
        pair_name=names.get(asked.pair, asked.pair),
        from_=asked.from_,
        to=asked.to,
        computed_at=timezone.localtime(),
        filled_by=str(user),
        sheets=tuple(_sheet(part, asking) for part in table.parts),
        notes=tuple(str(note) for note in table.notes),
        source=str(table.source),
    )


def _sheet(part: Part, asking: Asking) -> Sheet:
    return list_records(asking.user, part, asking.asked) if isinstance(part, Records) else fill(part, asking)


def _place_name(user: User, name: str) -> str:
    """Return what the table is of: who sees only what they took part in does not read it as the place's own return."""
    scope = scope_of(user, "ledger.entry.view")
    if name:
        return name if scope.prefixes else _("%(place)s（仅本人、本单位参与的）") % {"place": name}
    if scope.everywhere:
        return _("全部地区")
    return "、".join(area_names(scope.prefixes).values()) or _("本人（本单位）参与的")


def tables_for(user: User) -> dict[str, list[Table]]:
    """Return the tables a user may read, by working group, in the order of their codes."""
    groups: dict[str, list[Table]] = {}
    for table in sorted(tables, key=lambda t: t.name):
        if may_read(user, table):
            groups.setdefault(table.workstream, []).append(table)
    return groups


def may_read(user: User, table: Table) -> bool:
    """Tell whether the user may ask any cell of a table."""
    return any(_may_read_part(user, part) for part in table.parts)


def _may_read_part(user: User, part: Part) -> bool:
    if isinstance(part, Records):
        return reaches(user, ENTRIES)
    return any(may_ask(user, find(ask.figure)) for ask in asks_of(part))


def asks_of(grid: Grid) -> list[Ask]:
    """Return every question of a grid."""
    return [Ask(c.figure) for c in grid.columns if isinstance(c, Names)] + [ask for ask, _by in wanted_by(grid)]
