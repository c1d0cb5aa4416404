"""Reading places: names, paths, children, classes, what followed what."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from bangfu.kernel.areas_of import LEVELS, parents, prefix_range
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import scoped
from bangfu.parties.models import Area, AreaClass, AreaSuccession
from bangfu.parties.queries.past import in_force

VIEW = "parties.area.view"
SEPARATOR = " / "


def areas_visible_to(user: User) -> QuerySet[Area]:
    """Return the areas the user may see, abolished ones too."""
    return scoped(Area.objects.all(), user, VIEW, field="code")


def existing_on(areas: QuerySet[Area], on: date | None = None) -> QuerySet[Area]:
    """Narrow to areas that existed on a day (default today)."""
    return areas.filter(in_force(on or timezone.localdate(), empty_start=True))


def below(areas: QuerySet[Area], code: str) -> QuerySet[Area]:
    """Narrow to an area and everything inside it."""
    low, high = prefix_range(code)
    return areas.filter(code__gte=low, **({"code__lt": high} if high else {}))


def area_names(codes: Collection[str]) -> dict[str, str]:
    """Return the name of each area code, in one query; unknown codes are left out."""
    wanted = {c for c in codes if c}
    return dict(Area.objects.filter(code__in=wanted).values_list("code", "name")) if wanted else {}


def area_paths(codes: Collection[str], *, top: int = LEVELS[2]) -> dict[str, str]:
    """Return each code's path of names, from the county (or the level of length ``top``) down, in one query."""
    wanted = {c for c in codes if c}
    chains = {code: [*(p for p in parents(code) if len(p) >= top), code] for code in wanted}
    names = area_names({c for chain in chains.values() for c in chain})
    return {code: SEPARATOR.join(names[c] for c in chain if c in names) or code for code, chain in chains.items()}


def area_path(code: str, *, top: int = LEVELS[2]) -> str:
    """Return the path of one code: 茅箭区 / 大川镇 / 某村."""
    return area_paths([code], top=top).get(code, "")


def children_of(areas: QuerySet[Area], code: str, on: date | None = None) -> QuerySet[Area]:
    """Return the existing areas one level below a code; of the empty code, the topmost ones there are."""
    inside = existing_on(areas, on)
    if not code:
        top = inside.order_by("level").first()
        return inside.filter(level=top.level) if top else inside.none()
    deeper = [level for level in LEVELS if level > len(code)]
    return below(inside, code).filter(level=deeper[0]) if deeper else inside.none()


@dataclass
class AreaNode:
    """An area and the areas inside it."""

    code: str
    name: str
    children: "list[AreaNode]" = field(default_factory=list)


def area_tree(areas: QuerySet[Area], *, lowest: int = LEVELS[4], on: date | None = None) -> list[AreaNode]:
    """Return the existing areas as a tree down to the level of length ``lowest`` (default villages), in one query."""
    nodes: dict[str, AreaNode] = {}
    roots: list[AreaNode] = []
    rows = existing_on(areas, on).filter(level__lte=lowest).order_by("code").values_list("code", "name")
    for code, name in rows:
        node = nodes[code] = AreaNode(code, name)
        above = next((nodes[p] for p in reversed(parents(code)) if p in nodes), None)
        (above.children if above else roots).append(node)
    return roots


def classes_on(value: str, on: date | None = None) -> QuerySet[AreaClass]:
    """Return the memberships of one class in force on a day (default today); ``area_code`` is the village's."""
    return AreaClass.objects.filter(in_force(on or timezone.localdate()), value=value)


def villages_of_class(areas: QuerySet[Area], value: str, on: date | None = None) -> QuerySet[Area]:
    """Return the areas that had a class on a day: the villages with a task, the poor villages …"""
    return areas.filter(pk__in=classes_on(value, on).values("area"))


def successors_of(areas: Iterable[Area]) -> dict[int, list[Area]]:
    """Return area id → the areas that exist today in its place, however many reforms lie between."""
    following: dict[int, list[AreaSuccession]] = defaultdict(list)
    start = [a.pk for a in areas]
    unseen = set(start)
    while unseen:
        steps = AreaSuccession.objects.filter(predecessor__in=unseen).select_related("successor")
        unseen = set()
        for step in steps:
            following[step.predecessor_id].append(step)
            unseen.add(step.successor_id)
        unseen -= following.keys()
    return {pk: _last(pk, following) for pk in start}


def _last(pk: int, following: dict[int, list[AreaSuccession]]) -> list[Area]:
    found: dict[int, Area] = {}
    for step in following.get(pk, ()):
        if following.get(step.successor_id):
            found |= {a.pk: a for a in _last(step.successor_id, following)}
        else:
            found[step.successor_id] = step.successor
    return list(found.values())


def find_areas(areas: QuerySet[Area], text: str) -> QuerySet[Area]:
    """Return areas whose code or name, present or former, begins with a text."""
    return areas.filter(
        Q(code__startswith=text) | Q(name__startswith=text) | Q(former_names__name__startswith=text)
    ).distinct()
