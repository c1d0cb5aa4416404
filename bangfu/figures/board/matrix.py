"""Targets laid out: working groups down, places (or pairs, or units) across. Parts are never added to their whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from bangfu.figures.board.achieving import Achievement, achieve, added_up
from bangfu.figures.covering import topmost
from bangfu.figures.declared import figures
from bangfu.figures.models import Target
from bangfu.figures.pace import LAGGING, STATES, WORST, State
from bangfu.kernel import formats
from bangfu.kernel.manifest import manifests
from bangfu.kernel.rights.models import User

WHOLE = ""
MODES = ("area", "pair", "organisation")
Key = str


@dataclass(frozen=True)
class Cell:
    """The targets of a working group in a column, added up where they are of one figure."""

    lines: tuple[Achievement, ...]

    @property
    def worst(self) -> State:
        """The worst state among them."""
        return max((one.standing.state for one in self.lines), key=WORST.index)

    @property
    def text(self) -> str:
        """Mark and word of the state, and the completion of a single one; of several how many stand how."""
        words = STATES[self.worst]
        if len(self.lines) == 1:
            reached = self.lines[0].standing.reached
            share = f" {formats.percent(reached / 100)}" if reached is not None else ""
            return f"{words.mark} {words.word}{share}"
        done = sum(one.standing.state is State.REACHED for one in self.lines)
        late = sum(one.standing.state in LAGGING for one in self.lines)
        told = _("完成 %(done)s/%(all)s") % {"done": done, "all": len(self.lines)}
        if late:
            told += "，" + _("滞后 %(n)s") % {"n": late}
        return f"{words.mark} {told}"


@dataclass(frozen=True)
class Matrix:
    """Columns (key first the whole), working groups in the order of the manifests, and their cells."""

    columns: tuple[Key, ...]
    workstreams: tuple[str, ...]
    cells: dict[tuple[str, Key], Cell]

    def lines(self, workstream: str = "", column: Key = WHOLE) -> list[Achievement]:
        """Return the achievements of a column, of one working group or all."""
        shown = [name for name in self.workstreams if workstream in ("", name)]
        return [one for name in shown if (cell := self.cells.get((name, column))) for one in cell.lines]


def column_of(mode: str, place: str, children: Sequence[str]) -> Callable[[Target], Key]:
    """Return the function that tells in which column a target stands besides the whole.

    By place that is the child of the place it lies in, or, of help that goes out of the place, where it goes.
    """

    def by_area(target: Target) -> Key:
        code = target.area_code
        if not code.startswith(place):
            return target.receives
        return next((child for child in children if code.startswith(child)), WHOLE)

    def by_pair(target: Target) -> Key:
        return f"{target.giver_area_code}>{target.receives}" if target.giver_area_code else WHOLE

    def by_unit(target: Target) -> Key:
        return str(target.organisation_id or WHOLE)

    return {"area": by_area, "pair": by_pair, "organisation": by_unit}[mode]


def lay_out(
    user: User,
    targets: Sequence[Target],
    column: Callable[[Target], Key],
    on: date,
    *,
    state: tuple[int, ...] | None = None,
) -> Matrix:
    """Lay targets out and compute them: one statement for each different measure, however many cells there are."""
    groups: dict[Key, list[Target]] = {WHOLE: list(targets)}
    for target in targets:
        if (key := column(target)) != WHOLE:
            groups.setdefault(key, []).append(target)
    tops = {key: topmost(members) for key, members in groups.items()}
    wanted = {target.pk: target for members in tops.values() for target in members}
    achieved = achieve(user, list(wanted.values()), on, state=state)
    cells: dict[tuple[str, Key], Cell] = {}
    for key, members in tops.items():
        by_group: dict[str, list[Achievement]] = {}
        for target in members:
            if target.pk in achieved:
                by_group.setdefault(figures[target.figure].workstream, []).append(achieved[target.pk])
        cells |= {(name, key): Cell(tuple(added_up(found, on))) for name, found in by_group.items()}
    names = {name for name, _key in cells}
    order = sorted(names, key=lambda name: (manifests[name].order if name in manifests else 100, name))
    columns = (WHOLE, *sorted(key for key in groups if key != WHOLE))
    return Matrix(columns, tuple(order), cells)
