"""Connected, balanced districts: seven hospitals divide twenty-four townships so that each takes one piece of the map.

Which areas border each other is the county's own knowledge: the policy ``pairing.area_borders``, or a list given with
the question; without either, areas whose coordinates are known border their neighbours on the map (Gabriel's rule:
nobody else lies within the circle between the two). No map is shipped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from bangfu.kernel.errors import Refused
from bangfu.kernel.policy.queries import policy_or_none
from bangfu.pairing.assigner.areas import Areas, Districts, Partition, partition
from bangfu.pairing.models import Scheme
from bangfu.pairing.proposing import Question
from bangfu.parties.models import Area, Household, Organisation

BORDERS = "pairing.area_borders"
EDGE = 1 + 1e-9
"""The circle's edge counts as inside: the diagonals of a square are no borders."""
Border = tuple[str, str]


@dataclass(frozen=True)
class Divided:
    """Districts as party ids: ``helper_of`` each area; ``load`` of each helper in households; and the plan itself."""

    helper_of: dict[int, int]
    load: dict[int, int]
    plan: Partition


def divide(question: Question, *, borders: Iterable[Border] | None = None, tolerance: float | None = None) -> Divided:
    """Return the best division of the recipients (areas) among the helpers of a question.

    Balanced by households on the register; today's pairs stay where that costs no balance. Raises Refused where the
    borders are not known, and ``ProblemRefused`` where no division is connected or as balanced as asked.
    """
    scheme, sides = question.scheme, question.sides
    if scheme.recipient_kind != "area":
        raise Refused(_("只有受助方是地区的方案可以划片。"), field="connected")
    codes = dict(Area.objects.filter(pk__in=sides.recipient_ids.tolist()).values_list("pk", "code"))
    ids = [codes[pk] for pk in sides.recipient_ids.tolist()]
    known = list(borders) if borders is not None else borders_of(scheme, ids, question.on)
    helpers = sides.helper_ids.tolist()
    plan = partition(
        Areas(np.array(ids), households_below(ids), [pair for pair in known if pair[0] in ids and pair[1] in ids]),
        Districts(sides.helper_ids, seat=seats_of(helpers, ids)),
        moving_costs(question, ids),
        tolerance=tolerance,
    )
    of_code = {code: pk for pk, code in codes.items()}
    return Divided({of_code[code]: helper for code, helper in plan.district_of.items()}, plan.load, plan)


def borders_of(scheme: Scheme, codes: Sequence[str], on: date) -> list[Border]:
    """Return which of these areas border each other. Raises Refused where nobody said and coordinates are missing."""
    county = codes[0][:6] if codes else ""
    told: dict[str, Sequence[str]] = policy_or_none(BORDERS, county, on) or {}
    if told:
        return [(code, other) for code, others in told.items() for other in others]
    rows = Area.objects.filter(code__in=codes, longitude__isnull=False, latitude__isnull=False)
    points = {code: (float(x), float(y)) for code, x, y in rows.values_list("code", "longitude", "latitude")}
    missing = [code for code in codes if code not in points]
    if missing:
        raise Refused(
            _("还不知道哪些地区相邻：请在政策参数“相邻地区”中登记，或补全地区的经纬度（缺 %(n)s 个）。")
            % {"n": len(missing)},
            field="connected",
        )
    return neighbours(points)


def neighbours(points: dict[str, tuple[float, float]]) -> list[Border]:
    """Return the pairs of points with no third one inside the circle whose diameter joins them."""
    codes = sorted(points)
    flat = np.array([points[code] for code in codes])
    flat[:, 0] *= np.cos(np.radians(flat[:, 1].mean()))
    apart = ((flat[:, None, :] - flat[None, :, :]) ** 2).sum(axis=2)
    found = []
    for a in range(len(codes)):
        for b in range(a + 1, len(codes)):
            others = np.delete(apart[a] + apart[b], [a, b])
            if not (others <= apart[a, b] * EDGE).any():
                found.append((codes[a], codes[b]))
    return found


def households_below(codes: Sequence[str]) -> NDArray[np.int64]:
    """Return how many households each area has on the register; one for all where there are none at all."""
    digits = len(codes[0]) if codes else 0
    rows = Household.objects.filter(closed_on=None).exclude(standing="").order_by()
    counted = Counter(code[:digits] for code in rows.values_list("area_code", flat=True).iterator())
    weights = np.array([counted[code] for code in codes], dtype=np.int64)
    return np.maximum(weights, 1)


def seats_of(helpers: Sequence[int], codes: Sequence[str]) -> list[str | None]:
    """Return the area each organisation is seated in, where it is one of these and nobody else's."""
    digits = len(codes[0]) if codes else 0
    seated = {
        pk: code[:digits] for pk, code in Organisation.objects.filter(pk__in=helpers).values_list("pk", "area_code")
    }
    shared = Counter(seated.values())
    return [seated[pk] if seated.get(pk) in codes and shared[seated[pk]] == 1 else None for pk in helpers]


def moving_costs(question: Question, codes: Sequence[str]) -> NDArray[np.int64]:
    """Return what each area costs in each district: the bonus of a pair of today where it would be given up."""
    cost = np.full((len(question.sides.helper_ids), len(codes)), question.usual_bonus, dtype=np.int64)
    standing = question.standing[0]
    cost[standing.helper, standing.recipient] = 0
    return cost
