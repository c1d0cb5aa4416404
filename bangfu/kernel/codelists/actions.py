"""Editing code lists: adding a code, ending one, changing its words."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.codelists.models import Code, CodeList
from bangfu.kernel.codelists.queries import forget_codes
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.rights.models import User

CHANGE = "kernel.codelist.change"
WORDS = ("label", "label_en", "std", "synonyms", "order", "note")


@action(CHANGE)
def add_code(
    actor: User,
    *,
    code_list: CodeList,
    code: str,
    label: str,
    valid_from: date | None = None,
    valid_to: date | None = None,
    **words: Any,
) -> Code:
    """Add a code to a list."""
    if not code.strip() or not label.strip():
        raise Refused(_("请填写代码和名称。"))
    if valid_from and valid_to and valid_to < valid_from:
        raise Refused(_("结束日期早于开始日期。"), field="valid_to")
    for other in code_list.codes.filter(code=code):
        starts_after = valid_to and other.valid_from and other.valid_from > valid_to
        ended_before = valid_from and other.valid_to and other.valid_to < valid_from
        if not (starts_after or ended_before):
            raise Conflict(_("代码 %(code)s 在此期间已表示“%(label)s”。") % {"code": code, "label": other.label})
    fields = {name: words[name] for name in WORDS if name in words}
    row = Code.objects.create(
        code_list=code_list,
        code=code.strip(),
        label=label.strip(),
        valid_from=valid_from,
        valid_to=valid_to,
        edited_by=actor,
        **fields,
    )
    forget_codes()
    record_change(actor, "add_code", row, after=snapshot(row))
    return row


@action(CHANGE)
def change_code(actor: User, row: Code, *, reason: str = "", **fields: Any) -> Code:
    """Change a code's words, or end it with ``valid_to``. The code itself never changes: rows are stored under it."""
    before = snapshot(row)
    for name in fields.keys() & {*WORDS, "valid_to"}:
        setattr(row, name, fields[name])
    if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
        raise Refused(_("结束日期早于开始日期。"), field="valid_to")
    row.edited_by = actor
    row.save()
    forget_codes()
    record_change(actor, "change_code", row, before=before, after=snapshot(row), reason=reason)
    return row
