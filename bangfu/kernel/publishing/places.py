"""The condition on rows for places that may be told of."""

from collections.abc import Iterable

from django.db.models import Q

from bangfu.kernel.areas_of import prefix_range


def within(places: Iterable[str], field: str = "area_code") -> Q:
    """Return the condition that a row lies in one of the places; ``("",)`` is everywhere, none matches nothing."""
    condition = Q(pk__in=[])
    for place in places:
        if not place:
            return Q()
        low, high = prefix_range(place)
        condition |= Q(**{f"{field}__gte": low, f"{field}__lt": high})
    return condition
