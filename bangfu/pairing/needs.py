"""How badly recipients need a helper: who comes first when there are not enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from bangfu.kernel.policy.queries import policy_or_none
from bangfu.pairing.models import Scheme
from bangfu.pairing.queries.sides import below
from bangfu.parties.models import Person

NEED_WEIGHTS = "pairing.need_weights"
MEMBER, DEGREE, MINIMUM_LIVING = "member_", "disability_", "minimum_living_member"
"""Keys of the policy table beside household attributes: a member's state of health (``member_serious``), its degree of
disability (``disability_1``), and that a member receives the minimum living allowance."""


def weights_of(
    scheme: Scheme, area_code: str, on: date, rows: Sequence[tuple[int, str]], known: Mapping[str, int] | None = None
) -> list[int]:
    """Return a weight for each recipient ``(id, household attribute)``: that of the attribute, or of the member worst
    off where that is larger; 1 for all others, and for all where the scheme prefers nobody.
    """
    if not scheme.weights.get("weakest", 1) or scheme.recipient_kind not in ("household", "person"):
        return [1] * len(rows)
    needs = known if known is not None else (policy_or_none(NEED_WEIGHTS, area_code, on) or {})
    of_members = _by_members(scheme, area_code, needs)
    return [max(int(needs.get(attribute, 1)), of_members.get(pk, 1), 1) for pk, attribute in rows]


def _by_members(scheme: Scheme, area_code: str, needs: Mapping[str, int]) -> dict[int, int]:
    """Return the heaviest weight that health, disability or allowance of a person give, by household or by person."""
    column = "household_id" if scheme.recipient_kind == "household" else "pk"
    found: dict[int, int] = {}
    rows = Person.objects.filter(below(area_code), died_on=None).annotate(health_text=Cast("health", TextField()))
    for key, weight in needs.items():
        condition = _condition(key)
        if condition is None:
            continue
        for pk in rows.filter(condition).order_by().values_list(column, flat=True):
            if pk is not None:
                found[pk] = max(found.get(pk, 1), int(weight))
    return found


def _condition(key: str) -> Q | None:
    """Return which persons a key of the policy table speaks of; None for keys about households."""
    if key == MINIMUM_LIVING:
        return Q(minimum_living=True)
    if key.startswith(MEMBER):
        return Q(health_text__contains=f'"{key.removeprefix(MEMBER)}"')
    return Q(disability_level=key.removeprefix(DEGREE)) if key.startswith(DEGREE) else None
