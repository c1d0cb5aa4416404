"""Incomes by item of two years in one village of 茅箭区, invented: most rose, some fell far."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from django.utils import timezone

from bangfu.kernel.rights.models import User
from bangfu.parties.models import Household
from bangfu.workstreams.monitoring.incomes.actions import record_items

VILLAGE, HOUSEHOLDS, EVERY = "420302100201", 36, 9


def build_incomes(actor: User) -> int:
    """Record last year's and the year before's items; every ninth household lost its work away. Returns households."""
    random, last = Random(23), timezone.localdate().year - 1  # noqa: S311 - the same incomes at every build
    homes = list(Household.objects.filter(area_code=VILLAGE, closed_on=None).order_by("pk")[:HOUSEHOLDS])
    for number, home in enumerate(homes):
        away, farming = random.randrange(12_000, 42_000, 100), random.randrange(2_000, 9_000, 50)
        before = {"away_wages": away, "farming": farming, "ecology": 360, "farm_costs": farming // 3, "pension": 1_560}
        fell = number % EVERY == EVERY - 1
        after = {**before, "away_wages": away // 4 if fell else away + random.randrange(0, 4_000, 100)}
        for year, amounts in ((last - 1, before), (last, after)):
            yuan = {code: Decimal(amount) for code, amount in amounts.items()}
            reason = "外出务工中断" if fell and year == last else ""
            record_items(actor, home, year=year, persons=home.member_count, amounts=yuan, reason=reason)
    return len(homes)
