"""Outlines of areas: which have one, on a map, and taking more of them in from a file."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.figures.pages.words import place_name
from bangfu.kernel import maps
from bangfu.kernel.areas_of import VILLAGE
from bangfu.kernel.errors import Refused
from bangfu.kernel.forms import ActorForm
from bangfu.kernel.pages.edits import KEY, attempt
from bangfu.kernel.pages.frame import show
from bangfu.kernel.pages.submissions import new_key, submit_once
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may, require
from bangfu.office.pages.pairing import checked_place, place_field_of
from bangfu.parties.actions import import_boundaries
from bangfu.parties.boundaries import LARGEST
from bangfu.parties.maps import Shown, area_map
from bangfu.parties.models import AreaBoundary
from bangfu.parties.queries import areas_visible_to, children_of, existing_on
from bangfu.parties.queries.areas import below

VIEW, CHANGE, MOST = "parties.area.view", "parties.area.change", 600


class BoundariesForm(ActorForm):
    """A file of outlines, and where they come from."""

    file = forms.FileField(
        label=gettext_lazy("边界文件"),
        help_text=gettext_lazy("GeoJSON，每个面写有区划代码（code）或名称（name），坐标为经纬度。"),
    )
    source = forms.CharField(
        label=gettext_lazy("边界来源"),
        max_length=200,
        help_text=gettext_lazy("印在每张地图下方；对外公开的地图请写明审图号。"),
    )


def boundaries_page(request: HttpRequest) -> HttpResponse:
    """Show a place by its outlines; take a file of them."""
    user = request.user
    reach = require(user, VIEW)
    form = BoundariesForm(request.POST or None, request.FILES or None, actor=user)
    if request.method == "POST":
        require(user, CHANGE)
        if form.is_valid() and attempt(form, lambda: _taken_in(request, form)):
            messages.success(request, form.answer)
            return redirect(reverse("area-boundaries"))
    place = checked_place(request, reach)
    counts, drawing = _map_of(user, place)
    context = {
        "form": form if may(user, CHANGE) else None,
        "key": request.POST.get(KEY) or new_key(),
        "key_name": KEY,
        "place_name": place_name(user, reach, place),
        "fields": place_field_of(user, reach, place),
        "map": drawing,
        "counts": counts,
    }
    steps = [(reverse("parties.area.list"), _("地区")), ("", _("地区边界"))]
    return show(
        request, "office/boundaries.html", context, crumbs=steps, status=422 if request.method == "POST" else 200
    )


def _taken_in(request: HttpRequest, form: BoundariesForm) -> str:
    file = form.cleaned_data["file"]
    if file.size > LARGEST:
        raise Refused(_("文件超过 64 MB，请先简化图形。"), field="file")

    def work() -> str:
        stored = import_boundaries(request.user, file.read(), source=form.cleaned_data["source"])
        return _("已导入 %(n)d 个地区的边界。") % {"n": stored}

    return submit_once(request.user, request.POST.get(KEY, ""), work)[0]


def _map_of(user: User, place: str) -> tuple[dict[str, int], maps.Drawing | None]:
    """Return how many areas are drawn as what, and the map: villages, or what lies one level below a larger place."""
    areas = existing_on(areas_visible_to(user))
    chosen = below(areas, place).filter(level=VILLAGE)
    if chosen.count() > MOST or not chosen.exists():
        chosen = children_of(areas_visible_to(user), place)
    outlined = set(AreaBoundary.objects.filter(area__in=chosen).values_list("area_id", flat=True))
    values: dict[str, Shown] = {}
    counts = {"outline": 0, "point": 0, "none": 0}
    words = {"outline": _("有边界"), "point": _("只有坐标"), "none": _("没有位置")}
    for pk, code, longitude in chosen.order_by("code").values_list("pk", "code", "longitude")[:MOST]:
        drawn = "outline" if pk in outlined else "none" if longitude is None else "point"
        counts[drawn] += 1
        values[code] = Shown(drawn, words[drawn])
    if not values:
        return counts, None
    scale = maps.classes(
        {
            "outline": (words["outline"], "good"),
            "point": (words["point"], "waiting"),
            "none": (words["none"], "neutral"),
        }
    )
    address = reverse("parties.area.list")
    return counts, area_map(
        _("各地有无边界"), values, scale, address=lambda code: f"{address}?q={code}", measure=_("边界")
    )
