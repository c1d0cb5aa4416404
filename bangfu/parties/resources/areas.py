"""Areas, their classes and what followed what."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.resources import Act, Column, Filter, Resource, Search
from bangfu.parties.actions import (
    change_area,
    end_area,
    end_area_class,
    recode_area,
    register_area,
    rename_area,
    set_area_class,
)
from bangfu.parties.forms.areas import (
    AreaClassForm,
    AreaForm,
    DatedForm,
    EndAreaClassForm,
    MergeAreasForm,
    RecodeAreaForm,
    RenameAreaForm,
    SplitAreaForm,
)
from bangfu.parties.models import Area, AreaClass, AreaSuccession
from bangfu.parties.models.areas import AreaLevel
from bangfu.parties.resources.acts import merge_all_into, merge_into, said, split_off
from bangfu.parties.resources.samples import sample_area, sample_class, sample_succession

CHANGE, VIEW, MENU = "parties.area.change", "parties.area.view", "registers"


def _open(area: Area) -> bool:
    return area.valid_to is None


AREAS = Resource(
    name="parties.area",
    title=_("地区"),
    model=Area,
    menu=MENU,
    menu_order=35,
    icon="map-2",
    order=("code",),
    scope_field="code",
    columns=(
        Column(name="code", title=_("区划代码"), sort=True),
        Column(name="name", title=_("名称")),
        Column(name="level", title=_("层级"), kind="choice"),
        Column(name="urban_rural", title=_("城乡分类"), kind="code", code_list="urban_rural", in_list=False),
        Column(name="valid_from", title=_("启用日期"), kind="date"),
        Column(name="valid_to", title=_("撤销日期"), kind="date"),
        Column(name="longitude", title=_("经度"), kind="number", in_list=False),
        Column(name="latitude", title=_("纬度"), kind="number", in_list=False),
    ),
    filters=(
        Filter(name="area", title=_("所属地区"), path="code", kind="area"),
        Filter(name="level", title=_("层级"), choices=lambda _user: [(str(v), t) for v, t in AreaLevel.choices]),
        Filter(name="abolished", title=_("撤销日期"), path="valid_to", kind="date", more=True),
    ),
    search=(Search(path="name"), Search(path="code")),
    search_hint=_("名称或区划代码"),
    form=AreaForm,
    create=register_area,
    change=change_area,
    acts=(
        Act(
            name="rename",
            title=_("更名"),
            run=said(rename_area, _("已更名。")),
            permission=CHANGE,
            form=RenameAreaForm,
            when=_open,
        ),
        Act(
            name="recode",
            title=_("变更代码"),
            run=said(recode_area, _("已变更代码。")),
            permission=CHANGE,
            form=RecodeAreaForm,
            when=_open,
            confirm=_("辖内地区、农户、人员和单位的代码将一并变更。"),
        ),
        Act(
            name="merge",
            title=_("并入其他地区"),
            run=said(merge_into, _("已合并。")),
            permission=CHANGE,
            form=MergeAreasForm,
            when=_open,
            confirm=_("辖内农户、人员、单位和村类别将转到并入的地区。"),
        ),
        Act(
            name="merge-many",
            title=_("合并到…"),
            run=merge_all_into,
            permission=CHANGE,
            form=MergeAreasForm,
            bulk=True,
        ),
        Act(
            name="split",
            title=_("拆分"),
            run=said(split_off, _("已拆分。")),
            permission=CHANGE,
            form=SplitAreaForm,
            when=_open,
        ),
        Act(
            name="end",
            title=_("撤销"),
            run=said(end_area, _("已撤销。")),
            permission=CHANGE,
            form=DatedForm,
            when=_open,
            tone="danger",
        ),
        Act(
            name="set-class",
            title=_("设置类别"),
            run=said(set_area_class, _("已设置类别。")),
            permission=CHANGE,
            form=AreaClassForm,
            when=_open,
        ),
        Act(
            name="end-class",
            title=_("结束类别"),
            run=said(end_area_class, _("已结束该类别。")),
            permission=CHANGE,
            form=EndAreaClassForm,
            when=lambda area: area.classes.filter(valid_to=None).exists(),
        ),
    ),
    empty=_("还没有登记地区。请先登记县，再登记乡镇和村，或从“导入”上传区划名册。"),
    sample=sample_area,
)

AREA_CLASSES = Resource(
    name="parties.area_class",
    title=_("村类别"),
    model=AreaClass,
    menu=MENU,
    under="parties.area",
    menu_order=36,
    icon="tags",
    order=("area_code", "pk"),
    view_permission=VIEW,
    columns=(
        Column(name="area_code", title=_("村"), kind="area"),
        Column(name="code", title=_("区划代码"), path="area_code"),
        Column(name="value", title=_("类别"), kind="code", code_list="area_class"),
        Column(name="valid_from", title=_("起"), kind="date"),
        Column(name="valid_to", title=_("止"), kind="date"),
        Column(name="document", title=_("依据文件")),
    ),
    filters=(
        Filter(name="area", title=_("地区"), path="area_code", kind="area"),
        Filter(name="value", title=_("类别"), kind="code", code_list="area_class"),
        Filter(name="from", title=_("起"), path="valid_from", kind="date", more=True),
    ),
    version="",
    empty=_("还没有村类别。请在“地区”中打开一个村，点“设置类别”。"),
    sample=sample_class,
)

SUCCESSIONS = Resource(
    name="parties.area_succession",
    title=_("区划沿革"),
    model=AreaSuccession,
    menu=MENU,
    under="parties.area",
    menu_order=37,
    icon="git-branch",
    order=("-on", "pk"),
    scope_field="successor__code",
    view_permission=VIEW,
    columns=(
        Column(name="on", title=_("日期"), kind="date"),
        Column(name="predecessor_code", title=_("原代码"), path="predecessor__code"),
        Column(name="predecessor", title=_("原地区"), path="predecessor__name"),
        Column(name="kind", title=_("方式"), kind="choice"),
        Column(name="successor_code", title=_("现代码"), path="successor__code"),
        Column(name="successor", title=_("现地区"), path="successor__name"),
        Column(name="document", title=_("依据文件")),
    ),
    filters=(
        Filter(name="area", title=_("现地区"), path="successor__code", kind="area"),
        Filter(name="kind", title=_("方式")),
    ),
    version="",
    empty=_("还没有区划变更。"),
    sample=sample_succession,
)
