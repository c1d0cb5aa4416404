"""Incomes beside those of the year before: net, per person, and by how much they fell."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, NullIf

from bangfu.kernel.fields import MoneyField
from bangfu.kernel.policy.queries import policy_by_place
from bangfu.parties.models import HouseholdIncome

FALL = "monitoring.income_fall"


def _whole(name: str) -> Cast:
    return Cast(F(name), BigIntegerField())


NET = _whole("wages") + _whole("business") + _whole("property") + _whole("transfers") - _whole("costs")


def incomes_beside_last_year() -> QuerySet[HouseholdIncome]:
    """Return yearly incomes with ``net_income``, ``per_head``, ``per_head_before``, ``fall`` (percent) and ``fallen``.

    ``fallen`` compares with the threshold that the household's place has set (monitoring.income_fall, percent); where
    none is set, or a year is missing or was not above zero, it is false.
    """
    per_head = ExpressionWrapper(NET / NullIf(_whole("persons"), 0), output_field=BigIntegerField())
    before = HouseholdIncome.objects.filter(household=OuterRef("household"), year=OuterRef("year") - 1)
    rows = HouseholdIncome.objects.annotate(
        net_income=ExpressionWrapper(NET, output_field=MoneyField()),
        now=per_head,
        before=Subquery(before.annotate(each=per_head).values("each")[:1], output_field=BigIntegerField()),
    )
    lost = (F("before") - F("now")) * 100
    return rows.annotate(
        per_head=ExpressionWrapper(F("now"), output_field=MoneyField()),
        per_head_before=ExpressionWrapper(F("before"), output_field=MoneyField()),
        fall=Case(
            When(before__gt=0, now__lt=F("before"), then=ExpressionWrapper(lost / F("before"), BigIntegerField())),
            default=None,
            output_field=BigIntegerField(),
        ),
        fallen=Case(*_fallen(), default=Value(False), output_field=BooleanField()),
    )


def _fallen() -> list[When]:
    """One case for each place that set a threshold, the narrowest first; percents with up to three places."""
    whens: list[When] = []
    for place, percent in sorted(policy_by_place(FALL, ""), key=lambda row: -len(row[0])):
        limit = int(Decimal(percent) * 1000)
        enough = Q(before__gt=0) & Q(now__lte=F("before") * (100_000 - limit) / 100_000)
        inside: dict[str, Any] = {"area_code__startswith": place} if place else {}
        whens.append(When(enough & Q(**inside), then=Value(True)))
        if place:
            whens.append(When(Q(**inside), then=Value(False)))
    return whens
