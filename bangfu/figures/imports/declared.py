"""The template of targets, declared."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.declared import figures
from bangfu.figures.imports.targets import apply_targets, compare_targets, export_targets
from bangfu.figures.models import Bound, Target
from bangfu.kernel.imports.declared import ImportTemplate
from bangfu.kernel.periods import FORMS
from bangfu.kernel.workbooks import Column, Sheet, Type


def targets_sheet() -> Sheet:
    """Targets and bases, one row each; a row that names the same figure, place, unit and period adjusts it."""
    known = tuple((figure.name, str(figure.title)) for figure in figures)
    uses = tuple((value, str(label)) for value, label in Target.Use.choices)
    bounds = tuple((value, str(label)) for value, label in Bound.choices)
    return Sheet(
        columns=(
            Column("figure", "指标", ("指标名称", "指标代号"), Type.CODE, required=True, codes=known),
            Column("use", "用途", (), Type.CODE, codes=uses),
            Column("area_code", "受益地区代码", ("地区代码", "区划代码"), Type.AREA_CODE, required=True),
            Column("giver_area_code", "提供方地区代码", (), Type.AREA_CODE),
            Column("organisation", "责任单位", ("单位名称",), max_length=120),
            Column("period", "时期", ("年度", "考核期"), required=True, max_length=40, help=FORMS),
            Column("bound", "要求", (), Type.CODE, codes=bounds),
            Column("value", "目标值", ("目标", "任务数", "数值"), Type.QUANTITY, required=True, help="金额以元计"),
            Column("document", "依据", ("文件", "来源文件"), required=True, max_length=200),
            Column("note", "说明", ("备注",), max_length=200),
            Column("reason", "调整原因", (), max_length=200, help="改动已有目标时必填"),
        ),
        title="目标与基数",
        notes=("同一指标、地区、单位和时期的目标只有一个：再次导入就是调整，要写明调整原因。", f"时期写成：{FORMS}。"),
    )


targets = ImportTemplate(
    name="targets",
    title=_("目标与基数"),
    permission="figures.target.import",
    export_permission="figures.target.export",
    sheet=targets_sheet,
    compare=compare_targets,
    apply=apply_targets,
    export=export_targets,
    help=_("责任书、协议里的目标，一行一项；再次导入为调整。"),
    order=60,
)

TEMPLATES = (targets,)
