"""What is doubtful about a household's card and its income."""

from collections.abc import Collection
from decimal import Decimal

from django.utils.translation import gettext as _

from bangfu.parties.doubts import Doubt


def cause_doubts(main: str, others: Collection[str], most: int | None) -> list[Doubt]:
    """Other causes: at most so many, and not the main one again (registration card, A3b)."""
    doubts = []
    if main and main in others:
        doubts.append(Doubt("causes.main_again", _("其他致贫原因与主要致贫原因重复"), "other_causes"))
    if most is not None and len(others) > most:
        message = _("其他致贫原因超过 %d 项") % most
        doubts.append(Doubt("causes.too_many", message, "other_causes"))
    return doubts


def fuel_doubts(fuels: Collection[str], most: int | None) -> list[Doubt]:
    """Main fuels: at most so many (registration card, A36)."""
    if most is None or len(fuels) <= most:
        return []
    return [Doubt("fuels.too_many", _("主要燃料超过 %d 项") % most, "fuels")]


def income_doubts(per_head: Decimal, last_year: Decimal | None, percent: Decimal | None) -> list[Doubt]:
    """Net income per head that jumps by more than so many percent from last year's."""
    if not last_year or percent is None:
        return []
    jump = (per_head - last_year) / abs(last_year) * 100
    if abs(jump) <= percent:
        return []
    words = {"now": f"{per_head:,.2f}", "then": f"{last_year:,.2f}", "jump": f"{jump:+.0f}"}
    return [Doubt("income.jump", _("人均纯收入 %(now)s 元，比上年 %(then)s 元变动 %(jump)s%%") % words, "persons")]
