"""Storing the outlines of areas, a whole file or nothing."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Refused
from bangfu.kernel.history.actions import record_changes
from bangfu.kernel.history.models import Change
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.parties.boundaries import Outline, read_outlines
from bangfu.parties.models import Area, AreaBoundary
from bangfu.parties.queries.areas import areas_visible_to, existing_on

CHANGE, FEW = "parties.area.change", 200


@action(CHANGE)
def import_boundaries(actor: User, content: bytes, *, source: str, reason: str = "") -> int:
    """Store the outlines of a GeoJSON file with their areas, replacing earlier ones; return how many.

    An area is found by its code, else by a name that only one area of the actor's has. ``source`` says where the
    outlines come from. Raises Refused with every fault of the file, Denied for an area outside the actor's scope.
    """
    if not source.strip():
        raise Refused(_("请写明边界来源（公开的地图还要写审图号）。"), field="source")
    read = read_outlines(content)
    areas, problems = _matched(actor, read.found)
    problems = [*read.problems, *problems]
    if problems:
        raise Refused(
            _("边界文件有 %d 处问题，没有导入。") % len(problems), problems=tuple(problems[:FEW]), field="file"
        )
    for area in areas.values():
        require(actor, CHANGE, area.code)
    rows = [
        AreaBoundary(area=area, rings=outline.rings, source=source.strip()[:200])
        for outline in read.found
        for area in (areas[outline.number],)
    ]
    known = dict(AreaBoundary.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "source"))
    AreaBoundary.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["area"], update_fields=["rings", "source"]
    )
    record_changes(
        Change(
            actor=actor,
            action="import_boundaries",
            object_type=Area._meta.label_lower,
            object_id=row.pk,
            area_code=row.area.code,
            before={"boundary": known.get(row.pk, "")},
            after={"boundary": row.source},
            reason=reason,
        )
        for row in rows
    )
    return len(rows)


def carry_boundary(old: Area, new: Area) -> None:
    """Give a successor its predecessor's outline, beside its own."""
    outline = AreaBoundary.objects.filter(area=old).first()
    if outline is None:
        return
    own = AreaBoundary.objects.filter(area=new).first()
    AreaBoundary.objects.update_or_create(
        area=new,
        defaults={
            "rings": [*(own.rings if own else []), *outline.rings],
            "source": own.source if own else outline.source,
        },
    )


def _matched(actor: User, outlines: Sequence[Outline]) -> tuple[dict[int, Area], list[str]]:
    """Return the area of each outline by its number, and what could not be matched."""
    visible = existing_on(areas_visible_to(actor))
    by_code = {area.code: area for area in visible.filter(code__in={o.code for o in outlines if o.code})}
    by_name: dict[str, list[Area]] = {}
    for area in visible.filter(name__in={o.name for o in outlines if not o.code}):
        by_name.setdefault(area.name, []).append(area)
    found: dict[int, Area] = {}
    taken: dict[int, int] = {}
    problems = []
    for outline in outlines:
        coded = [by_code[outline.code]] if outline.code in by_code else []
        fitting = coded if outline.code else by_name.get(outline.name, [])
        if len(fitting) == 1 and fitting[0].pk not in taken:
            found[outline.number] = fitting[0]
            taken[fitting[0].pk] = outline.number
        else:
            problems.append(_unmatched(outline, fitting, taken))
    return found, problems


def _unmatched(outline: Outline, fitting: Sequence[Area], taken: dict[int, int]) -> str:
    told = {"n": outline.number, "name": " ".join(filter(None, (outline.code, outline.name)))}
    if not fitting:
        return _("第 %(n)d 个图形：没有地区“%(name)s”，请先登记或改正代码。") % told
    if len(fitting) > 1:
        return _("第 %(n)d 个图形：有几个地区都叫“%(name)s”，请写区划代码。") % told
    return _("第 %(n)d 个图形：“%(name)s”与第 %(m)d 个图形重复。") % {**told, "m": taken[fitting[0].pk]}
