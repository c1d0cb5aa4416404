"""What the page of a target shows beside its row: where it stands, growth, its parts, and every value it ever had."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.figures.actions import SHARE
from bangfu.figures.batches import Asked, values_of
from bangfu.figures.board.achieving import achieve
from bangfu.figures.covering import AXES, direct_parts, in_force
from bangfu.figures.declared import figures
from bangfu.figures.models import Bound, Target
from bangfu.figures.pace import STATES
from bangfu.figures.pages.board.lines import columns, explained, percent, rows
from bangfu.figures.units import NOT_SUMMED, exact, written
from bangfu.kernel.periods import Period
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may

Cards = list[dict[str, Any]]


def progress_panel(user: User, target: Target) -> str:
    """Return where a target stands today: completion, excess, expectation, and growth with its base."""
    if target.figure not in figures or target.withdrawn_on is not None or target.use != Target.Use.TARGET:
        return ""
    today = timezone.localdate()
    one = achieve(user, [target], today)[target.pk]
    found, unit = one.standing, one.figure.unit
    cells = rows([one], today)[0]["cells"]
    cards: Cards = [
        {"label": _("完成"), "value": cells[4]["text"], "exact": exact(found.actual, unit), "url": cells[4]["url"]},
        {"label": _("完成率"), "value": percent(found.reached) or "—", "note": _("占目标")},
    ]
    if found.exceeded is not None and found.exceeded >= 0:
        cards.append({"label": _("超额"), "value": percent(found.exceeded), "note": _("超过目标")})
    if found.expected is not None:
        cards.append({"label": _("应完成"), "value": percent(found.expected), "note": _("按时间进度")})
    if found.actual is not None:
        cards += _growth(target, Decimal(found.actual))
    words = STATES[found.state]
    context = {"cards": cards, "state_words": (f"{words.mark} {words.word}", words.tone), "explained": explained(one)}
    return render_to_string("figures/target_progress.html", context)


def _growth(target: Target, actual: Decimal) -> Cards:
    """Growth over the stated base and over the same period a year before; which base it is stands with it."""
    cards: Cards = []
    unit = figures[target.figure].unit
    if unit in NOT_SUMMED:
        return cards
    stated = in_force().filter(
        use=Target.Use.BASE,
        figure=target.figure,
        area_code=target.area_code,
        giver_area_code=target.giver_area_code,
        organisation=target.organisation_id,
        starts_on=target.starts_on,
        ends_on=target.ends_on,
    )
    if (row := stated.first()) is not None:
        cards.append(_grown(actual, row.value, unit, _("比文件所列基数")))
    if (before := _year_before(target)) is not None and before > 0:
        cards.append(_grown(actual, before, unit, _("比上年同期（系统计算）")))
    return cards


def _year_before(target: Target) -> Decimal | None:
    """The same figure a year before, as far into the period as today is."""
    passed = min(target.ends_on, timezone.localdate())
    period = Period(target.starts_on, max(passed, target.starts_on)).year_before()
    asked = Asked(
        figure=figures[target.figure],
        from_=period.starts_on,
        to=period.ends_on,
        area_code=target.receives,
        giver_area_code=target.giver_area_code,
        organisation=target.organisation_id,
    )
    [value] = values_of([asked])
    return None if value is None else Decimal(value)


def _grown(actual: Decimal, base: Decimal, unit: str, words: str) -> dict[str, Any]:
    return {
        "label": _("增长"),
        "value": percent((actual - base) * 100 / base),
        "note": _("%(words)s %(base)s") % {"words": words, "base": written(base, unit)},
    }


def parts_panel(user: User, target: Target) -> str:
    """Return the parts of a target by place, period and unit with their completion, the sum and what remains."""
    if target.figure not in figures or target.withdrawn_on is not None or target.use != Target.Use.TARGET:
        return ""
    today = timezone.localdate()
    titles = {"area": _("按地区"), "period": _("按时期"), "organisation": _("按单位")}
    groups = []
    for by in AXES:
        parts = direct_parts(target, by)
        if parts:
            achieved = achieve(user, parts, today)
            groups.append(
                {
                    "title": titles[by],
                    "rows": rows([achieved[part.pk] for part in parts], today),
                    "sum": _sum_words(target, sum((part.value for part in parts), Decimal(0))),
                }
            )
    may_share = may(user, SHARE, target.area_code)
    if not groups and not may_share:
        return ""
    address = reverse("target-share", args=[target.pk]) if may_share else ""
    return render_to_string("figures/target_parts.html", {"groups": groups, "columns": columns(), "url": address})


def _sum_words(target: Target, total: Decimal) -> str:
    if target.counted_in in NOT_SUMMED:
        return _("比例类目标不相加。")
    rest = target.value - total
    shown = {"total": written(total, target.counted_in), "rest": written(abs(rest), target.counted_in)}
    if rest == 0:
        return _("合计 %(total)s，与目标一致。") % shown
    if rest > 0:
        return _("合计 %(total)s，比目标少 %(rest)s。") % shown
    return _("合计 %(total)s，比目标多 %(rest)s，请核对。") % shown


def revisions_panel(_user: User, target: Target) -> str:
    """Return every value of a target, the latest first: from when on, by which document, why, and who noted it."""
    lines = [
        (
            one.in_force_from.isoformat(),
            f"{Bound(one.bound).label} {written(one.value, target.counted_in)}",
            one.document,
            one.reason or None,
            one.by.name if one.by is not None else None,
        )
        for one in target.revisions.select_related("by").order_by("-in_force_from", "-pk")
    ]
    head = [
        {"key": "from", "title": _("生效日期")},
        {"key": "value", "title": _("数值")},
        {"key": "document", "title": _("依据"), "wrap": True},
        {"key": "reason", "title": _("调整原因"), "wrap": True},
        {"key": "by", "title": _("登记人")},
    ]
    return render_to_string("figures/target_revisions.html", {"columns": head, "rows": lines})
