"""Setting policy."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.areas_of import is_code
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.policy.keys import policy_keys
from bangfu.kernel.policy.models import DocumentStatus, PolicyDocument, PolicyValue
from bangfu.kernel.policy.queries import forget_policies
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require

CHANGE = "kernel.policy.change"


@action(CHANGE)
def set_policy(
    actor: User,
    key: str,
    value: str,
    *,
    area_code: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
    document: PolicyDocument | None = None,
    note: str = "",
    reason: str = "",
    supersede: bool = False,
) -> PolicyValue:
    """Set a parameter for a place and period (default: from today, open).

    A value of the same place that starts on the same day is replaced. Any other overlap is refused; with
    ``supersede`` an earlier open value ends the day before.
    """
    require(actor, CHANGE, area_code)
    declared = policy_keys.get(key)
    if declared is None:
        raise Refused(_("没有名为“%s”的政策参数。") % key, field="key")
    if area_code and not is_code(area_code):
        raise Refused(_("“%s”不是区划代码。") % area_code, field="area_code")
    start = valid_from or timezone.localdate()
    if valid_to is not None and valid_to < start:
        raise Refused(_("结束日期早于开始日期。"), field="valid_to")
    declared.parse(value)
    same_place = PolicyValue.objects.select_for_update().filter(key=key, area_code=area_code)
    if supersede:
        _end_open_predecessor(actor, same_place, start, reason)
    row = same_place.filter(valid_from=start).first()
    _refuse_overlap(same_place.exclude(pk=row.pk if row else None), start, valid_to)
    before = snapshot(row) if row else None
    row = row or PolicyValue(key=key, area_code=area_code, valid_from=start)
    row.valid_to, row.value, row.document, row.note, row.set_by = valid_to, value.strip(), document, note, actor
    row.save()
    forget_policies()
    record_change(actor, "set_policy", row, before=before, after=snapshot(row), reason=reason)
    return row


def _end_open_predecessor(actor: User, rows: QuerySet[PolicyValue], start: date, reason: str) -> None:
    open_row = rows.filter(valid_from__lt=start, valid_to=None).first()
    if open_row is not None:
        _end(actor, open_row, start - timedelta(days=1), reason)


def _end(actor: User, row: PolicyValue, last_day: date, reason: str) -> None:
    before = snapshot(row)
    row.valid_to, row.set_by = last_day, actor
    row.save()
    forget_policies()
    record_change(actor, "end_policy", row, before=before, after=snapshot(row), reason=reason)


def _refuse_overlap(rows: QuerySet[PolicyValue], start: date, end: date | None) -> None:
    overlapping = Q(valid_to=None) | Q(valid_to__gte=start)
    if end is not None:
        overlapping &= Q(valid_from__lte=end)
    other = rows.filter(overlapping).order_by("valid_from").first()
    if other is not None:
        raise Conflict(
            _("该地区已有 %(start)s 至 %(end)s 的值 %(value)s，期间不能重叠。请先结束原值，或选择“自动结束原值”。")
            % {"start": other.valid_from, "end": other.valid_to or _("今后"), "value": other.value[:60]},
            field="valid_from",
        )


@action(CHANGE)
def change_policy(actor: User, row: PolicyValue, *, value: str, **fields: Any) -> PolicyValue:
    """Correct a stored value, its end, source or note; key, place and first day stay what they are."""
    changed = {name: fields[name] for name in ("valid_to", "document", "note", "reason") if name in fields}
    return set_policy(actor, row.key, value, area_code=row.area_code, valid_from=row.valid_from, **changed)


@action(CHANGE)
def end_policy(actor: User, row: PolicyValue, *, last_day: date, reason: str) -> PolicyValue:
    """Let a value end after ``last_day``; from then on the next higher place's value counts."""
    require(actor, CHANGE, row.area_code)
    if last_day < row.valid_from:
        raise Refused(_("结束日期早于开始日期。"), field="last_day")
    if not reason.strip():
        raise Refused(_("请填写原因。"), field="reason")
    _end(actor, row, last_day, reason)
    return row


@action(CHANGE)
def add_policy_document(
    actor: User,
    *,
    title: str,
    issuer: str = "",
    document_no: str = "",
    issued_on: date | None = None,
    url: str = "",
    status: str = DocumentStatus.IN_FORCE,
    note: str = "",
) -> PolicyDocument:
    """Enter a document that values can name as their source."""
    if PolicyDocument.objects.filter(title=title, document_no=document_no).exists():
        raise Conflict(_("文件《%s》已经登记过。") % title, field="title")
    document = PolicyDocument.objects.create(
        title=title,
        issuer=issuer,
        document_no=document_no,
        issued_on=issued_on,
        url=url,
        status=status,
        note=note,
    )
    record_change(actor, "add_policy_document", document, after=snapshot(document))
    return document


@action(CHANGE)
def change_policy_document(
    actor: User, document: PolicyDocument, *, reason: str = "", **fields: object
) -> PolicyDocument:
    """Correct a document's particulars or its status."""
    before = snapshot(document)
    for name in fields.keys() & {"title", "issuer", "document_no", "issued_on", "url", "status", "note"}:
        setattr(document, name, fields[name])
    document.full_clean()
    document.save()
    forget_policies()
    record_change(actor, "change_policy_document", document, before=before, after=snapshot(document), reason=reason)
    return document
