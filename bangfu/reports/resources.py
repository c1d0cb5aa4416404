"""Sealed reports as people list them."""

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.resources import Column, Filter, Resource
from bangfu.reports.models import SealedReport
from bangfu.reports.permissions import VIEW


def page_of(sealed: Model) -> str:
    """Return the address of a sealed report's own page."""
    return reverse("sealed-report", args=[sealed.pk])


SEALED_REPORTS = Resource(
    name="reports.sealed",
    title=_("封存报告"),
    model=SealedReport,
    menu="figures",
    icon="lock",
    order=("-id",),
    view_permission=VIEW,
    version="",
    page=page_of,
    columns=(
        Column(name="title", title=_("标题")),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="period", title=_("时期")),
        Column(name="sealed_at", title=_("封存时间"), kind="datetime"),
        Column(name="sealed_by", title=_("封存人"), path="sealed_by_id", kind="user"),
        Column(name="digest", title=_("校验值"), in_list=False),
    ),
    filters=(
        Filter(name="area", title=_("地区"), path="area_code", kind="area"),
        Filter(name="sealed", title=_("封存日期"), path="sealed_at", kind="date"),
    ),
    empty=_("还没有封存的报告。打开一份报告，核对无误后可以封存。"),
)
