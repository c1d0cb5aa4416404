"""Achievements as rows people read: completion and excess side by side, pace in words, everything opening further."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.figures.board.achieving import Achievement
from bangfu.figures.models import Bound, Target
from bangfu.figures.pace import STATES
from bangfu.figures.pages.asking import figure_address
from bangfu.figures.units import exact, written
from bangfu.kernel import formats
from bangfu.parties.queries import area_names


def columns() -> list[dict[str, Any]]:
    """Return the columns of a list of achievements."""
    return [
        {"key": "figure", "title": _("指标"), "wrap": True},
        {"key": "place", "title": _("地区（单位）"), "wrap": True},
        {"key": "period", "title": _("时期")},
        {"key": "goal", "title": _("目标"), "align": "right"},
        {"key": "actual", "title": _("完成"), "align": "right"},
        {
            "key": "reached",
            "title": _("完成率"),
            "align": "right",
            "help": _("完成数占目标的百分比，100% 为正好完成。"),
        },
        {"key": "exceeded", "title": _("超额"), "align": "right", "help": _("超过目标的百分比：完成率减 100%。")},
        {
            "key": "expected",
            "title": _("应完成"),
            "align": "right",
            "help": _("按时间进度，到这一天应完成目标的百分比。"),
        },
        {"key": "state", "title": _("进度")},
    ]


def rows(lines: Sequence[Achievement], on: date) -> list[dict[str, Any]]:
    """Return the cells of achievements; two queries for the names of their places."""
    names = area_names(
        {code for one in lines for t in one.targets for code in (t.area_code, t.giver_area_code) if code}
    )
    return [_row(one, names, on) for one in lines]


def _row(one: Achievement, names: dict[str, str], on: date) -> dict[str, Any]:
    found, unit, target = one.standing, one.figure.unit, one.target
    words = STATES[found.state]
    single = len(one.targets) == 1
    address = reverse("figures.target.detail", args=[target.pk]) if single else ""
    actual = {"text": written(found.actual, unit), "title": exact(found.actual, unit), "url": opens(one, on)}
    return {
        "cells": (
            {"text": str(one.figure.title), **({"url": address} if single else {})},
            whereabouts(one, names),
            one.period.words,
            {"text": goal_text(target, found.goal, unit), "title": exact(found.goal, unit)},
            actual,
            percent(found.reached),
            percent(found.exceeded) if found.exceeded is not None and found.exceeded >= 0 else None,
            percent(found.expected),
            {"text": f"{words.mark} {words.word}", "tone": words.tone, "title": explained(one)},
        )
    }


def percent(value: Decimal | None) -> str | None:
    """Return a percentage as people read it."""
    return None if value is None else formats.percent(value / 100)


def goal_text(target: Target, goal: Decimal, unit: str) -> str:
    """Return a target with how it is meant; *at least* is the usual meaning and not said."""
    shown = written(goal, unit)
    return shown if target.bound == Bound.AT_LEAST else f"{Bound(target.bound).label} {shown}"


def whereabouts(one: Achievement, names: dict[str, str]) -> str:
    """Return the place of a target, the pair, or the unit that has to reach it."""
    if len(one.targets) > 1:
        return _("%(n)s 处合计") % {"n": len(one.targets)}
    target = one.target
    place = names.get(target.area_code, target.area_code)
    if target.giver_area_code:
        giver = names.get(target.giver_area_code, target.giver_area_code)
        place = _("%(giver)s（提供）") % {"giver": giver} if not target.receives else f"{giver} → {place}"
    return f"{place} · {target.organisation.name}" if target.organisation is not None else place


def opens(one: Achievement, on: date) -> str:
    """Return the page of the figure for the place and period of a target; empty where one page cannot show it."""
    target = one.target
    if len(one.targets) > 1:
        return ""
    given = bool(target.giver_area_code)
    unit = {"giver": str(target.organisation_id)} if target.organisation_id and "giver" in one.figure.by else {}
    if target.organisation_id and not unit:
        return ""
    return figure_address(
        one.figure.name,
        {
            "place": target.giver_area_code if given else target.area_code,
            "side": "giver" if given else None,
            "pair": target.receives if given else None,
            "from": target.starts_on.isoformat(),
            "to": min(target.ends_on, on).isoformat() if target.starts_on <= on else target.ends_on.isoformat(),
            **unit,
        },
    )


def explained(one: Achievement) -> str:
    """Return in a sentence how the state comes about: only arithmetic."""
    found, unit = one.standing, one.figure.unit
    told = []
    if found.gap is not None and found.expected is not None:
        by = formats.number(abs(found.gap), 1)
        told.append(
            _("比时间进度快 %(n)s 个百分点") % {"n": by}
            if found.gap >= 0
            else _("比时间进度慢 %(n)s 个百分点") % {"n": by}
        )
    if found.forecast is not None:
        told.append(_("照此比例推算，期末为 %(value)s") % {"value": written(found.forecast.quantize(Decimal(1)), unit)})
    if found.needed:
        told.append(_("还差 %(value)s") % {"value": written(found.needed, unit)})
    return "；".join(told)


def as_of(on: date) -> str:
    """Return the day of the board in words."""
    return _("截至今天") if on == timezone.localdate() else _("截至 %(day)s") % {"day": on}
