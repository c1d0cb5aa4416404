"""What targets have come to: computed together, within what the asker may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from bangfu.figures.answers import remembered
from bangfu.figures.batches import Asked, values_of
from bangfu.figures.computing import Number
from bangfu.figures.declared import Figure, figures
from bangfu.figures.expressions import is_additive
from bangfu.figures.models import Bound, Target
from bangfu.figures.pace import Rules, Standing, rules_at, standing
from bangfu.figures.scoping import sources_of
from bangfu.figures.units import NOT_SUMMED
from bangfu.kernel.periods import Period
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import scope_of
from bangfu.parties.queries import party_id_of


@dataclass(frozen=True)
class Achievement:
    """One target, or several of one figure added up, with what was achieved; ``targets`` is never empty."""

    figure: Figure
    targets: tuple[Target, ...]
    period: Period
    standing: Standing

    @property
    def target(self) -> Target:
        """The target, the first where several were added up."""
        return self.targets[0]


def achieve(
    user: User, targets: Sequence[Target], on: date, *, state: tuple[int, ...] | None = None
) -> dict[int, Achievement]:
    """Return what each target came to by the evening of a day, by its number; computed once for a state of the books.

    Targets of figures that are declared no more are left out. Where the user may not know the figure, it has no value.
    """
    known = [target for target in targets if target.figure in figures]
    key = ("achieved", user.pk, on, timezone.localdate(), tuple((t.pk, t.version) for t in known))
    values = remembered(key, lambda: _values(user, known, on), state=state)
    rules = _RulesOf(on)
    return {target.pk: _one(target, values.get(target.pk), on, rules) for target in known}


def _values(user: User, targets: Sequence[Target], on: date) -> dict[int, Number]:
    may = _Reach(user)
    asked = [t for t in targets if t.starts_on <= on and may.ask(figures[t.figure], t)]
    return {target.pk: value for target, value in zip(asked, values_of([_asked(t, on) for t in asked]), strict=True)}


def _asked(target: Target, on: date) -> Asked:
    figure = figures[target.figure]
    # Nothing is recorded of days to come: asked for their whole periods, targets share days of beginning and end.
    whole = on >= timezone.localdate() and all(source.day for source in sources_of(figure))
    return Asked(
        figure=figure,
        from_=target.starts_on,
        to=target.ends_on if whole else min(target.ends_on, on),
        area_code=target.receives,
        giver_area_code=target.giver_area_code,
        organisation=target.organisation_id,
    )


class _Reach:
    """Which targets' figures a user may know: of their places, of help given from there, or of their own unit."""

    def __init__(self, user: User) -> None:
        self.user, self.own = user, party_id_of(user)

    def ask(self, figure: Figure, target: Target) -> bool:
        for source in sources_of(figure):
            scope = scope_of(self.user, source.permission)
            own = scope.own and source.visible_to is not None and target.organisation_id == self.own is not None
            given = bool(source.giver_place and target.giver_area_code) and scope.covers(target.giver_area_code)
            received = bool(target.receives) and scope.covers(target.receives)
            if not (scope.everywhere or own or given or received):
                return False
        return True


class _RulesOf:
    """Rules of pace by place and period, each read once."""

    def __init__(self, on: date) -> None:
        self.on, self._known = on, dict[tuple[str, Period], Rules]()

    def at(self, area_code: str, period: Period) -> Rules:
        key = (area_code, period)
        if key not in self._known:
            self._known[key] = rules_at(area_code, self.on, period)
        return self._known[key]


def _one(target: Target, actual: Number, on: date, rules: _RulesOf) -> Achievement:
    figure, period = figures[target.figure], target.period
    found = standing(
        actual=actual,
        goal=target.value,
        bound=target.bound,
        unit=figure.unit,
        figure=figure.name,
        period=period,
        on=on,
        rules=rules.at(target.area_code, period),
    )
    return Achievement(figure, (target,), period, found)


def added_up(achieved: Iterable[Achievement], on: date) -> list[Achievement]:
    """Add up achievements of one figure and period, where that says anything; the others stay as they are.

    Rates have no sum, and neither have counts of different things (units, persons): one that stands in two places is
    one, so that each place keeps a line of its own.
    """
    groups: dict[tuple[object, ...], list[Achievement]] = {}
    for number, one in enumerate(achieved):
        summed = one.figure.unit not in NOT_SUMMED and is_additive(one.figure.expression)
        alone = not summed or one.target.bound == Bound.AT_MOST
        groups.setdefault((one.figure.name, one.period, number if alone else None), []).append(one)
    rules = _RulesOf(on)
    return [members[0] if len(members) == 1 else _sum(members, on, rules) for members in groups.values()]


def _sum(members: Sequence[Achievement], on: date, rules: _RulesOf) -> Achievement:
    first = members[0]
    actuals = [one.standing.actual for one in members]
    known = [Decimal(actual) for actual in actuals if actual is not None]
    found = standing(
        actual=sum(known, Decimal(0)) if len(known) == len(actuals) else None,
        goal=sum((one.standing.goal for one in members), Decimal(0)),
        bound=first.target.bound,
        unit=first.figure.unit,
        figure=first.figure.name,
        period=first.period,
        on=on,
        rules=rules.at(first.target.area_code, first.period),
    )
    return Achievement(first.figure, tuple(target for one in members for target in one.targets), first.period, found)
