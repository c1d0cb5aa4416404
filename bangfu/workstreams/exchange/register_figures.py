"""What is measured about needs on our own board, from the register of needs.

The monthly totals that other platforms report (``exchange.needs_posted`` and its like) are facts typed in from
documents and stay apart: a figure is of one source or the other, and nothing adds the two.
"""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.declared import Figure
from bangfu.figures.expressions import Expression, count, distinct, minus, ratio, share, total

POSTED = count(source="needs_posted")
FOUND = total("found", source="needs_posted")
MATCHED = count(source="needs_matched")
COMPLETED = count(source="needs_completed")
HELPS = count(source="needs_helps")
REGISTER = _("来自本系统的需求登记；不含其他平台的月度汇总数。")


def _of(
    name: str, title: str, unit: str, expression: Expression, by: tuple[str, ...] = (), definition: str = REGISTER
) -> Figure:
    return Figure(
        name=name, title=title, unit=unit, workstream="exchange", expression=expression, by=by, definition=definition
    )


REGISTER_FIGURES = (
    _of("exchange.board.posted", _("需求榜发布"), "item", POSTED, ("kind",)),
    _of("exchange.board.matched", _("需求榜对接"), "item", MATCHED, ("kind",)),
    _of("exchange.board.completed", _("需求榜完成"), "item", COMPLETED, ("kind",)),
    _of(
        "exchange.board.open",
        _("需求榜尚未对接"),
        "item",
        minus(POSTED, FOUND),
        ("kind",),
        _("这一时期发布、至今还没有对接的；来自本系统的需求登记。"),
    ),
    _of(
        "exchange.board.match_rate",
        _("需求榜对接率"),
        "percent",
        share(FOUND, POSTED),
        ("kind",),
        _("这一时期发布的需求中，至今已对接的占多少；来自本系统的需求登记，不含其他平台的月度汇总数。"),
    ),
    _of(
        "exchange.board.days_to_match",
        _("需求榜平均对接天数"),
        "day",
        ratio(total("waited", source="needs_matched"), MATCHED),
        ("kind",),
        _("这一时期对接的需求，从发布到首次认领平均几天；来自本系统的需求登记。"),
    ),
    _of(
        "exchange.board.helps",
        _("需求榜确认的帮扶"),
        "activity",
        HELPS,
        ("kind",),
        _("求助方已确认收到的次数；一条需求可以由多方帮扶。"),
    ),
    _of("exchange.board.donors", _("需求榜帮扶方数"), "organisation", distinct("donor", source="needs_helps")),
    _of("exchange.board.value", _("需求榜帮扶价值"), "CNY", total("value", source="needs_helps"), ("kind",)),
    _of(
        "exchange.board.wishes_posted",
        _("发布的微心愿"),
        "item",
        count(source="needs_posted", wish__isnull=False),
    ),
    _of(
        "exchange.board.wishes_matched",
        _("认领的微心愿"),
        "item",
        count(source="needs_matched", wish__isnull=False),
    ),
    _of(
        "exchange.board.wishes_met",
        _("实现的微心愿"),
        "item",
        count(source="needs_completed", wish__isnull=False),
    ),
)
