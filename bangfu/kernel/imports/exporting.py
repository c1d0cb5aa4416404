"""Exporting: the same sheet as the import, so that what goes out comes back as unchanged."""

from pathlib import Path

from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused
from bangfu.kernel.imports.declared import Wanted
from bangfu.kernel.imports.staging import find_template
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.kernel.workbooks import WorkbookRefused, write_export, write_template

SHORTEST_PURPOSE = 4


def export_register(actor: User, template_name: str, path: Path, *, area_code: str = "", purpose: str = "") -> int:
    """Write the rows the actor may see to a workbook; return how many.

    Identifying numbers are masked unless ``purpose`` says what they are needed for, which is logged.
    """
    template = find_template(template_name)
    require(actor, template.export_permission, area_code or None)
    if purpose and len(purpose.strip()) < SHORTEST_PURPOSE:
        raise Refused(_("请写明查看完整号码的用途（至少 4 个字）。"), field="purpose")
    frame = template.export(Wanted(actor=actor, area_code=area_code, purpose=purpose.strip()))
    try:
        write_export(path, template.sheet(), frame)
    except WorkbookRefused as refused:
        raise Refused(str(refused)) from refused
    return len(frame)


def write_empty_template(template_name: str, path: Path) -> None:
    """Write the empty workbook with its code lists as drop-downs."""
    try:
        write_template(path, find_template(template_name).sheet())
    except WorkbookRefused as refused:
        raise Refused(str(refused)) from refused
