"""How far a target should be by a day, and where it stands against that. Arithmetic only, on policy data.

Forecasts are proportions said as such: what was reached by now, divided by what was to be expected by now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from bangfu.figures.computing import Number
from bangfu.figures.models import Bound
from bangfu.figures.units import NOT_SUMMED
from bangfu.kernel.calendars import Calendar, calendar_of
from bangfu.kernel.periods import Period, month_end
from bangfu.kernel.policy.keys import PolicyKey
from bangfu.kernel.policy.queries import policy_or_none

DAY = timedelta(days=1)
HUNDRED = Decimal(100)
RULE = PolicyKey(
    name="figures.pace_rule",
    title=_("目标进度的计算方法"),
    type="choice",
    choices={"days": _("按日历天数"), "working_days": _("按工作日"), "months": _("按月份，每月一样多")},
    help=_("到今天应完成多少：已过去的天数（工作日、月份）占整个时期的比例。"),
)
PROFILES = PolicyKey(
    name="figures.pace_profiles",
    title=_("分月进度"),
    type="table",
    help=_('指标代号 → 12 个月各占全年的百分数，如 {"market.sales": [4, 4, 6, …]}；没有列出的按计算方法。'),
)
LAG = PolicyKey(
    name="figures.pace_lag",
    title=_("滞后提醒线"),
    type="decimal",
    unit=_("个百分点"),
    help=_("完成率比应完成的少这么多，就标为滞后；少到两倍以上标为严重滞后。"),
)
LEAD = PolicyKey(name="figures.pace_lead", title=_("超前标准"), type="decimal", unit=_("个百分点"))
PACE_POLICIES = (RULE, PROFILES, LAG, LEAD)


class State(StrEnum):
    """Where a target stands, the worst last."""

    REACHED = "reached"
    AHEAD = "ahead"
    ON_PACE = "on_pace"
    NOT_BEGUN = "not_begun"
    UNKNOWN = "unknown"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"
    MISSED = "missed"


@dataclass(frozen=True)
class Words:
    """A state as it is written: a word, a mark that stands for it where there is little room, and a tone."""

    word: Any
    mark: str
    tone: str


STATES: Mapping[State, Words] = {
    State.REACHED: Words(_("已完成"), "✓", "good"),
    State.AHEAD: Words(_("超前"), "▲", "good"),
    State.ON_PACE: Words(_("合序时"), "●", "neutral"),
    State.NOT_BEGUN: Words(_("未开始"), "○", "neutral"),
    State.UNKNOWN: Words(_("无法计算"), "？", "waiting"),
    State.BEHIND: Words(_("滞后"), "▽", "warning"),
    State.FAR_BEHIND: Words(_("严重滞后"), "▼", "bad"),
    State.MISSED: Words(_("到期未完成"), "✗", "bad"),
}
WORST = list(State)
LAGGING = (State.BEHIND, State.FAR_BEHIND, State.MISSED)


@dataclass(frozen=True)
class Rules:
    """What policy says of pace at a place: how it is counted, months' shares, and from where on it is lag or lead."""

    rule: str
    profiles: Mapping[str, list[Any]]
    lag: Decimal
    lead: Decimal
    calendar: Calendar

    def expected(self, figure: str, period: Period, on: date) -> Decimal:
        """Return in percent how much of a target should be reached by the evening of a day."""
        if on < period.starts_on:
            return Decimal(0)
        if on >= period.ends_on:
            return HUNDRED
        profile = self.profiles.get(figure)
        if profile:
            return _by_months(period, on, [Decimal(str(one)) for one in profile])
        if self.rule == "working_days":
            before = period.starts_on - DAY
            whole = self.calendar.count(before, period.ends_on)
            return HUNDRED * self.calendar.count(before, on) / whole if whole else HUNDRED
        if self.rule == "months":
            return _by_months(period, on, [Decimal(1)] * 12)
        return HUNDRED * ((on - period.starts_on).days + 1) / ((period.ends_on - period.starts_on).days + 1)


def rules_at(area_code: str, on: date, period: Period) -> Rules:
    """Return the rules in force at a place on a day; without any, calendar days, five points of lag and of lead."""

    def value(key: PolicyKey, otherwise: Any) -> Any:
        found = policy_or_none(key.name, area_code, on)
        return otherwise if found is None else found

    years = range(period.starts_on.year, period.ends_on.year + 1)
    rule = value(RULE, "days")
    return Rules(
        rule=rule,
        profiles=value(PROFILES, {}),
        lag=value(LAG, Decimal(5)),
        lead=value(LEAD, Decimal(5)),
        calendar=calendar_of(area_code, years) if rule == "working_days" else Calendar(),
    )


def _by_months(period: Period, on: date, weights: list[Decimal]) -> Decimal:
    """The share of the months gone by, with the running one by its days."""
    gone = whole = Decimal(0)
    first = period.starts_on.replace(day=1)
    while first <= period.ends_on:
        last = month_end(first)
        inside = (min(last, period.ends_on) - max(first, period.starts_on)).days + 1
        passed = max(0, (min(last, period.ends_on, on) - max(first, period.starts_on)).days + 1)
        weight = weights[first.month - 1]
        whole += weight * inside / last.day
        gone += weight * passed / last.day
        first = last + DAY
    return HUNDRED * gone / whole if whole else HUNDRED


@dataclass(frozen=True)
class Standing:
    """A target on a day: completion and excess in percent (different figures), what was to be expected, the state.

    ``gap`` is completion less expectation in percentage points. ``forecast`` is the value at the end if it went on in
    proportion, ``needed`` what is missing. All None where they have no meaning.
    """

    actual: Number
    goal: Decimal
    reached: Decimal | None
    exceeded: Decimal | None
    expected: Decimal | None
    gap: Decimal | None
    forecast: Decimal | None
    needed: Decimal | None
    state: State


def standing(
    *, actual: Number, goal: Decimal, bound: str, unit: str, figure: str, period: Period, on: date, rules: Rules
) -> Standing:
    """Return where a target stands. Shares in percent are held against the target itself, not against the calendar."""
    if actual is None:
        state = State.NOT_BEGUN if on < period.starts_on else State.UNKNOWN
        return Standing(None, goal, None, None, None, None, None, None, state)
    actual = Decimal(actual)
    if bound == Bound.AT_MOST:
        return Standing(actual, goal, None, None, None, None, None, None, _under(actual, goal, period, on))
    reached = HUNDRED * actual / goal
    needed = max(goal - actual, Decimal(0))
    over = on >= period.ends_on
    if unit in NOT_SUMMED:
        state = State.REACHED if actual >= goal else State.MISSED if over else State.BEHIND
        state = State.NOT_BEGUN if on < period.starts_on else state
        return Standing(actual, goal, reached, reached - HUNDRED, None, None, None, needed, state)
    expected = rules.expected(figure, period, on)
    forecast = None if over or not expected else actual * HUNDRED / expected
    gap = reached - expected
    state = _state(reached, gap, on, period, rules)
    return Standing(actual, goal, reached, reached - HUNDRED, expected, gap, forecast, needed, state)


def _under(actual: Decimal, goal: Decimal, period: Period, on: date) -> State:
    if on < period.starts_on:
        return State.NOT_BEGUN
    if actual > goal:
        return State.MISSED if on >= period.ends_on else State.BEHIND
    return State.REACHED if on >= period.ends_on else State.ON_PACE


def _state(reached: Decimal, gap: Decimal, on: date, period: Period, rules: Rules) -> State:
    if reached >= HUNDRED:
        return State.REACHED
    if on < period.starts_on:
        return State.NOT_BEGUN
    if on >= period.ends_on:
        return State.MISSED
    if gap <= -rules.lag:
        return State.FAR_BEHIND if gap <= -2 * rules.lag else State.BEHIND
    return State.AHEAD if gap >= rules.lead else State.ON_PACE
