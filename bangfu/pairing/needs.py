"""How badly recipients need a helper: who comes first when there are not enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import TextField
from django.db.models.functions import Cast

from bangfu.kernel.policy.queries import policy_or_none
from bangfu.pairing.models import Scheme
from bangfu.pairing.queries.sides import below
from bangfu.parties.models import Person

NEED_WEIGHTS = "pairing.need_weights"
MEMBER = "member_"
"""Keys of the policy table that begin so weigh a member's state of health: ``member_serious``, ``member_disabled`` …"""


def weights_of(
    scheme: Scheme, area_code: str, on: date, rows: Sequence[tuple[int, str]], known: Mapping[str, int] | None = None
) -> list[int]:
    """Return a weight for each recipient ``(id, household attribute)``: that of the attribute, or of the member in the
    worst health where that is larger; 1 for all others, and for all where the scheme prefers nobody.
    """
    if not scheme.weights.get("weakest", 1) or scheme.recipient_kind not in ("household", "person"):
        return [1] * len(rows)
    needs = known if known is not None else (policy_or_none(NEED_WEIGHTS, area_code, on) or {})
    ill = _by_health(scheme, area_code, needs)
    return [max(int(needs.get(attribute, 1)), ill.get(pk, 1), 1) for pk, attribute in rows]


def _by_health(scheme: Scheme, area_code: str, needs: Mapping[str, int]) -> dict[int, int]:
    """Return the heaviest weight of a state of health, by household or by person."""
    column = "household_id" if scheme.recipient_kind == "household" else "pk"
    found: dict[int, int] = {}
    rows = Person.objects.filter(below(area_code), died_on=None).annotate(health_text=Cast("health", TextField()))
    for key, weight in needs.items():
        if key.startswith(MEMBER):
            ids = rows.filter(health_text__contains=f'"{key.removeprefix(MEMBER)}"').order_by()
            for pk in ids.values_list(column, flat=True):
                if pk is not None:
                    found[pk] = max(found.get(pk, 1), int(weight))
    return found
