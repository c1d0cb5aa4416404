"""How the kernel shows and finds areas and parties by name."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import QuerySet

from bangfu.kernel.areas_of import TOWNSHIP
from bangfu.kernel.resources import Resolver
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may
from bangfu.kernel.traditional import KeptNames
from bangfu.parties.models import Area
from bangfu.parties.models.areas import AreaLevel
from bangfu.parties.queries.areas import VIEW, area_paths, areas_visible_to, children_of, existing_on
from bangfu.parties.queries.names import find_choices, names_of, telling_apart


def _area_names(codes: Collection[Any]) -> dict[str, str]:
    """Name a village with its township: villages of one name are common."""
    return area_paths([str(code) for code in codes], top=TOWNSHIP)


def _find_areas(user: User, text: str, limit: int) -> Sequence[tuple[str, str]]:
    if not may(user, VIEW):
        return []
    field = "code" if text.isdigit() else "name"
    rows = existing_on(areas_visible_to(user)).filter(**{f"{field}__prefix": text}).order_by("code")
    return list(rows.values_list("code", "name")[:limit])


def _areas_below(user: User, prefix: str) -> Sequence[tuple[str, str]]:
    rows = children_of(areas_visible_to(user), prefix).order_by("code")
    return list(rows.values_list("code", "name"))


def _names_in_titles() -> QuerySet[Area, str]:
    """Names of counties, cities and provinces, which titles of documents name; those of villages are common words."""
    return Area.objects.filter(level__lte=AreaLevel.COUNTY).values_list("name", flat=True)


KEPT_NAMES = KeptNames(name="parties.area", read=_names_in_titles)
RESOLVERS = (
    Resolver(name="area", names=_area_names, find=_find_areas, below=_areas_below, seconds=60),
    Resolver(name="party", names=names_of, find=find_choices, among=find_choices, telling=telling_apart),
)
